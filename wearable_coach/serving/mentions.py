"""What of a person's tables a text names, each name with the clause that it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from wearable_coach.korean import Clause, ReadText, Sentence, read
from wearable_coach.serving.lexica import Name, lent_names, medicines, names, other_names, squeezed
from wearable_coach.serving.spelling import follows_latin, respelt

_STAND_INS = {
    (True, False): "소화제",
    (True, True): "감기약",
    (False, False): "충치",
    (False, True): "두통",
}
"""What the reader of Korean is shown for a name, by whether it is a medicine's and ends in a consonant."""
_FORMS = ("서방정", "정", "캡슐", "주사")
_ACTS = ("복용", "처방", "투여", "먹", "진단", "환자", "있", "앓")
"""Before these a name without a blank gets one."""
_SHORT = 2


class NameMention(NamedTuple):
    """A name in a text."""

    name: Name
    said: str
    """As the user wrote it."""
    start: int
    end: int
    sentence: int
    clause: Clause


class Spoken(NamedTuple):
    """A user's text as it was read, with the names in it."""

    text: ReadText
    mentions: tuple[NameMention, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Return its sentences."""
        return self.text.sentences


@lru_cache(maxsize=64)
def spoken(text: str) -> Spoken:
    """Read a user's text with the names of the tables in it."""
    shown, lent = _lent(respelt(text))
    found = read(shown)
    return Spoken(found, tuple(_mentions(found, lent)))


class _Lent(NamedTuple):
    said: str
    end: int


def _lent(text: str) -> tuple[str, dict[int, _Lent]]:
    """Return the text with a known noun for each name that the reader of Korean may cut, and where each stands."""
    out: list[str] = []
    lent: dict[int, _Lent] = {}
    at = size = 0
    for start, end, said in _to_lend(text):
        before, stand_in = (
            text[at:start],
            _STAND_INS[said in medicines(), _is_closed(text[end - 1])],
        )
        lent[size + len(before)] = _Lent(said, size + len(before) + len(stand_in))
        at = end
        gap = " " if text.startswith(_ACTS, end) else ""
        out += (before, stand_in, gap)
        size += len(before) + len(stand_in) + len(gap)
    return "".join((*out, text[at:])), lent


def _to_lend(text: str) -> Iterator[tuple[int, int, str]]:
    borders: frozenset[int] | None = None
    for match in lent_names().finditer(text):
        start, said = match.start(), squeezed(match.group())
        if text[start].isascii() and follows_latin(text, start):
            continue  # the end of another word: consistent
        is_first = start == 0 or not is_hangul(text[start - 1])
        if not is_first and len(said) <= _SHORT:
            borders = _borders(text) if borders is None else borders
            if start not in borders:
                continue
        yield start, _with_form(text, match.end(), said), said


def _borders(text: str) -> frozenset[int]:
    return frozenset(t.start for s in read(text) for t in s.tokens)


def is_hangul(letter: str) -> bool:
    """Say whether a character is a Korean syllable."""
    return "가" <= letter <= "힣"


def _with_form(text: str, end: int, said: str) -> int:
    if said not in medicines():
        return end
    return next((end + len(f) for f in _FORMS if text.startswith(f, end)), end)


def _is_closed(letter: str) -> bool:
    """Say whether a syllable ends in a consonant; a Latin letter counts as open."""
    return is_hangul(letter) and (ord(letter) - ord("가")) % 28 != 0


def _mentions(found: ReadText, lent: dict[int, _Lent]) -> Iterator[NameMention]:
    for k, sentence in enumerate(found.sentences):
        for start, name in lent.items():
            if sentence.start <= start < sentence.end:
                yield from _named(k, sentence, name.said, start, name.end)
        borders = {t.start for t in sentence.tokens} | {m.start for m in sentence.morphemes}
        for match in other_names().finditer(found.text, sentence.start, sentence.end):
            if match.start() in borders:
                yield from _named(k, sentence, match.group(), match.start(), match.end())


def _named(k: int, sentence: Sentence, written: str, start: int, end: int) -> Iterator[NameMention]:
    clause = next((c for c in sentence.clauses if _covers(c, start)), None)
    if clause is not None:
        for name in names()[squeezed(written)]:
            yield NameMention(name, written, start, end, k, clause)


def _covers(clause: Clause, place: int) -> bool:
    return any(t.start <= place < t.end for t in clause.tokens)
