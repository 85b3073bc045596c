"""The section 종합 상태: what the day allows, and the grounds in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from wearable_coach.answers.interpretation.ground import FEW_STEPS, Ground, joined, withheld_clause
from wearable_coach.rendering.josa import josa
from wearable_coach.rendering.labels import label, symptom_label
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.safety import FAST
from wearable_coach.standards.table import table

_DECISIVE: dict[SafetyLevel, tuple[str, ...]] = {
    SafetyLevel.EMERGENCY: (
        "red_flag_symptom",
        "spo2_le_90",
        "rhr_gt_120",
        "hr_at_rest_ge_150",
        "hr_at_rest_gt_120",
    ),
    SafetyLevel.CONTACT: (
        "spo2_91_92",
        "spo2_lt_94_while_ill",
        "rhr_gt_120",
        "low_rhr_with_dizziness",
        "rhr_lt_40_not_trained",
        "hr_at_rest_ge_150",
    ),
    SafetyLevel.DEFER: (
        "spo2_93_94",
        "rhr_101_120",
        "hr_at_rest_gt_120",
        "fever_or_below_neck_illness",
        "rhr_delta_ge_20",
        "rhr_delta_ge_10",
        "sleep_lt_6",
    ),
    SafetyLevel.REDUCE: ("rhr_lt_40_usual_for_person", "rhr_delta_ge_10", "sleep_lt_6"),
    SafetyLevel.PROCEED: (),
}
"""Which reasons decide a level; those of a lower level are told beside them."""
_PAIR = frozenset({"rhr_delta_ge_10", "sleep_lt_6"})


def decisive(ground: Ground) -> tuple[list[str], list[str]]:
    """Return the codes that decide the level, and the others that fired."""
    facts = ground.brief.facts
    first = set(_DECISIVE[ground.level])
    if ground.level == SafetyLevel.EMERGENCY and not _with_high_rhr(ground):
        first -= FAST
    if ground.level == SafetyLevel.DEFER and not _PAIR.issubset(facts.safety_reasons):
        first -= _PAIR
    codes = dict.fromkeys(facts.safety_reasons)
    if "low_rhr_with_dizziness" in codes:
        codes.pop("rhr_lt_40_not_trained", None)
    if "rhr_gt_120" in codes or "rhr_101_120" in codes:
        codes.pop("rhr_delta_ge_20", None)
        codes.pop("rhr_delta_ge_10", None)
    if "rhr_delta_ge_20" in codes:
        codes.pop("rhr_delta_ge_10", None)
    if "spo2_lt_94_while_ill" in codes:
        codes.pop("fever_or_below_neck_illness", None)
    return [c for c in codes if c in first], [c for c in codes if c not in first]


def to_mind(ground: Ground) -> list[str]:
    """Name the readings of a day to mind, the most urgent first: what fired, else what is short, raised or few."""
    first, others = decisive(ground)
    if first or others:
        return [_REASONS[code](ground) for code in first + others]
    facts, values = ground.brief.facts, ground.values
    few = facts.step_class in FEW_STEPS and not (ground.exercised or ground.steps_hold)
    seen = (
        (facts.sleep_flag == "short", _sleep),
        (facts.rhr_delta_flag == "mild" and not ground.invalid, _delta),
        (bool(ground.bmi_stands_out), lambda _: f"BMI {values['bmi']}('{values['bmi_label']}')"),
        (few, lambda _: f"걸음수 {values['steps']}('{values['steps_label']}')"),
    )
    return [name(ground) for is_seen, name in seen if is_seen]


def felt(ground: Ground) -> list[str]:
    """Name what was told that no reason of the day names: what is felt of the heart, or comes with exertion."""
    facts, told = ground.brief.facts, ground.brief.profile.symptoms
    named = set() if FAST.isdisjoint(facts.safety_reasons) else set(_high_rhr_symptoms())
    if "low_rhr_with_dizziness" in facts.safety_reasons:
        named.add("dizziness")
    alone = facts.screening == "stop_and_clearance" and ground.level < SafetyLevel.CONTACT
    unnamed = _high_rhr_symptoms() if alone else {*_high_rhr_symptoms(), "exertional_symptom"}
    return [symptom_label(s) for s in told if s in unnamed - named]


def reason_words(ground: Ground, codes: list[str]) -> str:
    """Write safety reasons as joined nouns."""
    return joined([_REASONS[code](ground) for code in codes])


def _with_high_rhr(ground: Ground) -> bool:
    return not _high_rhr_symptoms().isdisjoint(ground.brief.profile.symptoms)


@cache
def _high_rhr_symptoms() -> frozenset[str]:
    return frozenset(table("safety")["symptoms"]["with_high_rhr"])


@cache
def _red_flags() -> frozenset[str]:
    return frozenset(table("safety")["symptoms"]["red_flags"])


def _red_flag(ground: Ground) -> str:
    told = ground.brief.profile.symptoms
    return joined([symptom_label(s) for s in told if s in _red_flags()])


def _spo2(ground: Ground) -> str:
    return f"산소포화도 {ground.values['spo2']}('{ground.values['spo2_label']}')"


def _spo2_ill(ground: Ground) -> str:
    return f"{josa(ground.values['ill'], '이')} 있는 가운데 나온 산소포화도 {ground.values['spo2']}"


def _rhr(ground: Ground) -> str:
    return f"안정시 심박수 {ground.values['rhr']}('{ground.values['rhr_label']}')"


def _rhr_very_high(ground: Ground) -> str:
    return f"{_felt(ground)}{_rhr(ground)}"


def _hr_at_rest(ground: Ground) -> str:
    return f"{_felt(ground)}쉴 때 잰 심박수 {ground.values['hr']}"


def _felt(ground: Ground) -> str:
    """Name the palpitations or dizziness that go with a fast heart, before it."""
    told = [s for s in ground.brief.profile.symptoms if s in _high_rhr_symptoms()]
    return f"{josa(joined([symptom_label(s) for s in told]), '과')} 함께 나타난 " if told else ""


def _rhr_dizzy(ground: Ground) -> str:
    return f"어지럼증과 함께 나타난 {_rhr(ground)}"


def _illness(ground: Ground) -> str:
    return str(ground.values["ill"])


def _delta(ground: Ground) -> str:
    values = ground.values
    return f"평소({values['base']})보다 {values['delta_abs']} 높은 안정시 심박수"


def _sleep(ground: Ground) -> str:
    if ground.minor:
        return f"{ground.values['sleep']}에 그친 수면"
    return f"수면 {ground.values['sleep']}('{ground.values['sleep_label']}')"


_REASONS: dict[str, Callable[[Ground], str]] = {
    "red_flag_symptom": _red_flag,
    "spo2_le_90": _spo2,
    "spo2_91_92": _spo2,
    "spo2_93_94": _spo2,
    "spo2_lt_94_while_ill": _spo2_ill,
    "rhr_gt_120": _rhr_very_high,
    "rhr_101_120": _rhr,
    "low_rhr_with_dizziness": _rhr_dizzy,
    "rhr_lt_40_not_trained": _rhr,
    "rhr_lt_40_usual_for_person": _rhr,
    "hr_at_rest_ge_150": _hr_at_rest,
    "hr_at_rest_gt_120": _hr_at_rest,
    "fever_or_below_neck_illness": _illness,
    "rhr_delta_ge_20": _delta,
    "rhr_delta_ge_10": _delta,
    "sleep_lt_6": _sleep,
}


def urgent(ground: Ground) -> str:
    """Write the act of an emergency and its ground: what decides, without what fired beside it."""
    first, _ = decisive(ground)
    fast = [code for code in first if code in FAST]
    reasons = reason_words(ground, [code for code in first if code not in fast[1:]])
    return _join(ground.say("head.4"), ground.say("ground.4", reasons=reasons))


def overall(ground: Ground) -> str:
    """Write the section's text: the action first, then its grounds."""
    first, others = decisive(ground)
    if first:
        ground.values["reasons"] = reason_words(ground, first)
    level = ground.level
    if level >= SafetyLevel.CONTACT:
        return _join(_headed(ground, level, others), _minor_too(ground))
    if ground.minor:
        return _minor(ground)
    if ground.brief.facts.screening == "stop_and_clearance":
        return _withheld(ground, "exertional", first + others)
    if ground.brief.facts.screening == "clearance_before_any_exercise":
        return _withheld(ground, _clearance(ground), first + others)
    told = _headed(ground, level, others) if level else _proceed(ground)
    return _join(_verdict(ground), told)


