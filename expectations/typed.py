"""Rows of the right types, whatever came: what is wrong is told, and taken out for the other checks.

Rows may come from `model_construct`, from `model_copy` or out of a file of somebody else's, and hold
anything anywhere. So every check after this one may count on a row's types.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from expectations.texts.found import shown
from wearable_coach.records import VITAL_FIELDS, Message, Profile, Row, Vitals
from wearable_coach.standards.fields import profile_numbers

_LARGEST = 2**53
_SHOWN_CHARACTERS, _SHOWN_FAULTS = 40, 3
_ROUNDS = 4
_NEUTRAL: dict[str, Any] = {
    **dict.fromkeys(
        ("category", "stratum", "split", "source", "person_id", "template_family", "facts"), ""
    ),
    "kind": "coaching",
    "template_ids": (),
    "completed_fields": (),
    "messages": (),
    "verdicts": "[]",
    "claims": 0,
    "attempt": 0,
    "schema_version": 1,
    "profile": dict(Profile().__dict__),
    "vitals": dict(Vitals().__dict__),
}
"""What stands in a field whose value was taken out."""


class TypedRows(NamedTuple):
    """Rows as the checks take them."""

    rows: tuple[Row, ...]
    """Every value of its field's type; what was not is neutral."""
    whole: tuple[Row, ...]
    """Every field there, profile and readings as they came."""
    faults: tuple[str | None, ...]
    """What has another type than its field's, profile numbers and readings apart; None: nothing."""


def typed(rows: Sequence[Row], *, first: int = 0) -> TypedRows:
    """Return rows of the right types, and what was not right; one without an id is named by its place.

    Args:
        rows: The rows; they may hold anything.
        first: Place of the first one.
    """
    made = [_typed(row, place) for place, row in enumerate(rows, first)]
    return TypedRows(
        tuple(m[0] for m in made), tuple(m[1] for m in made), tuple(m[2] for m in made)
    )


def _typed(row: Row, place: int) -> tuple[Row, Row, str | None]:
    plain = _plain(row)
    errors = _errors(plain)
    if not errors:
        return row, row, None
    errors = list({e["loc"]: e for e in reversed(errors)}.values())
    told = [_told(e) for e in errors if not _is_number_of_a_day(e)]
    kept = _stand_in(plain, errors, place)
    whole = kept.model_copy(
        update={
            name: value
            for name, of in (("profile", Profile), ("vitals", Vitals))
            if isinstance(value := getattr(row, name, None), of)
        }
    )
    more = f" and {len(told) - _SHOWN_FAULTS} more" if len(told) > _SHOWN_FAULTS else ""
    return kept, whole, ("; ".join(told[:_SHOWN_FAULTS]) + more) or None


def _plain(row: object) -> dict[str, Any]:
    """Return a row as plain values, so that nothing of it passes as checked before."""
    if not isinstance(row, Row):
        return {}
    held = dict(row.__dict__)
    for name, of in (("profile", Profile), ("vitals", Vitals)):
        if name in held:
            held[name] = (
                dict(held[name].__dict__) if isinstance(held[name], of) else _Strange(held[name])
            )
    messages = held.get("messages")
    if isinstance(messages, tuple):
        held["messages"] = tuple(
            dict(m.__dict__) if isinstance(m, Message) else _Strange(m) for m in messages
        )
    return held


class _Strange:
    """Stands for a value that is no record, so that a mapping does not pass for one."""

    def __init__(self, value: object) -> None:
        self.value = value


def _errors(plain: Mapping[str, Any]) -> list[Any]:
    try:
        Row.model_validate(plain, strict=True)
    except ValidationError as error:
        found: list[Any] = [*error.errors(include_url=False, include_context=False)]
    else:
        found = []
    return [*found, *_missing(plain), *_beyond(plain), *_unwritable(plain)]


