"""The files by which the Hub and other programs know a version: ``README.md`` and ``croissant.json``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wearable_coach.dataset.croissant import CROISSANT, croissant
from wearable_coach.dataset.file_facts import FileFacts
from wearable_coach.reporting.card_data import CardData
from wearable_coach.reporting.card_words import card_words
from wearable_coach.reporting.hub_card import README, hub_card
from wearable_coach.store.datasets import json_bytes

_Files = dict[str, Callable[[], bytes]]


def with_hub_files(files: Mapping[str, Callable[[], bytes]], card: CardData) -> _Files:
    """Return the files of a version with the two that tell of the others, which are made last.

    Args:
        files: Every other file but the manifest, by name.
        card: The version.
    """
    first = FileFacts(files)
    told = first.watched() | {README: lambda: hub_card(card, first.all()).encode()}
    second = FileFacts(told)
    about = card_words("en").text["lead"]
    return second.watched() | {
        CROISSANT: lambda: json_bytes(croissant(card.version, about, second.all()))
    }
