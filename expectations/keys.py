"""What rows may have in common, as numbers: rows are compared by these, never by their texts.

A key is the first 64 bits of a hash. That two of 1.5 million different texts share one has a probability of
6 in 100 million; a row is then composed anew that need not have been, and nothing is ever missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

from expectations.columns_ordered import origins
from expectations.texts.found import compact
from wearable_coach.dataset.diversity import masked
from wearable_coach.records import Row

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from wearable_coach.dataset.plan import RowSpec

    Keys = NDArray[np.uint64]

_BYTES = 8


def answer_text(row: Row) -> str:
    """Return all answers of a conversation as one text."""
    return "\n".join(m.content for m in row.messages if m.role == "assistant")


def key_of(text: str) -> int:
    """Return the key of a text; 0 of an empty one."""
    data = text.encode(errors="surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=_BYTES).digest()) if text else 0


def keys_of(texts: Iterable[str]) -> Keys:
    """Return the key of each text."""
    import numpy as np  # noqa: PLC0415 - slow to import, of the workflow

    texts = list(texts)
    known = {text: key_of(text) for text in set(texts)}
    return np.fromiter((known[text] for text in texts), dtype=np.uint64, count=len(texts))


def row_keys(rows: Sequence[Row], ordered: Sequence[RowSpec] | None) -> dict[str, Keys]:
    """Return the keys by name, one a row.

    Args:
        rows: The rows, of the right types.
        ordered: What each row was to be, where that is known; it says whose a real day is.
    """
    said = [[compact(m.content) for m in row.messages] for row in rows]
    both = list(zip(rows, said, strict=True))
    of = {
        "conversation": ("".join(texts[1:]) for texts in said),
        "question": (_first_question(row, texts) for row, texts in both),
        "replies": (_replies(row, texts) for row, texts in both),
        "masked_answer": (masked(answer_text(row)) for row in rows),
        "origin": origins(rows, ordered),
    } | {name: [getattr(row, name) for row in rows] for name in _PLAIN}
    return {name: keys_of(texts) for name, texts in of.items()}


_PLAIN = ("row_id", "split", "category", "kind", "source", "person_id", "template_family")


def _first_question(row: Row, texts: Sequence[str]) -> str:
    return next((t for m, t in zip(row.messages, texts, strict=True) if m.role == "user"), "")


def _replies(row: Row, texts: Sequence[str]) -> str:
    said = zip(row.messages, texts, strict=True)
    return "".join(t for m, t in said if m.role == "assistant")
