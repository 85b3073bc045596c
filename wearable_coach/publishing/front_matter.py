"""A card's head: the YAML between two lines of hyphens that the Hub reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from wearable_coach.errors import BadInput

_LINE = "---\n"


def with_front_matter(head: Mapping[str, Any], body: str) -> str:
    """Return a card of a head and a text."""
    return f"{_LINE}{_written(head)}{_LINE}\n{body.lstrip()}"


def split_card(card: str) -> tuple[dict[str, Any], str]:
    """Return a card's head and its text; a card without a head has an empty one.

    Raises:
        BadInput: its head is no YAML mapping.
    """
    if not card.startswith(_LINE):
        return {}, card
    head, _, body = card.removeprefix(_LINE).partition(f"\n{_LINE}")
    try:
        found = yaml.safe_load(head)
    except yaml.YAMLError:
        found = None
    if not isinstance(found, dict):
        message = "card: its head is no YAML mapping; have the version repaired with `wearable-coach refresh --repair`"
        raise BadInput(message)
    return found, body.lstrip("\n")


def _written(head: Mapping[str, Any]) -> str:
    text: str = yaml.safe_dump(dict(head), allow_unicode=True, sort_keys=False, width=100)
    return text
