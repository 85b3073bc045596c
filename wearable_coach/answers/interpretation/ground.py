"""What a report speaks of: the day's values as written, its classes in words, and its odd readings."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from wearable_coach.answers.brief import Brief
from wearable_coach.rendering import numbers_ko as ko
from wearable_coach.rendering.josa import josa
from wearable_coach.rendering.labels import condition_clause, condition_label, symptom_label
from wearable_coach.rendering.phrases import Speaker, phrase_book
from wearable_coach.standards.fields import contradictions, contradictions_of, told_rows
from wearable_coach.standards.intensity import lower_cap
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.numbers import bands, two_decimals
from wearable_coach.standards.safety import is_ill, is_minor
from wearable_coach.standards.sleep import recommended_sleep_h
from wearable_coach.standards.table import table

BOOKS = (
    "interpretation",
    "interpretation_vitals",
    "interpretation_today",
    "interpretation_missing",
    "considerations",
    "emergencies",
)


FEW_STEPS = frozenset({"sedentary", "low_active"})
"""Classes of steps that ask for more of them."""
_EXERCISE_CLASSES = frozenset({"moderate", "vigorous", "near_maximal"})
_LOWER = {"vigorous": "moderate", "moderate": "light"}
_STANDING_OUT = {"underweight": "low", "obese_3": "high"}
"""Classes of BMI that a conclusion names, whatever else was read."""


class Constants(NamedTuple):
    """Numbers of the tables that sentences name; each is read there, never repeated."""

    sleep_cut: int
    hrmax_error: int
    delta: int
    who: str
    who_vigorous: str
    who_pregnancy: int
    strength: int
    balance: int
    m_ages: str
    m_n: int
    m_hours: int
    m_times: float
    m_ci: str
    adult: int
    older: int
    fast: int
    very_fast: int
    very_slow: int
    spo2_normal: int
    spo2_watch: str
    spo2_low: str
    spo2_critical: int
    sugar_again: int


@cache
def constants() -> Constants:
    """Return the numbers of the tables that sentences name."""
    who, study = table("activity")["who_2020"], table("sleep")["milewski"]
    safety, heart = table("safety"), table("heart_rate")
    triggers, sugar = safety["triggers"], table("told")["glucose_mg_dl"]
    critical, low = triggers["spo2_critical_max_pct"], triggers["spo2_low_max_pct"]
    return Constants(
        sleep_cut=table("sleep")["very_short_below_h"],
        hrmax_error=heart["hrmax"]["error_bpm"],
        delta=triggers["rhr_delta_bpm"],
        who="~".join(str(m) for m in who["adult"]["moderate_min"]),
        who_vigorous="~".join(str(m) for m in who["adult"]["vigorous_min"]),
        who_pregnancy=who["pregnancy"]["moderate_min"],
        strength=who["adult"]["strength_days"],
        balance=who["older_adult"]["balance_days"],
        m_ages="~".join(str(a) for a in study["ages"]),
        m_n=study["n"],
        m_hours=study["below_h"],
        m_times=study["times_as_likely"],
        m_ci="~".join(str(x) for x in study["ci95"]),
        adult=safety["scope"]["adult_from_age"],
        older=who["ages"]["older_from"],
        fast=triggers["rhr_high_above_bpm"],
        very_fast=triggers["rhr_very_high_above_bpm"],
        very_slow=triggers["rhr_very_low_below_bpm"],
        spo2_normal=triggers["spo2_borderline_max_pct"] + 1,
        spo2_watch=f"{low + 1}~{triggers['spo2_borderline_max_pct']}",
        spo2_low=f"{critical + 1}~{low}",
        spo2_critical=critical,
        sugar_again=sugar["again_after_min"],
    )


class Ground(NamedTuple):
    """A brief made ready for the sections of its report."""

    brief: Brief
    say: Callable[..., str]
    """Says a slot in the case's voice."""
    speaker: Speaker
    values: dict[str, Any]
    minor: bool
    ill: bool
    invalid: tuple[str, ...]
    """Conditions under which heart rate cannot be read as usual."""
    disease: tuple[str, ...]
    """Known diseases that screening asks about."""
    odd: frozenset[str]
    """Warnings of readings that contradict each other."""
    asks_each: bool = False
    """Whether the question asks what each reading means, so that none is told bare."""
    asks_brief: bool = False
    """Whether the question asks for little, so that readings that are as they should be are told bare."""
    asks_verdict: bool = False
    """Whether the question asks for good or not, so that an answer to that comes first."""
    asks_which: bool = False
    """Whether the question asks which readings to mind, so that they are named where all are read together."""

    @property
    def level(self) -> SafetyLevel:
        """The safety level."""
        return self.brief.facts.safety_level

    @property
    def steps_hold(self) -> bool:
        """Whether steps and distance contradict each other."""
        return bool(self.odd & contradictions_of("steps"))

    @property
    def exercised(self) -> bool:
        """Whether the heart rate was recorded in exercise, which steps may not show; not in such as is known to be light."""
        hr = self.brief.facts.hr
        in_exercise = self.brief.profile.hr_context == "exercise"
        return in_exercise and (hr is None or hr.acsm_class in _EXERCISE_CLASSES)

    @property
    def slow_by_nature(self) -> bool:
        """Whether the day is one of less since the resting heart rate is very low, though usual for the person."""
        return (
            self.level == SafetyLevel.REDUCE
            and "rhr_lt_40_usual_for_person" in self.brief.facts.safety_reasons
        )

    @property
    def wished_light(self) -> bool:
        """Whether light exercise was wished for, of which there is nothing to lower."""
        return self.brief.profile.desired_intensity == "light"

    @property
    def walked_much(self) -> bool:
        """Whether steps are of the highest class."""
        return self.brief.facts.step_class == "highly_active" and not self.steps_hold

    @property
    def worked_hard(self) -> bool:
        """Whether the exercise recorded was vigorous, so that the day has had its share."""
        hr = self.brief.facts.hr
        return self.exercised and hr is not None and hr.acsm_class != "moderate"

    @property
    def ceiling(self) -> str:
        """The highest intensity told: under conditions that upset heart rate no vigorous one."""
        cap = self.brief.facts.max_intensity_allowed
        return lower_cap("moderate", cap) if self.invalid else cap

    @property
    def advised(self) -> str:
        """The intensity advised today: the wish where it is allowed, less on a day of less or after hard work."""
        wish = self.brief.profile.desired_intensity
        level = lower_cap(wish, self.ceiling)
        if self.level and (wish != "vigorous" or self.worked_hard):
            return lower_cap("light", level)  # a day of less is below what was wished for, or done
        if not self.level and self._spent:
            level = _LOWER.get(level, level)
        return lower_cap(level, self._left) if self.worked_hard else level

    @property
    def _left(self) -> str:
        """The most that hard exercise leaves of a day: less where sleep or oxygen is not known."""
        return "moderate" if {"sleep", "spo2"} <= self.values.keys() else "light"

    @property
    def _spent(self) -> bool:
        """Whether the day's work was near the maximum, or much of it on a recovery that is not whole."""
        hr, facts = self.brief.facts.hr, self.brief.facts
        if self.exercised and hr is not None and hr.acsm_class == "near_maximal":
            return True
        warned = facts.sleep_flag == "short" or facts.rhr_delta_flag == "mild"
        return warned and (self.walked_much or self.worked_hard)

    @property
    def bmi_stands_out(self) -> str:
        """``low`` or ``high`` where the BMI of an adult asks for a doctor or for food, else empty."""
        profile = self.brief.profile
        kind = _STANDING_OUT.get(self.brief.facts.bmi_ksso or "", "")
        bears = not {"pregnancy", "postpartum"}.isdisjoint(profile.conditions)
        muscular = profile.athlete and kind == "high"
        return "" if self.minor or bears or muscular else kind

    @property
    def quiet(self) -> bool:
        """Whether readings are told without advice, since there is to be no exercise today."""
        facts = self.brief.facts
        return facts.safety_level >= SafetyLevel.DEFER or facts.max_intensity_allowed == "none"


