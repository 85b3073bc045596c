"""JSON objects as rows of a table: flat ones, and those with `profile` and `vitals` that the product writes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from wearable_coach.sources.json_objects import NOT_JSON
from wearable_coach.sources.sheets import Sheet
from wearable_coach.sources.workbooks import text_of

_NOT_AN_OBJECT = "not_an_object"
_NESTED = ("profile", "vitals")
_OWN = ("source", "completed")
"""What the product writes beside a day, and reads nothing from."""
_PAST = "past"
_PROFILE_PAST = "profile.past"
"""What the column of the days before is called: the product's own lines have it, no table of anybody's."""


def keyed_rows(sheet: Sheet) -> Iterator[tuple[int, dict[str, str] | str]]:
    """Yield (line, cells by key) of each object; the code of what is none."""
    for line, found in sheet.objects or ():
        yield line, NOT_JSON if found is NOT_JSON else _row(found)


def _row(found: object) -> dict[str, str] | str:
    if not isinstance(found, dict):
        return _NOT_AN_OBJECT
    nested = [found.get(key) or {} for key in _NESTED]
    if not all(isinstance(part, Mapping) for part in nested):
        return _NOT_AN_OBJECT
    is_own = "vitals" in found
    row = {k: v for k, v in found.items() if k not in _NESTED and not (is_own and k in _OWN)}
    for part in nested:
        row |= part
    if is_own and isinstance(past := row.get(_PAST), Mapping):
        row = {k: v for k, v in row.items() if k != _PAST} | {_PROFILE_PAST: json.dumps(past)}
    return {str(key): text_of(value) for key, value in row.items()}
