"""The system prompts, one a kind of conversation."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from wearable_coach.records import Kind


@cache
def system_prompts() -> dict[str, str]:
    """Return the plan's system prompts by kind, word for word."""
    text = (files("wearable_coach.rendering") / "prompts.yaml").read_text(encoding="utf-8")
    prompts: dict[str, str] = yaml.safe_load(text)
    return prompts


def system_prompt(kind: Kind) -> str:
    """Return the system prompt of a kind."""
    return system_prompts()[kind]
