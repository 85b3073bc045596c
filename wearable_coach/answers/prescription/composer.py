"""Exercise prescription: condition, profile and goal → a week within the cap, or none at all."""

from __future__ import annotations

from functools import cache
from random import Random

from wearable_coach.answers.brief import Case
from wearable_coach.answers.prescription.check import check_section, goal_of, values_of
from wearable_coach.answers.prescription.exercises import build_programme
from wearable_coach.answers.prescription.intensity import intensity_section
from wearable_coach.answers.prescription.person import limit_of, person_of
from wearable_coach.answers.prescription.plan import build_plan, pick
from wearable_coach.answers.prescription.question import FRAME_LIST, place_wished, question
from wearable_coach.answers.prescription.session import (
    cool_down_section,
    main_section,
    stop_section,
    warm_up_section,
)
from wearable_coach.answers.prescription.sources import prescribed_sources
from wearable_coach.answers.prescription.week import progress_section, sum_section, week_table
from wearable_coach.answers.prescription.withheld import withheld_sections
from wearable_coach.records import Draft, Profile, Vitals
from wearable_coach.rendering.phrases import PhraseBook, Speaker, phrase_book
from wearable_coach.standards.table import table

FRAMES = len(FRAME_LIST)
"""Question families."""


def shape(
    profile: Profile,
    vitals: Vitals,
    *,
    stratum: str,  # noqa: ARG001 - the composers' common form
    frame: int,  # noqa: ARG001
    rng: Random,  # noqa: ARG001
) -> tuple[Profile, Vitals]:
    """Return profile and vitals as they are: the question tells all of them."""
    return profile, vitals


def compose(case: Case) -> Draft:
    """Write a question for exercise and its answer in the fixed order of sections.

    Source: FMT-SEC-001; the cap is `facts.max_intensity_allowed` (STD-SAFE-001, STD-SCR-001).
    """
    speak = Speaker(_book(), voice=case.voice, rng=case.rng, values=values_of(case))
    return _composed(case, place_wished(case.rng), speak)


def compose_told(case: Case) -> Draft:
    """Write the question and answer of a real person, who wishes no place but what they told."""
    speak = Speaker(_book(), voice=case.voice, rng=case.rng, values=values_of(case))
    return _composed(case, None, speak)


def ask_told(case: Case) -> str:
    """Write the question of `compose_told` alone."""
    speak = Speaker(_book(), voice=case.voice, rng=case.rng, values=values_of(case))
    return question(case, place=None, speak=speak)


def _composed(case: Case, place: str | None, speak: Speaker) -> Draft:
    asked = question(case, place=place, speak=speak)
    if case.facts.max_intensity_allowed == "none":
        answer = _join("withheld", withheld_sections(case, speak))
    else:
        answer = _join("prescribed", _prescribed(case, place, speak))
    return Draft(((asked, answer),), (f"frame.{case.frame}", *speak.said))


def _prescribed(case: Case, place: str | None, speak: Speaker) -> list[str]:
    rng = case.rng
    person = person_of(case.profile, case.vitals, case.facts)
    limit = limit_of(case.profile, case.facts)
    goal = goal_of(case.profile, person, case.facts.bmi_ksso)
    plan = build_plan(limit, person, case.facts, goal=goal, rng=rng)
    programme = build_programme(plan, person, place=place, rng=rng)
    today = pick(rng, table("dose")["plans"]["today_min"])
    sections = [
        check_section(case, limit, person, speak, easy=programme.easy, today_min=today),
        intensity_section(case, plan, limit, speak),
        week_table(case, plan, programme, person),
        warm_up_section(case, programme, speak),
        main_section(case, plan, programme, goal, speak),
        cool_down_section(case, plan, programme, speak),
        sum_section(case, plan, person, speak),
        progress_section(case, plan, speak),
        stop_section(case, person, speak),
    ]
    sections.append(prescribed_sources(case, speak, sections[0]))
    return sections


def _join(form: str, sections: list[str]) -> str:
    return "\n\n".join(
        f"## {heading}\n{text}" for heading, text in zip(_headings(form), sections, strict=True)
    )


@cache
def _headings(form: str) -> tuple[str, ...]:
    return tuple(table("answer_format")["exercise_recommendation"][form])


@cache
def _book() -> PhraseBook:
    return phrase_book("prescription", "prescription_withheld", "prescription_questions")
