"""The command line: `wearable-coach COMMAND`."""

import sys

from wearable_coach.cli.bytecode import keep_bytecode
from wearable_coach.errors import BadInput
from wearable_coach.exits import BAD_INPUT
from wearable_coach.operating_system import need_posix

__all__ = ["main"]


def main() -> None:
    """Run a command, or say where it runs: before anything is imported that is not everywhere."""
    try:
        need_posix("wearable-coach")
    except BadInput as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(BAD_INPUT)
    keep_bytecode()
    from wearable_coach.cli.app import main as run  # noqa: PLC0415 - after the look

    run()
