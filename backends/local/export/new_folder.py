"""A folder that appears under its name only when all of it is written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from wearable_coach.errors import BadInput


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Give a folder to write into, which becomes `target` where the block ends without a fault.

    Raises:
        BadInput: something is there already, or the place cannot be written.
    """
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        message = f"folder: {target} is there already, and not empty; name another, or move it away"
        raise BadInput(message)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        message = f"folder: {target} cannot be written ({error.strerror}); name another"
        raise BadInput(message) from None
    try:
        yield partial
        partial.chmod(0o755)
        partial.replace(target)
    except OSError as error:
        message = (
            f"folder: {target} cannot be written ({error.strerror}); make room, or name another"
        )
        raise BadInput(message) from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
