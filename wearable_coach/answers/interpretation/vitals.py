"""The section 지표별 해석: one bullet for each reading that is there."""

from __future__ import annotations

from collections.abc import Callable

from wearable_coach.answers.interpretation.ground import FEW_STEPS, Ground, withheld_clause
from wearable_coach.rendering import numbers_ko as ko
from wearable_coach.rendering.labels import label
from wearable_coach.standards.facts import HeartRateFacts
from wearable_coach.standards.fields import VitalField, told_rows
from wearable_coach.standards.intensity import (
    hrr_bands,
    intensity_classes,
    lower_cap,
    shown_hrr_pct,
)
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.numbers import shown

_HELP = "의료기관 연락이"
_URGENT_RHR, _URGENT_SPO2 = "high", "borderline"
"""Classes whose usual words (rest, measure again, ask) would come before the help that is due."""
_ORDERED_NORMS = ("{} 권장 {}", "{} 권장 범위 {}")
_UNREMARKABLE = frozenset(
    {
        "hr.rest", "distance.stride", "distance.plain", "kcal.plain", "weight.height",
        "weight.plain", "spo2.normal", "spo2.normal_quiet", "bmi.normal", "bmi.quiet", "steps.quiet",
        "sleep.quiet", "rhr.normal", "rhr.low_normal",
    }
)  # fmt: skip
"""Slots that add little to a reading and its class: few reports say them."""
_SAID_ALL_THE_SAME = 0.2
_LEFT_OUT_IN_BRIEF = _UNREMARKABLE | {
    "sleep.recommended", "sleep.long", "steps.sedentary", "steps.low_active", "steps.somewhat_active",
    "steps.active", "steps.highly_active", "bmi.pre_obese", "bmi.obese_1", "bmi.athlete",
}  # fmt: skip
"""Slots that who asks for little is spared: what there is to do about them stands among the day's acts."""


def each_vital(ground: Ground) -> str:
    """Write a bullet for each reading, in the order of the plan."""
    told = [f for f in told_rows() if f.words.slot in ground.values]
    bullets = (_bullet(ground, f) for f in told)
    return "\n".join(f"- {head}: {tail}" if tail else f"- {head}" for head, tail in bullets)


def _meaning(ground: Ground, slot: str, **values: object) -> str:
    """Say what a reading means; of what is unremarkable mostly nothing unless asked, beside help that is due nothing."""
    if ground.asks_brief and slot in _LEFT_OUT_IN_BRIEF:
        return ""
    if slot in _UNREMARKABLE:
        is_left_out = ground.brief.rng.random() >= _SAID_ALL_THE_SAME and not ground.asks_each
        if ground.level >= SafetyLevel.CONTACT or is_left_out:
            return ""
    return ground.say(slot, **values)


def _bullet(ground: Ground, field: VitalField) -> tuple[str, str]:
    """Write a reading's head and what it means; one without a writer of its own is told plainly."""
    slot = field.words.slot
    write = WRITERS.get(slot)
    if write is not None:
        return write(ground)
    return f"**{field.words.short_ko} {ground.values[slot]}**", ground.say(f"{slot}.plain")


def _heart_rate(ground: Ground) -> tuple[str, str]:
    context, hr = ground.brief.profile.hr_context, ground.values["hr"]
    if context == "exercise":
        return _in_exercise(ground, hr)
    name = {"rest": "쉴 때", "24h": "24시간 평균", None: "측정 상황 모름"}[context]
    slot = {"rest": "hr.rest", "24h": "hr.day", None: "hr.unknown"}[context]
    if "hr_below_rhr" in ground.odd:
        slot = "hr.below"
    elif context == "rest" and (ground.brief.vitals.heart_rate or 0) > ground.values["k"].fast:
        slot = "hr.rest_high"
    return f"**심박수 {hr}** ({name})", _meaning(ground, slot)


