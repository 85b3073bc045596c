"""`wearable-coach explain`: which rule supports what of an answer, who wrote it, by which tables."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from wearable_coach.errors import BadInput
from wearable_coach.input_files import MOST_SETTINGS_BYTES


def explain(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="ANSWER.json",
            help="One answer as JSON, as ask --json or the service gave it; standard input when absent or -.",
            show_default=False,
        ),
    ] = None,
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="The explanation for machines, as one JSON object.")
    ] = False,
) -> None:
    """Explain an answer: sentence by sentence which rule supports it, and on which source that rests.

    Also told are who wrote it and why (the rules, or which model, trained on which dataset by which
    job), how urgent it is and for which reasons, and by which code and tables it was judged: where
    the tables here are others, that is said. Nothing is judged anew and no model is asked.

    Examples:

      wearable-coach ask "오늘 운동해도 되나요?" --vitals '{"sleep_hr": 5.5}' --json | wearable-coach explain -

      wearable-coach explain answer.json --json
    """
    from wearable_coach.explaining.answer_file import answer_of  # noqa: PLC0415 - a fast start
    from wearable_coach.explaining.explanation import explained  # noqa: PLC0415
    from wearable_coach.explaining.told import as_json as told_as_json  # noqa: PLC0415
    from wearable_coach.explaining.told import lines_told  # noqa: PLC0415

    name = "standard input" if file is None or str(file) == "-" else str(file)
    found = explained(answer_of(_read(file, name), name))
    if as_json:
        sys.stdout.write(json.dumps(told_as_json(found), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in lines_told(found)))
    sys.stdout.flush()


def _read(file: Path | None, name: str) -> bytes:
    """Return what a file holds.

    Raises:
        BadInput: it cannot be read, or is longer than any answer.
    """
    from wearable_coach.cli.jsonlines_in import open_text  # noqa: PLC0415 - a fast start

    with open_text(file) as opened:
        try:
            data = opened.read(MOST_SETTINGS_BYTES + 1)
        except OSError as error:
            message = f"{name}: cannot be read ({error.strerror}); give a file that can be read"
            raise BadInput(message) from None
    if len(data) > MOST_SETTINGS_BYTES:
        message = f"{name}: is longer than {MOST_SETTINGS_BYTES:,} bytes; give one answer"
        raise BadInput(message)
    return data
