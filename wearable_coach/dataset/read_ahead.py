"""Reading ahead: the sentences that most rows are made of, read once for all processes and runs of one code.

They are those of a little dataset that is the same everywhere, so what is kept depends on no run.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from wearable_coach.verification import kept_sentences

ROWS = 3_000
"""How many rows are composed and read for it; further ones bring ever fewer sentences [count]."""
WORTH = 2_000
"""So many rows would themselves read more sentences than is lost by reading ahead [count]."""
_SEED = 0


def have_sentences(rows: int) -> None:
    """Know the sentences that are kept, or read and keep them where that pays off.

    Args:
        rows: How many rows are about to be composed.
    """
    folder = kept_sentences.sentences_folder(os.environ)
    if not kept_sentences.load(folder) and rows >= WORTH:
        read(folder)


@cache
def read(folder: Path) -> None:
    """Read the sentences of the little dataset and keep them; once in a process, and in one process at a time."""
    with kept_sentences.alone(folder):
        kept_sentences.load.cache_clear()
        if not kept_sentences.load(folder):  # nor has another kept them meanwhile
            _read(folder)


def _read(folder: Path) -> None:
    from wearable_coach.dataset.batches import make_plan  # noqa: PLC0415 - which reads ahead itself
    from wearable_coach.dataset.recipe import Recipe  # noqa: PLC0415
    from wearable_coach.dataset.rows import generate_row  # noqa: PLC0415

    plan = make_plan(Recipe().scaled_to(ROWS), _SEED, ())
    with kept_sentences.nothing_read():
        for spec in plan.specs:
            generate_row(spec, plan.settings)
        kept_sentences.keep(folder)


if __name__ == "__main__":
    have_sentences(WORTH)
