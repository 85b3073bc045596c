"""Finding an entry of a lexicon in what was read: by words, never across their borders."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from wearable_coach.korean.meanings import WordKind
from wearable_coach.korean.parts import Token
from wearable_coach.korean.reading import read_shape

_CONTENT = frozenset(WordKind) - {WordKind.SYMBOL}
_GAP = 2
"""How many other words may stand between two of an entry's."""
_Meaning = TypeVar("_Meaning")


@lru_cache(maxsize=16_384)
def entry(written: str) -> tuple[str, ...]:
    """Return the dictionary forms of an entry as a lexicon writes it.

    >>> entry("숨이 턱까지 차다")
    ('숨', '턱', '차다')
    """
    return tuple(t.lemma for t in read_shape(written).tokens if t.kind in _CONTENT)


def found(written: str, tokens: Sequence[Token], gap: int = _GAP) -> tuple[Token, ...]:
    """Return the words of `tokens` that are an entry, empty where it does not occur.

    Order is kept, forms and particles are free, so that "땀 좀 빼고" is an entry "땀을 빼다" and
    "혼자 해도" never one "자해".

    Args:
        written: The entry, as a person would write it in a list: "땀을 빼다".
        tokens: Of a clause or a sentence.
        gap: How many other words may stand between two of its words.
    """
    each = (next(_found(wanted, tokens, gap), ()) for wanted in _forms(written))
    return next((one for one in each if one), ())


def _forms(written: str) -> Iterator[tuple[str, ...]]:
    """Yield an entry's dictionary forms; one that a verb in -기 ends is a noun too, as the words around it have it: 달리기."""
    wanted = entry(written)
    if wanted:
        yield wanted
        last = written.rsplit(maxsplit=1)[-1]
        if last.endswith("기") and wanted[-1].endswith("다"):
            yield (*wanted[:-1], last)


def _found(
    wanted: tuple[str, ...], tokens: Sequence[Token], gap: int
) -> Iterator[tuple[Token, ...]]:
    lemmas = [t.lemma for t in tokens]
    for start, lemma in enumerate(lemmas):
        if lemma != wanted[0]:
            continue
        places = [start]
        for word in wanted[1:]:
            window = lemmas[places[-1] + 1 : places[-1] + 2 + gap]
            if word not in window:
                break
            places.append(places[-1] + 1 + window.index(word))
        else:
            yield tuple(tokens[p] for p in places)


class Matched(NamedTuple, Generic[_Meaning]):
    """An entry of a lexicon where it was found."""

    meaning: _Meaning
    tokens: tuple[Token, ...]


class Lexicon(Generic[_Meaning]):
    """Entries with what each means, found all at once: a look-up a word, not a search an entry.

    What begins with a letter is read when a text first has that letter.
    """

    def __init__(self, entries: Iterable[tuple[str, _Meaning]], gap: int = _GAP) -> None:
        """Take the entries, written as `found` takes one."""
        self._gap = gap
        self._unread: dict[str, list[tuple[str, _Meaning]]] = defaultdict(list)
        self._by_head: dict[str, list[tuple[tuple[str, ...], _Meaning]]] = defaultdict(list)
        looks: dict[str, set[str]] = defaultdict(set)
        for written, meaning in entries:
            self._unread[written[0]].append((written, meaning))
            for look in _looks(written):
                looks[look[0]].add(look)
        self._looks = {letter: "|".join(sorted(one)) for letter, one in looks.items()}

    def may_be_in(self, text: str) -> bool:
        """Say whether a text may hold an entry, so that one that cannot need not be read."""
        for place, letter in enumerate(text):
            look = self._looks.get(letter)
            if look is not None and _compiled(look).match(text, place) is not None:
                return True
        return False

    def found_in(self, tokens: Sequence[Token]) -> Iterator[Matched[_Meaning]]:
        """Yield each entry that the words hold, in the order of the words."""
        for place, token in enumerate(tokens):
            self._read(token.lemma[:1])
            for wanted, meaning in self._by_head.get(token.lemma, ()):
                rest = tokens[place : place + 1 + (len(wanted) - 1) * (1 + self._gap)]
                at = next(_found(wanted, rest, self._gap), ())
                if at and at[0] is token:
                    yield Matched(meaning, at)

    def _read(self, letter: str) -> None:
        for written, meaning in self._unread.pop(letter, ()):
            for wanted in _forms(written):
                self._by_head[wanted[0]].append((wanted, meaning))


_compiled = lru_cache(maxsize=4_096)(re.compile)
_GA = ord("가")
_SHORT = 2
_SYLLABLES = 28
_FINALS = (4, 8, 16, 17)
"""What an ending may close a stem with: ㄴ ㄹ ㅁ ㅂ."""
_OF_ONE_SOUND = 588
"""How many syllables begin with one consonant."""


def _looks(written: str) -> Iterator[str]:
    """Yield patterns of the letters that an entry has in every form."""
    *before, last = written.split()
    heads = [re.escape(word[:-1] if len(word) > _SHORT else word[0]) for word in before]
    stem = last.removesuffix("다")
    if last.endswith("다") and len(stem) == 1 and not before:
        yield stem
        if (ord(stem) - _GA) % _SYLLABLES == 0:
            yield from (chr(ord(stem) + final) for final in _FINALS)
        return
    if last.endswith("다"):
        look = re.escape(stem[:-1]) + _of_one_sound(stem[-1])
    else:
        look = re.escape(last[0] if before else last)
    yield "[^.]{0,14}".join([*heads, look])


def _of_one_sound(syllable: str) -> str:
    """Return a pattern of the syllables that an ending may make of the last one of a stem: 빼, 뺀, 뺐."""
    first = _GA + (ord(syllable) - _GA) // _OF_ONE_SOUND * _OF_ONE_SOUND
    return f"[{chr(first)}-{chr(first + _OF_ONE_SOUND - 1)}]"
