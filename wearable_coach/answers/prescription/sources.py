"""The last section: which source stands for what, only those that the answer used."""

from __future__ import annotations

from functools import cache

from wearable_coach.answers.brief import Brief
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.table import table


@cache
def cite_ko(source: str) -> str:
    """Return how an answer writes a source, as in ``sources.yaml``."""
    text: str = table("sources")[source]["cite_ko"]
    return text


def prescribed_sources(brief: Brief, speak: Speaker, said: str, *, strength: bool) -> str:
    """Cite what a prescription used; `said` is the answer so far, `strength` whether it has any."""
    ids = ["acsm_getp11", *(["acsm_2009"] if strength else []), "acsm_2015", "who_2020"]
    lines = [f"- {cite_ko(i)}: {speak.say(f'cite.{i}')}" for i in ids]
    if brief.facts.hr is not None:
        lines += _heart_rate_sources(brief, speak)
    if "평소(" in said:
        lines.append(f"- {cite_ko('buchheit_2014')}: {speak.say('cite.buchheit_2014')}")
    for source, mark in (
        ("ksso_2022", "BMI"),
        ("nsf_2015", "'권장'"),
        ("tudor_locke_2004", "걸음수"),
    ):
        if mark in said:
            lines.append(f"- {cite_ko(source)}: {speak.say(f'cite.{source}')}")
    lines.append(f"- {cite_ko('policy')}: {speak.say('cite.policy')}")
    return "\n".join(lines)


def _heart_rate_sources(brief: Brief, speak: Speaker) -> list[str]:
    hrmax = table("heart_rate")["hrmax"]
    source = hrmax["formulas"][hrmax["selectable"][brief.hrmax_formula]]["source"]
    return [
        f"- {cite_ko('karvonen_1957')}: {speak.say('cite.karvonen_1957')}",
        f"- {cite_ko(source)}: {speak.say('cite.hrmax')}",
    ]


def withheld_sources(brief: Brief, speak: Speaker) -> str:
    """Cite what a withheld prescription used."""
    lines = []
    if brief.facts.screening in ("stop_and_clearance", "clearance_before_any_exercise"):
        lines.append(f"- {cite_ko('acsm_2015')}: {speak.say('cite.acsm_2015')}")
    if "rhr_delta_ge_10" in brief.facts.safety_reasons:
        lines.append(f"- {cite_ko('buchheit_2014')}: {speak.say('cite.buchheit_2014')}")
    lines.append(f"- {cite_ko('policy')}: {speak.say('cite.policy_withheld')}")
    return "\n".join(lines)
