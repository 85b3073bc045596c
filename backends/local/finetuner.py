"""Fine-tuning on this machine: a real LoRA run in a worker process that outlives its submitter.

With the embedded base it shows the loop, not medical quality: 1.3 million weights learn part of
the form of an answer and no medicine.
"""

from __future__ import annotations

import os
import re
import signal
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from backends.local import preflight as look
from backends.local.base_model import TINY, BaseModel, content_hash, open_base
from backends.local.checkpointing import wants_checkpointing
from backends.local.job import plain_errors, plain_reads, progress_of, refuse_another, write_job
from backends.local.machine import default_threads
from backends.local.worker.adapter import ADAPTER, effective_values
from backends.local.worker.job_folder import JobFolder, RunOptions, read_json, write_bytes
from backends.local.worker.launch import launch
from backends.local.worker.settings import DEFAULTS
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.contract import (
    JobResult,
    Preflight,
    PreflightCheck,
    Seen,
    UnknownJob,
)
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.order import BackendName, JobOrder, OrderTerms, Setting, TrainingData
from wearable_coach.store.reading import cannot_read, entries

Device = Literal["auto", "cpu", "cuda"]
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
_MOST_LOG = 20_000
QUANTIZATION = "nf4, double, of the frozen base"


class LocalOptions(NamedTuple):
    """How jobs run here."""

    threads: int = 0
    """Threads of torch; 0: the cores at hand, at most four."""
    checkpoint_every: int = 100
    """Steps between checkpoints: what a kill can cost [count]."""
    device: Device = "auto"
    """auto: a GPU for models of 100 million weights and more, else the processor."""
    tiny_learning_rate: float | None = 2e-3
    """What the tiny base takes in place of the plan's 2e-4; None: what was requested."""
    quantize: bool = False
    """QLoRA: the base's weights in 4 bits, for a card of 16 GB; needs CUDA and bitsandbytes."""
    warn_only: bool = False
    """Note a rank larger than the model instead of refusing it."""


