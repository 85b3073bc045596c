"""What the rules say of what was told: told readings of their own level, and that the words were taken into account."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import yaml

from wearable_coach.answers.everyday.sports import names
from wearable_coach.records import VITAL_FIELDS
from wearable_coach.rendering.josa import josa
from wearable_coach.rendering.labels import condition_label
from wearable_coach.serving.ages import age_in
from wearable_coach.serving.person import denied_conditions
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.readings import readings_in
from wearable_coach.serving.wishes import goal_in
from wearable_coach.standards.facts import Facts
from wearable_coach.standards.fields import vital_rows
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.safety import is_minor
from wearable_coach.standards.told import told_level

_MORE_URGENT = frozenset({"red_flag_symptom", "spo2_le_90"})


@cache
def _texts() -> dict[str, dict[str, str]]:
    path = files("wearable_coach.serving") / "told_texts.yaml"
    loaded: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def told_reason(facts: Facts) -> str:
    """Return the rules' text where a told reading decides a day's level, nothing where another does."""
    if facts.safety_level < SafetyLevel.CONTACT or _MORE_URGENT & set(facts.safety_reasons):
        return ""
    said = _texts()["reasons"]
    deciding = (r for r in facts.safety_reasons if told_level(r) == facts.safety_level)
    return next((said[reason] for reason in deciding), "")


def acknowledged(text: str, asked: Asked, level: int) -> str:
    """Return an answer with a line that says what of the user's words it takes into account.

    An emergency says nothing beside its act.

    Args:
        text: The answer.
        asked: What was asked.
        level: The answer's level of safety.
    """
    if level >= SafetyLevel.EMERGENCY:
        return text
    line = heard_line(asked, text)
    if not line:
        return text
    if asked.kind != "coaching":
        return f"{line}\n\n{text}"
    return f"{text} {line}" if level >= SafetyLevel.CONTACT else f"{line} {text}"


def heard_line(asked: Asked, text: str | None = None) -> str:
    """Return the line that says what was taken from the user's words; nothing where they told nothing new.

    Args:
        asked: What was asked.
        text: The answer, where it is known: of a chat the line says that a condition counts only where it does.
    """
    parts = (_conditions(asked, text), _denied(asked), _age(asked), *_readings(asked), _goal(asked))
    return " ".join(part for part in parts if part)


def _conditions(asked: Asked, text: str | None) -> str:
    new = [c for c in asked.known.profile.conditions if c not in asked.told.profile.conditions]
    if text is not None and asked.kind == "coaching" and not _lowers(asked):
        new = [c for c in new if names(text, c)]
    return _said("conditions", map(condition_label, new), "을")


def _lowers(asked: Asked) -> bool:
    """Say whether what was told lowers what the day allows."""
    told, known = asked.told.facts, asked.known.facts
    return told.max_intensity_allowed != known.max_intensity_allowed


def _denied(asked: Asked) -> str:
    given = asked.told.profile.conditions
    denied = [c for c in denied_conditions(asked.own_words) if c in given] if given else []
    return _said("denied", map(condition_label, denied), "은")


def _age(asked: Asked) -> str:
    told, known = asked.told.profile.age, asked.known.profile.age
    said = _texts()["heard"]
    heard = age_in(asked.own_words)
    if heard is not None and None not in {told, known} and heard != told:
        return said["older"]
    if known == told:
        return ""
    return said["minor"] if is_minor(asked.known.profile) else said["age"].format(age=known)


def _goal(asked: Asked) -> str:
    """Say in a report that a goal was not understood, and for what it was taken."""
    is_unread = bool(asked.wish) and goal_in(asked.wish) is None and asked.kind != "coaching"
    return _texts()["heard"]["goal"] if is_unread else ""


def _readings(asked: Asked) -> list[str]:
    record, known = asked.told.vitals, asked.known.vitals
    differing = [
        n
        for n, value in readings_in(asked.user_words).items()
        if getattr(record, n) is not None and getattr(record, n) != value
    ]
    taken = [n for n in differing if getattr(known, n) != getattr(record, n)]
    kept = [n for n in differing if n not in taken]
    return [_said("readings", _names(taken), "은"), _said("record", _names(kept), "은")]


def _names(fields: Iterable[str]) -> list[str]:
    return [vital_rows()[n].label_ko for n in VITAL_FIELDS if n in set(fields)]


def _said(name: str, what: Iterable[str], particle: str) -> str:
    listed = list(what)
    if not listed:
        return ""
    joined = listed[0]
    for one in listed[1:]:
        joined = f"{josa(joined, '과')} {one}"
    return _texts()["heard"][name].format(what=josa(joined, particle))
