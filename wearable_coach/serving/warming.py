"""Reading beforehand what the rules answer with, so that the first who asks waits no longer than the next.

What an answer's sentences say is read once in a process and remembered. A process that answers people can read all that
the topics say before they do.
"""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable

from wearable_coach.answers.everyday.ranking import make_ready
from wearable_coach.day import Day, day_of
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Profile, Vitals
from wearable_coach.standards.topics import everyday_topics
from wearable_coach.verification import verify_answer
from wearable_coach.verification.kept_sentences import load, sentences_folder

_PAUSE_S = 0.01
"""Between two texts, while people are answered in the same process [s]."""
_AGAIN_S = 0.05
"""Between two looks whether somebody is still being answered [s]."""


def read_topics(
    *,
    stop: threading.Event | None = None,
    pause_s: float = 0.0,
    is_busy: Callable[[], bool] = lambda: False,
    is_own_process: bool = False,
) -> int:
    """Read what the topics say, and take up the sentences of reports where this computer keeps some.

    A minute of CPU and 450 MB. Who answers meanwhile reads what they need by themselves.

    Args:
        stop: Set where reading is to end early.
        pause_s: Wait between two texts [s].
        is_busy: Says whether somebody is being answered, who is not to wait for this.
        is_own_process: Whether all that lives in this process may be kept out of the garbage collector's rounds, which would go
            through what was read again while people wait; not so in somebody else's program.

    Returns:
        How many texts were read.
    """
    load(sentences_folder(os.environ))
    day, ended = _unknown_day(), stop or threading.Event()
    topics = everyday_topics().values()
    ways = [(t.name, w) for t in topics for p in t.points for w in p.ways]
    for number, (name, way) in enumerate(ways):
        while is_busy() and not ended.wait(_AGAIN_S):
            pass
        if ended.is_set():
            return number
        make_ready(name)
        verify_answer(way, day=day, kind="coaching")
        if pause_s:
            ended.wait(pause_s)
    if is_own_process:
        gc.collect()
        gc.freeze()
    return len(ways)


class WarmUp:
    """Reads the topics beside the work of a process, until it is done or ended."""

    def __init__(self, is_busy: Callable[[], bool] = lambda: False) -> None:
        """Begin.

        Args:
            is_busy: Says whether somebody is being answered; nothing is read meanwhile.
        """
        self._is_busy = is_busy
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read, name="read-topics", daemon=True)
        self._thread.start()

    def _read(self) -> None:
        read_topics(stop=self._stop, pause_s=_PAUSE_S, is_busy=self._is_busy, is_own_process=True)

    def is_done(self) -> bool:
        """Say whether it has ended."""
        return not self._thread.is_alive()

    def end(self) -> None:
        """End it, wait for the text that is being read, and give back to the collector what was kept out of its rounds."""
        self._stop.set()
        self._thread.join()
        gc.unfreeze()


def _unknown_day() -> Day:
    return day_of(Profile(), Vitals(), hrmax_formula=DEFAULT_FORMULA)
