"""The arithmetic of a weekly plan: sessions, weekly sums, what is left, and the next weeks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Any, NamedTuple, TypeVar

from wearable_coach.answers.prescription.person import Limit, Trainee
from wearable_coach.standards.activity import moderate_equivalent_min
from wearable_coach.standards.facts import Facts
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.table import table

_T = TypeVar("_T")
_HALF = 0.5


class Bout(NamedTuple):
    """Aerobic sessions of one intensity."""

    intensity: str
    minutes: int
    """A session [min]."""
    days: int
    """Sessions a week."""

    @property
    def week_min(self) -> int:
        """Minutes a week [min]."""
        return self.minutes * self.days


class Strength(NamedTuple):
    """Strength sessions."""

    intensity: str
    days: int
    sets: int
    reps: tuple[int, int]


class PlanStage(NamedTuple):
    """A step of the progression."""

    weeks: str
    """Which weeks, e.g. ``1~2``."""
    minutes: int
    days: int


class WeeklyPlan(NamedTuple):
    """A week, and how it grows. Source: STD-FITT-001, STD-WHO-001, STD-PLAN-001."""

    bouts: tuple[Bout, ...]
    """One intensity, or vigorous and moderate."""
    strength: Strength | None
    """None: rested until recovered."""
    stretch_days: int
    hold_s: int
    stretch_reps: int
    balance_days: int
    stages: tuple[PlanStage, ...]
    """Empty when the week is kept as it is."""
    recovering: bool
    """Light only, until today's readings are back to usual."""
    reduced: bool
    """Made smaller because of today's readings."""

    @property
    def intensity(self) -> str:
        """The highest aerobic intensity."""
        return self.bouts[0].intensity

    def minutes_of(self, intensity: str) -> int:
        """Return minutes a week of one intensity [min]."""
        return sum(b.week_min for b in self.bouts if b.intensity == intensity)

    @property
    def equivalent_min(self) -> int:
        """Moderate minutes a week, a vigorous one counted twice; light ones don't count [min]."""
        return moderate_equivalent_min(
            moderate_min=self.minutes_of("moderate"), vigorous_min=self.minutes_of("vigorous")
        )

    @property
    def left_min(self) -> int:
        """Moderate minutes still missing to the least of WHO 2020 [min]."""
        return max(0, weekly_moderate_min()[0] - self.equivalent_min)


@cache
def weekly_moderate_min() -> tuple[int, int]:
    """Return WHO's moderate minutes a week [min]. Source: STD-WHO-001."""
    low, high = table("activity")["who_2020"]["adult"]["moderate_min"]
    return low, high


@cache
def _plans() -> dict[str, Any]:
    rows: dict[str, Any] = table("dose")["plans"]
    return rows


def pick(rng: Random, of: Sequence[_T]) -> _T:
    """Choose one, at less cost than `Random.choice`."""
    return of[int(rng.random() * len(of))]


def build_plan(
    limit: Limit, person: Trainee, facts: Facts, *, goal: str | None, rng: Random
) -> WeeklyPlan:
    """Build a week within `limit`.

    Args:
        limit: The intensity that nothing may exceed.
        person: Traits.
        facts: Safety level.
        goal: Code of the goal, None for general health.
        rng: Chooses among the table's sessions.

    Source: STD-PLAN-001 (policy, inside STD-FITT-001 and STD-WHO-001).
    """
    recovering = facts.max_intensity_allowed == "light"
    reduced = facts.safety_level > SafetyLevel.PROCEED
    bouts = _bouts(limit, person, goal, rng, recovering=recovering, reduced=reduced)
    flex = _plans()["flexibility"]
    flexible = goal == "flexibility" and not recovering
    return WeeklyPlan(
        bouts=bouts,
        strength=None if recovering else _strength(limit, person, goal, rng),
        stretch_days=pick(rng, flex["goal_days" if flexible else "days"]),
        hold_s=pick(rng, flex["hold_s"]),
        stretch_reps=pick(rng, flex["reps"]),
        balance_days=_balance_days() if person.older and not recovering else 0,
        stages=() if recovering else _stages(bouts, rng),
        recovering=recovering,
        reduced=reduced,
    )


@cache
def _balance_days() -> int:
    days: int = table("activity")["who_2020"]["older_adult"]["balance_days"]
    return days


def _bouts(  # noqa: PLR0913 - what a week rests on
    limit: Limit,
    person: Trainee,
    goal: str | None,
    rng: Random,
    *,
    recovering: bool,
    reduced: bool,
) -> tuple[Bout, ...]:
    rows = _plans()["aerobic"]
    if limit.intensity == "vigorous":
        if rng.random() < _HALF:
            hard, easy = pick(rng, rows["mixed"])
            return (Bout("vigorous", *hard), Bout("moderate", *easy))
        return (Bout("vigorous", *pick(rng, rows["vigorous"])),)
    if limit.intensity == "light":
        return (Bout("light", *pick(rng, rows["recovery" if recovering else "light"])),)
    if reduced:
        return (Bout("moderate", *pick(rng, rows["moderate_day"])),)
    if person.beginner:
        return (Bout("moderate", *pick(rng, rows["moderate_start"])),)
    loss = goal == "weight_loss"
    return (Bout("moderate", *pick(rng, rows["moderate_loss" if loss else "moderate"])),)


def _strength(limit: Limit, person: Trainee, goal: str | None, rng: Random) -> Strength:
    rows = _plans()["strength"]
    wants = goal == "strength" and limit.intensity != "light" and not person.beginner
    key = "usual"
    if person.older:
        key = "older"
    elif person.heart or person.pregnancy:
        key = "careful"
    elif person.beginner or limit.intensity == "light":
        key = "start"
    elif wants:
        key = "goal"
    row = rows[key]
    hard = key == "goal" and limit.intensity == "vigorous"
    intensity = "vigorous" if hard else "light" if limit.intensity == "light" else "moderate"
    return Strength(
        intensity, pick(rng, row["days"]), pick(rng, row["sets"]), pick(rng, row["reps"])
    )


def _stages(bouts: tuple[Bout, ...], rng: Random) -> tuple[PlanStage, ...]:
    """Return the next weeks, each a step longer; one variable, the session's minutes, grows."""
    bout = bouts[0]
    if len(bouts) > 1 or (bout.intensity != "light" and _meets(bout)):
        return ()
    step = table("activity")["acsm_fitt"]["progression"]
    add = pick(rng, step["add_min"])
    every = step["every_weeks"][1] if add == step["add_min"][1] else pick(rng, step["every_weeks"])
    weeks = step["over_weeks"][1] if every == step["every_weeks"][1] else step["over_weeks"][0]
    stages: list[PlanStage] = []
    for first in range(1, weeks, every) if every > 1 else range(1, weeks + 1):
        minutes = bout.minutes + add * len(stages)
        if minutes > _plans()["most_session_min"]:
            break
        label = str(first) if every == 1 else f"{first}~{first + every - 1}"
        stages.append(PlanStage(label, minutes, bout.days))
        if bout.intensity != "light" and minutes * bout.days >= weekly_moderate_min()[0]:
            break
    return tuple(stages) if len(stages) > 1 else ()


def _meets(bout: Bout) -> bool:
    return bout.intensity == "vigorous" or bout.week_min >= weekly_moderate_min()[0]