def _in_exercise(ground: Ground, hr: str) -> tuple[str, str]:
    facts = ground.brief.facts
    plain = f"**심박수 {hr}** (운동 중)"
    if "hr_far_above_hrmax" in ground.odd:
        return plain, ground.say("hr.exercise_far")
    if facts.hr is None or facts.hr.acsm_class is None or facts.hr.pct_hrr is None:
        clause = withheld_clause(facts.hr_targets_withheld, facts.hr_invalid)
        return plain, ground.say("hr.exercise_unknown", withheld=clause)
    if facts.hr.pct_hrr < 0:
        return plain, ground.say("hr.exercise_low")
    row = intensity_classes()[facts.hr.acsm_class]
    label, level = row["label_ko"], row["level_ko"]
    named = f"'{label}'" if label == level else f"'{label}', {level}"
    pct = f"{shown(facts.hr.pct_hrr, hrr_bands())}%"
    said = ground.say("hr.exercise", pct_hrr=pct)
    aim = _too_hard(ground) if ground.quiet else _aimed(ground, facts.hr)
    return f"**심박수 {hr}** (운동 중, {named})", f"{said} {aim}".strip()


def _too_hard(ground: Ground) -> str:
    """Say of hard exercise on a day without any that it is not to be gone on with; of other exercise say nothing."""
    if ground.minor or not ground.worked_hard:
        return ""
    if ground.brief.facts.max_intensity_allowed == "none":
        return ground.say("hr.exercise_hard_none")
    is_new = ground.brief.profile.regularly_active is False
    return ground.say("hr.exercise_hard_new" if is_new else "hr.exercise_hard")


def _aimed(ground: Ground, hr: HeartRateFacts) -> str:
    """Say that the exercise recorded was within what is wished for and allowed, or harder; of less say nothing.

    It was a little harder as far as it is above the range by no more than the estimate's own error.
    """
    level = lower_cap(ground.brief.profile.desired_intensity, ground.ceiling)
    low, high = (hr.target_bpm(pct) for pct in shown_hrr_pct(level))
    classes = list(intensity_classes())
    above = classes.index(str(hr.acsm_class)) - classes.index(level)
    if above < 0:
        return ""
    far = (ground.brief.vitals.heart_rate or 0) - high > ground.values["k"].hrmax_error
    over = "hr.exercise_far_over" if far else "hr.exercise_over"
    slot = over if above else "hr.exercise_within"
    values = {"level_ko": label("intensity", level), "range": ko.bpm_range(low, high)}
    return ground.say(slot, **values)


def _resting(ground: Ground) -> tuple[str, str]:
    values = ground.values
    head = f"**안정시 심박수 {values['rhr']}** ('{values['rhr_label']}')"
    flag = ground.brief.facts.rhr_flag
    if ground.level == SafetyLevel.CONTACT and flag == _URGENT_RHR:
        meaning = ground.say("rhr.urgent", help=_HELP)
    elif ground.invalid and ground.level <= SafetyLevel.REDUCE:
        meaning = ground.say(f"rhr.{ground.invalid[0]}")
    else:
        meaning = _meaning(ground, _resting_slot(ground))
    return head, f"{meaning} {_change(ground)}".strip()


def _resting_slot(ground: Ground) -> str:
    profile, flag = ground.brief.profile, ground.brief.facts.rhr_flag
    if flag in ("low", "very_low"):
        if "dizziness" in profile.symptoms:
            return "rhr.low_dizzy"
        if ground.slow_by_nature:
            return "rhr.very_low_usual"
        trained = profile.athlete or (flag == "low" and bool(profile.regularly_active))
        return f"rhr.{flag}_{'trained' if trained else 'untrained'}"
    return f"rhr.{flag}"


def _change(ground: Ground) -> str:
    delta = ground.brief.facts.rhr_delta_bpm
    if "hr_below_rhr" in ground.odd:
        return ""  # a reading that is held is not compared
    if delta is None:  # what that means for the day stands where readings are read together
        return ground.say("rhr.nobase") if ground.quiet else ""
    if delta == 0:
        return ground.say("rhr.base_same")
    if delta < 0:
        is_low = ground.brief.facts.rhr_flag in ("low", "very_low")
        return ground.say("rhr.base_low" if is_low else "rhr.base_down")
    near = ground.brief.facts.rhr_delta_flag == "none"
    return ground.say("rhr.base_near" if near else "rhr.base_up")


