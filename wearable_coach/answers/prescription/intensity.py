"""How hard: Karvonen targets with the working shown, or RPE and the talk test alone."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.illness import often_medicated
from wearable_coach.answers.prescription.person import Limit, intensity_row
from wearable_coach.answers.prescription.plan import WeeklyPlan
from wearable_coach.rendering.labels import condition_label
from wearable_coach.rendering.numbers_ko import plain
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.karvonen import karvonen_target_bpm
from wearable_coach.standards.numbers import half_up
from wearable_coach.standards.table import table


class IntensityWords(NamedTuple):
    """How an intensity class is written."""

    level_ko: str
    band: str
    """Share of the reserve, e.g. ``40~59%``."""
    low_pct: int
    high_pct: int
    rpe: str
    talk: str


@cache
def words_of(intensity: str) -> IntensityWords:
    """Return the words of light, moderate or vigorous. Source: STD-INT-001."""
    row = intensity_row(intensity)
    low, high = row["hrr_pct"][0], row["hrr_pct"][1] - 1
    talk = table("intensity")["talk_test"][intensity]
    rpe = f"{row['rpe'][0]}~{row['rpe'][1]}"
    return IntensityWords(row["level_ko"], f"{low}~{high}%", low, high, rpe, talk)


@lru_cache(maxsize=8192)
def working(percent: int, resting_bpm: int, hrmax_bpm: Decimal) -> tuple[str, int]:
    """Write out a Karvonen target: ``63 + 0.40 × (176.5 − 63) = 108.4 → 108bpm``.

    Args:
        percent: Share of the reserve [%HRR].
        resting_bpm: Resting heart rate used [beats/min].
        hrmax_bpm: Maximal heart rate, unrounded [beats/min].

    Returns:
        The working, and the target [beats/min].

    Source: STD-HR-010 (Karvonen 1957), STD-ROUND-004.
    """
    exact = karvonen_target_bpm(percent, resting_bpm=resting_bpm, hrmax_bpm=hrmax_bpm)
    target = half_up(exact)
    share = f"0.{percent:02d}"
    text = f"{resting_bpm} + {share} × ({plain(hrmax_bpm)} − {resting_bpm}) = {plain(exact)}"
    return f"{text} → {target}bpm", target


@lru_cache(maxsize=1024)
def hrmax_line(formula: str, age_years: int) -> tuple[str, str]:
    """Return the formula's name and its line for an age, e.g. ``208 − 0.7 × 45``."""
    hrmax = table("heart_rate")["hrmax"]
    row = hrmax["formulas"][hrmax["selectable"][formula]]
    return row["label_ko"], row["written_ko"].replace("나이", str(age_years))


def targets(brief: Brief, intensity: str) -> tuple[int, int] | None:
    """Return the target range [beats/min], None when bpm is withheld."""
    if brief.facts.hr is None:
        return None
    words = words_of(intensity)
    return brief.facts.hr.target_bpm(words.low_pct), brief.facts.hr.target_bpm(words.high_pct)


def intensity_section(
    brief: Brief, plan: WeeklyPlan, limit: Limit, speak: Speaker, *, in_water: bool = False
) -> str:
    """Write how hard the aerobic part is; `in_water`: it is done there, where heart rate reads lower."""
    with_bpm = brief.facts.hr is not None
    lines = _with_bpm(brief, plan, speak) if with_bpm else _without_bpm(brief, plan, speak)
    if with_bpm:
        lines += _with_care(brief, plan, speak, in_water=in_water)
    closing = []
    if plan.reduced:
        closing.append(speak.say("int.cap.recovering" if plan.recovering else "int.cap"))
    elif plan.held:
        closing.append(speak.say("int.held"))
    elif limit.intensity == "light":
        closing.append(speak.say("int.light_wish"))
    elif plan.stages and with_bpm and brief.rng.random() < 0.5:  # noqa: PLR2004 - half add it
        closing.append(speak.say("int.low_end"))
    return "\n".join([*lines, *closing])


