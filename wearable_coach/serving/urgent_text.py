"""What is said to whom needs help: the act first, then what to do meanwhile for that kind, from a table with its sources."""

from __future__ import annotations

from typing import Any

from wearable_coach.records import Profile, Verdict
from wearable_coach.rendering.josa import josa
from wearable_coach.serving.urgency import SEEN, SELF, UNCLEAR, Need
from wearable_coach.serving.violence import VIOLENCE, is_child, is_woman
from wearable_coach.standards.table import table

RULE = "STD-URG-001"
_DEFAULT = "persistent_symptom"
"""The kind whose acts hold for any."""
_PARTICLES = {"who_i": "가", "who_neun": "는", "who_reul": "를"}


def urgent_text(need: Need, profile: Profile) -> str:
    """Return the answer to a need: no reading, nothing normal, no training.

    Args:
        need: What help is needed, by whom.
        profile: The user, for a line for the young.
    """
    return " ".join(part for part in urgent_parts(need, profile) if part)


def urgent_parts(need: Need, profile: Profile) -> tuple[str, ...]:
    """Return the sentences of `urgent_text`: the act, what to do meanwhile, how it closes."""
    acts = table("urgent_acts")
    voice = "self" if need.who == SELF else "other"
    names = _names(need, profile)
    if need.kind == UNCLEAR:
        return (_said(acts["triage_again" if need.held else "triage"][voice], names),)
    if need.kind == SEEN:
        return (_said(acts["seen"][voice], names),)
    also = tuple(str(acts["also"][name]["say"]) for name in need.also)
    if need.held or need.helped:
        return (*_later(need, voice, names), *also)
    own = acts["kinds"].get(need.kind, {})
    first = _said(_first(need, own)[voice], names)
    close = _said(_close(need, own)[voice], names)
    worse = acts["worse"][voice] if need.urgency in {"urgent", "contact"} else ""
    meanwhile = _said(_meanwhile(need, voice), names)
    beside = _said(_beside(need, voice), names) if need.beside else ""
    worse = "" if "119" in first + meanwhile else worse
    return (first, *also, meanwhile, beside, close, worse)


def _later(need: Need, voice: str, names: dict[str, Any]) -> tuple[str, ...]:
    """Return what a later turn is told in other words: of help that was called, of what is told again, or of what stays."""
    acts = table("urgent_acts")
    violent = _said(acts["violent"], names) if VIOLENCE in {need.kind, need.beside} else ""
    if need.helped:
        row = "helped_again" if need.helped % 2 == 0 else "helped"
        part = "crisis" if need.urgency == "crisis" else "other"
        return (_said(acts[row][part][voice], names), violent)
    own = acts["kinds"].get(need.kind, {})
    first = _said(_first(need, own)[voice], names)
    if need.anew:
        beside = _said(_beside(need, voice), names) if need.beside else ""
        return (first, _said(_meanwhile(need, voice), names), beside)
    ways = acts["again"][need.urgency][voice]
    return (first, _said(ways[(need.held - 1) % len(ways)], names), violent)


def _first(need: Need, own: dict[str, Any]) -> dict[str, str]:
    """Return the act in both voices: a kind's own, or that of the urgency; who is hurt by somebody calls for the hurt first."""
    acts = table("urgent_acts")
    general: dict[str, dict[str, str]] = acts["first_again" if need.held else "first"]
    mine: dict[str, dict[str, str]] = own.get("first", general)
    is_hurt = bool(need.beside) and need.urgency == "emergency"
    act = mine.get("hurt" if is_hurt else need.urgency)
    return act if act is not None else general[need.urgency]


def _close(need: Need, own: dict[str, Any]) -> dict[str, str]:
    """Return how an answer closes in both voices: a kind's own way, or that of the urgency."""
    ways: dict[str, dict[str, str]] = own.get("close", {})
    return ways.get(need.urgency) or table("urgent_acts")["close"][need.urgency]


def urgent_verdicts(need: Need, profile: Profile) -> tuple[Verdict, ...]:
    """Return for each part of an urgent answer that it stands in the table, word for word."""
    found: list[Verdict] = []
    start = 0
    for part in filter(None, urgent_parts(need, profile)):
        claim = f"required:{need.kind or need.urgency}"
        found.append(Verdict(claim, "supported", RULE, part, "", 0, start))
        start += len(part) + 1
    return tuple(found)


def _own(need: Need, part: str) -> dict[str, str]:
    """Return how a kind of need begins or closes: in its own words, where it has them."""
    acts = table("urgent_acts")
    own: dict[str, dict[str, str]] = acts["kinds"].get(need.kind, {}).get(part, {})
    return own.get(need.urgency) or acts[part][need.urgency]


def _meanwhile(need: Need, voice: str) -> str:
    kinds: dict[str, dict[str, Any]] = table("urgent_acts")["kinds"]
    part = need.urgency if need.urgency in {"emergency", "crisis"} else "less"
    for kind in (need.kind, _DEFAULT if part == "emergency" else ""):
        row = kinds.get(kind, {}).get(part)
        if row:
            return str(row.get(voice, row.get("other", "")))
    return ""


def _beside(need: Need, voice: str) -> str:
    """Return what is to be done for what is told beside a need: in an emergency at once, else as who goes by themselves."""
    is_emergency = need.urgency == "emergency"
    return _meanwhile(Need("emergency" if is_emergency else "contact", need.beside), voice)


def _names(need: Need, profile: Profile) -> dict[str, Any]:
    acts = table("urgent_acts")
    who = need.who or "본인"
    is_young = profile.age is not None and profile.age < acts["youth_below_age"]
    youth = acts["kinds"]["suicide_self_harm"]["youth"]
    said = {name: josa(who, particle) for name, particle in _PARTICLES.items()}
    sugar = table("told")["glucose_mg_dl"]
    return {
        **acts["numbers"],
        **sugar,
        **said,
        "who": who,
        "youth": youth if is_young else "",
        "line": acts["kinds"][VIOLENCE]["lines"].get(_line(need, profile, is_young=is_young), ""),
    }


def _line(need: Need, profile: Profile, *, is_young: bool) -> str:
    """Return which line is named to who is hurt by somebody, or tells of it."""
    if need.who != SELF:
        return "child" if is_child(need.who) else "women" if is_woman(need.who) else ""
    return "young" if is_young else "" if profile.sex == "M" else "women"


def _said(way: str, names: dict[str, Any]) -> str:
    return way.format(**names)
