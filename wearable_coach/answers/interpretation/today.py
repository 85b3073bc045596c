"""The section 오늘의 권장 행동: what to do today, never above the day's cap."""

from __future__ import annotations

from functools import cache

from wearable_coach.answers.illness import care_of, often_medicated
from wearable_coach.answers.interpretation.ground import FEW_STEPS, Ground, joined, withheld_clause
from wearable_coach.answers.interpretation.overall import decisive, felt, leads_with_cause
from wearable_coach.rendering import numbers_ko as ko
from wearable_coach.rendering.labels import condition_label, label
from wearable_coach.standards.intensity import intensity_classes, lower_cap, shown_hrr_pct
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.numbers import one_decimal
from wearable_coach.standards.safety import FAST
from wearable_coach.standards.table import table

_FULL_WORKING = 0.25
_RULES = {
    "hypertension": ("consider.hypertension.no_held_breath",),
    "cvd": ("consider.cvd.no_held_breath",),
    "asthma": ("consider.asthma.inhaler", "consider.asthma.warm_up"),
    "anticoagulant": ("consider.anticoagulant.falls", "consider.anticoagulant.head"),
    "postpartum": ("consider.postpartum.pelvic_floor", "consider.postpartum.check_up"),
    "beta_blocker": ("consider.beta_blocker.stand_slowly",),
}
"""Conditions by what each asks of who may move, said each time (STD-COND-001); of the others one of ``rest.*``."""


class Advice(list[str]):
    """Bullets, and which sources they used."""

    def __init__(self) -> None:
        """Begin without bullets."""
        super().__init__()
        self.sources: list[str] = []

    def text(self) -> str:
        """Return the bullets as lines."""
        return "\n".join(f"- {bullet}" for bullet in self)


def today(ground: Ground) -> Advice:
    """Write what to do today by safety level, screening and wish."""
    advice = Advice()
    if ground.level == SafetyLevel.CONTACT:
        _contact(ground, advice)
    elif ground.minor:
        _minor(ground, advice)
    elif ground.brief.facts.screening == "stop_and_clearance":
        advice.append(ground.say("tx.exertional"))
        _recheck(ground, advice)
        advice.append(ground.say("tx.red"))
        advice.sources.append("acsm_2015")
    elif ground.brief.facts.screening == "clearance_before_any_exercise":
        advice.append(ground.say("tx.clearance"))
        _recheck(ground, advice)
        advice.append(_if_worse(ground))
        advice.sources.append("acsm_2015")
    elif ground.level == SafetyLevel.DEFER:
        _defer(ground, advice)
    else:
        _move(ground, advice)
    if ground.level < SafetyLevel.CONTACT and felt(ground):
        advice.insert(0, ground.say("t.felt", felt=joined(felt(ground))))
    _conditions(ground, advice)
    return advice


def _conditions(ground: Ground, advice: Advice) -> None:
    """Add what each condition asks for and whom to ask. Source: STD-COND-001."""
    conditions = ground.brief.profile.conditions
    if conditions:
        moves = not ground.quiet and not ground.minor
        slots = [
            s for c in conditions for s in (_RULES.get(c) if moves else None) or (f"rest.{c}",)
        ]
        asks = " ".join(ground.say(slot) for slot in slots)
        told = ", ".join(condition_label(c) for c in conditions)
        whom = f"ask.{conditions[0]}" if len(conditions) == 1 else "ask.several"
        advice.append(f"{asks} {ground.say(whom, told=told)}")


def _contact(ground: Ground, advice: Advice) -> None:
    first, _ = decisive(ground)
    key = joined([ground.values["reasons"], *felt(ground)])
    advice.append(ground.say("t3.contact", key=key))
    advice.append(ground.say("t3.none"))
    by_oxygen = any(code.startswith("spo2") for code in first)
    advice.append(ground.say("t3.spo2" if by_oxygen else "t3.rhr"))
    is_dizzy = "low_rhr_with_dizziness" in first
    red = "t3.red_dizzy" if is_dizzy else "t3.red"
    advice.append(ground.say("t3.red_fast" if _is_fast(ground) else red))


def _is_fast(ground: Ground) -> bool:
    """Say whether palpitations or dizziness would make it an emergency: they count from the readings' own edge."""
    return not FAST.isdisjoint(ground.brief.facts.safety_reasons)


