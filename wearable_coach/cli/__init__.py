"""The command line: `wearable-coach COMMAND`."""

from wearable_coach.cli.app import main

__all__ = ["main"]
