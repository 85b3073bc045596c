"""All that may be said of one day, derived from a profile and nine vitals."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import NOTHING_TOLD, Profile, ToldReadings, Vitals
from wearable_coach.standards import activity, body, heart_rate, oxygen, safety, sleep
from wearable_coach.standards.intensity import class_of_pct_hrr, intensity_classes
from wearable_coach.standards.karvonen import karvonen_target_bpm
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.numbers import exact, half_up, one_decimal, two_decimals
from wearable_coach.standards.past_days import WeekMean, week_means
from wearable_coach.standards.table import table


class HeartRateFacts(NamedTuple):
    """What rests on age and resting heart rate; absent when bpm targets are withheld."""

    formula: HrmaxFormula
    """The formula that `hrmax_bpm` is by."""
    hrmax_bpm: Decimal
    """Maximal heart rate, unrounded [beats/min]."""
    by_formula_bpm: dict[str, int | None]
    rhr_used_bpm: int
    """The baseline when known, else today's [beats/min]."""
    hrr_bpm: Decimal
    """Heart-rate reserve, unrounded [beats/min]."""
    pct_hrr: Decimal | None
    pct_hrmax: Decimal | None
    acsm_class: str | None
    """Of a reading taken in exercise only."""

    def target_bpm(self, percent: float) -> int:
        """Return the Karvonen target at `percent` %HRR, as shown [beats/min]."""
        target = karvonen_target_bpm(
            percent, resting_bpm=self.rhr_used_bpm, hrmax_bpm=self.hrmax_bpm
        )
        return half_up(target)


class Facts(NamedTuple):
    """Derived facts of a valid day; None is unknown, since an input is missing."""

    warnings: tuple[str, ...]
    hr_targets_withheld: str | None
    """Why no target in bpm is given, as a code; conditions stand behind it."""
    hr_invalid: tuple[str, ...]
    """The conditions for which no target in bpm is given."""
    hr: HeartRateFacts | None
    bmi_ksso: str | None
    bmi_who: str | None
    implied_height_m: Decimal | None
    step_class: str | None
    stride_m: Decimal | None
    rhr_delta_bpm: int | None
    rhr_delta_flag: str
    rhr_flag: str | None
    sleep_flag: str | None
    milewski_population_match: bool
    spo2_flag: str | None
    safety_level: SafetyLevel
    safety_action: str
    safety_reasons: tuple[str, ...]
    safety_cap: str
    screening: str
    max_intensity_allowed: str
    baseline_days: int | None = None
    """Of how many days the baseline is the median; None: it was told, or there is none."""
    week_means: tuple[WeekMean, ...] = ()
    """The means of the seven days before, as far as those days are known."""

    def as_json(self) -> dict[str, Any]:
        """Return the answer of the ``facts`` command: standards.md §8, rounded for showing."""
        return {
            "valid": True,
            "reject": [],
            "warnings": list(self.warnings),
            "hr_targets_withheld": self.hr_targets_withheld,
            **({} if self.hr is None else _hr_json(self.hr)),
            "bmi_ksso": self.bmi_ksso,
            "bmi_who": self.bmi_who,
            "implied_height_m": _number(self.implied_height_m, two_decimals),
            "step_class": self.step_class,
            "stride_m": _number(self.stride_m, two_decimals),
            "rhr_delta": self.rhr_delta_bpm,
            "rhr_delta_flag": self.rhr_delta_flag,
            "rhr_flag": self.rhr_flag,
            "sleep_flag": self.sleep_flag,
            "milewski_population_match": self.milewski_population_match,
            "spo2_flag": self.spo2_flag,
            "safety_level": int(self.safety_level),
            "safety_action": self.safety_action,
            "safety_reasons": list(self.safety_reasons),
            "screening": self.screening,
            "max_intensity_allowed": self.max_intensity_allowed,
            **self._past_json(),
        }

    def _past_json(self) -> dict[str, Any]:
        """Return what the days before say; nothing where no day before is known."""
        days = {} if self.baseline_days is None else {"baseline_days": self.baseline_days}
        means = {
            m.field: {"mean": float(m.mean), "difference": _number(m.difference, two_decimals)}
            for m in self.week_means
        }
        return {**days, **({"week_means": means} if means else {})}


def _number(value: Decimal | None, rounded: Callable[[Decimal], Decimal]) -> float | None:
    return None if value is None else float(rounded(value))


def _hr_json(hr: HeartRateFacts) -> dict[str, Any]:
    acsm = hr.acsm_class
    return {
        "hrmax": {f"{hr.formula}_exact": float(hr.hrmax_bpm), **hr.by_formula_bpm},
        "rhr_used": hr.rhr_used_bpm,
        "hrr_exact": float(hr.hrr_bpm),
        "karvonen": {
            str(p): hr.target_bpm(p) for p in table("heart_rate")["karvonen"]["reported_pct"]
        },
        "pct_hrr": _number(hr.pct_hrr, one_decimal),
        "pct_hrmax": _number(hr.pct_hrmax, one_decimal),
        "acsm_class": acsm,
        "seed_level": None if acsm is None else intensity_classes()[acsm]["level"],
    }


