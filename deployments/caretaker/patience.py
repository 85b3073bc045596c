"""How long the caretaker waits before it says that something is wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

EVERY_S = 20.0
"""From one look to the next."""


class Patience(NamedTuple):
    """Waits; each is long enough for what is well on a busy machine."""

    silent: timedelta = timedelta(seconds=90)
    """A running run without a sign of life: three heartbeats; prefect.yaml sets how often they come."""
    on_its_way: timedelta = timedelta(minutes=10)
    """From a worker that takes a run to the run's own first word: seconds, a minute on a busy machine."""
    late: timedelta = timedelta(seconds=60)
    """A run that is due, and that nobody can take: no worker is there, or the pool is paused."""
    untaken: timedelta = timedelta(minutes=10)
    """A run that is due, with a worker there that is not busy."""
    stuck: timedelta = timedelta(hours=6)
    """Longer than any run that is well: a pipeline that waits for its fine-tuning job."""
    told_again: timedelta = timedelta(hours=1)
    """A deployment whose runs are late is told of once in this time, not once a run."""
    settling: timedelta = timedelta(minutes=2)
    """After a start or a sleep of the machine all that is silent may still have a voice."""
    first_pause: timedelta = timedelta(seconds=20)
    """Before a run that never began is started again; doubled each time."""
    most_starts: int = 5
    """How often a run is started that never begins."""
