"""What the codes of an answer are called in Korean."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from wearable_coach.serving.structuring import SAID
from wearable_coach.standards.table import table


@cache
def words() -> dict[str, dict[str, str]]:
    """Return ``words_ko.yaml``: group → code → words."""
    text = (files("wearable_coach.explaining") / "words_ko.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, dict[str, str]] = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader
    return loaded


def word(group: str, code: str) -> str:
    """Return what a code is called; one of a later version is called by itself."""
    return words()[group].get(code, code)


def reason_words(code: str) -> str:
    """Return what a reason of a level is called: a trigger of the day, or what a user's words ask help for."""
    if code.startswith(SAID):
        return word("needs", code.removeprefix(SAID))
    return word("reasons", code)


def why_words(why: str) -> str:
    """Return why the rules wrote an answer."""
    return word("why", why.partition(":")[0])


def level_words(level: int) -> str:
    """Return what a safety level is called."""
    label: str = table("safety")["levels"][level]["label_ko"]
    return label


def cap_words(cap: str) -> str:
    """Return what a cap is called."""
    label: str = table("labels")["caps"][cap]
    return label


def screening_words(code: str) -> str:
    """Return what a decision of the screening is called; one of a later version by its code."""
    known: dict[str, str] = table("labels")["screening"]
    return known.get(code, code)