def _verdict(ground: Ground) -> str:
    """Say how the readings are on the whole to who asks for it; empty where too few are there to say so."""
    if not ground.asks_verdict or ground.odd or len(_points(ground)) <= 1:
        return ""
    facts = ground.brief.facts
    if ground.level:
        return ground.say("verdict.poor")
    seen = facts.sleep_flag == "short" or facts.rhr_delta_flag == "mild"
    weight = facts.bmi_ksso not in ("normal", "pre_obese", None)
    mixed = seen or weight or felt(ground)
    return ground.say("verdict.mixed" if mixed else "verdict.good")


def _join(*sentences: str) -> str:
    return " ".join(s for s in sentences if s)


def _headed(ground: Ground, level: int, others: list[str]) -> str:
    more = _beside(ground, others)
    reasons = ground.values["reasons"]
    told = str(level)
    if _ill_alone(ground):
        told = f"{level}_ill"
    elif level == SafetyLevel.REDUCE and ground.wished_light:
        told = f"{level}_light"
    weight = _weight_too(ground) if level == SafetyLevel.REDUCE else ""
    is_worked = level == SafetyLevel.REDUCE and ground.worked_hard
    head = ground.say("head.1_worked" if is_worked else f"head.{told}")
    return _join(head, ground.say(f"ground.{told}", reasons=reasons), more, weight)


def _weight_too(ground: Ground) -> str:
    """Name a BMI that asks for a doctor or for food; of another say nothing."""
    kind = ground.bmi_stands_out
    return ground.say(f"note0.bmi_{kind}") if kind else ""


