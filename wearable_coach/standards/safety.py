"""Safety level, its reasons, and ACSM screening; the cap binds every sentence of an answer."""

from __future__ import annotations

from typing import NamedTuple

from wearable_coach.records import NOTHING_TOLD, Profile, ToldReadings, Vitals
from wearable_coach.standards.intensity import lower_cap
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.table import table
from wearable_coach.standards.told import told_triggers

FAST = frozenset({"rhr_gt_120", "hr_at_rest_ge_150", "hr_at_rest_gt_120"})
"""Reasons that palpitations or dizziness alone make an emergency of. Source: STD-SAFE-001."""


class Safety(NamedTuple):
    """A level 0-4 with its action and every trigger that fired."""

    level: SafetyLevel
    action: str
    reasons: tuple[str, ...]
    cap: str


class Screening(NamedTuple):
    """The screening decision and the intensity cap that it sets."""

    decision: str
    cap: str


def assess_safety(
    profile: Profile,
    vitals: Vitals,
    *,
    rhr_delta_bpm: int | None,
    told: ToldReadings = NOTHING_TOLD,
) -> Safety:
    """Return the safety level of a day.

    Args:
        profile: Conditions, symptoms, athlete, baseline [bpm], activity, how the heart rate was taken.
        vitals: SpO₂ [%], resting heart rate and heart rate [bpm], sleep [h].
        rhr_delta_bpm: Resting heart rate minus baseline [bpm], None without a baseline.
        told: What the person told beside the nine: temperature [°C], glucose [mg/dL], pressure [mmHg].

    Source: STD-SAFE-001 (policy).
    """
    fired = [
        *_symptom_triggers(profile),
        *_oxygen_triggers(profile, vitals),
        *_resting_triggers(profile, vitals),
        *_at_rest_triggers(profile, vitals),
        *_illness_triggers(profile),
        *_recovery_triggers(vitals, rhr_delta_bpm),
        *(() if told is NOTHING_TOLD else told_triggers(told)),
    ]
    level = max((lvl for lvl, _ in fired), default=SafetyLevel.PROCEED)
    row = table("safety")["levels"][level]
    return Safety(level, row["action"], tuple(reason for _, reason in fired), row["cap"])


def is_ill(profile: Profile) -> bool:
    """Say whether the profile states fever or illness below the neck."""
    symptoms = profile.symptoms
    return bool(symptoms) and not set(symptoms).isdisjoint(table("safety")["symptoms"]["illness"])


def has_red_flag(profile: Profile) -> bool:
    """Say whether the profile states a red-flag symptom."""
    symptoms = profile.symptoms
    return bool(symptoms) and not set(symptoms).isdisjoint(table("safety")["symptoms"]["red_flags"])


def _symptom_triggers(profile: Profile) -> list[tuple[SafetyLevel, str]]:
    return [(SafetyLevel.EMERGENCY, "red_flag_symptom")] if has_red_flag(profile) else []


def _oxygen_triggers(profile: Profile, vitals: Vitals) -> list[tuple[SafetyLevel, str]]:
    spo2, cut = vitals.oxygen_saturation, table("safety")["triggers"]
    if spo2 is None:
        return []
    if spo2 <= cut["spo2_critical_max_pct"]:
        return [(SafetyLevel.EMERGENCY, "spo2_le_90")]
    if spo2 <= cut["spo2_low_max_pct"]:
        return [(SafetyLevel.CONTACT, "spo2_91_92")]
    if spo2 <= cut["spo2_ill_max_pct"] and is_ill(profile):
        return [(SafetyLevel.CONTACT, "spo2_lt_94_while_ill")]
    is_borderline = spo2 <= cut["spo2_borderline_max_pct"]
    return [(SafetyLevel.DEFER, "spo2_93_94")] if is_borderline else []


def _resting_triggers(profile: Profile, vitals: Vitals) -> list[tuple[SafetyLevel, str]]:
    rhr, cut, symptoms = vitals.resting_heart_rate, table("safety")["triggers"], profile.symptoms
    if rhr is None:
        return []
    fired = []
    if rhr > cut["rhr_very_high_above_bpm"]:
        level = SafetyLevel.EMERGENCY if _feels_it(profile) else SafetyLevel.CONTACT
        fired.append((level, "rhr_gt_120"))
    elif rhr > cut["rhr_high_above_bpm"]:
        fired.append((SafetyLevel.DEFER, "rhr_101_120"))
    if rhr < cut["rhr_low_with_dizziness_below_bpm"] and "dizziness" in symptoms:
        fired.append((SafetyLevel.CONTACT, "low_rhr_with_dizziness"))
    if rhr < cut["rhr_very_low_below_bpm"] and not profile.athlete:
        fired.append(
            (SafetyLevel.REDUCE, "rhr_lt_40_usual_for_person")
            if _is_usual(profile, rhr)
            else (SafetyLevel.CONTACT, "rhr_lt_40_not_trained")
        )
    return fired


