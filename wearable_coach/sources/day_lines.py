"""Real days as the JSON lines that `import` writes, made of the store and not of records: a million take seconds."""

from __future__ import annotations

import json
import math
from array import array
from collections.abc import Iterator, Sequence
from itertools import chain, repeat

from wearable_coach.records import PAST_MEANS, VITAL_FIELDS, Profile
from wearable_coach.sources.day_store import NO_BASELINE, HeldDays, pseudonym
from wearable_coach.sources.table_cells import Memo, keep
from wearable_coach.standards.fields import vital_rows

_AT_ONCE = 256
"""Days whose texts are made together."""


def json_of_days(days: HeldDays) -> Iterator[str]:
    """Yield a JSON line for each day, with its end, some hundred lines at a time.

    What is not there is null, and nothing of the source is told.
    """
    store = days.store

    def beginning(key: tuple[int, int, bool]) -> str:
        shared, baseline, has_past = key
        return _beginning(days.profile_of(shared, baseline), goes_on=has_past)

    def ending(key: tuple[int, int]) -> str:
        person, shared = key
        return _ending(store.shared[shared].source, person)

    beginnings, endings = Memo(beginning), Memo(ending)
    vitals, past = _Texts.of(VITAL_FIELDS, _vital_forms()), _Past(days)
    for start in range(0, len(store), _AT_ONCE):
        these = slice(start, min(start + _AT_ONCE, len(store)))
        shared, pasts = store.shared_of[these], past.texts(these)
        begun = zip(shared, past.baselines(these), map(bool, pasts), strict=True)
        ended = zip(store.people[these], shared, strict=True)
        lines = zip(
            map(beginnings.__getitem__, begun),
            pasts,
            *(text.column(told[these]) for text, told in zip(vitals, store.readings, strict=True)),
            map(endings.__getitem__, ended),
            strict=True,
        )
        yield "".join(chain.from_iterable(lines))


class _Texts(dict[float, str]):
    """A reading → how a line says it."""

    def __init__(self, form: str, missing: str, *, is_whole: bool) -> None:
        super().__init__()
        self._form, self._missing, self._is_whole = form, missing, is_whole

    @classmethod
    def of(cls, names: Sequence[str], forms: Sequence[tuple[str, str]]) -> list[_Texts]:
        """Return the texts of some vitals, each with its form and what is said where it is missing."""
        both = zip(names, forms, strict=True)
        return [cls(*form, is_whole=vital_rows()[name].is_whole) for name, form in both]

    def column(self, values: array[float]) -> Iterator[str]:
        """Return the text of each reading."""
        return map(self.__getitem__, values)

    def __missing__(self, value: float) -> str:
        """Say a reading that is new, or missing."""
        if math.isnan(value):
            return self._missing
        text = self._form.format(int(value) if self._is_whole else value)
        keep(self, value, text)
        return text


def _vital_forms() -> list[tuple[str, str]]:
    """Return how a line goes on with each vital, and with one that is missing."""
    begins = ['}}, "vitals": {{', *repeat(", ", len(VITAL_FIELDS) - 1)]
    forms = [f'{begin}"{name}": {{}}' for begin, name in zip(begins, VITAL_FIELDS, strict=True)]
    return [(form, form.format("null")) for form in forms]


class _Past:
    """What is told of the days before each day, as the profile's last key."""

    def __init__(self, days: HeldDays) -> None:
        self._store, self._usuals = days.store, days.store.usuals
        self._states = [one.profile.baseline_rhr is not None for one in days.store.shared]
        self._counts = Memo(_of_days)
        self._means = _Texts.of(PAST_MEANS, [(f', "{name}": {{}}', "") for name in PAST_MEANS])

    def baselines(self, these: slice) -> Sequence[int]:
        """Return the baseline of each day; 0 is none."""
        if self._usuals.baselines:
            return self._usuals.baselines[these]
        return [NO_BASELINE] * (these.stop - these.start)

    def texts(self, these: slice) -> list[str]:
        """Return what is told, empty where it is nothing."""
        if not self._usuals.baselines:
            return [""] * (these.stop - these.start)
        counts: Sequence[int] = self._usuals.baseline_days[these]
        if any(self._states):  # of how many days a stated baseline is, nobody knows
            shared = self._store.shared_of[these]
            counts = [0 if self._states[of] else n for n, of in zip(counts, shared, strict=True)]
        means = zip(self._means, self._usuals.means, strict=True)
        told = zip(
            map(self._counts.__getitem__, counts),
            *(text.column(values[these]) for text, values in means),
            strict=True,
        )
        return [f'"past": {{{text[2:]}}}' if text else "" for text in map("".join, told)]


def _of_days(count: int) -> str:
    return f', "baseline_days": {count}' if count else ""


def people_in(days: HeldDays) -> int:
    """Return of how many people days are."""
    return days.store.people_with_days()


def _beginning(profile: Profile, *, goes_on: bool) -> str:
    """Return how a line begins, where something follows in its profile or nothing does."""
    stated = profile.model_dump(mode="json", exclude_defaults=True)
    text = f'{{"profile": {json.dumps(stated, ensure_ascii=False)[:-1]}'
    return f"{text}, " if stated and goes_on else text


def _ending(source: str, person: int) -> str:
    told = {"source": source, "person": pseudonym(person), "completed": []}
    return f"}}, {json.dumps(told, ensure_ascii=False)[1:]}\n"
