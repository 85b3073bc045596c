"""The file of a last fence, which lies beside the model: a sentence's shape a line."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable
from hashlib import sha256

from wearable_coach.errors import BadInput
from wearable_coach.promotion.fence_note import FenceNote
from wearable_coach.serving.fence import LEAST_LIKENESS, Fence
from wearable_coach.store import Damaged, Missing, Store
from wearable_coach.store.writing import put

_HASH_CHARACTERS = 12


def fence_bytes(shapes: Iterable[str]) -> bytes:
    """Return the file of a fence: a shape a line, sorted, the same bytes for the same shapes."""
    return gzip.compress("\n".join(sorted(shapes)).encode(), mtime=0)


def write_fence(
    store: Store, folder: str, shapes: Iterable[str], *, dataset_version: str
) -> FenceNote:
    """Lay the sentences that a model was trained on beside it, named by what they are.

    Raises:
        StoreConflict: the place cannot be written.
    """
    lines = set(shapes)
    data = fence_bytes(lines)
    digest = sha256(data).hexdigest()
    key = f"{folder}/sentences-{digest[:_HASH_CHARACTERS]}.gz"
    put(store, key, data)
    return FenceNote(
        state="on",
        key=key,
        sha256=digest,
        sentences=len(lines),
        dataset_version=dataset_version,
        least_likeness=LEAST_LIKENESS,
    )


def read_fence(store: Store, name: str, note: FenceNote | None) -> Fence | None:
    """Return the fence that the pointer asks for; None where it asks for none.

    Raises:
        BadInput: its file is missing or is not what the pointer says; nothing is served without it.
    """
    if note is None or note.state != "on":
        return None
    remedy = f"run `wearable-coach promote {name}`, or with --no-fence to serve without it"
    try:
        data = store.read(note.key).data
        if sha256(data).hexdigest() == note.sha256:
            text = gzip.decompress(data).decode()
            return Fence(text.split("\n"), least=note.least_likeness or LEAST_LIKENESS)
        why = "was changed"
    except Missing:
        why = "is missing"
    except (Damaged, OSError, EOFError, zlib.error, UnicodeDecodeError):
        why = "arrives damaged"
    message = f"fence: {store.where(note.key)} {why}; {remedy}"
    raise BadInput(message)