def _if_worse(ground: Ground) -> str:
    """Say which signs are an emergency by the day's own reasons and an uneven heart's. Source: STD-SAFE-001."""
    if "atrial_fibrillation" in ground.brief.profile.conditions and not ground.minor:
        return f"{_signs(ground)} {ground.say('t2.worse_fibrillation')}"
    return _signs(ground)


def _signs(ground: Ground) -> str:
    if _is_fast(ground):
        return ground.say("t2.worse_fast")
    is_high = "rhr_101_120" in ground.brief.facts.safety_reasons
    return ground.say("t2.worse_high" if is_high else "t2.worse")


def _minor(ground: Ground, advice: Advice) -> None:
    if ground.brief.facts.screening == "stop_and_clearance":
        advice += [ground.say("tx.exertional"), ground.say("tx.red")]
        advice.sources.append("acsm_2015")
        return
    _recheck(ground, advice)
    advice += [ground.say(slot) for slot in ("tm.level01", "tm.sleep", "tm.worse")]
    if ground.level == SafetyLevel.DEFER:
        advice.append(_if_worse(ground))


def _recheck(ground: Ground, advice: Advice) -> None:
    """Add what to measure again or to make good, one bullet a deciding reason."""
    first, _ = decisive(ground)
    if ground.level == SafetyLevel.DEFER:
        said_by_others = {"sleep_lt_6"}
        if "rhr_101_120" in first:
            said_by_others.add("hr_at_rest_gt_120")
        advice += [ground.say(f"t2.{code}") for code in first if code not in said_by_others]
        if "sleep_lt_6" in ground.brief.facts.safety_reasons and not ground.minor:
            advice.append(ground.say("t1.sleep_lt_6"))
    elif ground.level:
        for code in first:
            if not (ground.minor and code == "sleep_lt_6"):
                advice.append(ground.say(f"t1.{code}"))


def _defer(ground: Ground, advice: Advice) -> None:
    advice.append(ground.say("t2.defer"))
    _recheck(ground, advice)
    care = care_of(ground.brief.profile)
    if ground.ill and care:
        advice.append(ground.say(f"ill.{care}"))
        if "fever" in ground.brief.profile.symptoms and care != "fever":
            advice.append(ground.say("t2.temperature"))
    has_had_enough = ground.walked_much or ground.worked_hard
    if not ground.ill and ground.brief.facts.rhr_flag != "high" and not has_had_enough:
        cap = lower_cap("light", ground.brief.facts.max_intensity_allowed)
        advice.append(ground.say(_light_slot(ground), target=_target(ground, cap, advice)))
    advice.append(_if_worse(ground))


def _light_slot(ground: Ground) -> str:
    """Return how light movement is allowed: by the number that is taken again, where one is."""
    first, _ = decisive(ground)
    if "spo2_93_94" in first:
        return "t2.light_spo2"
    return "t2.light" if "rhr_delta_ge_10" in first else "t2.light_fast"


def _move(ground: Ground, advice: Advice) -> None:
    profile = ground.brief.profile
    level = ground.advised
    target = _target(ground, level, advice)
    slot = _move_slot(ground, level)
    values = {"level_ko": label("intensity", level), "felt": joined(felt(ground))}
    advice.append(ground.say(slot, target=target, **values))
    by_bpm = ground.brief.facts.hr is not None
    if by_bpm and often_medicated(profile):
        advice.append(ground.say("t.medicine"))
    is_light = ground.ceiling == "light"  # what else is told here speaks of moderate intensity
    if level != "light":  # else the limit of screening is above what is advised
        _why(ground, advice)
    _recheck(ground, advice)
    if not ground.level:
        _care(ground, advice)
    if ground.bmi_stands_out:
        advice.append(ground.say(f"t.bmi_{ground.bmi_stands_out}"))
    says_week = ground.level == 0 or profile.goal is None
    if not is_light and says_week and not profile.athlete:  # who does far more than the least
        advice.append(ground.say(_week_slot(ground)))
        advice.sources.append("who_2020")
    if profile.goal is not None and not is_light:
        _goal(ground, advice)
    advice.append(ground.say(_stop_slot(ground)))


def _stop_slot(ground: Ground) -> str:
    """Return the signs to stop at: dizziness may be a low blood sugar or a slow heart, breathlessness is an asthma's."""
    conditions = ground.brief.profile.conditions
    if "diabetes" in conditions:
        return "stop.diabetes"
    if ground.slow_by_nature:
        return "stop.slow"
    return "stop.asthma" if "asthma" in conditions else "stop"


