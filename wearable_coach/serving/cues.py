"""Which reading a number in a user's words is of: by the name before it, else behind it, else its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from wearable_coach.korean import Amount, AmountKind, Sentence
from wearable_coach.serving.lexica import rows
from wearable_coach.serving.spelling import follows_latin

OTHER = "other"
"""The field of what a watch or a scale tells besides, whose numbers are of no reading here."""
_COUNTED = frozenset({AmountKind.COUNT, AmountKind.SHARE})


class Cue(NamedTuple):
    """A reading's name in a sentence."""

    field: str
    start: int
    end: int


class Assigned(NamedTuple):
    """A number with the reading that it is of."""

    field: str
    amount: Amount
    cue: Cue | None


def cues(sentence: Sentence, text: str) -> list[Cue]:
    """Return the names of readings in a sentence, in order, none inside another."""
    borders = {t.start for t in sentence.tokens} | {m.start for m in sentence.morphemes}
    found = [
        Cue(str(m.lastgroup), m.start(), m.end())
        for m in _words().finditer(text, sentence.start, sentence.end)
        if (m.start() in borders or _begins_word(text, m.start())) and _ends_word(text, m.end())
    ]
    alone = _alone()
    found += [
        Cue(alone[t.lemma], t.start, t.end)
        for t in sentence.tokens
        if t.lemma in alone
        and not any(c.start <= t.start < c.end for c in found)
        and not any(q.start <= t.start < q.end for q in sentence.quantities)  # 열여섯 is no fever
    ]
    return sorted(found, key=lambda cue: cue.start)


def _begins_word(text: str, at: int) -> bool:
    """Say whether a Latin word begins at a place: the O2 of VO2max is none."""
    return text[at].isascii() and not follows_latin(text, at)


def _ends_word(text: str, end: int) -> bool:
    """Say whether a Latin word ends at a place: the HR of HRV is none."""
    is_latin = text[end - 1].isascii() and text[end - 1].isalpha()
    return not (is_latin and end < len(text) and text[end].isascii() and text[end].isalpha())


def assigned(sentence: Sentence, text: str, last: Cue | None) -> Iterator[Assigned]:
    """Return the numbers of a sentence that are readings' values.

    Args:
        sentence: The sentence.
        text: The text that its places are of.
        last: The reading that the sentence before spoke of last; what names none goes on with it.
    """
    named = cues(sentence, text)
    for clause in sentence.clauses:
        for amount in clause.quantities:
            if amount.kind not in _COUNTED or amount.low is None:
                continue
            cue = _cue(named, amount, last)
            if cue is not None:
                yield Assigned(cue.field, amount, cue)
            elif (field := _by_unit(amount)) is not None:
                yield Assigned(field, amount, None)


def _cue(named: list[Cue], amount: Amount, last: Cue | None) -> Cue | None:
    fitting = [c for c in named if _goes_with(c.field, amount)]
    before = [c for c in fitting if c.end <= amount.start]
    if before:
        return before[-1]
    if fitting:
        return fitting[0]
    return last if last is not None and not named and _goes_with(last.field, amount) else None


def _goes_with(field: str, amount: Amount) -> bool:
    return amount.unit in _table()[field]["units"]


_BY_UNIT = {"mgdl": "glucose", "mmhg": "pressure", "bpm": "heart_rate", "steps": "steps", "km": "distance_km", "kcal": "active_calories", "deg": "temperature", "kg": "weight"}  # fmt: skip


def _by_unit(amount: Amount) -> str | None:
    return _BY_UNIT.get(amount.unit)


def _table() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = rows("readings")["fields"]
    return found


@cache
def _words() -> re.Pattern[str]:
    spelt = [
        (word.replace("_", " ?"), field)
        for field, row in rows("readings")["fields"].items()
        for word in row["words"].split()
    ]
    spelt.sort(key=lambda one: len(one[0]), reverse=True)
    groups: dict[str, list[str]] = {}
    for word, field in spelt:
        groups.setdefault(field, []).append(word)
    return re.compile("|".join(f"(?P<{field}>{'|'.join(ws)})" for field, ws in groups.items()))


@cache
def _alone() -> dict[str, str]:
    return {
        word: field
        for field, row in rows("readings")["fields"].items()
        for word in row.get("alone", "").split()
    }
