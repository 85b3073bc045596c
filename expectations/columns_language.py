"""Columns of the dataset suite on language: what a category lacks in variety."""

from __future__ import annotations

from wearable_coach.dataset.variety import SentenceCounts
from wearable_coach.records import LanguageFloor

LACKING = ("skeletons_few", "sentences_common", "language_shared")
"""The columns' names."""


def lacking(of: SentenceCounts, floor: LanguageFloor) -> dict[str, str]:
    """Return what a category lacks of its floor, by column; an empty text where it lacks nothing."""
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
