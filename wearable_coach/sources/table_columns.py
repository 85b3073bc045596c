"""The columns of a plain table: which are known, and what to do about the others."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wearable_coach.errors import BadInput
from wearable_coach.records import VITAL_FIELDS, Profile
from wearable_coach.standards.table import table

KNOWN = frozenset((*VITAL_FIELDS, *Profile.model_fields, "id", "date"))
"""The columns that are read; ``id`` and ``date`` only tell days of a person apart."""

_MEANT = (
    (r"sleep|asleep|in_?bed", "sleep_hr"),
    (r"dist|km$|miles", "distance_km"),
    (r"height|stature", "height_cm"),
    (r"weight|body_?mass$|mass_", "weight"),
    (r"calor|kcal|energy|kilojoule|kj$", "active_calories"),
    (r"spo2|oxygen|saturation|o2", "oxygen_saturation"),
    (r"baseline", "baseline_rhr"),
    (r"rest.*(hr|heart|bpm|pulse|rate)|^rhr", "resting_heart_rate"),
    (r"heart|pulse|bpm|^hr", "heart_rate"),
    (r"step", "steps"),
    (r"bmi|body_?mass_?index", "bmi"),
    (r"^(birth|year_of_birth|dob)|^age_", "age"),
    (r"^gender", "sex"),
)
"""(words of a column name, the field that they probably mean): never guessed, only advised."""


def normal_name(column: str) -> str:
    """Return a column name in the product's form (``" Heart Rate "`` is ``heart_rate``)."""
    return re.sub(r"[\s\-]+", "_", column.strip().lower())


def unknown_columns(columns: Iterable[str], *, where: str) -> tuple[str, ...]:
    """Return the columns that are none of the product's and look like none of them.

    Raises:
        BadInput: a column looks like one of the product's fields under another name or unit.
    """
    left: list[str] = []
    for column in columns:
        if column in KNOWN:
            continue
        field = next((f for words, f in _MEANT if re.search(words, column)), None)
        if field is not None:
            raise BadInput(_advice(column, field, where))
        left.append(column)
    return tuple(left)


def _advice(column: str, field: str, where: str) -> str:
    units = table("population")["imports"]["table_units"]
    unit = column.rsplit("_", 1)[-1].strip("()[]")
    fields = table("vitals")["fields"] | table("vitals")["profile"]
    wanted = {"시간": "h asleep", "보": "count", "세": "years"}.get(
        fields.get(field, {}).get("unit", ""), fields.get(field, {}).get("unit", "M or F")
    )
    convert = f"{units[unit]} and rename" if unit in units else "convert if needed and rename"
    return f"{where}: column {column!r} is not read, since its unit would be a guess; {convert} it to {field} [{wanted}], or remove it"
