"""A backend in a folder, shared by processes, that goes through a script of states and faults.

It keeps what a paid backend keeps: a name once, the configuration under it, how often it was asked.
"""

import fcntl
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wearable_coach.errors import BadInput, StoreConflict, TransientError
from wearable_coach.finetuning.contract import (
    Estimate,
    JobResult,
    Preflight,
    PreflightCheck,
    Seen,
    TrainingProgress,
    UnknownJob,
)
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.order import BackendName, JobOrder, OrderTerms, TrainingData
from wearable_coach.finetuning.training_rows import count_rows

RUN_OF_STATES = ("Queued", "Preparing", "Running", "Running", "Finalizing", "Completed")


class ScriptedTuner:
    """Each poll moves a job one state on; each call meets the next fault of the script."""

    backend: BackendName = "local"

    def __init__(
        self,
        folder: Path,
        *,
        states: Sequence[str] = RUN_OF_STATES,
        faults: Sequence[str] = ("",),
        reason: str = "",
        refusals: Sequence[PreflightCheck] = (),
    ) -> None:
        self.folder, self.states, self.faults = folder, tuple(states), tuple(faults)
        self.reason, self.refusals = reason, tuple(refusals)
        folder.mkdir(parents=True, exist_ok=True)

    def settle(self, requested: Hyperparameters) -> OrderTerms:
        return OrderTerms(base_model="scripted", effective=requested.model_dump())

    def preflight(self, order: JobOrder, data: TrainingData) -> Preflight:
        assert order.base_model == "scripted"
        train, _ = count_rows(data, max_tokens=8192)
        return Preflight(
            checks=(PreflightCheck(name="backend", ok=True, message="is there"), *self.refusals),
            estimate=Estimate(tokens=train.tokens, steps=train.rows, hours=0.1, basis="scripted"),
        )

    def submit(self, order: JobOrder, data: TrainingData) -> None:
        assert data.valid
        with self._open() as book:
            fault = self._fault(book)
            if fault and not fault.endswith("after commit"):
                self._raise(fault)
            if order.name in book["jobs"]:
                if book["jobs"][order.name]["order"] != order.configuration_hash:
                    message = f"job: {order.name} has another configuration"
                    raise StoreConflict(message)
            else:
                book["jobs"][order.name] = {
                    "order": order.configuration_hash,
                    "polls": 0,
                    "canceled": False,
                }
                book["accepted"].append(order.name)
        if fault:
            self._raise(fault)

    def status(self, name: str) -> Seen:
        with self._open() as book:
            if fault := self._fault(book):
                self._raise(fault)
            job = self._job(book, name)
            state = self._state(job)
            if not job["canceled"]:
                job["polls"] += 1
            return Seen(
                state=state,
                reason=self.reason if state in {"Failed", "NotResponding"} else "",
                progress=TrainingProgress(step=job["polls"], steps=len(self.states)),
            )

    def cancel(self, name: str) -> None:
        with self._open() as book:
            if fault := self._fault(book):
                self._raise(fault)
            job = self._job(book, name)
            if self._state(job) not in {"Completed", "Failed", "Canceled"}:
                job["canceled"] = True

    def logs(self, name: str) -> str:
        with self._open() as book:
            return f"{name}: {self._job(book, name)['polls']} polls"

    def result(self, name: str) -> JobResult:
        with self._open() as book:
            if self._state(self._job(book, name)) != "Completed":
                message = f"job: {name} has no result"
                raise BadInput(message)
        return JobResult(model=f"scripted:{name}", effective=Hyperparameters().model_dump())

    def accepted(self) -> list[str]:
        """The names that the backend took, in order: what would have been paid for."""
        with self._open() as book:
            return list(book["accepted"])

    def _state(self, job: dict[str, Any]) -> str:
        if job["canceled"]:
            return "Canceled"
        return self.states[min(job["polls"], len(self.states) - 1)]

    def _job(self, book: dict[str, Any], name: str) -> dict[str, Any]:
        try:
            job: dict[str, Any] = book["jobs"][name]
        except KeyError:
            message = f"job: the backend has no {name}"
            raise UnknownJob(message) from None
        return job

    def _fault(self, book: dict[str, Any]) -> str:
        fault = self.faults[book["calls"] % len(self.faults)]
        book["calls"] += 1
        return fault

    def _raise(self, fault: str) -> None:
        message = f"backend: {fault}"
        raise TransientError(message)

    @contextmanager
    def _open(self) -> Iterator[dict[str, Any]]:
        path = self.folder / "book.json"
        with (self.folder / "lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            book = (
                json.loads(path.read_text())
                if path.exists()
                else {"jobs": {}, "accepted": [], "calls": 0}
            )
            try:
                yield book
            finally:
                partial = path.with_suffix(".partial")
                partial.write_text(json.dumps(book))
                partial.replace(path)

    def list(self) -> list[str]:
        with self._open() as book:
            return sorted(book["jobs"])