def derive_facts(
    profile: Profile,
    vitals: Vitals,
    *,
    warnings: tuple[str, ...],
    hrmax_formula: HrmaxFormula,
    told: ToldReadings = NOTHING_TOLD,
) -> Facts:
    """Derive every fact of a day from inputs that `check_inputs` let through; `day.py` alone calls it.

    Args:
        profile: The person.
        vitals: The nine readings.
        warnings: Codes of `check_inputs`, carried along.
        hrmax_formula: The day's one formula.
        told: What the person told beside the nine.

    Source:
        standards.md §2, §3 and §5; each field's rule id stands in its own module.
    """
    delta = _delta_bpm(profile, vitals)
    safe = safety.assess_safety(profile, vitals, rhr_delta_bpm=delta, told=told)
    screening = safety.screen(profile)
    weight, bmi = _decimal(vitals.weight), _decimal(vitals.bmi)
    sleep_h, distance = _decimal(vitals.sleep_hr), _decimal(vitals.distance_km)
    rhr, steps = vitals.resting_heart_rate, vitals.steps
    withheld, invalid = _withheld(profile, vitals, told)
    return Facts(
        warnings=warnings,
        hr_targets_withheld=withheld,
        hr_invalid=invalid,
        hr=None if withheld else _heart_rate_facts(profile, vitals, hrmax_formula),
        bmi_ksso=None if bmi is None else body.bmi_class_ksso(bmi),
        bmi_who=None if bmi is None else body.bmi_class_who(bmi),
        implied_height_m=None
        if weight is None or bmi is None
        else body.implied_height_m(weight_kg=weight, bmi_kg_m2=bmi),
        step_class=None if steps is None else activity.step_class(steps),
        stride_m=None
        if steps is None or distance is None
        else activity.stride_m(steps=steps, distance_km=distance),
        rhr_delta_bpm=delta,
        rhr_delta_flag=heart_rate.change_class(delta),
        rhr_flag=None if rhr is None else heart_rate.resting_class(rhr),
        sleep_flag=None if sleep_h is None else sleep.sleep_class(sleep_h, age_years=profile.age),
        milewski_population_match=sleep.is_milewski_population(
            sleep_h, age_years=profile.age, athlete=profile.athlete
        ),
        spo2_flag=None
        if vitals.oxygen_saturation is None
        else oxygen.spo2_class(vitals.oxygen_saturation),
        safety_level=safe.level,
        safety_action=safe.action,
        safety_reasons=safe.reasons,
        safety_cap=safe.cap,
        screening=screening.decision,
        max_intensity_allowed=safety.max_intensity(profile, safe, screening),
        baseline_days=None if profile.past is None else profile.past.baseline_days,
        week_means=week_means(profile, vitals),
    )


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else exact(value)


def _delta_bpm(profile: Profile, vitals: Vitals) -> int | None:
    if vitals.resting_heart_rate is None or profile.baseline_rhr is None:
        return None
    return vitals.resting_heart_rate - profile.baseline_rhr


def _withheld(
    profile: Profile, vitals: Vitals, told: ToldReadings
) -> tuple[str | None, tuple[str, ...]]:
    """Return why no target is given, and the conditions where it is for those."""
    if profile.age is None:
        return ("hr_unsettled" if told.hr_unsettled else "age_missing"), ()
    if safety.is_minor(profile):
        return "minor_out_of_scope", ()
    if invalid := safety.invalid_hr_method(profile):
        return "hr_method_invalid:" + ",".join(invalid), tuple(invalid)
    if told.hr_unsettled:
        return "hr_unsettled", ()
    if profile.baseline_rhr is None and vitals.resting_heart_rate is None:
        return "resting_hr_missing", ()
    return None, ()


def _heart_rate_facts(
    profile: Profile, vitals: Vitals, formula: HrmaxFormula
) -> HeartRateFacts | None:
    resting = profile.baseline_rhr
    if resting is None:
        resting = vitals.resting_heart_rate
    if profile.age is None or resting is None:
        return None
    hrmax = heart_rate.max_heart_rate_bpm(age_years=profile.age, formula=formula)
    reserve = hrmax - resting
    current = vitals.heart_rate
    known = current is not None and reserve > 0
    pct_hrr = Decimal(100 * (current - resting)) / reserve if known and current else None
    in_exercise = profile.hr_context == "exercise"
    return HeartRateFacts(
        formula=formula,
        hrmax_bpm=hrmax,
        by_formula_bpm=heart_rate.max_heart_rate_by_formula_bpm(
            age_years=profile.age, sex=profile.sex
        ),
        rhr_used_bpm=resting,
        hrr_bpm=reserve,
        pct_hrr=pct_hrr,
        pct_hrmax=None if current is None else 100 * current / hrmax,
        acsm_class=class_of_pct_hrr(pct_hrr) if in_exercise and pct_hrr is not None else None,
    )
