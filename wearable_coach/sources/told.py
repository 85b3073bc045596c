"""What is said of an import: how its files were read, and why no row of them was taken."""

from __future__ import annotations

from wearable_coach.sources.real_days import ImportResult
from wearable_coach.sources.rejects import Reject, remedy

_MOST_TOLD = 5


def told_of(result: ImportResult) -> tuple[str, ...]:
    """Return what is said of how files were read: each kind of reading otherwise, then what was left aside."""
    return (
        *(f"read as {kind}: {n:,}" for kind, n in result.counts),
        *(f"note: {note}" for note in result.notes),
    )


def none_taken(result: ImportResult) -> str:
    """Return what is said where no row of any file was taken: why, the first of each, and the remedy."""
    first: dict[str, Reject] = {}
    for reject in result.rejects:
        for reason in reject.reasons:
            first.setdefault(reason, reject)
    told = "; ".join(
        f"{reason} ({one.file}, line {one.line}): {remedy(reason)}"
        for reason, one in list(first.items())[:_MOST_TOLD]
    )
    return f"vitals: none of {result.n_rows:,} rows was taken: {told}"
