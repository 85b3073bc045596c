"""Words that bar a heart rate to exercise at: enough that they were said and nothing settles whose they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from wearable_coach.korean import Clause, ClauseKind, HolderKind, Link, Modality, Polarity, Sentence
from wearable_coach.korean import read as read_korean
from wearable_coach.serving.ages import age_in
from wearable_coach.serving.lexica import names, rows
from wearable_coach.serving.spelling import respelt
from wearable_coach.serving.whose import (
    OF_WOMEN,
    honours,
    is_of_person_behind,
    named_other,
    speaks_of_user,
)
from wearable_coach.standards.table import table

_CONDITIONS = {
    "pregnancy": "pregnancy",
    "pacemaker": "device",
    "heart_transplant": "transplant",
    "atrial_fibrillation": "rhythm",
    "beta_blocker": "medicine",
}
"""Under which kind the names of a condition that bars a target in bpm stand."""
_YOUTH, _BEARING, _MEDICINE = "youth", "pregnancy", "medicine"
_OF_WHOM_UNSURE = frozenset({_YOUTH, _BEARING})
"""Of these a quotation does not say of whom it is: 남편이 (저) 임신했다고."""
_STANDING = frozenset({ClauseKind.MAIN, ClauseKind.CONNECTED, ClauseKind.FRAGMENT})
_REACH = 14
"""How near the one who is young stands to the word [characters]."""


class BarringWord(NamedTuple):
    """A word that bars a target, with where it stands."""

    kind: str
    start: int
    end: int
    is_weak: bool


class _Line(NamedTuple):
    text: str
    sentences: tuple[Sentence, ...]


@lru_cache(maxsize=512)
def barred_by(text: str) -> frozenset[str]:
    """Return the kinds of what a user's words speak of that bars a target in bpm, and that nothing settles.

    A word is settled where it is surely somebody else's, denied, or of another thing; what one turn
    leaves open a later one may deny.

    Args:
        text: All that the user said, a turn or more a line.
    """
    found: set[str] = set()
    for turn in text.split("\n"):
        shown = respelt(unicodedata.normalize("NFKC", turn)).lower()
        words = list(_words(shown))
        if words:
            read = read_korean(shown)
            line = _Line(read.text, read.sentences)
            open_, denied = _unsettled(line)
            found = (found - denied) | open_
        elif _is_all_denied(shown):
            found.clear()
        elif _YOUTH in found and _is_grown(shown):
            found.discard(_YOUTH)
    return frozenset(found)


def _unsettled(line: _Line) -> tuple[set[str], set[str]]:
    """Return the kinds that a turn leaves open, and those that it denies."""
    open_, denied = set(), set()
    for word in _words(line.text):
        sentence = next((s for s in line.sentences if s.start <= word.start < s.end), None)
        if sentence is None:
            open_.add(word.kind)
        elif _is_apart(line, sentence, word):
            continue
        elif _is_denied(line, sentence, word):
            denied.add(word.kind)
        elif not _is_anothers(line, sentence, word):
            open_.add(word.kind)
    return open_, denied - open_


def _words(text: str) -> Iterator[BarringWord]:
    for kind, row in _kinds().items():
        yield from _found(kind, row["words"], text, is_weak=False)
        if "weak" in row:
            yield from _found(kind, row["weak"], text, is_weak=True)
    row = rows("barred")[_BEARING]
    for word in _found(_BEARING, row["weeks"], text, is_weak=False):
        if not re.search(row["not_weeks"]["before"], text[: word.start]) and not re.match(
            row["not_weeks"]["after"], text[word.end :]
        ):
            yield word


def _found(kind: str, pattern: Any, text: str, *, is_weak: bool) -> Iterator[BarringWord]:  # noqa: ANN401 - a pattern or its text
    for match in re.finditer(pattern, text):
        yield BarringWord(kind, match.start(), match.end(), is_weak)


@cache
def _kinds() -> dict[str, dict[str, re.Pattern[str]]]:
    found = {}
    for kind in (*dict.fromkeys(_CONDITIONS.values()), "heart", _YOUTH):
        row = rows("barred")[kind]
        of_names = [_spelt(n) for n in _named(kind)]
        found[kind] = {"words": re.compile("|".join([*row["words"], *of_names]))}
        if "weak" in row:
            found[kind]["weak"] = re.compile("|".join(row["weak"]))
    return found


def _named(kind: str) -> list[str]:
    """Return the names of the conditions of a kind, the longest first."""
    invalid = table("safety")["conditions"]["hr_method_invalid"]
    written = {
        name.written.lower()
        for group in names().values()
        for name in group
        if name.condition in invalid and _CONDITIONS[name.condition] == kind
    }
    return sorted(written, key=len, reverse=True)


def _spelt(written: str) -> str:
    pattern = r"\s?".join(map(re.escape, written.split()))
    return rf"(?<![a-z]){pattern}(?![a-z])" if written.isascii() else rf"(?<![가-힣]){pattern}"


def _is_apart(line: _Line, sentence: Sentence, word: BarringWord) -> bool:
    """Say whether a word is of another thing: 배송 예정일, 중학교 선생님, 마라톤 페이스메이커."""
    text = line.text
    marked = f"{text[sentence.start : word.start]}‹{text[word.start : word.end]}›{text[word.end : sentence.end]}"
    if _apart(word.kind).search(marked):
        return True
    if word.kind != _YOUTH:
        return False
    row = rows("barred")[_YOUTH]
    before = text[max(sentence.start, word.start - _REACH) : word.start]
    after = text[word.end : min(sentence.end, word.end + _REACH)]
    clause = _clause(sentence, word)
    is_own = clause is not None and speaks_of_user(clause)
    if not is_own and re.search(row["child"], f"{before} {after}"):
        return not re.search(r"(?:^|\s)(?:저|제가|나|내가)(?:\s|$|[랑도는])", before)
    return word.is_weak and (bool(re.search(row["grown"], text)) or _is_grown(text))


@cache
def _apart(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in rows("barred")[kind]["apart"]))


def _is_grown(text: str) -> bool:
    """Say whether a user states an adult's age."""
    age = age_in(text)
    return age is not None and age >= table("safety")["scope"]["adult_from_age"]


