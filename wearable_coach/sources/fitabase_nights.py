"""Fitabase's sleep by the minute: minutes asleep of each log, of the day on which it ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from wearable_coach.sources.devices.clock import DAY_S
from wearable_coach.sources.fitabase_parts import PartDay, TakeRow, local_second

_TIME, _VALUE, _LOG = "date", "value", "logid"
_ASLEEP, _STATES = "1", frozenset("123")
"""1 asleep, 2 restless, 3 awake; the daily file counts the first alone."""
_SUM = (("sleep_hr", "sum of the night's minutes"),)
_DAY_MIN = DAY_S // 60
_MOST_MIN = 3 * _DAY_MIN


class _Log:
    """One sleep, each of its minutes once."""

    __slots__ = ("asleep", "file", "from_minute", "last", "line", "seen")

    def __init__(self, minute: int, line: int, file: str) -> None:
        self.from_minute = minute - _DAY_MIN  # rows need not come in order
        self.last, self.line, self.file = minute, line, file
        self.seen = self.asleep = 0

    def add(self, minute: int, *, is_asleep: bool) -> str:
        at = minute - self.from_minute
        if not 0 <= at < _MOST_MIN:
            return "type:logid"
        if self.seen >> at & 1:
            return "duplicate_minute"
        self.seen |= 1 << at
        self.asleep += is_asleep
        self.last = max(self.last, minute)
        return ""


class SleepOfNights:
    """Minutes asleep by person and log."""

    def __init__(self) -> None:
        """Start empty."""
        self._logs: dict[tuple[str, str], _Log] = {}

    def taker(self, names: Sequence[str], file: str) -> TakeRow | None:
        """Return what takes the rows of a file; None where its header is of another kind."""
        if not {_TIME, _VALUE, _LOG} <= set(names):
            return None
        time_at, value_at, log_at = (names.index(name) for name in (_TIME, _VALUE, _LOG))

        def take(person: str, cells: Sequence[str], line: int) -> str:
            second, state = local_second(cells[time_at]), cells[value_at].strip()
            if second is None:
                return "type:date"
            if state not in _STATES:
                return "type:sleep_hr"
            key, minute = (person, cells[log_at].strip()), second // 60
            log = self._logs.get(key)
            if log is None:
                log = self._logs[key] = _Log(minute, line, file)
            return log.add(minute, is_asleep=state == _ASLEEP)

        return take

    def days(self) -> Iterator[PartDay]:
        """Yield the hours asleep of each person and day of waking."""
        logs: dict[tuple[str, int], list[_Log]] = {}
        for (person, _), log in self._logs.items():
            logs.setdefault((person, (log.last + 1) // _DAY_MIN), []).append(log)
        for (person, day), own in logs.items():
            hours = sum(log.asleep for log in own) / 60
            vitals = {"sleep_hr": hours} if hours else {}
            yield PartDay(person, day, own[0].line, own[0].file, vitals, _SUM if hours else ())

    def counts(self) -> Mapping[str, int]:
        """Return nothing: what is added up is counted by the day that takes it."""
        return Counter()
