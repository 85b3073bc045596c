"""What the Hub calls splits and sizes of a dataset."""

from __future__ import annotations

HUB_SPLITS = {"train": "train", "valid": "validation", "test": "test"}
"""Our splits by what the Hub calls them."""
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


def size_category(rows: int) -> str:
    """Return the Hub's name for a number of rows."""
    return next((name for most, name in _SIZES if rows < most), "1M<n<10M")
