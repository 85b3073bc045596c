"""Named exercises that suit a person, a place and an intensity; source ``tables/exercises.yaml``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Any, NamedTuple, TypeVar

from wearable_coach.answers.prescription.person import Trainee
from wearable_coach.answers.prescription.plan import Bout, WeeklyPlan, pick
from wearable_coach.standards.table import table

_T = TypeVar("_T")
_GROUPS = ("legs", "push", "pull", "hip", "core")
_FEW_GROUPS = 4
_LEADING = 2
_MOST_CHOICES = 3
_ANYWHERE = frozenset({"home", "outdoors"})
_SHORT_MOVES = 3
"""So many moves, of strength and to stretch, are enough for who has little time: legs, pushing and pulling."""
_OTHER_STRETCHES = 2
_MAIN_STRETCHES = 5
"""So many stretches are the main part of who wants to become supple."""


class Exercise(NamedTuple):
    """A named exercise."""

    code: str
    name_ko: str
    how_ko: tuple[str, ...]
    row: dict[str, Any]


class Programme(NamedTuple):
    """The exercises of a week."""

    aerobic: tuple[tuple[Exercise, ...], ...]
    """Choices for each bout of the plan."""
    strength: tuple[Exercise, ...]
    stretches: tuple[Exercise, ...]
    cooling: tuple[Exercise, ...]
    """Stretches that end a session: others than those of the main part, where there are any."""
    balance: tuple[Exercise, ...]
    warm_up: tuple[tuple[Exercise, int], ...]
    """Parts with their minutes [min]."""
    easy: str
    """Name of what to do on a day of ease."""

    @property
    def warm_up_min(self) -> int:
        """Minutes of the warm-up [min]."""
        return sum(minutes for _, minutes in self.warm_up)


@cache
def _all(part: str) -> tuple[Exercise, ...]:
    return tuple(
        Exercise(code, row["name_ko"], tuple(row.get("how_ko", ())), row)
        for code, row in table("exercises")[part].items()
    )


def _barred(row: dict[str, Any], person: Trainee) -> bool:
    return not person.spared.isdisjoint(row.get("not_for", ()))


@cache
def suited(part: str, person: Trainee) -> tuple[Exercise, ...]:
    """Return the exercises of a part of the table that nothing in the person bars."""
    return tuple(e for e in _all(part) if not _barred(e.row, person))


@cache
def _suited_at(part: str, person: Trainee, place: str | None) -> tuple[Exercise, ...]:
    """Return the suited exercises that lean on nothing which the place lacks."""
    fit = suited(part, person)
    return tuple(e for e in fit if place is None or place in e.row.get("places", (place,)))


@cache
def aerobic_choices(intensity: str, person: Trainee, place: str | None) -> tuple[Exercise, ...]:
    """Return suited aerobic exercises of one intensity: at the place wished alone, where it has any.

    A place without any, or none that was told, gives way to home and the outdoors, then to all but the pool.
    """
    fit = [
        e
        for e in suited("aerobic", person)
        if intensity in e.row["classes"] and not (person.heavy and e.row["impact"] == "high")
    ]
    if person.athlete and intensity == "moderate":
        least: float = table("exercises")["athlete_moderate_from_mets"]
        fit = [e for e in fit if e.row["classes"][intensity] >= least] or fit
    if not person.beginner and not person.older:
        fit = [e for e in fit if "active" not in e.row.get("not_for", ())] or fit
    there = [e for e in fit if place in e.row["places"]]
    anywhere = [e for e in fit if not _ANYWHERE.isdisjoint(e.row["places"])]
    if place != "gym":
        there = [e for e in there if not e.row.get("owned")] or there
        anywhere = [e for e in anywhere if not e.row.get("owned")] or anywhere
    return tuple(there or anywhere or [e for e in fit if "pool" not in e.row["places"]])


@cache
def _leading(
    intensity: str, person: Trainee, place: str | None, goal: str | None
) -> tuple[Exercise, ...]:
    """Return the choices that a goal puts first; may be empty."""
    rows: dict[str, dict[str, list[str]]] = table("exercises")["leads"]
    codes = rows.get(goal or "usual", rows["usual"])[intensity]
    by_code = {e.code: e for e in aerobic_choices(intensity, person, place)}
    return tuple(by_code[c] for c in codes if c in by_code)[:_LEADING]


@cache
def strength_choices(
    group: str, person: Trainee, place: str | None, *, light: bool
) -> tuple[Exercise, ...]:
    """Return suited strength exercises of one muscle group; none where limits bar all."""
    where = place if place in ("gym", "outdoors") else "home"
    tender = person.beginner or person.heart or person.pregnancy
    ease: tuple[str, ...] = ("easy", "normal", "hard")
    if person.older or person.heavy or (light and tender):
        ease = ("easy",)
    elif person.beginner or light:
        ease = ("easy", "normal")
    fit = [
        e for e in suited("strength", person) if e.row["group"] == group and e.row["ease"] in ease
    ]
    if not person.beginner:
        fit = [e for e in fit if e.row["ease"] != "easy" and where in e.row["places"]] or fit
        if where == "gym" and group != "core":  # with weights there, rather than the body's own
            fit = [e for e in fit if "home" not in e.row["places"]] or fit
    there = [e for e in fit if where in e.row["places"]]
    there = there or [e for e in fit if "home" in e.row["places"]]
    if person.athlete:  # to whom an easier one is no training
        there = [e for e in there if e.row["ease"] == "hard"] or there
    return tuple(there)


def some(rng: Random, of: Sequence[_T], count: int) -> tuple[_T, ...]:
    """Choose `count` different ones, or all when there are fewer."""
    pool = list(of)
    for k in range(min(count, len(pool))):
        j = k + int(rng.random() * (len(pool) - k))
        pool[k], pool[j] = pool[j], pool[k]
    return tuple(pool[:count])


def listed(rng: Random, of: Sequence[_T], count: int) -> tuple[_T, ...]:
    """Choose as `some` does and tell them in the order of their table, so that the same ones are the same words.

    A list that comes in any order is a new sentence to write, to read and to judge each time.
    """
    chosen = some(rng, of, count)
    return tuple(e for e in of if e in chosen)


def build_programme(  # noqa: PLR0913 - all but the records by keyword
    plan: WeeklyPlan,
    person: Trainee,
    *,
    place: str | None,
    goal: str | None,
    rng: Random,
    short: bool = False,
) -> Programme:
    """Choose the exercises of a week.

    Args:
        plan: The week; each bout gets exercises of its own intensity.
        person: Traits that bar some exercises.
        place: home, gym, outdoors, pool, or None.
        goal: Code of the goal, None for general health; its exercise comes first.
        rng: Chooses among what suits.
        short: Whether there is little time at once: what is most needed alone.

    Source: STD-EX-001 (policy), STD-EX-002 (METs).
    """
    aerobic = tuple(_aerobic(bout, person, place, goal, rng) for bout in plan.bouts)
    strength = _strength(plan, person, place, rng)[: _SHORT_MOVES if short else None]
    fit = _suited_at("flexibility", person, place)
    is_main = goal == "flexibility" and not plan.recovering
    stretches = listed(rng, fit, _SHORT_MOVES if short else _stretches(rng, is_main=is_main))
    others = tuple(e for e in fit if e not in stretches)
    return Programme(
        aerobic=aerobic,
        strength=strength,
        stretches=stretches,
        cooling=listed(rng, others, _OTHER_STRETCHES) if is_main and others else stretches,
        balance=listed(rng, suited("balance", person), 2) if plan.balance_days else (),
        warm_up=_warm_up(person, place, rng, short=short),
        easy=pick(rng, aerobic_choices("light", person, place)).name_ko,
    )


def _stretches(rng: Random, *, is_main: bool) -> int:
    return _MAIN_STRETCHES if is_main else 3 + int(rng.random() * 2)


def _aerobic(
    bout: Bout, person: Trainee, place: str | None, goal: str | None, rng: Random
) -> tuple[Exercise, ...]:
    """Choose two or three that can be kept up so long, what the goal puts first before the others."""
    choices = _kept_up(aerobic_choices(bout.intensity, person, place), bout.minutes)
    leading = _kept_up(_leading(bout.intensity, person, place, goal), bout.minutes)
    first = (pick(rng, leading),) if leading else ()
    others = [e for e in choices if e not in first]
    count = _MOST_CHOICES - len(first) - int(rng.random() * 2)
    return (*first, *listed(rng, others, count))


def _kept_up(of: tuple[Exercise, ...], minutes: int) -> tuple[Exercise, ...]:
    """Return those that can be kept up for so long [min], all where none can."""
    return tuple(e for e in of if e.row.get("most_min", minutes) >= minutes) or of


def _strength(
    plan: WeeklyPlan, person: Trainee, place: str | None, rng: Random
) -> tuple[Exercise, ...]:
    if plan.strength is None:
        return ()
    light = plan.strength.intensity == "light"
    few = person.careful or (person.beginner and rng.random() < 0.5)  # noqa: PLR2004 - half of beginners
    groups = _GROUPS[:_FEW_GROUPS] if few else _GROUPS
    choices = [strength_choices(g, person, place, light=light) for g in groups]
    return tuple(pick(rng, of) for of in choices if of)


@cache
def _warm_up_moves(person: Trainee, place: str | None, *, first: bool) -> tuple[Exercise, ...]:
    fit = _suited_at("warm_up", person, place)
    return tuple(e for e in fit if bool(e.row.get("first")) == first)


def _warm_up(
    person: Trainee, place: str | None, rng: Random, *, short: bool
) -> tuple[tuple[Exercise, int], ...]:
    plans = table("dose")["plans"]
    choices = plans["careful_warm_up_parts_min" if person.careful else "warm_up_parts_min"]
    minutes = min(choices, key=sum) if short else pick(rng, choices)
    start = pick(rng, _warm_up_moves(person, place, first=True))
    moves = listed(rng, _warm_up_moves(person, place, first=False), len(minutes) - 1)
    return tuple(zip((start, *moves), minutes, strict=True))
