"""The parts of a case as people write it: readings, profile, question, options, by whatever they are called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wearable_coach.evaluation.sets.case_names import field_of, is_unused, part_of, word_of
from wearable_coach.records import VITAL_FIELDS, Profile
from wearable_coach.standards.fields import fields_by_unit, looks_like, vital_rows

_KNOWN = "id, kind, question, vitals (the nine fields), profile, options, person, hrmax_formula, expected"
_WITH_UNIT = re.compile(r"\s*([+-]?\d[\d,]*(?:\.\d+)?)\s*([^\d\s.,]*)\s*")
_SEX = "sex"
_OBJECTS = ("profile", "options")
_NESTED = ("vitals",)


@dataclass
class CaseParts:
    """What a row tells, sorted; and what is wrong with it, each with its remedy."""

    vitals: dict[str, Any] = field(default_factory=dict)
    profile: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    words: dict[str, Any] = field(default_factory=dict)
    """id, kind, question, messages, expected, person, hrmax_formula: as they stand."""
    problems: list[str] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Whether no reading is told."""
        return not any(value is not None for value in self.vitals.values())


def parts_of(row: Mapping[str, Any], names: Mapping[str, str]) -> CaseParts:
    """Sort what a row tells.

    Args:
        row: A case.
        names: Own names → the product's; an empty one leaves the name out.
    """
    parts = CaseParts()
    for key, value in row.items():
        _sort(parts, key, value, names, inside="")
    return parts


def _sort(
    parts: CaseParts, key: str, value: Any, names: Mapping[str, str], *, inside: str  # noqa: ANN401 - any JSON
) -> None:  # fmt: skip
    name = names.get(key, key)
    part, reading = part_of("case", name), field_of(name)
    if not name or is_unused(part):
        return
    if reading or name in Profile.model_fields:
        _told(parts, key, reading or name, value)
    elif part in _NESTED and isinstance(value, str):
        parts.words["question"] = value
    elif part in _NESTED and isinstance(value, dict):
        for inner, told in value.items():
            _sort(parts, inner, told, names, inside=f"{key}.")
    elif part in _OBJECTS and isinstance(value, dict):
        _objects(parts, part, key, value, names)
    elif part in {*_NESTED, *_OBJECTS} and value is not None:
        parts.problems.append(f"{key} is {type(value).__name__}, need an object")
    elif part in _OBJECTS or part in _NESTED:
        return
    elif part is not None:
        parts.words[part] = value
    else:
        parts.problems.append(_unknown(f"{inside}{key}", key))


def _objects(
    parts: CaseParts, part: str, key: str, told: Mapping[str, Any], names: Mapping[str, str]
) -> None:
    for inner, value in told.items():
        name = names.get(inner, inner)
        if not name:
            continue
        if part == "options":
            known = part_of("options", name)
            parts.options[known or name] = value
        elif (known := field_of(name) or name) in Profile.model_fields:
            _told(parts, inner, known, value)
        else:
            parts.problems.append(_unknown(f"{key}.{inner}", inner))


def _told(parts: CaseParts, key: str, name: str, value: Any) -> None:  # noqa: ANN401 - any JSON
    into = parts.vitals if name in VITAL_FIELDS else parts.profile
    if name in into and into[name] != value:
        parts.problems.append(
            f"{key} {value!r}: {name} is told twice, the other is {into[name]!r}; leave one"
        )
    elif name == _SEX and isinstance(value, str):
        into[name] = word_of("sexes", value) or value
    else:
        into[name] = _number(value, name) if isinstance(value, str) else value


def _number(value: str, name: str) -> Any:  # noqa: ANN401 - a number, or what stood there
    """Return the number of ``"7.5시간"`` or ``"98 %"``; what is in no unit of the field stays as it stands."""
    row = vital_rows().get(name)
    match = _WITH_UNIT.fullmatch(value)
    if row is None or match is None:
        return value
    unit = match[2].lower()
    own = {row.unit.lower(), row.unit_en.lower(), row.column_unit.lower(), *row.words.units}
    same = {u for u, (of, factor) in fields_by_unit().items() if of == name and float(factor) == 1}
    if unit and unit not in {u.lower() for u in own | same}:
        return value
    number = float(match[1].replace(",", ""))
    return int(number) if row.is_whole and number.is_integer() else number


def _unknown(where: str, key: str) -> str:
    like = next((f for words, f in looks_like() if re.search(words, key.lower())), None)
    own = f"--case-name {key}={like or 'FIELD'}"
    return (
        f"{where!r} is not known; say what it is with {own}, or leave it out with --case-name {key}= "
        f"(known: {_KNOWN})"
    )
