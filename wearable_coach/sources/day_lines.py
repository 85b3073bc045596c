"""Real days as the JSON lines that `import` writes, made of the store and not of records: a million take seconds."""

from __future__ import annotations

import json
import math
from array import array
from collections.abc import Iterator, Sequence
from itertools import repeat
from operator import getitem, mod

from wearable_coach.records import PAST_MEANS, VITAL_FIELDS, Profile
from wearable_coach.sources.day_store import (
    NO_BASELINE,
    HeldDays,
    pseudonym,
)
from wearable_coach.sources.table_cells import keep
from wearable_coach.standards.fields import vital_rows

_MEANS = ", ".join(f'"{name}": %s' for name in PAST_MEANS)
_READINGS = '}, "vitals": {' + ", ".join(f'"{name}": %s' for name in VITAL_FIELDS)
_AT_ONCE = 4096
"""Days whose texts are made together; columns of a million would take memory."""


def day_lines(days: HeldDays) -> Iterator[str]:
    """Yield a JSON line for each day: what is not there is null, and nothing of the source is told."""
    store, has_past = days.store, bool(days.store.usuals.baselines)
    beginnings: dict[tuple[int, int], tuple[str, str]] = {}
    endings: dict[tuple[int, int], str] = {}
    baselines = store.usuals.baselines if has_past else repeat(NO_BASELINE)
    pasts = _pasts(days) if has_past else repeat("")
    told = _told(_READINGS, VITAL_FIELDS, store.readings)
    marks = iter(store.marks)
    for person, _, _, shared, vitals, baseline, past in zip(
        marks, marks, marks, marks, told, baselines, pasts, strict=False
    ):
        begin = beginnings.get((shared, baseline))
        if begin is None:
            begin = _beginnings(days.profile_of(shared, baseline))
            keep(beginnings, (shared, baseline), begin)
        end = endings.get((person, shared))
        if end is None:
            end = _ending(store.shared[shared].source, person)
            keep(endings, (person, shared), end)
        yield f"{begin[past != '']}{past}{vitals}{end}"


def _told(form: str, names: Sequence[str], values: array[float]) -> Iterator[str]:
    """Yield the values of each day as a text, some thousands of days at a time and a vital after another."""
    texts = [_Texts(is_whole=vital_rows()[name].is_whole) for name in names]
    width = len(names)
    for start in range(0, len(values), _AT_ONCE * width):
        part = values[start : start + _AT_ONCE * width]
        columns = [map(getitem, repeat(text), part[at::width]) for at, text in enumerate(texts)]
        yield from map(mod, repeat(form), zip(*columns, strict=True))


def _pasts(days: HeldDays) -> Iterator[str]:
    """Yield what is told of the days before each day, as the profile's last key; empty where it is nothing."""
    store, usuals = days.store, days.store.usuals
    means = _told(_MEANS, PAST_MEANS, usuals.means)
    stated = [one.profile.baseline_rhr is not None for one in store.shared]
    for shared, count, told in zip(store.marks[3::4], usuals.baseline_days, means, strict=True):
        days_told = f'"baseline_days": {count}, ' if count and not stated[shared] else ""
        text = f"{days_told}{told}"
        if "null" in told:
            text = ", ".join(part for part in text.split(", ") if not part.endswith("null"))
        yield f'"past": {{{text}}}' if text else ""


def people_in(days: HeldDays) -> int:
    """Return of how many people days are."""
    return days.store.people()


class _Texts(dict[float, str]):
    """A reading → how JSON writes it."""

    def __init__(self, *, is_whole: bool) -> None:
        super().__init__()
        self._is_whole = is_whole

    def __missing__(self, value: float) -> str:
        if math.isnan(value):
            return "null"
        text = str(int(value)) if self._is_whole else repr(value)
        keep(self, value, text)
        return text


def _beginnings(profile: Profile) -> tuple[str, str]:
    """Return how a line begins where nothing follows in the profile, and where something does."""
    stated = profile.model_dump(mode="json", exclude_defaults=True)
    text = f'{{"profile": {json.dumps(stated, ensure_ascii=False)[:-1]}'
    return text, f"{text}, " if stated else text


def _ending(source: str, person: int) -> str:
    told = {"source": source, "person": pseudonym(person), "completed": []}
    return f"}}, {json.dumps(told, ensure_ascii=False)[1:]}"
