"""Exercise prescription: condition, profile and goal → a week within the cap, or none at all."""

from __future__ import annotations

from functools import cache
from random import Random

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.prescription.check import CheckGround, check_section, goal_of, values_of
from wearable_coach.answers.prescription.exercises import build_programme
from wearable_coach.answers.prescription.intensity import intensity_section
from wearable_coach.answers.prescription.person import limit_of, person_of
from wearable_coach.answers.prescription.plan import Aim, build_plan
from wearable_coach.answers.prescription.question import (
    FRAME_LIST,
    asks_for_today,
    asks_with_worry,
    has_little_time,
    question,
)
from wearable_coach.answers.prescription.ruling import ruling_of
from wearable_coach.answers.prescription.session import (
    cool_down_section,
    main_section,
    stop_section,
    warm_up_section,
)
from wearable_coach.answers.prescription.sources import prescribed_sources
from wearable_coach.answers.prescription.week import progress_section, sum_section, week_table
from wearable_coach.answers.prescription.wishes import Wishes, some_wishes
from wearable_coach.answers.prescription.withheld import emergency_sections, withheld_sections
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import Draft, Profile, Vitals
from wearable_coach.rendering.phrases import PhraseBook, Speaker, phrase_book
from wearable_coach.standards.answer_format import section_order
from wearable_coach.standards.levels import SafetyLevel

BOOKS = (
    "prescription",
    "prescription_withheld",
    "prescription_questions",
    "prescription_patients",
    "considerations",
    "emergencies",
)
NO_WISHES = Wishes()
FRAMES = len(FRAME_LIST)
"""Question families."""
_BY_DAY = "요일별"
"""What a question says that asks for a plan by the days of the week."""
_RUNNING = "달리기"
"""What a question says that calls the goal running."""


def shape(  # noqa: PLR0913 - all but the records by keyword
    profile: Profile,
    vitals: Vitals,
    *,
    stratum: str,  # noqa: ARG001 - the composers' common form
    frame: int,  # noqa: ARG001
    rng: Random,  # noqa: ARG001
    hrmax_formula: HrmaxFormula,  # noqa: ARG001
) -> tuple[Profile, Vitals]:
    """Return profile and vitals as they are: the question tells all of them."""
    return profile, vitals


def compose(brief: Brief) -> Draft:
    """Write a question for exercise and its answer in the fixed order of sections.

    Source: FMT-SEC-001; the cap is `facts.max_intensity_allowed` (STD-SAFE-001, STD-SCR-001).
    """
    speak = brief.speaker(_book(), values_of(brief))
    return _composed(brief, some_wishes(brief.rng), speak)


def compose_told(brief: Brief, wishes: Wishes = NO_WISHES) -> Draft:
    """Write the question and answer of a real person, who wishes nothing but what they told."""
    speak = brief.speaker(_book(), values_of(brief))
    return _composed(brief, wishes, speak)


def ask_told(brief: Brief, wishes: Wishes = NO_WISHES) -> str:
    """Write the question of `compose_told` alone."""
    speak = brief.speaker(_book(), values_of(brief))
    return question(brief, wishes=wishes, speak=speak)


def _composed(brief: Brief, wishes: Wishes, speak: Speaker) -> Draft:
    asked = question(brief, wishes=wishes, speak=speak)
    wishes = wishes._replace(
        short=has_little_time(brief), running=_RUNNING in asked, worried=asks_with_worry(brief)
    )
    level, cap = brief.facts.safety_level, brief.facts.max_intensity_allowed
    if level == SafetyLevel.EMERGENCY:
        texts = emergency_sections(brief, speak)
    elif cap == "none":
        texts = withheld_sections(brief, speak)
    else:
        texts = _prescribed(brief, wishes, speak, by_day=_BY_DAY in asked)
    headings = section_order("exercise_recommendation", level=level, cap=cap)
    answer = "\n\n".join(
        f"## {heading}\n{text}" for heading, text in zip(headings, texts, strict=True)
    )
    return Draft(((asked, answer),), (f"frame.{brief.frame}", *speak.said))


def _prescribed(brief: Brief, wishes: Wishes, speak: Speaker, *, by_day: bool) -> list[str]:
    rng = brief.rng
    person = person_of(brief.profile, brief.vitals, brief.facts, limits=wishes.limits)
    limit = limit_of(brief.profile, brief.facts)
    goal = goal_of(brief)
    weights = wishes.place == "gym" and wishes.limit != "back"
    plan = build_plan(
        limit, person, brief.facts, Aim(goal, wishes.days, weights, wishes.short), rng
    )
    programme = build_programme(
        plan, person, place=wishes.place, goal=goal, rng=rng, short=wishes.short
    )
    ruling = ruling_of(brief.facts, plan, rng)
    session = programme.aerobic[0][0].name_ko if asks_for_today(brief) else ""
    sections = [
        check_section(
            CheckGround(
                brief,
                limit,
                person,
                ruling,
                wishes,
                programme.easy,
                session,
                strength=plan.strength is not None,
                runs=any(e.row.get("runs") for bout in programme.aerobic for e in bout),
            ),
            speak,
        ),
        intensity_section(brief, plan, limit, speak, in_water=wishes.place == "pool"),
        week_table(
            brief, plan, person, weights=weights, asked=wishes.days is not None, by_day=by_day
        ),
        warm_up_section(programme, speak),
        main_section(brief, plan, programme, goal, speak),
        cool_down_section(brief, programme, speak),
        sum_section(plan, person, speak),
        progress_section(brief, plan, person, speak),
        stop_section(brief, speak, sore=wishes.limit is not None, in_water=wishes.place == "pool"),
    ]
    sections.append(
        prescribed_sources(
            brief, speak, sections[0], strength=plan.strength is not None, ruling=ruling
        )
    )
    return sections


@cache
def _book() -> PhraseBook:
    return phrase_book(*BOOKS)
