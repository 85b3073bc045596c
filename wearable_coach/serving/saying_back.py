"""What a user says back after an answer: why, another exercise, since yesterday, that cannot be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.follow_ups import FollowUp, Talk, follow_up
from wearable_coach.records import VITAL_FIELDS
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.readings import heard_readings
from wearable_coach.serving.symptoms import squeezed


class SaidBack(NamedTuple):
    """What kind of saying something back it is, and what the talk has come to."""

    kind: FollowUp
    talk: Talk


_PARTS = "parts"
_OF_READINGS = frozenset({"doubt", "again"})
"""Kinds that speak of what was told."""
_TELLS_ONLY = re.compile(
    r"(?:데요|거든요|어요|에요|예요|는데|인데|다고요|습니다|라고요)[?.!~ㅠㅋ ]*$"
)
"""How people end what only tells something."""
_LONGEST = 60
"""What is longer tells or asks something else, too [characters]."""


def said_back(asked: Asked, brief: Brief) -> SaidBack | None:
    """Return what kind of saying something back a question is.

    None where nothing was answered before, or where it is another question.

    Args:
        asked: The request with its earlier turns.
        brief: The day as all words make it.
    """
    is_answered = any(m.role == "assistant" for m in asked.history)
    said = squeezed(asked.question)
    if not is_answered or len(said) > _LONGEST:
        return None
    name = next((n for n, pattern in _patterns().items() if pattern.search(said)), "")
    corrected = _corrected(asked, brief)
    if corrected and (not name or name == "doubt"):
        return SaidBack(follow_up("corrected"), Talk(corrected=corrected))
    told = any(value is not None for value in brief.vitals.__dict__.values())
    if not name or (name in _OF_READINGS and not told):
        return None
    sore = _sore(squeezed(asked.user_words))
    if name == "swap" and not _sore(said):
        return None
    talk = Talk(sore=_sore(said) or sore, of_moving=True, of_readings=told)
    return SaidBack(follow_up(name), talk)


def _corrected(asked: Asked, brief: Brief) -> str:
    """Return the reading that the last words tell otherwise than the record, and that counts now; else nothing."""
    said = heard_readings(asked.question).values
    if not _TELLS_ONLY.search(asked.question.strip()):
        return ""
    told, known = asked.told.vitals.__dict__, brief.vitals.__dict__
    return next(
        (
            name
            for name in VITAL_FIELDS
            if name in said
            and told[name] is not None
            and said[name] != told[name]
            and known[name] == said[name]
        ),
        "",
    )


def _sore(said: str) -> str:
    """Return the part that the words say hurts, empty where they say it of none that an exercise is known for."""
    for name, word in _read()[_PARTS].items():
        if re.search(
            rf"{word}.{{0,6}}(?:아프|아파|아픈|시큰|뻐근|결려|결리|쑤시|삐|안좋|안올라)", said
        ):
            found: str = name
            return found
    return ""


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {
        name: re.compile("|".join(f"(?:{p})" for p in ways))
        for name, ways in _read().items()
        if name != _PARTS
    }


@cache
def _read() -> Mapping[str, Any]:
    path = files("wearable_coach.serving") / "saying_back.yaml"
    rows: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return rows
