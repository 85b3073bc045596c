"""The words that a coach's sentences carry: values, classes and names, made when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from random import Random
from typing import Any, TypeVar

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.past import means_told
from wearable_coach.rendering import numbers_ko
from wearable_coach.rendering.josa import josa
from wearable_coach.rendering.labels import label
from wearable_coach.rendering.phrases import phrase_book
from wearable_coach.standards.fields import told_rows
from wearable_coach.standards.intensity import shown_hrr_pct
from wearable_coach.standards.numbers import bands, exact, one_decimal
from wearable_coach.standards.past_days import mean_of_days
from wearable_coach.standards.safety import invalid_hr_method, is_minor
from wearable_coach.standards.sleep import recommended_sleep_h
from wearable_coach.standards.table import table

_DECIMAL_SHARE = 0.5
_Option = TypeVar("_Option")


class Words:
    """``v`` of the phrase books: ``v.sleep``, ``v.rhr_label`` … of one brief.

    A word whose value is unknown is no attribute at all, so that a sentence that wants it fails
    instead of inventing it.
    """

    def __init__(self, brief: Brief) -> None:
        """Keep the case; a word is made when first asked for."""
        self.brief = brief
        self.decimal_hours = brief.rng.random() < _DECIMAL_SHARE

    def __getattr__(self, name: str) -> str:
        """Make a word.

        Raises:
            AttributeError: there is no such word, or its value is unknown.
        """
        make = _words().get(name)
        word = None if make is None else make(self.brief, self)
        if word is None:
            raise AttributeError(name)
        self.__dict__[name] = word
        return word


def _hours(value: float, decimal: bool) -> str:  # noqa: FBT001 - how a person writes hours
    return numbers_ko.hours(value) if decimal else numbers_ko.hours_minutes(value)


def _minutes(value: float, words: Words) -> str:
    """Write hours as somebody does who counts in minutes; what is no whole number of them stays in hours."""
    minutes = numbers_ko.whole_minutes(value)
    return _hours(value, words.decimal_hours) if minutes is None else f"{minutes}분"


def _named(codes: tuple[str, ...] | list[str], prefix: str = "name") -> str | None:
    slots = phrase_book(*NAMES).slots
    words = [slots[f"{prefix}.{code}"][0] for code in codes]
    if not words:
        return None
    text = words[0]
    for word in words[1:]:
        text = f"{josa(text, '과')} {word}"
    return text


NAMES = ("coaching_words",)


def _symptoms(brief: Brief, group: str) -> str | None:
    known = table("safety")["symptoms"][group]
    return _named([s for s in brief.profile.symptoms if s in known])


def _person(brief: Brief) -> str | None:
    sex = brief.profile.sex and label("sex", brief.profile.sex)
    if is_minor(brief.profile):
        sex = str(_named((brief.profile.sex or "any",), "pupil"))
    age = brief.profile.age
    if age is None:
        return sex
    return f"{age}세 {sex}" if sex else f"{age}세"


def _band_label(table_name: str, key: str, name: str | None) -> str | None:
    return None if name is None else bands(table_name, key).labels_ko[name]


def _quoted(name: str | None) -> str | None:
    return None if name is None else f"'{name}'"


def _bmi_as(brief: Brief) -> str | None:
    """Return how a second scale's name of a body mass index goes on from the first's: the same, or another."""
    own = _band_label("body", "ksso", brief.facts.bmi_ksso)
    return (
        None
        if own is None
        else ("도" if own == _band_label("body", "who", brief.facts.bmi_who) else "는")
    )


def _versus(brief: Brief) -> str | None:
    delta, base = brief.facts.rhr_delta_bpm, brief.profile.baseline_rhr
    if delta is None:
        return None
    if delta == 0:
        return f"평소({base}bpm)와 같아요"
    return f"평소({base}bpm)보다 {abs(delta)}bpm {'높' if delta > 0 else '낮'}아요"


def _sleep_range(brief: Brief) -> str:
    low, high = recommended_sleep_h(brief.profile.age)
    return f"{numbers_ko.plain(low)}~{numbers_ko.plain(high)}시간"


def _is_older(brief: Brief) -> bool:
    age = brief.profile.age
    return age is not None and age >= table("sleep")["older_from_age"]


def _sleep_age(brief: Brief) -> str:
    return f"{table('sleep')['older_from_age']}세 이상" if _is_older(brief) else "성인"


def _formula(brief: Brief) -> dict[str, Any]:
    rows = table("heart_rate")["hrmax"]
    row: dict[str, Any] = rows["formulas"][rows["selectable"][brief.hrmax_formula]]
    return row


def _working(brief: Brief) -> str | None:
    """Write the Karvonen working of the lower edge of 중강도."""
    hr = brief.facts.hr
    if hr is None:
        return None
    hrmax = numbers_ko.plain(hr.hrmax_bpm)
    low, _ = shown_hrr_pct("moderate")
    share = exact(low) / 100
    shown = numbers_ko.plain(hr.rhr_used_bpm + hr.hrr_bpm * share)
    return f"{hr.rhr_used_bpm} + {share:.2f} × ({hrmax} − {hr.rhr_used_bpm}) = {shown} → {hr.target_bpm(low)}bpm"


def _hrmax_working(brief: Brief) -> str | None:
    hr = brief.facts.hr
    if hr is None:
        return None
    row = _formula(brief)
    written = f"{row['intercept']} − " + ("" if row["slope"] == "1" else f"{row['slope']} × ")
    return f"{written}{brief.profile.age} = {numbers_ko.plain(hr.hrmax_bpm)}bpm"


def _target(brief: Brief, intensity: str) -> str | None:
    hr = brief.facts.hr
    if hr is None:
        return None
    low, high = shown_hrr_pct(intensity)
    return numbers_ko.bpm_range(hr.target_bpm(low), hr.target_bpm(high))


def _intensity(brief: Brief, column: str) -> str | None:
    hr = brief.facts.hr
    if hr is None or hr.acsm_class is None:
        return None
    rows = table("intensity")["classes"]
    text: str = next(r for r in rows if r["class"] == hr.acsm_class)[column]
    return text


def _maybe(value: _Option | None, write: Callable[[_Option], str]) -> str | None:
    return None if value is None else write(value)


def _pct_hrr(brief: Brief) -> str | None:
    hr = brief.facts.hr
    if hr is None or hr.pct_hrr is None:
        return None
    return f"{one_decimal(hr.pct_hrr)}%"


_Make = Callable[[Brief, Words], str | None]
_WORDS: dict[str, _Make] = {
    "sleep": lambda c, w: _maybe(c.vitals.sleep_hr, lambda x: _hours(x, w.decimal_hours)),
    "sleep_told": lambda c, w: _maybe(c.vitals.sleep_hr, lambda x: _hours(x, w.decimal_hours)),
    "sleep_min": lambda c, w: _maybe(c.vitals.sleep_hr, lambda x: _minutes(x, w)),
    "rhr_bare": lambda c, _: _maybe(c.vitals.resting_heart_rate, str),
    "steps_bare": lambda c, _: _maybe(c.vitals.steps, str),
    "kcal_bare": lambda c, _: _maybe(c.vitals.active_calories, str),
    "spo2_bare": lambda c, _: _maybe(c.vitals.oxygen_saturation, str),
    "weight_bare": lambda c, _: _maybe(c.vitals.weight, numbers_ko.plain),
    "sleep_label": lambda c, _: _maybe(c.facts.sleep_flag, lambda x: table("sleep")["classes"][x]),
    "sleep_range": lambda c, _: _sleep_range(c),
    "sleep_age": lambda c, _: _sleep_age(c),
    "rhr_label": lambda c, _: _band_label("heart_rate", "resting", c.facts.rhr_flag),
    "base": lambda c, _: _maybe(c.profile.baseline_rhr, numbers_ko.bpm),
    "week": lambda c, _: means_told(c.profile) or None,
    "week_days": lambda _c, _w: str(mean_of_days()),
    "versus": lambda c, _: _versus(c),
    "delta": lambda c, _: _maybe(c.facts.rhr_delta_bpm, lambda x: numbers_ko.bpm(abs(x))),
    "steps_label": lambda c, _: _band_label("activity", "steps", c.facts.step_class),
    "spo2_label": lambda c, _: _band_label("oxygen", "", c.facts.spo2_flag),
    "spo2_q": lambda c, _: _quoted(_band_label("oxygen", "", c.facts.spo2_flag)),
    "bmi_q": lambda c, _: _quoted(_band_label("body", "ksso", c.facts.bmi_ksso)),
    "bmi_who_q": lambda c, _: _quoted(_band_label("body", "who", c.facts.bmi_who)),
    "bmi_as": lambda c, _: _bmi_as(c),
    "bmi_told": lambda c, _: _maybe(c.vitals.bmi, numbers_ko.plain),
    "bmi_label": lambda c, _: _band_label("body", "ksso", c.facts.bmi_ksso),
    "hr_how": lambda c, _: _maybe(c.profile.hr_context, lambda x: str(_named((x,), "how"))),
    "hr_when": lambda c, _: _maybe(c.profile.hr_context, lambda x: str(_named((x,), "when"))),
    "stride": lambda c, _: _maybe(c.facts.stride_m, lambda x: f"{x:.2f}m"),
    "age": lambda c, _: _maybe(c.profile.age, str),
    "person": lambda c, _: _person(c),
    "height": lambda c, _: _maybe(c.profile.height_cm, lambda x: f"{numbers_ko.plain(x)}cm"),
    "goal": lambda c, _: _maybe(c.profile.goal, lambda x: label("goal", x)),
    "red": lambda c, _: _symptoms(c, "red_flags"),
    "ill": lambda c, _: _symptoms(c, "illness"),
    "sym": lambda c, _: _symptoms(c, "with_high_rhr"),
    "disease": lambda c, _: _named(
        [x for x in c.profile.conditions if x in table("safety")["conditions"]["known_disease"]]
    ),
    "because": lambda c, _: _named(invalid_hr_method(c.profile)[-1:], "because"),
    "hrmax": lambda c, _: _maybe(c.facts.hr, lambda hr: f"{numbers_ko.plain(hr.hrmax_bpm)}bpm"),
    "hrmax_working": lambda c, _: _hrmax_working(c),
    "formula": lambda c, _: str(_formula(c)["label_ko"]),
    "formula_ko": lambda c, _: str(_formula(c)["written_ko"]),
    "working": lambda c, _: _working(c),
    "rhr_used": lambda c, _: _maybe(c.facts.hr, lambda hr: numbers_ko.bpm(hr.rhr_used_bpm)),
    "target_light": lambda c, _: _target(c, "light"),
    "target_moderate": lambda c, _: _target(c, "moderate"),
    "pct_hrr": lambda c, _: _pct_hrr(c),
    "hr_class": lambda c, _: _intensity(c, "label_ko"),
    "hr_level": lambda c, _: _intensity(c, "level_ko"),
}


@cache
def _words() -> dict[str, _Make]:
    """Return every word; a vital without one of its own is written as answers write it."""
    return {f.words.slot: _reading(f.name) for f in told_rows()} | _WORDS


def _reading(name: str) -> _Make:
    write = numbers_ko.writer(name)
    return lambda c, _: _maybe(c.vitals.__dict__[name], write)


def choose(rng: Random, options: Sequence[_Option]) -> _Option:
    """Return one of `options`, all as likely."""
    return options[int(rng.random() * len(options))]
