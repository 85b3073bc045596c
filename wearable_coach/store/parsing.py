"""Records out of bytes: whatever the bytes hold, the reason why they are no record is one line."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

_Kind = TypeVar("_Kind", bound=BaseModel)
_MOST_CHARACTERS = 200


class Unparsed(ValueError):
    """Bytes are not what they should be; the message says in a few words what is wrong with them."""


def json_of(data: bytes | str) -> Any:  # noqa: ANN401 - what JSON holds
    """Return what JSON holds.

    Raises:
        Unparsed: it is none.
    """
    if not data:
        raise Unparsed("it is empty")  # noqa: EM101, TRY003 - as everywhere here: a few words
    try:
        return json.loads(data)
    except UnicodeDecodeError:
        raise Unparsed("it is not UTF-8") from None  # noqa: EM101, TRY003
    except RecursionError:
        raise Unparsed("it is nested too deep") from None  # noqa: EM101, TRY003
    except ValueError as error:
        raise Unparsed(f"no JSON: {_short(error)}") from None  # noqa: EM102, TRY003


def object_of(data: bytes | str) -> dict[str, Any]:
    """Return a JSON object.

    Raises:
        Unparsed: it is none.
    """
    found = json_of(data)
    if not isinstance(found, dict):
        raise Unparsed(f"it holds no object, but {type(found).__name__}")  # noqa: EM102, TRY003
    return found


def record_of(data: bytes | str, kind: type[_Kind]) -> _Kind:
    """Return a record.

    Raises:
        Unparsed: it is none of this kind.
    """
    found = object_of(data)
    try:
        return kind.model_validate(found)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"])) or "it"
        raise Unparsed(_short(f"{field}: {first['msg']}")) from None
    except RecursionError:
        raise Unparsed("it is nested too deep") from None  # noqa: EM101, TRY003


def _short(said: object) -> str:
    return (str(said).splitlines() or [""])[0][:_MOST_CHARACTERS]