def _sleep(ground: Ground) -> tuple[str, str]:
    values = ground.values
    if ground.minor:
        is_short = ground.brief.facts.sleep_flag in ("short", "very_short")  # for an adult already
        slot = "sleep.minor_short" if is_short else "sleep.minor"
        return f"**수면 {values['sleep']}**", ground.say(slot)
    age = ground.brief.profile.age
    older = age is not None and age >= values["k"].older
    adult = "성인" if age is not None else f"{values['k'].older}세 미만 성인"
    who = f"{values['k'].older}세 이상" if older else adult
    rng = ground.brief.rng
    pattern = _ORDERED_NORMS[int(rng.random() * len(_ORDERED_NORMS))]
    norm = pattern.format(who, values["sleep_norm"])
    tail = _meaning(
        ground,
        f"sleep.{'quiet' if _quiet(ground) else ground.brief.facts.sleep_flag}",
        norm=norm,
        norm_short=values["sleep_norm"],
    )
    return f"**수면 {values['sleep']}** ('{values['sleep_label']}')", tail


def _quiet(ground: Ground) -> bool:
    """Say whether sleep is told without advice: where help is the first thing, or clearance and it was not short."""
    facts = ground.brief.facts
    is_withheld = facts.max_intensity_allowed == "none" and facts.sleep_flag != "short"
    return ground.level > SafetyLevel.DEFER or is_withheld


def _steps(ground: Ground) -> tuple[str, str]:
    values = ground.values
    if ground.minor or ground.steps_hold:
        slot = "steps.odd" if ground.steps_hold else "steps.minor"
        return f"**걸음수 {values['steps']}**", ground.say(slot)
    head = f"**걸음수 {values['steps']}** ('{values['steps_label']}')"
    facts = ground.brief.facts
    told = "quiet" if ground.quiet else facts.step_class
    may_move = facts.max_intensity_allowed != "none"
    if may_move and facts.step_class in FEW_STEPS and ground.exercised:
        told = "trained"  # said here alone, whatever the day allows
    return head, _meaning(ground, f"steps.{told}")


def _distance(ground: Ground) -> tuple[str, str]:
    slot = "distance.plain"
    if "unusual:stride" in ground.odd:
        slot = "distance.odd_stride"
    elif "distance_without_steps" in ground.odd:
        slot = "distance.lone"
    elif "stride" in ground.values:
        slot = "distance.stride"
    return f"**이동 거리 {ground.values['dist']}**", _meaning(ground, slot)


def _kcal(ground: Ground) -> tuple[str, str]:
    slot = "kcal.odd" if "unusual:kcal_per_kg_km" in ground.odd else "kcal.plain"
    return f"**활동 칼로리 {ground.values['kcal']}**", _meaning(ground, slot)


def _oxygen(ground: Ground) -> tuple[str, str]:
    values = ground.values
    head = f"**산소포화도 {values['spo2']}** ('{values['spo2_label']}')"
    flag = ground.brief.facts.spo2_flag
    if ground.level == SafetyLevel.CONTACT and flag == _URGENT_SPO2:
        return head, ground.say("spo2.urgent", help=_HELP)
    quiet = flag == "normal" and ground.quiet and not ground.minor
    return head, _meaning(ground, "spo2.normal_quiet" if quiet else f"spo2.{flag}")


def _weight(ground: Ground) -> tuple[str, str]:
    whole = "height" in ground.values and "bmi" in ground.values
    fits = whole and "unusual:implied_height" not in ground.odd
    slot = "weight.height" if fits else "weight.plain"
    return f"**체중 {ground.values['weight']}**", _meaning(ground, slot)


_NOT_HEAVY = frozenset({"quiet", "underweight", "normal"})


def _bmi(ground: Ground) -> tuple[str, str]:
    values, profile = ground.values, ground.brief.profile
    if ground.minor:
        return f"**BMI {values['bmi']}**", ground.say("bmi.minor")
    slot = "quiet" if ground.quiet else ground.brief.facts.bmi_ksso
    if profile.athlete and slot not in _NOT_HEAVY:
        slot = "athlete"
    born = next((c for c in ("pregnancy", "postpartum") if c in profile.conditions), None)
    slot = born or slot
    return f"**BMI {values['bmi']}** ('{values['bmi_label']}')", _meaning(ground, f"bmi.{slot}")


WRITERS: dict[str, Callable[[Ground], tuple[str, str]]] = {
    "hr": _heart_rate,
    "rhr": _resting,
    "sleep": _sleep,
    "steps": _steps,
    "dist": _distance,
    "kcal": _kcal,
    "spo2": _oxygen,
    "weight": _weight,
    "bmi": _bmi,
}