def _feels_it(profile: Profile) -> bool:
    """Say whether palpitations or dizziness go with a fast heart."""
    return not set(profile.symptoms).isdisjoint(table("safety")["symptoms"]["with_high_rhr"])


def _is_usual(profile: Profile, rhr: int) -> bool:
    """Say whether a very low resting rate is this active person's own."""
    rows = table("safety")
    near = rows["triggers"]["rhr_usual_within_bpm"]
    return (
        profile.regularly_active is True
        and profile.baseline_rhr is not None
        and abs(rhr - profile.baseline_rhr) <= near
        and set(profile.symptoms).isdisjoint(rows["symptoms"]["with_low_rhr"])
    )


def _at_rest_triggers(profile: Profile, vitals: Vitals) -> list[tuple[SafetyLevel, str]]:
    """Return what a fast heart means in a reading that was taken at rest."""
    rate, cut = vitals.heart_rate, table("safety")["triggers"]
    if rate is None or profile.hr_context != "rest" or rate <= cut["hr_at_rest_high_above_bpm"]:
        return []
    is_very_high = rate >= cut["hr_at_rest_very_high_from_bpm"]
    reason = "hr_at_rest_ge_150" if is_very_high else "hr_at_rest_gt_120"
    if _feels_it(profile):
        return [(SafetyLevel.EMERGENCY, reason)]
    return [(SafetyLevel.CONTACT if is_very_high else SafetyLevel.DEFER, reason)]


def _illness_triggers(profile: Profile) -> list[tuple[SafetyLevel, str]]:
    return [(SafetyLevel.DEFER, "fever_or_below_neck_illness")] if is_ill(profile) else []


def _recovery_triggers(vitals: Vitals, rhr_delta_bpm: int | None) -> list[tuple[SafetyLevel, str]]:
    cut = table("safety")["triggers"]
    elevated = rhr_delta_bpm is not None and rhr_delta_bpm >= cut["rhr_delta_bpm"]
    short = vitals.sleep_hr is not None and vitals.sleep_hr < cut["sleep_below_h"]
    level = SafetyLevel.DEFER if elevated and short else SafetyLevel.REDUCE
    marked = rhr_delta_bpm is not None and rhr_delta_bpm >= cut["rhr_delta_marked_bpm"]
    return [
        *([(SafetyLevel.DEFER, "rhr_delta_ge_20")] if marked else []),
        *([(level, "rhr_delta_ge_10")] if elevated else []),
        *([(level, "sleep_lt_6")] if short else []),
    ]


def screen(profile: Profile) -> Screening:
    """Return the ACSM screening decision and its cap, the first that applies.

    Source: STD-SCR-001 (ACSM 2015, Riebe et al.).
    """
    sets = table("safety")
    caps: dict[str, str] = sets["screening"]["caps"]
    known_disease = not set(profile.conditions).isdisjoint(sets["conditions"]["known_disease"])
    exertional = not set(profile.symptoms).isdisjoint(sets["symptoms"]["exertional"])
    if has_red_flag(profile) or exertional:
        return Screening("stop_and_clearance", caps["stop_and_clearance"])
    if known_disease:
        return _screen_known_disease(profile, caps)
    if profile.regularly_active is None:
        return Screening("unknown_activity_status", caps["unknown_activity_status"])
    decision = "no_clearance" if profile.regularly_active else "no_clearance_start_light_moderate"
    return Screening(decision, caps[decision])


def _screen_known_disease(profile: Profile, caps: dict[str, str]) -> Screening:
    if not profile.regularly_active:
        return Screening("clearance_before_any_exercise", caps["clearance_before_any_exercise"])
    if profile.desired_intensity == "vigorous":
        return Screening("clearance_before_vigorous", caps["clearance_before_vigorous"])
    return Screening("no_clearance", caps["no_clearance_known_disease"])


def is_minor(profile: Profile) -> bool:
    """Say whether the person is below the product's scope (18 years)."""
    return profile.age is not None and profile.age < table("safety")["scope"]["adult_from_age"]


def max_intensity(profile: Profile, safety: Safety, screening: Screening) -> str:
    """Return the lowest of the caps of the day, of screening and of the conditions; a minor's is ``none``.

    Source: STD-SAFE-001, STD-SCR-001; standards.md §5 (policy) for the conditions.
    """
    if is_minor(profile):
        return "none"
    cap = lower_cap(safety.cap, screening.cap)
    caps: dict[str, str] = table("safety")["conditions"]["caps"]
    for condition in profile.conditions:
        cap = lower_cap(cap, caps.get(condition, cap))
    return cap


def invalid_hr_method(profile: Profile) -> list[str]:
    """Return the conditions, sorted, under which no bpm may be given."""
    invalid = table("safety")["conditions"]["hr_method_invalid"]
    return sorted(set(profile.conditions).intersection(invalid))
