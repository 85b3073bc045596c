"""Sleep: what was slept, from stages or from whole nights, credited to the day of waking.

Time in bed is no sleep and never counts. What several sources say of one night is taken from one of them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.sources.devices.amounts import Recorder
from wearable_coach.sources.devices.clock import DAY_S
from wearable_coach.sources.devices.formats import gathering


class _Session(NamedTuple):
    start_s: float
    end_s: float
    """UTC, since 1970."""
    day: int
    asleep_s: float


class Nights:
    """Sleep by source."""

    def __init__(self) -> None:
        """Start empty."""
        self._apart_s = gathering()["nights"]["apart_min"] * 60
        self._stages: dict[Recorder, array[float]] = {}
        self._whole: dict[int, dict[Recorder, float]] = {}
        self._sessions: list[_Session] = []
        self._hours: dict[int, dict[Recorder, float]] = {}
        self._in_bed: set[int] = set()
        self.overlapping = 0
        """Nights of which more than one source spoke."""

    def add_asleep(self, recorder: Recorder, start_s: float, end_s: float, offset_s: float) -> None:
        """Take a stretch that was slept.

        Args:
            recorder: Who recorded.
            start_s: UTC, since 1970 [s].
            end_s: The same, of its end.
            offset_s: The local clock's lead at its end [s].
        """
        if end_s > start_s:
            stages = self._stages.setdefault(recorder, array("d"))
            stages.extend((start_s, end_s, offset_s))

    def add_in_bed(self, day: int) -> None:
        """Take note that somebody lay in bed until that day; that is no sleep."""
        self._in_bed.add(day)

    def add_night(self, recorder: Recorder, day: int, hours: float) -> None:
        """Take what a source says was slept until a day's waking [h]; naps add up."""
        by_recorder = self._whole.setdefault(day, {})
        by_recorder[recorder] = by_recorder.get(recorder, 0.0) + hours

    def gather(self) -> None:
        """Make nights of all stretches; after the last was added, before anything is asked."""
        self._hours = {day: dict(told) for day, told in self._whole.items()}
        for recorder, stages in self._stages.items():
            for session in _sessions(stages, self._apart_s):
                by_recorder = self._hours.setdefault(session.day, {})
                if recorder not in self._whole.get(session.day, {}):
                    by_recorder[recorder] = by_recorder.get(recorder, 0.0) + session.asleep_s / 3600
                self._sessions.append(session)
        self._sessions.sort()
        self._stages = {}
        self.overlapping = sum(len(told) > 1 for told in self._hours.values())

    def days(self) -> set[int]:
        """Return the days with sleep."""
        return set(self._hours)

    def only_in_bed(self) -> int:
        """Return how many days have time in bed and no sleep."""
        return len(self._in_bed - set(self._hours))

    def hours(self, day: int) -> float | None:
        """Return what was slept until a day's waking [h]; None where nothing is known."""
        told = self._hours.get(day)
        if not told:
            return None
        rank = min(recorder.rank for recorder in told)
        return max(hours for recorder, hours in told.items() if recorder.rank == rank)

    def waking_day(self, utc_s: float) -> int | None:
        """Return the day of waking of a time that was slept; None of a time awake."""
        place = bisect_right(self._sessions, (utc_s, float("inf"), 0, 0.0)) - 1
        for session in self._sessions[max(0, place - 3) : place + 1]:
            if session.start_s <= utc_s <= session.end_s:
                return session.day
        return None


def _sessions(stages: array[float], apart_s: float) -> list[_Session]:
    """Join stretches that lie close together; what overlaps is slept once."""
    rows = sorted(zip(stages[::3], stages[1::3], stages[2::3], strict=True))
    found: list[_Session] = []
    start, end, offset = rows[0]
    asleep = end - start
    for next_start, next_end, next_offset in rows[1:]:
        if next_start - end > apart_s:
            found.append(_Session(start, end, int((end + offset) // DAY_S), asleep))
            start, end, offset, asleep = next_start, next_end, next_offset, next_end - next_start
            continue
        asleep += max(0.0, next_end - max(end, next_start))
        if next_end > end:
            end, offset = next_end, next_offset
    found.append(_Session(start, end, int((end + offset) // DAY_S), asleep))
    return found


def less_awake(
    start_s: float, end_s: float, awake: list[tuple[float, float]]
) -> Iterator[tuple[float, float]]:
    """Yield what of a session was slept: all of it but the stretches awake."""
    at = start_s
    for awake_from, awake_to in sorted(awake):
        if awake_from > at:
            yield at, min(awake_from, end_s)
        at = max(at, awake_to)
    if at < end_s:
        yield at, end_s
