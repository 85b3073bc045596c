"""A job's folder: what submitter and worker tell each other, never seen half-written.

order.json     the order, written once with everything else the job is made of
run.json       how this machine runs it: base folder, threads, checkpoint interval
train.jsonl valid.jsonl
lock           held by the one worker, from before it is started until it is gone
cancel         somebody asks to stop for good
status.json    state, reason, process id
plan.json      steps and tokens, once the rows are read
metrics.jsonl  a line a step
checkpoint-N/  weights and optimizer after N steps
adapter/       the result, there only when complete
summary.json   last losses, seconds, tokens a second
worker.log
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from wearable_coach.errors import BadInput
from wearable_coach.finetuning.order import JobOrder
from wearable_coach.finetuning.states import TERMINAL
from wearable_coach.records import Record
from wearable_coach.store.parsing import Unparsed, object_of, record_of
from wearable_coach.store.permissions import owners_alone
from wearable_coach.store.reading import cannot_read, read_plain_file

_Kind = TypeVar("_Kind", bound=Record)
_WITHOUT = "remove it, and the job goes on without"
_ANEW = "cancel the job, and train it again with `finetune --again`"


class RunOptions(Record):
    """How this machine runs a job; decides nothing of what is trained, bar rounding."""

    base_folder: str
    base_sha256: str
    device: str = "cpu"
    threads: int = 2
    checkpoint_every: int = 100
    gradient_checkpointing: bool = False
    quantized: bool = False
    """Whether the base's weights are held in 4 bits (QLoRA)."""


class Status(NamedTuple):
    """The worker's last word."""

    state: str
    reason: str = ""
    pid: int | None = None

    @property
    def ended(self) -> bool:
        """Whether the job has ended for good."""
        return self.state in TERMINAL


class JobFolder:
    """One job's folder."""

    def __init__(self, path: Path) -> None:
        """Use a folder that is there."""
        self.path = path

    def __truediv__(self, name: str) -> Path:
        """Return the path of a file."""
        return self.path / name

    def order(self) -> JobOrder:
        """Return the order as it was submitted.

        Raises:
            BadInput: it cannot be read.
        """
        return _record(self / "order.json", JobOrder)

    def options(self) -> RunOptions:
        """Return how to run it.

        Raises:
            BadInput: that cannot be read.
        """
        return _record(self / "run.json", RunOptions)

    def status(self) -> Status:
        """Return the last word; before any, the job is queued.

        Raises:
            BadInput: it cannot be read.
        """
        said = read_json(self / "status.json") or {"state": "Queued"}
        try:
            return Status(**said)
        except TypeError:
            raise _unread(self / "status.json", "it is no status", _WITHOUT) from None

    def queue(self) -> None:
        """Write that a worker is about to start; the process of an earlier one is forgotten."""
        write_json(self / "status.json", Status("Queued")._asdict())

    def note(self, state: str, reason: str = "") -> None:
        """Write the status of this process's work."""
        write_json(self / "status.json", Status(state, reason, os.getpid())._asdict())

    def cancel_asked(self) -> bool:
        """Say whether somebody asked to stop for good."""
        return (self / "cancel").exists()

    def take_lock(self, *, patience_s: float = 1.0) -> int | None:
        """Return a descriptor that holds the lock, or None while a worker does.

        A process started with the descriptor holds it too, until the last of them is gone. The
        patience is for those who only look whether a worker is there.
        """
        until = time.monotonic() + patience_s
        while (handle := self._lock(fcntl.LOCK_EX)) is None and time.monotonic() < until:
            time.sleep(0.02)
        return handle

    def is_held(self) -> bool:
        """Say whether a worker is there."""
        handle = self._lock(fcntl.LOCK_SH)
        if handle is None:
            return True
        os.close(handle)
        return False

    def _lock(self, how: int) -> int | None:
        handle = os.open(self / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        return handle

    def metrics(self) -> list[dict[str, Any]]:
        """Return the lines of metrics; a torn last line is left out.

        Raises:
            BadInput: they cannot be read.
        """
        data = _bytes(self / "metrics.jsonl") or b""
        try:
            return [object_of(line) for line in data.split(b"\n")[:-1] if line]
        except Unparsed as why:
            raise _unread(self / "metrics.jsonl", str(why), _WITHOUT) from None

    def keep_metrics(self, *, until: int) -> None:
        """Forget the steps after a checkpoint; they are taken again."""
        kept = [line for line in self.metrics() if line["step"] <= until]
        text = "".join(json.dumps(line) + "\n" for line in kept)
        write_bytes(self / "metrics.jsonl", text.encode())


def read_json(path: Path) -> dict[str, Any] | None:
    """Return a JSON file's content, or None where there is none.

    Raises:
        BadInput: it cannot be read.
    """
    data = _bytes(path)
    try:
        return None if data is None else object_of(data)
    except Unparsed as why:
        raise _unread(path, str(why), _WITHOUT) from None


def _record(path: Path, kind: type[_Kind]) -> _Kind:
    data = _bytes(path)
    if data is None:
        raise _unread(path, "it is not there", _ANEW)
    try:
        return record_of(data, kind)
    except Unparsed as why:
        raise _unread(path, str(why), _ANEW) from None


def _bytes(path: Path) -> bytes | None:
    try:
        return read_plain_file(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise cannot_read(path, error) from None


def _unread(path: Path, why: str, remedy: str) -> BadInput:
    return BadInput(f"job folder: {path} cannot be read ({why}); {remedy}")


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Replace a JSON file, all or nothing."""
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Replace a file, all or nothing, on the disk when this returns."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    with open(partial, "wb", opener=owners_alone) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def rename_whole(partial: Path, target: Path) -> None:
    """Let a folder appear under its name, its files on the disk before it does."""
    for path in partial.iterdir():
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    partial.rename(target)
    handle = os.open(target.parent, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
