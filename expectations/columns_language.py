"""Columns of the dataset suite on language: what a category's answers lack in variety, said of each of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wearable_coach.dataset.variety import SentenceCounts, sentence_counts
from wearable_coach.records import LanguageFloor, Row

_NAMES = ("skeletons_few", "sentences_common", "language_shared")


def language_columns(
    rows: Sequence[Row], floors: Mapping[str, LanguageFloor]
) -> dict[str, list[str | None]]:
    """Return the columns by name, a value a row: what the categories lack, of those that lack it; else null.

    Args:
        rows: The rows, of the right types.
        floors: What is asked, by category; of others nothing is.
    """
    lacking = {
        name: _lacking(of, floors[name])
        for name, of in sentence_counts([row for row in rows if row.category in floors]).items()
    }
    return {name: _told(rows, {c: of[name] for c, of in lacking.items()}) for name in _NAMES}


def _told(rows: Sequence[Row], lacks: Mapping[str, str]) -> list[str | None]:
    """Say of each row of a category that lacks something what all of them lack."""
    said = "; ".join(f"{category} {lack}" for category, lack in lacks.items() if lack)
    return [said if lacks.get(row.category) else None for row in rows]


def _lacking(of: SentenceCounts, floor: LanguageFloor) -> dict[str, str]:
    few = of.skeletons < floor.skeletons_min
    common = of.top_share > floor.top_share_max
    shared = of.shared is not None and of.shared > floor.shared_max
    return {
        "skeletons_few": f"{of.skeletons:,} of {floor.skeletons_min:,}" if few else "",
        "sentences_common": f"{of.top_share:.1%}, at most {floor.top_share_max:.0%}"
        if common
        else "",
        "language_shared": f"{of.shared:.1%}, at most {floor.shared_max:.0%}" if shared else "",
    }
