"""What of a store's folder on this machine may go: ended local jobs, and writes that a kill left."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from backends.local.worker.job_folder import JobFolder
from wearable_coach.errors import StoreConflict
from wearable_coach.retention.groups import SETTLED, RemovalGroup, RetentionPolicy, last_written
from wearable_coach.store import Listed
from wearable_coach.store.reading import entries, modified_and_size, walk

_GOING = ".pruned-"


def judge_job_folders(
    jobs: Path, ended: Mapping[str, datetime], policy: RetentionPolicy, *, now: datetime
) -> list[RemovalGroup]:
    """Return what becomes of the folders of local jobs: checkpoints, logs, the rows trained on.

    Args:
        jobs: Folder of the jobs.
        ended: When each job of the ledger ended; the model of one lies in the store by then.
        policy: How much is kept.
        now: The time.

    Raises:
        BadInput: a folder cannot be listed.
    """
    folders = sorted(Path(e.path) for e in entries(jobs, jobs) if e.is_dir(follow_symlinks=False))
    return [_judged(path, ended.get(path.name), policy, now) for path in folders]


def remove_job_folder(group: RemovalGroup, jobs: Path) -> bool:
    """Take a job's folder away, if no worker is there; half of it is never taken for a job.

    Returns:
        Whether it went.

    Raises:
        StoreConflict: it cannot be taken away.
    """
    path = jobs / group.prefix.rstrip("/").rpartition("/")[2]
    try:
        if not path.name.startswith("."):
            lock = JobFolder(path).take_lock(patience_s=0)
            if lock is None:
                return False
            try:
                path = path.rename(path.with_name(f"{_GOING}{path.name}"))
            finally:
                os.close(lock)
        shutil.rmtree(path)
    except OSError as error:
        message = (
            f"prune: cannot delete {path} ({error.strerror}); let this user write there, then again"
        )
        raise StoreConflict(message) from None
    return True


def _judged(
    path: Path, ended: datetime | None, policy: RetentionPolicy, now: datetime
) -> RemovalGroup:
    prefix = f"{path.parent.name}/{path.name}/"
    objects = tuple(_listed(path, prefix)) or (Listed(prefix, 0, _modified(path)),)
    if path.name.startswith("."):  # a submitter or a prune was killed over it
        group = RemovalGroup("local job", prefix, objects, last_written(objects))
        return group.judged(now, SETTLED)
    at = ended or last_written(objects)
    need = "" if ended else "its job is open, or of another store"
    if ended and (path / "lock").exists() and JobFolder(path).is_held():
        need = "its worker is there"
    return RemovalGroup("local job", prefix, objects, at).judged(now, policy.limit, need)


def _listed(path: Path, prefix: str) -> Iterable[Listed]:
    for key, file in walk(path, path):
        if (found := modified_and_size(file)) is not None:
            modified, size = found
            yield Listed(f"{prefix}{key}", size, datetime.fromtimestamp(modified, UTC))


def _modified(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
