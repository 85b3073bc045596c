"""Real days as the JSON lines that `import` writes, made of the store and not of records: a million take seconds."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from itertools import repeat
from operator import getitem

from wearable_coach.records import PAST_MEANS, VITAL_FIELDS, Profile
from wearable_coach.sources.day_store import (
    NO_BASELINE,
    HeldDays,
    pseudonym,
)
from wearable_coach.sources.table_cells import keep
from wearable_coach.standards.fields import vital_rows

_MEANS = ", ".join(f'"{name}": %s' for name in PAST_MEANS)
_PAST = f'"past": {{"baseline_days": %s, {_MEANS}}}'
_READINGS = ", ".join(f'"{name}": %s' for name in VITAL_FIELDS)


def day_lines(days: HeldDays) -> Iterator[str]:
    """Yield a JSON line for each day: what is not there is null, and nothing of the source is told."""
    store = days.store
    beginnings: dict[tuple[int, int], str] = {}
    endings: dict[tuple[int, int], str] = {}
    texts = [_Texts(is_whole=vital_rows()[name].is_whole) for name in VITAL_FIELDS]
    marks, readings = iter(store.marks), iter(store.readings)
    baselines = iter(store.usuals.baselines) if store.usuals.baselines else repeat(NO_BASELINE)
    pasts = _pasts(days) if store.usuals.baselines else repeat("")
    in_fours, in_nines = zip(*[marks] * 4, strict=False), zip(*[readings] * 9, strict=False)
    for (person, _, _, shared), values, baseline, past in zip(
        in_fours, in_nines, baselines, pasts, strict=False
    ):
        begin = beginnings.get((shared, baseline))
        if begin is None:
            begin = _stated(days.profile_of(shared, baseline))
            keep(beginnings, (shared, baseline), begin)
        if past:
            begin = f"{begin}{past}" if begin == "{" else f"{begin}, {past}"
        end = endings.get((person, shared))
        if end is None:
            end = _ending(store.shared[shared].source, person)
            keep(endings, (person, shared), end)
        yield f'{{"profile": {begin}}}, "vitals": {{{_READINGS % tuple(map(getitem, texts, values))}{end}'


def _pasts(days: HeldDays) -> Iterator[str]:
    """Yield what is told of the days before each day, as the profile's last key; empty where it is nothing."""
    store, usuals = days.store, days.store.usuals
    texts = [_Texts(is_whole=vital_rows()[name].is_whole) for name in PAST_MEANS]
    means = zip(*[iter(usuals.means)] * len(PAST_MEANS), strict=True)
    stated = [one.profile.baseline_rhr is not None for one in store.shared]
    for shared, count, told in zip(store.marks[3::4], usuals.baseline_days, means, strict=True):
        whole = sum(told)
        if whole == whole and count and not stated[shared]:  # noqa: PLR0124 - NaN is none
            yield _PAST % (count, *map(getitem, texts, told))
            continue
        parts = [f'"baseline_days": {count}'] if count and not stated[shared] else []
        parts += [
            f'"{name}": {text[mean]}'
            for name, text, mean in zip(PAST_MEANS, texts, told, strict=True)
            if mean == mean  # noqa: PLR0124 - NaN is none
        ]
        yield f'"past": {{{", ".join(parts)}}}' if parts else ""


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


def _stated(profile: Profile) -> str:
    """Return a profile as JSON without the brace that ends it."""
    stated = profile.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(stated, ensure_ascii=False)[:-1]


def _ending(source: str, person: int) -> str:
    told = {"source": source, "person": pseudonym(person), "completed": []}
    return f"}}, {json.dumps(told, ensure_ascii=False)[1:]}"