def _with_bpm(brief: Brief, plan: WeeklyPlan, speak: Speaker) -> list[str]:
    hr, age = brief.facts.hr, brief.profile.age
    if hr is None or age is None:
        return []
    name, formula = hrmax_line(brief.hrmax_formula, age)
    heads: list[str] = []
    works: list[str] = []
    for bout in plan.bouts:
        words = words_of(bout.intensity)
        low_work, low = working(words.low_pct, hr.rhr_used_bpm, hr.hrmax_bpm)
        high_work, high = working(words.high_pct, hr.rhr_used_bpm, hr.hrmax_bpm)
        slot = "int.head.of_days" if len(plan.bouts) > 1 else "int.head"
        head = speak.say(slot, level_ko=words.level_ko, band=words.band, low=low, high=high)
        heads.append(f"- {head} {speak.say('int.rpe', rpe=words.rpe, talk=words.talk)}")
        if not works:  # one working shows how both go
            works.append(speak.say("int.work", low_work=low_work, high_work=high_work))
    used = speak.say(
        "int.used",
        formula_name=name,
        formula=formula,
        hrmax=plain(hr.hrmax_bpm),
        rhr_name="오늘" if brief.profile.baseline_rhr is None else "평소",
        rhr_used=hr.rhr_used_bpm,
    )
    lines = [*heads, f"- {used}", *(f"- {work}" for work in works), speak.say("int.error")]
    if plan.reduced and _resting_reaches(brief, plan):
        lines.append(speak.say("int.today_high"))
    return lines


def exercise_bpm(brief: Brief) -> int:
    """Return the heart rate that was recorded in exercise [beats/min], 0 where none was or it cannot be one."""
    if brief.profile.hr_context != "exercise" or "hr_far_above_hrmax" in brief.facts.warnings:
        return 0
    return brief.vitals.heart_rate or 0


def _with_care(brief: Brief, plan: WeeklyPlan, speak: Speaker, *, in_water: bool) -> list[str]:
    """Say where a range does not hold, or was left: under medicines, in water, in the exercise just recorded."""
    said = []
    if often_medicated(brief.profile):
        said.append(speak.say("int.medicine"))
    target = targets(brief, plan.intensity)
    if target is not None and exercise_bpm(brief) > target[1]:
        slot = "int.over.recovering" if plan.recovering and not plan.held else "int.over"
        said.append(speak.say(slot, top=target[1]))
    elif not plan.recovering:
        said += _as_recorded(brief, plan, speak)
    if in_water:
        said.append(speak.say("int.water"))
    return said


def _as_recorded(brief: Brief, plan: WeeklyPlan, speak: Speaker) -> list[str]:
    """Say which of the ranges the exercise just recorded was in, or that it was below them."""
    bpm = exercise_bpm(brief)
    ranges = [(b.intensity, *(targets(brief, b.intensity) or (0, 0))) for b in plan.bouts]
    if not bpm:
        return []
    for intensity, low, high in ranges:
        if low <= bpm <= high:
            return [speak.say("int.within", level_ko=words_of(intensity).level_ko)]
    near: int = table("heart_rate")["hrmax"]["error_bpm"]
    if bpm + near >= min(low for _, low, _ in ranges):
        return [speak.say("int.near")]
    return [speak.say("int.under.today" if plan.reduced else "int.under")]


def _resting_reaches(brief: Brief, plan: WeeklyPlan) -> bool:
    """Say whether today's resting heart rate is at or near the lower target."""
    target, today = targets(brief, plan.intensity), brief.vitals.resting_heart_rate
    near = table("heart_rate")["hrmax"]["error_bpm"]
    return target is not None and today is not None and today + near >= target[0]


def _without_bpm(brief: Brief, plan: WeeklyPlan, speak: Speaker) -> list[str]:
    names = brief.facts.hr_invalid
    why = "hr_method_invalid" if names else brief.facts.hr_targets_withheld
    invalid = ", ".join(map(condition_label, names))
    lines = [speak.say(f"int.none.{why}", invalid=invalid)]
    for bout in plan.bouts:
        words = words_of(bout.intensity)
        head = speak.say("int.rpe_only", level_ko=words.level_ko, rpe=words.rpe)
        lines.append(f"- {head} {speak.say('int.talk_only', talk=words.talk)}")
    return lines
