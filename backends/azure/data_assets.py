"""Training files as data assets of the workspace, named by content: created once, never changed."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import redirect_stderr
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from backends.azure.connection import Connection
from wearable_coach.errors import CoachError, TransientError

_VERSION = "1"
_TRIES = 3


class _Absent(CoachError):
    """The asset is not there yet."""


def ensure_asset(connection: Connection, parts: Iterable[bytes]) -> str:
    """Upload a file unless it is there, and return its reference for a job.

    Args:
        connection: The workspace.
        parts: A JSON lines file; its parts are put together on the disk, as the components of the
            catalogue take one file.

    Raises:
        TransientError: Azure could not be reached or was busy.
    """
    with TemporaryDirectory(prefix="wearable-coach-") as folder:
        path = Path(folder) / "rows.jsonl"  # the name is part of the asset's path: the same for all
        name = f"wearable-coach-{_written(path, parts)}"
        for _ in range(_TRIES):
            if _is_there(connection, name) or _created(connection, name, path):
                return f"azureml:{name}:{_VERSION}"
    message = f"data asset {name}: another upload of the same rows is under way; submit again"
    raise TransientError(message)


def _written(path: Path, parts: Iterable[bytes]) -> str:
    """Write a file, a part in memory at a time; return the hash of all its bytes."""
    digest = sha256()
    with path.open("wb") as file:
        for part in parts:
            digest.update(part)
            file.write(part)
    return digest.hexdigest()


def _is_there(connection: Connection, name: str) -> bool:
    try:
        with connection.calling(f"looking for data asset {name}", missing=_Absent):
            connection.client.data.get(name, version=_VERSION)
    except _Absent:
        return False
    return True


def _created(connection: Connection, name: str, path: Path) -> bool:
    """Create the asset; False where another submit of the same bytes is in the middle of it.

    Its blob, or the asset itself, is then there already: the name is the hash of the bytes, so
    that whoever was faster made the same.
    """
    from azure.ai.ml.entities import Data  # noqa: PLC0415 - slow to import
    from azure.core.exceptions import ResourceExistsError  # noqa: PLC0415

    asset = Data(name=name, version=_VERSION, type="uri_file", path=str(path))
    # The SDK ends an upload with an empty line on standard error, whatever show_progress says.
    with connection.calling("uploading training data"), redirect_stderr(io.StringIO()):
        try:
            connection.client.data.create_or_update(asset)
        except ResourceExistsError:
            return False
    return True
