"""What stands at the top of a line of input: a key that nobody reads is told, never passed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from wearable_coach.errors import BadInput
from wearable_coach.records import VITAL_FIELDS, Profile

DAY = ("profile", "vitals")
OF_A_DAY = (*DAY, "source", "person", "completed", "id")
"""What `import` writes, and a name of one's own."""
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "vitals": VITAL_FIELDS,
    "profile": tuple(Profile.model_fields),
}
_LIKE = 0.75
_SHOWN = 60


def need_known_keys(line: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    """Stop at the first key that is none of `known`.

    Raises:
        BadInput: there is one; the message names it, and what may have been meant.
    """
    known = tuple(known)
    for key in line:
        if key not in known:
            meant = _field(key, cutoff=_LIKE) or _like(key, known)
            raise BadInput(_told(where, key, meant or f"known are {', '.join(known)}"))


def need_no_mistaken_key(line: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    """Stop at a key that stands for one of `known` that is not there; others are the writer's own.

    Raises:
        BadInput: there is one; the message names it, and what may have been meant.
    """
    absent = [key for key in known if key not in line]
    for key in line:
        meant = _field(key, absent, cutoff=1.0) or ("" if key in known else _like(key, absent))
        if meant:
            raise BadInput(_told(where, key, meant))


def _field(key: str, parts: Iterable[str] = DAY, *, cutoff: float) -> str:
    """Ask whether a field of a day was meant; empty where it is like none."""
    for part in parts:
        if near := get_close_matches(key.lower(), _FIELDS.get(part, ()), n=1, cutoff=cutoff):
            return f'did you mean {part}.{near[0]}? Write {{"{part}": {{"{near[0]}": ...}}}}'
    return ""


def _like(key: str, known: Iterable[str]) -> str:
    near = get_close_matches(key.lower(), tuple(known), n=1, cutoff=_LIKE)
    return f"did you mean {near[0]}?" if near else ""


def _told(where: str, key: str, meant: str) -> str:
    return f"{where}: {key[:_SHOWN]} is not known here; {meant}"