def joined(words: list[str] | tuple[str, ...]) -> str:
    """Join nouns: ``A와 B`` for two, ``A, B, C`` for more."""
    if len(words) == 2:  # noqa: PLR2004 - a pair takes a particle, not a comma
        return f"{josa(words[0], '과')} {words[1]}"
    return ", ".join(words)


def grounded(brief: Brief) -> Ground:
    """Prepare values and codes of a case."""
    profile, facts = brief.profile, brief.facts
    sets = _condition_sets()
    values: dict[str, Any] = {"k": constants()}
    _vitals_written(brief, values)
    _changes_written(brief, values)
    invalid = tuple(c for c in profile.conditions if c in sets[0])
    disease = tuple(c for c in profile.conditions if c in sets[1])
    if invalid:
        values["invalid"] = joined([condition_label(c) for c in invalid])
    if disease:
        values["disease"] = joined([condition_label(c) for c in disease])
    ill = bool(profile.symptoms) and is_ill(profile)
    if ill:
        values["ill"] = joined([symptom_label(s) for s in profile.symptoms if s in sets[2]])
    speaker = brief.speaker(phrase_book(*BOOKS), values)
    odd = frozenset(contradictions().keys() & facts.warnings)
    return Ground(
        brief, speaker.say, speaker, values, is_minor(profile), ill, invalid, disease, odd
    )