class LocalFineTuner:
    """Jobs in a folder, a worker process each."""

    backend: BackendName = "local"

    def __init__(
        self, jobs: Path, *, base: str = TINY, options: LocalOptions | None = None
    ) -> None:
        """Keep jobs under `jobs`, made when first written to; train on `base`.

        Args:
            jobs: Folder of the jobs.
            base: ``tiny``, or a folder with a Llama model.
            options: How jobs run here.
        """
        self.jobs, self.base = Path(jobs).absolute(), base
        self.options = options or LocalOptions()

    def settle(self, requested: Hyperparameters) -> OrderTerms:
        """Say what would be done, without any effect."""
        base = open_base(self.base)
        effective = requested.model_dump()
        settings: dict[str, Setting] = dict(DEFAULTS)
        notes = []
        if base.is_tiny:
            notes.append("base model: the tiny base shows the loop, not medical quality")
        own = self.options.tiny_learning_rate
        plan = Hyperparameters().learning_rate
        if base.is_tiny and own is not None and requested.learning_rate == plan:
            effective["learning_rate"] = settings["learning_rate_override"] = own
            notes.append(
                f"learning_rate: {own:g} instead of the plan's {plan:g}, which is for 8 billion weights; the tiny base learns no format with it"
            )
        if self.options.quantize:
            settings["quantization"] = QUANTIZATION
        limit = look.rank_limit(base)
        if requested.lora_rank > limit:
            message = f"lora_rank: {requested.lora_rank} is more than the base's width of {limit}; take at most {limit}"
            if not self.options.warn_only:
                raise BadInput(message)
            notes.append(message)
        return OrderTerms(
            base_model=_identity(base, content_hash(base.folder)),
            effective=effective,
            settings=settings,
            notes=tuple(notes),
        )

    def preflight(self, order: JobOrder, data: TrainingData) -> Preflight:
        """Look at base, rows, packages, memory or GPU, and disk."""
        base = self._base_of(order)
        counted = look.count(base, data)
        gpu = self.options.quantize or look.wants_gpu(base, self.options.device)
        checks = (
            PreflightCheck(
                name="base model", ok=True, message=f"{base.folder}: {base.parameters:,} weights"
            ),
            look.data_check(counted, base.context),
            look.template_check(base),
            *look.machine_checks(
                base,
                self.jobs,
                rank=order.requested.lora_rank,
                tokens=counted.train_tokens,
                device=self.options.device,
                quantized="quantization" in order.settings,
            ),
        )
        estimate = look.estimate(base, counted, order, gpu=gpu, threads=self._threads())
        return Preflight(checks=checks, estimate=estimate)

    def submit(self, order: JobOrder, data: TrainingData) -> None:
        """Start the job, or go on with it where it stopped."""
        packages = look.packages_check()
        if not packages.ok:
            message = f"packages: {packages.message}"
            raise BadInput(message)
        path = self.jobs / order.name
        with plain_errors(path):
            if not path.exists():
                write_job(path, order, data, self._run_options(order, data))
            folder = JobFolder(path)
            refuse_another(folder.order(), order)
            self._start(folder)

    def status(self, name: str) -> Seen:
        """Return how the job is; one whose worker is gone can be submitted again."""
        folder = self._folder(name)
        with plain_reads(folder.path):
            held = (
                folder.is_held()
            )  # before the status: a worker that ends says so before it lets go
            said, progress = folder.status(), progress_of(folder)
        if said.ended:
            return Seen(state=said.state, reason=said.reason, progress=progress)
        if held:
            state = "CancelRequested" if folder.cancel_asked() else said.state
            waits = said.reason if state == "Queued" else ""
            state = "Queued" if state == "NotResponding" else state
            return Seen(state=state, reason=waits, progress=progress)
        why = said.reason if said.state == "NotResponding" else ""
        reason = why or f"its worker is gone, after step {progress.step or 0}"
        return Seen(state="NotResponding", reason=reason, progress=progress, revivable=True)

    def cancel(self, name: str) -> None:
        """Ask the worker to stop for good; without a worker the job is canceled at once."""
        folder = self._folder(name)
        if folder.status().ended:
            return
        with plain_errors(folder.path):
            write_bytes(folder / "cancel", b"")
            lock = folder.take_lock(patience_s=0.1)
            if lock is None:
                pid = folder.status().pid
                if pid is not None and folder.is_held():
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGTERM)
                return
            _end_canceled(folder, lock)

    def logs(self, name: str) -> str:
        """Return the end of the worker's log."""
        path = self._folder(name) / "worker.log"
        with plain_reads(path):
            text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        return text[-_MOST_LOG:]

    def result(self, name: str) -> JobResult:
        """Return the adapter's folder, hashes, and the values as it was saved with."""
        folder = self._folder(name)
        state = folder.status().state
        if state != "Completed":
            message = f"job: {name} is {state}, it has no result; wait for it or order it again"
            raise BadInput(message)
        adapter = folder / ADAPTER
        with plain_reads(adapter):
            files = {p.name: sha256(p.read_bytes()).hexdigest() for p in sorted(adapter.iterdir())}
        return JobResult(
            model=str(adapter),
            files=files,
            effective=effective_values(folder),
            metrics=read_json(folder / "summary.json") or {},
        )

    def list(self) -> list[str]:
        """Return the names of all jobs in the folder."""
        found = (Path(entry.path) for entry in entries(self.jobs, self.jobs))
        return sorted(p.name for p in found if _is_job(p))

    def _folder(self, name: str) -> JobFolder:
        path = self.jobs / name
        if not (_NAME.fullmatch(name) and _is_job(path)):
            message = f"job: there is no {name!r} in {self.jobs}"
            raise UnknownJob(message)
        return JobFolder(path)

    def _threads(self) -> int:
        return self.options.threads or default_threads()

    def _base_of(self, order: JobOrder) -> BaseModel:
        base = open_base(self.base)
        found = _identity(base, content_hash(base.folder))
        if found != order.base_model:
            message = f"base model: the order is for {order.base_model}, {base.folder} is {found}; name the folder it was ordered with"
            raise BadInput(message)
        return base

    def _run_options(self, order: JobOrder, data: TrainingData) -> RunOptions:
        base = self._base_of(order)
        quantized = "quantization" in order.settings
        on_gpu = quantized or look.wants_gpu(base, self.options.device)
        return RunOptions(
            base_folder=str(base.folder),
            base_sha256=content_hash(base.folder),
            device="cuda" if on_gpu else "cpu",
            threads=self._threads(),
            checkpoint_every=self.options.checkpoint_every,
            gradient_checkpointing=wants_checkpointing(base, order, data, on_gpu=on_gpu),
            quantized=quantized,
        )

    def _start(self, folder: JobFolder) -> None:
        if folder.status().ended:
            return
        lock = folder.take_lock(patience_s=0.2)
        if lock is None:
            return
        if folder.status().ended:
            os.close(lock)
        elif folder.cancel_asked():
            _end_canceled(folder, lock)
        else:
            folder.queue()
            launch(folder, lock)


def _end_canceled(folder: JobFolder, lock: int) -> None:
    try:
        if not folder.status().ended:
            folder.note("Canceled", "canceled while no worker was at it")
    finally:
        os.close(lock)


def _is_job(path: Path) -> bool:
    """Say whether a job lies there; one that cannot be read is there, and reading it tells so."""
    if path.name.startswith("."):
        return False
    try:
        (path / "order.json").lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise cannot_read(path, error) from None
    return True


def _identity(base: BaseModel, digest: str) -> str:
    return f"{TINY if base.is_tiny else base.folder.name}@sha256:{digest}"
