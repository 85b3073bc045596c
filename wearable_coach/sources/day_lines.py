"""Real days as the JSON lines that `import` writes, made of the store and not of records: a million take seconds."""

from __future__ import annotations

import json
from collections.abc import Iterator

from wearable_coach.records import VITAL_FIELDS, Profile
from wearable_coach.sources.day_store import Days, pseudonym
from wearable_coach.standards.fields import vital_rows


def day_lines(days: Days) -> Iterator[str]:
    """Yield a JSON line for each day: what is not there is null, and nothing of the source is told."""
    store = days.store
    beginnings: dict[tuple[int, int], str] = {}
    whole = [vital_rows()[name].is_whole for name in VITAL_FIELDS]
    names = [f'"{name}": ' for name in VITAL_FIELDS]
    for place in range(len(days)):
        person, _, _, shared = store.marks_of(place)
        key = (shared, store.baseline_of(place))
        if key not in beginnings:
            beginnings[key] = _beginning(days.profile_of(*key))
        told = zip(names, whole, store.readings_of(place), strict=True)
        vitals = ", ".join(
            [name + ("null" if x != x else str(int(x)) if w else repr(x)) for name, w, x in told]  # noqa: PLR0124 - NaN
        )
        source = json.dumps(store.shared[shared].source, ensure_ascii=False)
        yield f'{beginnings[key]}{vitals}}}, "source": {source}, "person": "{pseudonym(person)}", "completed": []}}'


def people_in(days: Days) -> int:
    """Return of how many people days are."""
    return days.store.people()


def _beginning(profile: Profile) -> str:
    stated = profile.model_dump(mode="json", exclude_defaults=True)
    return f'{{"profile": {json.dumps(stated, ensure_ascii=False)}, "vitals": {{'
