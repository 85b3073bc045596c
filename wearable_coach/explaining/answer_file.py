"""Reading the answer that is to be explained: what `ask --json` printed, or the service answered."""

from __future__ import annotations

from pydantic import ValidationError

from wearable_coach.client.result import CoachAnswer
from wearable_coach.errors import BadInput
from wearable_coach.input_values import json_of

_REMEDY = "give the JSON that wearable-coach ask --json prints, or the service answers"
_MOST_SHOWN = 40


def answer_of(data: bytes, where: str) -> CoachAnswer:
    """Return the answer that JSON holds, on one line or on many.

    Args:
        data: The file.
        where: What the file is called.

    Raises:
        BadInput: it holds no answer, or several.
    """
    if not data.strip():
        message = f"{where}: is empty; {_REMEDY}"
        raise BadInput(message)
    try:
        found = json_of(data)
    except ValueError as error:
        _need_one_line(data, where)
        why = "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        message = f"{where}: is not JSON ({why}); {_REMEDY}"
        raise BadInput(message) from None
    if not isinstance(found, dict):
        message = f"{where}: is {type(found).__name__}, no object; {_REMEDY}"
        raise BadInput(message)
    try:
        return CoachAnswer.model_validate(found)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(map(str, first["loc"])) or where
        is_missing = first["type"] == "missing"
        value = "is missing" if is_missing else f"{_shown(first['input'])}: {first['msg']}"
        message = f"{where}: {field} {value}; {_REMEDY}"
        raise BadInput(message) from None


def _need_one_line(data: bytes, where: str) -> None:
    """Refuse lines of JSON of which each is a whole.

    Raises:
        BadInput: there are several.
    """
    lines = [line for line in data.splitlines() if line.strip()]
    try:
        whole = [json_of(line) for line in lines[:2]]
    except ValueError:
        return
    if len(whole) > 1:
        message = f"{where}: holds {len(lines)} lines, each JSON of its own; give one of them"
        raise BadInput(message)


def _shown(value: object) -> str:
    text = " ".join(str(value).split())
    return repr(text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…")