def _beside(ground: Ground, codes: list[str]) -> str:
    """Name what fired and what was told beside what decides the day; empty where there is nothing."""
    names = [_REASONS[code](ground) for code in codes] + felt(ground)
    return ground.say("others", others=joined(names)) if names else ""


def _ill_alone(ground: Ground) -> bool:
    """Say whether an illness alone defers exercise: there is no reading then to be taken again."""
    first, _ = decisive(ground)
    return ground.level == SafetyLevel.DEFER and first == ["fever_or_below_neck_illness"]


def _withheld(ground: Ground, slot: str, reasons: list[str]) -> str:
    more = _beside(ground, reasons)
    head = "clearance" if slot == "clearance_unknown" else slot
    return _join(ground.say(f"head.{head}"), ground.say(f"ground.{slot}"), more)


def _clearance(ground: Ground) -> str:
    """Return why a doctor comes first: who is not known to be active is not called inactive."""
    is_unknown = ground.brief.profile.regularly_active is None
    return "clearance_unknown" if is_unknown else "clearance"


def _minor_too(ground: Ground) -> str:
    return ground.say("head.minor") if ground.minor else ""


def _minor(ground: Ground) -> str:
    level = ground.level
    if ground.brief.facts.screening == "stop_and_clearance":
        return _join(
            ground.say("head.exertional"), ground.say("ground.exertional"), ground.say("head.minor")
        )
    told = felt(ground)
    if told and level < SafetyLevel.DEFER:
        return _join(ground.say("minor.level2", reasons=joined(told)), ground.say("head.minor"))
    if level:
        reasons = ground.values["reasons"]
        return _join(ground.say(f"minor.level{level}", reasons=reasons), ground.say("head.minor"))
    return _join(ground.say("head.minor"), ground.say("minor.level0"))


def _proceed(ground: Ground) -> str:
    points, lead = _points(ground), _lead(ground)
    wish = ground.brief.profile.desired_intensity
    values = {
        "level_ko": label("intensity", ground.advised),
        "felt": joined(felt(ground)),
        "wish": f"바라신 {label('intensity', wish)} 대신 " if wish == "vigorous" else "",
        "cause": _cause(ground),
    }
    parts = [ground.say(lead, **values)]
    if points:
        is_capped = lead == "head.0_capped"  # by what was told, not by a reading
        parts.append(
            ground.say("ground.0_capped" if is_capped else "ground.0", points=joined(points))
        )
    if len(points) <= 1:
        parts.append(ground.say("ground.thin"))
    facts = ground.brief.facts
    if ground.odd:
        parts.append(ground.say("note0.odd"))
    elif facts.sleep_flag == "short":
        parts.append(ground.say("note0.sleep_short"))
    elif facts.rhr_delta_flag == "mild":
        parts.append(ground.say("note0.rhr_mild"))
    return _join(*parts, _weight_too(ground))


def _cause(ground: Ground) -> str:
    """Say as a clause what holds exercise at moderate intensity, the first that applies."""
    profile = ground.brief.profile
    disease = ground.values.get("disease", "")
    causes = (
        (bool(disease), f"{josa(disease, '이')} 있어"),
        (ground.invalid[:1] == ("beta_blocker",), "베타차단제를 드시는 이유를 몰라"),
        (bool(ground.invalid), withheld_clause(None, ground.invalid[:1])),
        ("hypertension" in profile.conditions, "고혈압이 잘 조절되는지 몰라"),
        (profile.regularly_active is None, "평소 운동을 하시는지 몰라"),
    )
    return next((cause for applies, cause in causes if applies), "평소 운동을 하지 않으셔서")


def leads_with_cause(ground: Ground) -> bool:
    """Say whether the day's leave names the limit and its cause, so that no other line need do so."""
    return ground.level == SafetyLevel.PROCEED and _lead(ground) == "head.0_capped"


def _lead(ground: Ground) -> str:
    """Return how the day's leave is told: with its limit, and with what was done already."""
    profile = ground.brief.profile
    bound = profile.conditions or profile.desired_intensity == "vigorous"
    leads = (
        (bool(felt(ground)), "head.0_felt"),
        (ground.ceiling == "light", "head.0_light"),
        (ground.worked_hard, "head.0_worked"),
        (ground.walked_much, "head.0_walked"),
        (
            ground.ceiling == ground.advised == "moderate"
            and (bound or profile.regularly_active is None),
            "head.0_capped",
        ),
        (profile.regularly_active is False, "head.0_new"),
    )
    return next((slot for applies, slot in leads if applies), "head.0")


def _points(ground: Ground) -> list[str]:
    """Name what was looked at; the readings themselves stand in the section after."""
    values, out = ground.values, []
    compared = ground.brief.facts.rhr_delta_bpm is not None and not ground.invalid
    if "rhr" in values and compared and "hr_below_rhr" not in ground.odd:
        out.append("안정시 심박수")
    if "sleep" in values:
        out.append("수면")
    if "spo2" in values:
        out.append("산소포화도")
    return out
