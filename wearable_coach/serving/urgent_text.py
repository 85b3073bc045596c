"""What is said to whom needs help: the act first, then what to do meanwhile for that kind, from a table with its sources."""

from __future__ import annotations

from typing import Any

from wearable_coach.records import Profile, Verdict
from wearable_coach.rendering.josa import josa
from wearable_coach.serving.urgency import SEEN, SELF, UNCLEAR, Need
from wearable_coach.standards.table import table

RULE = "STD-URG-001"
VIOLENCE = "violence"
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
    violent = _said(acts["violent"], names) if need.violent and need.kind != VIOLENCE else ""
    if need.helped:
        row = "helped_again" if need.helped % 2 == 0 else "helped"
        part = "crisis" if need.urgency == "crisis" else "other"
        return (_said(acts[row][part][voice], names), violent)
    if need.held and need.anew:
        return (_called(need, voice, names), violent, _said(_meanwhile(need, voice), names))
    if need.held:
        ways = acts["again"][need.urgency][voice]
        again = _said(ways[(need.held - 1) % len(ways)], names)
        return (_called(need, voice, names), again, violent)
    first = _called(need, voice, names)
    has_own = need.urgency in acts["kinds"].get(need.kind, {}).get("first", {})
    close = "" if has_own else _said(acts["close"][need.urgency][voice], names)
    worse = acts["worse"][voice] if need.urgency in {"urgent", "contact"} else ""
    meanwhile = _said(_meanwhile(need, voice), names)
    return (first, violent, meanwhile, close, "" if "119" in meanwhile else worse)


def _called(need: Need, voice: str, names: dict[str, Any]) -> str:
    """Return whom to call first: who is hurt by another calls the police, too."""
    acts = table("urgent_acts")
    row = acts["kinds"].get(need.kind, {}).get("first", {}).get(need.urgency)
    way = row or acts["first"][need.urgency]
    if need.held and not row:
        way = acts["first_again"][need.urgency]
    return _said(way[voice], names)


def urgent_verdicts(need: Need, profile: Profile) -> tuple[Verdict, ...]:
    """Return for each part of an urgent answer that it stands in the table, word for word."""
    found: list[Verdict] = []
    start = 0
    for part in filter(None, urgent_parts(need, profile)):
        claim = f"required:{need.kind or need.urgency}"
        found.append(Verdict(claim, "supported", RULE, part, "", 0, start))
        start += len(part) + 1
    return tuple(found)


def _meanwhile(need: Need, voice: str) -> str:
    kinds: dict[str, dict[str, Any]] = table("urgent_acts")["kinds"]
    part = need.urgency if need.urgency in {"emergency", "crisis"} else "less"
    for kind in (need.kind, _DEFAULT if part == "emergency" else ""):
        row = kinds.get(kind, {}).get(part)
        if row:
            return str(row.get(voice, row.get("other", "")))
    return ""


def _names(need: Need, profile: Profile) -> dict[str, Any]:
    acts = table("urgent_acts")
    who = need.who or "본인"
    is_young = profile.age is not None and profile.age < acts["youth_below_age"]
    youth = acts["kinds"]["suicide_self_harm"]["youth"]
    said = {name: josa(who, particle) for name, particle in _PARTICLES.items()}
    sugar = table("told")["glucose_mg_dl"]
    return {**acts["numbers"], **sugar, **said, "who": who, "youth": youth if is_young else ""}


def _said(way: str, names: dict[str, Any]) -> str:
    return way.format(**names)