def _clause(sentence: Sentence, word: BarringWord) -> Clause | None:
    return next((c for c in sentence.clauses if c.start <= word.start < c.end), None)


def _is_denied(line: _Line, sentence: Sentence, word: BarringWord) -> bool:
    """Say whether a word is denied of the user, right behind it or at the end of a list that it is in."""
    found = _denying(word.kind == _YOUTH).match(line.text, word.end, sentence.end)
    if found is None:
        return False
    if word.kind == _MEDICINE and re.match(rows("barred")["denial"]["lapsed"], found["no"]):
        return False
    clause = next((c for c in sentence.clauses if c.start <= found.start("no") < c.end), None)
    frame = None if clause is None else clause.frame
    if clause is None or frame is None:
        return False
    is_meant = frame.modality is Modality.ASSERT and clause.kind in _STANDING
    unsure = {"seems", "may_be", "fears"} & set(frame.predicate.auxiliaries)
    return (
        is_meant and not unsure and frame.polarity is Polarity.DENIED and clause.link is not Link.IF
    )


@cache
def _denying(of_youth: bool) -> re.Pattern[str]:  # noqa: FBT001 - the two kinds of denial
    """Return what denies a word: at once, or at the end of a list that names others as well."""
    row = rows("barred")["denial"]
    others = "|".join(patterns["words"].pattern for patterns in _kinds().values())
    between = "|".join(sorted(row["gap"].split(), key=len, reverse=True))
    words = row["of_youth" if of_youth else "words"]
    return re.compile(rf"(?:[\s,·/]|{others}|{between})*+(?P<no>{words})")


def _is_all_denied(text: str) -> bool:
    """Say whether a turn says that nothing of what was spoken of is so: 해당 없어요."""
    row = rows("barred")["denial"]
    return bool(re.search(row["whole"], text)) and not re.search(row["not_whole"], text)


def _is_anothers(line: _Line, sentence: Sentence, word: BarringWord) -> bool:
    """Say whether a word is surely of somebody else, who is named beside it."""
    clause = _clause(sentence, word)
    if clause is None or speaks_of_user(clause):
        return False
    if clause.kind is ClauseKind.QUOTED and word.kind in _OF_WHOM_UNSURE:
        return False
    after = line.text[word.end : sentence.end]
    if word.kind not in _OF_WHOM_UNSURE and is_of_person_behind(after):
        return True
    found = named_other(sentence, clause)
    if word.kind == _YOUTH:
        is_child = found is not None and re.match(rows("barred")[_YOUTH]["child"], found[1])
        return bool(is_child)
    if found is None or found[0] is not HolderKind.OTHER:
        return found is None and word.kind not in OF_WOMEN and honours(clause.frame)
    person = found[1]
    return not (word.kind == _BEARING and person in rows("barred")["not_bearing"].split())
