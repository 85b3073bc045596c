"""How many questions an endpoint is asked at once: as many as it takes, found out by asking.

Additive increase, multiplicative decrease, as TCP finds what a line carries. An endpoint that turns
questions away takes fewer than it was asked; one that answers all may take more.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Condition

from wearable_coach.client.retrying import Load

_HALF = 0.5
_CALMEST = 32.0
"""At most so much rarer than once a round it is tried whether the endpoint takes one more."""
_LOOK_EVERY_S = 0.5


class AskingWindow:
    """The number of questions at once. Pure: who asks says what came of each."""

    def __init__(self, ceiling: int) -> None:
        """Begin at the ceiling: an endpoint that takes as many loses no time, another says so at once."""
        self._ceiling = self._limit = self._before = float(max(1, ceiling))
        self._too_many = self._ceiling + 1
        self._calm, self.episode = 1.0, 0

    @property
    def size(self) -> int:
        """How many may be asked at once [count]."""
        return max(1, int(self._limit + 1e-9))

    def answered(self, at_once: int) -> None:
        """Note an answer that came while `at_once` were asked, it among them.

        As many answers as the window holds make it larger by one. Where one more was too many before,
        that is tried ever more rarely; where more turn out to be welcome now, as often as at first.
        """
        if at_once > self._too_many:
            self._calm, self._too_many = 1.0, self._ceiling + 1
        self._limit = min(self._ceiling, self._limit + 1 / (self._limit * self._calm))

    def turned_away(self, episode: int, left: int) -> None:
        """Note a question that was too many.

        Questions that were on their way together are turned away together: that is one episode,
        which at most halves the window. What the endpoint is at work on it takes, so the window is
        not made smaller than that.

        Args:
            episode: The window's when the question was asked.
            left: Questions that are still asked [count].
        """
        if episode >= self.episode:
            self.episode += 1
            self._before = self._limit
            self._calm = min(_CALMEST, 2 * self._calm)
        self._limit = min(self._limit, max(1.0, self._before * _HALF, float(left)))
        self._too_many = self._limit + 1


class EndpointPace:
    """Turns at an endpoint, for the threads that ask it."""

    def __init__(self, ceiling: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Let at most `ceiling` ask at once."""
        self._window, self._clock = AskingWindow(ceiling), clock
        self._asked = self._answers = 0
        self._not_before = 0.0
        self._changed, self._closed = Condition(), False

    @property
    def answers(self) -> int:
        """How many answers came so far [count]."""
        return self._answers

    @property
    def at_once(self) -> int:
        """How many may ask at once just now [count]."""
        with self._changed:
            return self._window.size

    def enter(self, until: float) -> int | None:
        """Wait for a turn until a moment; return what `leave` is told, None where none came."""
        with self._changed:
            while not self._closed and (now := self._clock()) < until:
                pause = self._not_before - now
                if pause <= 0 and self._asked < self._window.size:
                    self._asked += 1
                    return self._window.episode
                self._changed.wait(min(until - now, _LOOK_EVERY_S, pause if pause > 0 else 60.0))
            return None

    def leave(self, entered: int, load: Load | None, after_s: float | None = None) -> None:
        """End a turn.

        Args:
            entered: What `enter` returned.
            load: What the fault says of too many at once; None where there was an answer.
            after_s: How long the endpoint asks to be left alone [s]; where it is at work on nothing
                else, nobody asks it before.
        """
        with self._changed:
            self._asked -= 1
            if load is None:
                self._answers += 1
                self._window.answered(self._asked + 1)
            elif load != "none":
                self._window.turned_away(entered, self._asked)
                if after_s is not None and not self._asked:
                    self._not_before = max(self._not_before, self._clock() + after_s)
            self._changed.notify(max(0, self._window.size - self._asked))

    def close(self) -> None:
        """Let nobody in any more, and nobody wait."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