def _move_slot(ground: Ground, level: str) -> str:
    """Return how an intensity is told: what was done today already and who begins hear of it as such."""
    profile = ground.brief.profile
    if felt(ground):
        return "t0.after"
    if ground.level and not ground.worked_hard:
        return "t1.reduce_light" if ground.wished_light else "t1.reduce"
    if ground.worked_hard or ground.walked_much:
        return "t0.worked" if ground.worked_hard else "t0.walked"
    if ground.ceiling == "light":
        return "t0.light"
    if level != profile.desired_intensity:
        return "t0.capped"
    return "t0.start" if profile.regularly_active is False else "t0.go"


def _why(ground: Ground, advice: Advice) -> None:
    screening = ground.brief.facts.screening
    slot = f"why.{screening}"
    if ground.disease and screening != "unknown_activity_status":
        slot = "why.disease"
    elif not ground.speaker.has(slot):
        return
    if screening != "unknown_activity_status" or not leads_with_cause(ground):
        advice.append(ground.say(slot))
    advice.sources.append("acsm_2015")


def _care(ground: Ground, advice: Advice) -> None:
    facts = ground.brief.facts
    if facts.sleep_flag == "short":
        advice.append(ground.say("t0.sleep"))
    elif facts.rhr_delta_flag == "mild":
        advice.append(ground.say("t0.rhr"))
    elif facts.step_class in FEW_STEPS and _may_walk_more(ground):
        advice.append(ground.say("t.low_steps"))


def _may_walk_more(ground: Ground) -> bool:
    held = ground.steps_hold or ground.ceiling == "light"
    return not held and not ground.exercised


def _week_slot(ground: Ground) -> str:
    profile = ground.brief.profile
    if "pregnancy" in profile.conditions:
        return "week.pregnancy"
    older = profile.age is not None and profile.age >= ground.values["k"].older
    slot = "week.older" if older else "week.adult"
    if profile.regularly_active is False:
        return f"{slot}_new"
    return f"{slot}_vigorous" if ground.advised == "vigorous" else slot


def _goal(ground: Ground, advice: Advice) -> None:
    profile, slot = ground.brief.profile, f"goal.{ground.brief.profile.goal}"
    if profile.goal == "weight_loss":
        if "pregnancy" in profile.conditions:
            slot = "goal.weight_loss_pregnancy"
        elif ground.brief.facts.bmi_ksso == "underweight":
            slot = "goal.weight_loss_no"
        elif ground.brief.facts.bmi_ksso == "normal":
            slot = "goal.weight_loss_normal"
    if ground.walked_much and ground.speaker.has(f"{slot}_walked"):
        slot = f"{slot}_walked"
    if ground.speaker.has(slot):
        advice.append(ground.say(slot))


def _target(ground: Ground, level: str, advice: Advice) -> str:
    """Say the heart-rate range of a level, or RPE and talk test where no bpm is allowed."""
    facts = ground.brief.facts
    advice.sources.append("acsm_getp11")
    if facts.hr is None:
        return ground.say(
            "rpe",
            withheld=withheld_clause(facts.hr_targets_withheld, facts.hr_invalid),
            rpe=_rpe(level),
            talk=table("intensity")["talk_test"][level],
        )
    low, high = shown_hrr_pct(level)
    advice.sources.append("karvonen_1957")
    values = {
        "range": ko.bpm_range(facts.hr.target_bpm(low), facts.hr.target_bpm(high)),
        "pct": f"{low}~{high}%",
    }
    if ground.brief.rng.random() >= _FULL_WORKING or ground.asks_brief:
        return ground.say("bpm.plain", **values)
    baseline = ground.brief.profile.baseline_rhr is not None
    return ground.say(
        "bpm.full",
        hrmax=f"{ko.plain(one_decimal(facts.hr.hrmax_bpm))}bpm",
        hrmax_how=_written(ground),
        rhr_used=ko.bpm(facts.hr.rhr_used_bpm),
        rhr_used_name="평소 안정시 심박수" if baseline else "오늘 안정시 심박수",
        **values,
    )


def hrmax_row(ground: Ground) -> dict[str, str]:
    """Return the row of the dataset's one formula."""
    rows = table("heart_rate")["hrmax"]
    row: dict[str, str] = rows["formulas"][rows["selectable"][ground.brief.hrmax_formula]]
    return row


def _written(ground: Ground) -> str:
    return hrmax_row(ground)["written_ko"].replace("나이", str(ground.brief.profile.age))


@cache
def _rpe(level: str) -> str:
    low, high = intensity_classes()[level]["rpe"]
    return f"{low}~{high}"
