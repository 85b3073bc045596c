"""The answer from the rules: composed as a training answer is, and verified before it leaves."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from wearable_coach.answers.brief import Brief
from wearable_coach.faults import kind_and_place
from wearable_coach.records import Verdict
from wearable_coach.serving.guard import verified
from wearable_coach.serving.need import need_of
from wearable_coach.serving.prompts import Asked, brief_of, composed
from wearable_coach.serving.urgency import NOTHING
from wearable_coach.serving.urgent_text import urgent_text
from wearable_coach.standards.facts import Facts
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.safety import is_minor
from wearable_coach.verification import accepted

_log = logging.getLogger("wearable_coach.serving")

ATTEMPTS = 20
"""Voices and seeds tried before the shortest safe text is given."""
Write = Callable[[Asked, Brief], str]


class RulesAnswer(NamedTuple):
    """A text of the rules and the verdicts that let it pass."""

    text: str
    verdicts: tuple[Verdict, ...]
    minimal: bool = False
    """Whether no attempt passed, so that only the shortest safe text was left."""


@cache
def texts() -> dict[str, Any]:
    """Return ``texts.yaml``."""
    path = files("wearable_coach.serving") / "texts.yaml"
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def rules_report(asked: Asked) -> RulesAnswer:
    """Answer an interpretation or a prescription from the rules; whose goal asks for help is told what to do."""
    need = need_of(asked)
    if need != NOTHING and need.level >= asked.known.facts.safety_level:
        text = urgent_text(need, asked.known.profile)
        return RulesAnswer(text, verified(text, asked))
    return verified_answer(asked, lambda a, brief: composed(brief, a.kind, a.wish).turns[0][1])


def verified_answer(asked: Asked, write: Write) -> RulesAnswer:
    """Return the first text that the verifier accepts; the minimal one when none is."""
    for attempt in range(ATTEMPTS):
        answer = _attempt(asked, write, attempt)
        if answer is not None:
            return answer
    text = minimal_text(asked.known.facts, minor=is_minor(asked.known.profile))
    return RulesAnswer(text, verified(text, asked, kind="coaching"), minimal=True)


def _attempt(asked: Asked, write: Write, attempt: int) -> RulesAnswer | None:
    try:
        text = write(asked, brief_of(asked, asked.known, attempt=attempt))
        verdicts = verified(text, asked)
    except Exception as error:  # noqa: BLE001 - a phrase wanted what was not told: say it otherwise, lose nobody
        _log.warning("rules: a wording failed (%s); another is tried", kind_and_place(error))
        return None
    return RulesAnswer(text, verdicts) if accepted(verdicts) else None


def minimal_text(facts: Facts, *, minor: bool) -> str:
    """Return the shortest safe text of a level: what must be said, and no number of the day."""
    level = facts.safety_level
    key = str(int(level))
    if level < SafetyLevel.CONTACT:  # below medical contact the person decides
        key = "minor" if minor else key
        if not minor and facts.max_intensity_allowed == "none":
            key = "none"
    text: str = texts()["minimal"][key]
    return text