@cache
def _condition_sets() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    rows = table("safety")
    return (
        frozenset(rows["conditions"]["hr_method_invalid"]),
        frozenset(rows["conditions"]["known_disease"]),
        frozenset(rows["symptoms"]["illness"]),
    )


def _vitals_written(brief: Brief, values: dict[str, Any]) -> None:
    vitals, facts = brief.vitals.__dict__, brief.facts
    for name, key, write in _written():
        value = vitals[name]
        if value is not None:
            values[key] = write(value)
    for key, flag, labels in (
        ("rhr_label", facts.rhr_flag, _labels("heart_rate", "resting")),
        ("sleep_label", facts.sleep_flag, table("sleep")["classes"]),
        ("steps_label", facts.step_class, _labels("activity", "steps")),
        ("spo2_label", facts.spo2_flag, _labels("oxygen", "")),
        ("bmi_label", facts.bmi_ksso, _labels("body", "ksso")),
    ):
        if flag is not None:
            values[key] = labels[flag]
    if brief.profile.height_cm is not None:
        values["height"] = f"{ko.plain(brief.profile.height_cm)}cm"
    values["sleep_norm"] = _sleep_range(brief.profile.age)


@cache
def _written() -> tuple[tuple[str, str, Callable[[Any], str]], ...]:
    """Return each vital with its name in the phrases and how it is written."""
    return tuple((f.name, f.words.slot, ko.writer(f.name)) for f in told_rows())


def _labels(name: str, key: str) -> dict[str, str]:
    return bands(name, key).labels_ko


def _changes_written(brief: Brief, values: dict[str, Any]) -> None:
    profile, facts = brief.profile, brief.facts
    if facts.stride_m is not None:
        values["stride"] = f"{two_decimals(facts.stride_m)}m"
    if profile.baseline_rhr is not None:
        values["base"] = ko.bpm(profile.baseline_rhr)
    if facts.rhr_delta_bpm is not None:
        values["delta_abs"] = ko.bpm(abs(facts.rhr_delta_bpm))
        values["delta_signed"] = ko.signed_bpm(facts.rhr_delta_bpm)
        values["delta_label"] = _labels("heart_rate", "delta")[facts.rhr_delta_flag]


@cache
def _sleep_range(age: int | None) -> str:
    low, high = recommended_sleep_h(age)
    return f"{low}~{high}시간"


@cache
def withheld_clause(code: str | None, names: tuple[str, ...]) -> str:
    """Say why no bpm is given, as a clause that goes before what is done instead."""
    if code == "age_missing":
        return "나이를 알 수 없어"
    if code == "minor_out_of_scope":
        return f"만 {constants().adult}세 미만이라"
    if code == "hr_unsettled":
        return "심박수로 강도를 정해도 되는지 확인되지 않아"
    if code == "resting_hr_missing":
        return "안정시 심박수를 알 수 없어"
    if len(names) == 1:
        return condition_clause(names[0])
    return f"{joined([condition_label(n) for n in names])} 때문에"