def _missing(plain: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give what a default would hide: what was made without checks may lack a field."""
    for of, held, at in (
        (Row, plain, ()),
        (Profile, plain.get("profile"), ("profile",)),
        (Vitals, plain.get("vitals"), ("vitals",)),
    ):
        if isinstance(held, Mapping):
            for name in of.model_fields.keys() - held.keys():
                yield {"loc": (*at, name), "type": "missing"}


def _beyond(plain: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give numbers that are none, and counts that nothing can have."""
    for where in ("profile", "vitals"):
        for name, value in plain[where].items() if isinstance(plain.get(where), dict) else ():
            if isinstance(value, int | float) and not -_LARGEST <= value <= _LARGEST:
                yield {"loc": (where, name), "type": "finite_number", "input": value}
    for name in ("claims", "attempt"):
        value = plain.get(name)
        if isinstance(value, int) and not 0 <= value <= _LARGEST:
            yield {"loc": (name,), "type": "count", "input": value}


def _unwritable(plain: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give texts that no file can hold: lone surrogates."""
    places: list[tuple[tuple[Any, ...], Any]] = [((name,), value) for name, value in plain.items()]
    for name in ("template_ids", "completed_fields", "messages"):
        held = plain.get(name)
        for i, value in enumerate(held if isinstance(held, tuple) else ()):
            text = value.get("content") if isinstance(value, dict) else value
            at = (name, i, "content") if isinstance(value, dict) else (name,)
            places.append((at, text))
    profile = plain.get("profile")
    places += [(("profile", k), v) for k, v in profile.items()] if isinstance(profile, dict) else []
    for loc, value in places:
        if isinstance(value, str) and not _can_be_written(value):
            yield {"loc": loc, "type": "text", "input": value}


def _can_be_written(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_number_of_a_day(error: Mapping[str, Any]) -> bool:
    """Say whether the vitals suite tells this one."""
    loc = error["loc"]
    if len(loc) < 2 or error["type"] == "missing":  # noqa: PLR2004 - a record and its field
        return False
    return (loc[0] == "vitals" and loc[1] in VITAL_FIELDS) or (
        loc[0] == "profile" and loc[1] in profile_numbers()
    )


def _told(error: Mapping[str, Any]) -> str:
    where = ".".join(map(str, error["loc"])) or "row"
    value = error.get("input")
    value = value.value if isinstance(value, _Strange) else value
    if error["type"] == "missing":
        return f"{where} is missing"
    return f"{where} is {_shown(value)} ({type(value).__name__})"


def _shown(value: object) -> str:
    if isinstance(value, int) and not -_LARGEST <= value <= _LARGEST:
        return f"a number of {value.bit_length()} bits"
    if isinstance(value, Mapping | Sequence) and not isinstance(value, str):
        return f"{len(value)} values"
    return shown(str(value), _SHOWN_CHARACTERS)


def _stand_in(plain: dict[str, Any], errors: Sequence[Mapping[str, Any]], place: int) -> Row:
    mended = dict(plain)
    for _ in range(_ROUNDS):
        for error in errors:
            _take_out(mended, error["loc"], place)
        if not (errors := _errors(mended)):
            return Row.model_validate(mended, strict=True)
    return Row.model_validate({**_NEUTRAL, "row_id": f"#{place}"}, strict=True)


def _take_out(held: dict[str, Any], loc: Sequence[Any], place: int) -> None:
    name = loc[0] if loc else ""
    if name not in Row.model_fields:
        held.pop(name, None)
    elif len(loc) > 1 and isinstance(held.get(name), dict):
        of = Profile if name == "profile" else Vitals
        field = of.model_fields.get(loc[1])
        kept = {k: v for k, v in held[name].items() if k != loc[1]}
        held[name] = kept if field is None else kept | {loc[1]: field.default}
    elif name == "messages" and len(loc) > 1 and isinstance(held.get(name), tuple):
        held[name] = _without(held[name], loc[1])
    else:
        held[name] = f"#{place}" if name == "row_id" else _NEUTRAL[name]


def _without(messages: tuple[Any, ...], index: int) -> tuple[Any, ...]:
    """Return messages with an empty text where one was no text, without one of no known role."""
    message = messages[index] if index < len(messages) else None
    if isinstance(message, dict) and message.get("role") in {"system", "user", "assistant"}:
        kept: tuple[Any, ...] = ({"role": message["role"], "content": ""},)
    else:
        kept = ()
    return (*messages[:index], *kept, *messages[index + 1 :])
