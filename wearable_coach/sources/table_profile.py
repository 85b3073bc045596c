"""The profile columns of a table, read once for each combination that a file has."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from wearable_coach.input_values import json_of
from wearable_coach.records import Profile
from wearable_coach.sources.day_store import Shared
from wearable_coach.sources.number_cells import CellReading
from wearable_coach.sources.rejects import values_of
from wearable_coach.sources.table_columns import TableColumn
from wearable_coach.standards.fields import profile_numbers
from wearable_coach.standards.table import table
from wearable_coach.standards.validity import check_inputs

_LISTS = frozenset({"conditions", "symptoms"})
"""In a cell, codes separated by semicolons."""
_WORDS: dict[str, Any] = {
    "m": "M", "male": "M", "man": "M", "남": "M", "남자": "M", "남성": "M",
    "f": "F", "female": "F", "woman": "F", "여": "F", "여자": "F", "여성": "F",
    "true": True, "yes": True, "예": True, "네": True, "false": False, "no": False, "아니오": False, "아니요": False,
    "rest": "rest", "exercise": "exercise", "24h": "24h",
}  # fmt: skip


class ReadProfile(NamedTuple):
    """A profile, or why there is none."""

    shared: Shared | None
    reasons: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    """How its cells were read otherwise than they stand."""


class ProfileColumns(NamedTuple):
    """The columns that tell of a person."""

    source: str
    columns: tuple[TableColumn, ...]
    missing: frozenset[str]
    comma_is_decimal: bool

    def read(self, cells: Sequence[str]) -> ReadProfile:
        """Read the cells of these columns, in their order."""
        row: dict[str, Any] = {}
        reasons: list[str] = []
        kinds: list[str] = []
        for column, text in zip(self.columns, cells, strict=True):
            field = column.meaning.field
            if field in profile_numbers():
                cell = CellReading(column.meaning, self.comma_is_decimal, self.missing).cell(text)
                kinds += cell.kinds
                reasons += filter(None, [cell.code])
                row[field] = None if math.isnan(cell.value) else cell.value
            else:
                row[field] = self._word(field, text.strip())
        stated = {name: value for name, value in row.items() if value is not None}
        reasons += self._unknown(stated)
        checked = check_inputs(stated, {}, hrmax_formula=None)
        reasons += [code for code in checked.reject if code not in reasons]
        if reasons or checked.profile is None:
            said = dict(zip((c.meaning.field for c in self.columns), cells, strict=True))
            return ReadProfile(None, tuple(reasons), values_of(reasons, said))
        return ReadProfile(Shared(self.source, checked.profile), kinds=tuple(kinds))

    def _word(self, field: str, text: str) -> object:
        if not text or text.lower() in self.missing:
            return None
        if field == "past":
            return _object(text)
        if field in _LISTS:
            return [code.strip() for code in text.split(";") if code.strip()] or None
        return _WORDS.get(text.lower(), text)

    def _unknown(self, stated: Mapping[str, Any]) -> list[str]:
        goals = table("population")["people"]["goals"]["weights"]
        return ["unknown:goal"] if stated.get("goal", next(iter(goals))) not in goals else []


def _object(text: str) -> object:
    """Return the JSON object of the days before, or the text where it is none."""
    try:
        return json_of(text)
    except ValueError:
        return text


def profile_fields() -> frozenset[str]:
    """Return the fields that tell of a person."""
    return frozenset(Profile.model_fields)
