"""The arithmetic of a weekly plan: sessions, weekly sums, what is left, and the next weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from math import ceil
from random import Random
from typing import Any, NamedTuple, TypeVar

from wearable_coach.answers.prescription.person import Limit, Trainee
from wearable_coach.standards.activity import moderate_equivalent_min
from wearable_coach.standards.facts import Facts
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.table import table

_T = TypeVar("_T")
_HALF = 0.5
_LEAST_STEPS = 2
"""The shortest session, in steps of minutes."""


class Aim(NamedTuple):
    """What a week is for."""

    goal: str | None = None
    """Code of the goal, None for general health."""
    days: int | None = None
    """Aerobic days a week that were asked for, None where nobody asked."""
    weights: bool = False
    """Whether there are weights to load."""
    short: bool = False
    """Whether there is little time at once."""


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
    """Strength sessions. Source: STD-PLAN-001, after the ACSM's position stands of 2009 and 2011."""

    intensity: str
    days: int
    sets: int
    reps: tuple[int, int]
    reserve: tuple[int, int]
    """The load: repetitions that could still be done at the end of a set."""
    rest_min: tuple[int, int]
    """Between sets [min]."""
    load_pct: tuple[int, int] | None = None
    """The load as a share of the most that can be lifted once [%]; None for who does not train with weights."""


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
    """Light only: until today's readings are back to usual, or a doctor has been asked (`held`)."""
    reduced: bool
    """Made smaller because of today's readings."""

    @property
    def held(self) -> bool:
        """Whether a condition holds the week at light, and not the day: there is nothing to recover from."""
        return self.recovering and not self.reduced

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
    limit: Limit,
    person: Trainee,
    facts: Facts,
    aim: Aim,
    rng: Random,
) -> WeeklyPlan:
    """Build a week within `limit`.

    Args:
        limit: The intensity that nothing may exceed.
        person: Traits.
        facts: Safety level.
        aim: What the week is for, and on how many days.
        rng: Chooses among the table's sessions.

    Source: STD-PLAN-001 (policy, inside STD-FITT-001 and STD-WHO-001).
    """
    recovering = facts.max_intensity_allowed == "light"
    reduced = facts.safety_level > SafetyLevel.PROCEED
    goal = aim.goal
    bouts = _bouts(limit, person, goal, rng, recovering=recovering, reduced=reduced)
    if aim.days is not None:
        bouts = _on_days(bouts, aim.days)
    if aim.short:
        bouts = _shorter(bouts, days=aim.days)
    if person.older:
        bouts = _no_longer(bouts, _plans()["older_most_session_min"])
    flex = _plans()["flexibility"]
    flexible = goal == "flexibility" and not recovering
    hold_s, reps = pick(rng, flex["older_holds" if person.older else "holds"])
    stretch_days = pick(rng, flex["goal_days" if flexible else "days"])
    return WeeklyPlan(
        bouts=bouts,
        strength=None if recovering else _strength(limit, person, aim, rng),
        stretch_days=stretch_days if aim.days is None else min(stretch_days, aim.days),
        hold_s=hold_s,
        stretch_reps=reps,
        balance_days=_balance_days() if person.older and not recovering else 0,
        stages=() if recovering or _keeps(person, limit) else _stages(bouts, rng),
        recovering=recovering,
        reduced=reduced,
    )


def _keeps(person: Trainee, limit: Limit) -> bool:
    """Say whether a week is kept as it is: an athlete's easy weeks do not grow, nor those of who weighs too little."""
    return person.underweight or (person.athlete and limit.intensity == "light")


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
    def chosen(kind: str) -> list[Any]:
        rows: dict[str, list[list[Any]]] = _plans()["aerobic"][kind]
        return pick(rng, _for_goal(rows, goal))

    if person.underweight and not recovering:
        return (Bout(limit.intensity, *pick(rng, _plans()["aerobic"]["underweight"])),)
    if limit.intensity == "vigorous":
        if rng.random() < _HALF or person.older:
            hard, easy = chosen("mixed")
            return (Bout("vigorous", *hard), Bout("moderate", *easy))
        return (Bout("vigorous", *chosen("vigorous")),)
    if limit.intensity == "light":
        if recovering:
            return (Bout("light", *pick(rng, _plans()["aerobic"]["recovery"])),)
        return (Bout("light", *chosen("moderate" if person.athlete else "light")),)
    kind = "moderate_day" if reduced else "moderate_start" if person.beginner else "moderate"
    return (Bout("moderate", *chosen(kind)),)


def _for_goal(rows: Mapping[str, _T], goal: str | None) -> _T:
    return rows.get(goal or "usual", rows["usual"])


