"""A hoster in a folder, shared by processes, that goes through a script of states and faults.

It keeps what Azure keeps: a name once, the configuration under it, and what was ever made of it.
"""

import fcntl
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wearable_coach.chat.served import Endpoint
from wearable_coach.errors import BadInput, StoreConflict, TransientError
from wearable_coach.finetuning.contract import PreflightCheck
from wearable_coach.finetuning.job import Job
from wearable_coach.hosting.contract import (
    HostedSeen,
    HostingKind,
    HostingOrder,
    Purpose,
    UnknownDeployment,
    deployment_name,
)
from wearable_coach.hosting.cost import HourlyRate

STATES = ("Creating", "Creating", "Ready")


class ScriptedHoster:
    """Each look moves a model deployment one state on; each call meets the next fault of the script."""

    kind: HostingKind = "managed"

    def __init__(
        self,
        folder: Path,
        *,
        states: Sequence[str] = STATES,
        faults: Sequence[str] = ("",),
        deleting: int = 1,
        purposes: bool = False,
    ) -> None:
        """Make it.

        Args:
            folder: Where its book lies.
            states: State by look; "unfinished" is a look that waits for `deploy`; the last stays.
            faults: By call, over and over: "" none, "refused" a `BadInput`, else a `TransientError`;
                one that ends with "after commit" takes effect before it is told.
            deleting: Looks that still see what is being taken down.
            purposes: Whether what stands for an evaluation is made otherwise than for service.
        """
        self.folder, self.states, self.faults = folder, tuple(states), tuple(faults)
        self.deleting, self.purposes = deleting, purposes
        folder.mkdir(parents=True, exist_ok=True)

    def order_for(self, job: Job, *, purpose: Purpose = "evaluation") -> HostingOrder:
        return HostingOrder(
            job=job.name,
            kind=self.kind,
            name=deployment_name(job.name, "place"),
            model=f"tuned:{job.name}",
            purpose=purpose if self.purposes else "service",
            rate=HourlyRate(amount="3.67"),
        )

    def preflight(self, order: HostingOrder) -> tuple[PreflightCheck, ...]:
        return (PreflightCheck(name="hosting", ok=bool(order.name), message="scripted"),)

    def deploy(self, order: HostingOrder) -> None:
        with self._open() as book:
            fault = self._fault(book)
            if fault and not fault.endswith("after commit"):
                self._raise(fault)
            there = book["standing"].get(order.name)
            if there and there["hash"] != order.configuration_hash:
                message = f"deployment: {order.name} has another configuration"
                raise StoreConflict(message)
            if not there:
                new = {"hash": order.configuration_hash, "looks": 0, "left": None, "deployed": 1}
                book["standing"][order.name] = new
                book["made"].append(order.name)
            else:
                there["deployed"] += 1
        if fault:
            self._raise(fault)

    def status(self, name: str) -> HostedSeen:
        with self._open() as book:
            if fault := self._fault(book):
                self._raise(fault)
            one = self._one(book, name)
            if one["left"] is not None:
                one["left"] -= 1
                if one["left"] < 0:
                    del book["standing"][name]
                    self._one(book, name)
                return HostedSeen(state="Deleting")
            state = self.states[min(one["looks"], len(self.states) - 1)]
            if state == "unfinished":
                one["looks"] += one["deployed"] > 1
                return HostedSeen(state="Creating", unfinished=True)
            one["looks"] += 1
            reason = "the image does not start" if state == "Failed" else ""
            return HostedSeen(state=state, reason=reason)  # type: ignore[arg-type] - of the script

    def serving(self, order: HostingOrder) -> Endpoint:
        return Endpoint(kind="managed", url=f"https://{order.name}.example/score")

    def key(self, order: HostingOrder) -> str:
        return f"key of {order.name}"

    def undeploy(self, name: str) -> None:
        with self._open() as book:
            if fault := self._fault(book):
                self._raise(fault)
            one = book["standing"].get(name)
            if one and one["left"] is None:
                one["left"] = self.deleting

    def made(self) -> list[str]:
        """The names that were made, in order: what is paid for."""
        with self._open() as book:
            return [str(name) for name in book["made"]]

    def take_away(self, name: str) -> None:
        """Take one away behind everybody's back."""
        with self._open() as book:
            del book["standing"][name]

    def _one(self, book: dict[str, Any], name: str) -> dict[str, Any]:
        if name not in book["standing"]:
            message = f"deployment: there is no {name}"
            raise UnknownDeployment(message)
        found: dict[str, Any] = book["standing"][name]
        return found

    def _fault(self, book: dict[str, Any]) -> str:
        fault = self.faults[book["calls"] % len(self.faults)]
        book["calls"] += 1
        return fault

    def _raise(self, fault: str) -> None:
        message = f"hoster: {fault}"
        raise (BadInput if fault == "refused" else TransientError)(message)

    @contextmanager
    def _open(self) -> Iterator[dict[str, Any]]:
        path = self.folder / "hosted.json"
        with (self.folder / "lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            book = (
                json.loads(path.read_text())
                if path.exists()
                else {"standing": {}, "made": [], "calls": 0}
            )
            try:
                yield book
            finally:
                partial = path.with_suffix(".partial")
                partial.write_text(json.dumps(book))
                partial.replace(path)

    def list(self) -> list[str]:
        with self._open() as book:
            return sorted(book["standing"])
