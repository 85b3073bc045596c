"""JSON objects one by one, of lines or of an array of any length."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain

from wearable_coach.errors import BadInput
from wearable_coach.input_files import LONGEST_LINE_BYTES
from wearable_coach.input_values import json_of

NOT_JSON = "not_json"
_BETWEEN = " \t\r\n,"


def objects_of_lines(
    first_number: int, first: str, lines: Iterable[str]
) -> Iterator[tuple[int, object]]:
    """Yield (line, what it holds) of JSON lines; a line that is none gives `NOT_JSON`."""
    numbered = enumerate(chain((first,), lines), start=first_number)
    for number, line in numbered:
        if line.strip():
            try:
                yield number, json_of(line)
            except ValueError:
                yield number, NOT_JSON


def objects_of_array(where: str, pieces: Iterable[str]) -> Iterator[tuple[int, object]]:
    """Yield (place from 1, what it holds) of a JSON array, without holding it whole.

    Args:
        where: What messages call the file.
        pieces: Its text, from its ``[`` on.

    Raises:
        BadInput: it is no array, ends too early, or has an element too long to be a day.
    """
    buffer, place, pieces = "", 0, iter(pieces)
    decoder = json.JSONDecoder()
    buffer = next(pieces, "").lstrip()[1:]
    while True:
        buffer = buffer.lstrip(_BETWEEN)
        if buffer.startswith("]"):
            return
        try:
            found, end = decoder.raw_decode(buffer)
            if end == len(buffer):  # a number may go on in the next piece
                raise ValueError  # noqa: TRY301 - as where it ends inside
        except (ValueError, RecursionError) as error:
            more = next(pieces, None)
            if (
                more is None
                or len(buffer) > LONGEST_LINE_BYTES
                or isinstance(error, RecursionError)
            ):
                message = f"{where}: element {place + 1} is no JSON; give an array of objects, or an object a line"
                raise BadInput(message) from None
            buffer += more
            continue
        place += 1
        yield place, found
        buffer = buffer[end:]
