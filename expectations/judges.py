"""Other processes than those that composed judge the rows anew.

Not a pool of `multiprocessing`: its processes import again what runs in this one, which under Prefect
costs more than the judging. A judge starts when it is opened, and so imports while Great Expectations does.
"""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from threading import Lock

from expectations.anew import Found
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import Row

_ROWS_A_BATCH = 200
_ROWS_WORTH_A_PROCESS = 4000
_TRIES = 3
_ROOT = Path(__file__).parents[1]


class JudgeLost(RuntimeError):
    """A judging process ended before it answered."""


class _Judge:
    """One process, asked one batch at a time."""

    def __init__(self) -> None:
        """Start it."""
        paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "expectations.judging"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )

    def ask(self, rows: Sequence[Row], formula: HrmaxFormula) -> list[Found]:
        """Return what is wrong with each row.

        Raises:
            JudgeLost: the process ended.
        """
        asks, answers = self._process.stdin, self._process.stdout
        assert asks is not None  # noqa: S101 - pipes were asked for
        assert answers is not None  # noqa: S101
        try:
            pickle.dump((list(rows), formula), asks)
            asks.flush()
            found: list[Found] = pickle.load(answers)  # noqa: S301 - from our own process
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self.end()
            code = self._process.returncode
            message = (
                f"gate: a process that judges rows anew ended with code {code} before it answered"
            )
            raise JudgeLost(message) from error
        return found

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


class Judging(tuple[Future[list[Found]], ...]):
    """Batches that are being judged, in the rows' order."""

    __slots__ = ()

    def found(self) -> list[Found]:
        """Return what is wrong with each row, waiting for it.

        Raises:
            JudgeLost: the processes ended, however often they were started anew.
        """
        return [found for batch in self for found in batch.result()]


class Judges:
    """Several judges; batches go to whoever is free."""

    def __init__(self, count: int) -> None:
        """Use `judges_for()` instead."""
        self._free: SimpleQueue[_Judge] = SimpleQueue()
        self._all = [_Judge() for _ in range(count)]
        for judge in self._all:
            self._free.put(judge)
        self._lock, self._is_over = Lock(), False
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="judges")

    def begin(self, rows: Sequence[Row], formula: HrmaxFormula) -> Judging:
        """Start judging rows, in batches."""
        return Judging(
            self._threads.submit(self._ask, rows[start : start + _ROWS_A_BATCH], formula)
            for start in range(0, len(rows), _ROWS_A_BATCH)
        )

    def _ask(self, rows: Sequence[Row], formula: HrmaxFormula) -> list[Found]:
        """Ask a free judge; one that ended is replaced, and asked what it did not answer."""
        judge = self._free.get()
        try:
            for _ in range(_TRIES - 1):
                with suppress(JudgeLost):
                    return judge.ask(rows, formula)
                judge = self._another()
            return judge.ask(rows, formula)
        finally:
            self._free.put(judge)

    def _another(self) -> _Judge:
        with self._lock:
            if self._is_over:
                message = "gate: judging was ended before it was done"
                raise JudgeLost(message)
            judge = _Judge()
            self._all.append(judge)
            return judge

    def end(self) -> None:
        """End all processes, what was not judged with them."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            self._is_over = True
            for judge in self._all:
                judge.end()
        self._threads.shutdown()


def kept_judge() -> Judges:
    """Return one judge that stays as long as this process, for whatever rows come next."""
    return _kept_judge(os.getpid())


@cache
def _kept_judge(_process: int) -> Judges:
    kept = Judges(1)
    atexit.register(kept.end)
    return kept


@contextmanager
def judges_for(rows: int) -> Iterator[Judges]:
    """Give the judge that stays, or open as many as pay off for `rows`; these end with the block, it with a fault."""
    count = sensible_judges(rows, os.cpu_count() or 1)
    opened = kept_judge() if count == 1 else Judges(count)
    try:
        yield opened
    except BaseException:
        _kept_judge.cache_clear()  # what it was asked would be judged to its end
        opened.end()
        raise
    if count > 1:
        opened.end()


def sensible_judges(rows: int, cpus: int) -> int:
    """Return how many processes pay off for `rows`."""
    return max(1, min(cpus, rows // _ROWS_WORTH_A_PROCESS))