def _on_days(bouts: tuple[Bout, ...], days: int) -> tuple[Bout, ...]:
    """Return the same week on as many days as were asked for, its minutes shared out anew."""
    if sum(b.days for b in bouts) == days:
        return bouts
    hard = bouts[0]
    if hard.intensity == "vigorous" and (len(bouts) > 1 or days > _plans()["most_vigorous_days"]):
        return _mixed_on(days, hard.minutes)
    step, most = _plans()["session_step_min"], _plans()["most_session_min"]
    minutes = min(most, step * max(_LEAST_STEPS, round(hard.week_min / days / step)))
    if hard.intensity == "vigorous":
        least, enough = table("activity")["who_2020"]["adult"]["vigorous_min"]
        minutes -= step * (minutes * days > enough)
        minutes += step * (minutes * days < least)
    return (Bout(hard.intensity, minutes, days),)


def _shorter(bouts: tuple[Bout, ...], *, days: int | None) -> tuple[Bout, ...]:
    """Return a week of short sessions; where no days were asked for, on more days."""
    rows = _plans()
    most = rows["short_session_min"]
    first = bouts[0]
    if len(bouts) > 1 or first.minutes <= most:
        return _no_longer(bouts, most)
    if days is None and first.intensity != "vigorous":
        bouts = _on_days(bouts, max(first.days, rows["short_session_days"]))
    return tuple(b._replace(minutes=min(b.minutes, most)) for b in bouts)


def _no_longer(bouts: tuple[Bout, ...], most: int) -> tuple[Bout, ...]:
    """Return a week whose sessions last at most so long [min], as it is where that would leave WHO's least undone."""
    capped = tuple(b._replace(minutes=min(b.minutes, most)) for b in bouts)
    done = moderate_equivalent_min(
        moderate_min=sum(b.week_min for b in capped if b.intensity == "moderate"),
        vigorous_min=sum(b.week_min for b in capped if b.intensity == "vigorous"),
    )
    is_enough = done >= weekly_moderate_min()[0] or capped[0].intensity == "light"
    return capped if is_enough else bouts


def _mixed_on(days: int, hard_min: int) -> tuple[Bout, ...]:
    """Return a week of vigorous and moderate days, of which few are vigorous and the rest make up WHO's least.

    Args:
        days: Aerobic days a week that were asked for, two at least.
        hard_min: A vigorous session [min].
    """
    rows = _plans()
    step, most = rows["session_step_min"], rows["most_session_min"]
    hard_days = rows["mixed_vigorous_days"]
    easy_days = days - hard_days
    least = weekly_moderate_min()[0]

    def missing(minutes: int) -> int:
        return least - moderate_equivalent_min(moderate_min=0, vigorous_min=minutes * hard_days)

    hard_min = min(hard_min, rows["most_mixed_vigorous_min"])
    while missing(hard_min) > most * easy_days:  # more than the easier days can make up
        hard_min += step
    hard = Bout("vigorous", hard_min, hard_days)
    easy = max(rows["least_mixed_moderate_min"], step * ceil(missing(hard_min) / easy_days / step))
    return hard, Bout("moderate", easy, easy_days)


def _strength(limit: Limit, person: Trainee, aim: Aim, rng: Random) -> Strength:
    light = limit.intensity == "light"
    kind = "usual"
    if light or person.older or person.heart or person.pregnancy:
        kind = "careful"
    elif person.beginner or person.underweight:
        kind = "start"
    elif person.athlete or limit.intensity == "vigorous":
        kind = "trained"
    rows: dict[str, dict[str, list[Any]]] = _plans()["strength"][kind]
    row = _for_goal(rows, "strength" if person.underweight else aim.goal)
    days = _plans()["older_strength_days"] if person.older else pick(rng, row["days"])
    made = Strength(
        "light" if light else "moderate" if kind != "trained" else limit.intensity,
        days,
        *(pick(rng, row[part]) for part in ("sets", "reps", "reserve", "rest_min")),
    )
    if not aim.weights:
        return _without_weights(made)
    loads: list[Any] = [] if person.careful else _plans()["strength_load_pct"].get(kind, [])
    share = next((pct for reps, pct in loads if made.reps[0] >= reps), None)
    return made if share is None else made._replace(load_pct=(share[0], share[1]))


def _without_weights(made: Strength) -> Strength:
    """Return strength sessions with repetitions enough where no weight makes few of them hard."""
    row = _plans()["strength_without_weights"]
    if made.reps[0] < row["from_reps"]:
        made = made._replace(reps=tuple(row["reps"]))
    if made.reserve[0] < row["from_reserve"]:
        made = made._replace(reserve=tuple(row["reserve"]))
    return made


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
