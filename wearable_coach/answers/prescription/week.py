"""The week on paper: the FITT-VP table, the weekly sum against WHO, and the next weeks."""

from __future__ import annotations

from functools import cache
from itertools import combinations, pairwise
from random import Random

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.prescription.check import goal_of
from wearable_coach.answers.prescription.intensity import words_of
from wearable_coach.answers.prescription.person import Trainee
from wearable_coach.answers.prescription.plan import Bout, WeeklyPlan, pick
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.table import table

_COLUMNS = ("구분", "빈도", "강도", "시간", "운동량", "진행")
_DAY_NAMES = {
    2: ("화·금", "월·목", "수·토"),
    3: ("월·수·금", "화·목·토", "화·목·일"),
    4: ("월·화·목·금", "월·수·금·일", "화·수·금·토"),
    5: ("월~금",),
    6: ("월~토", "화~일"),
}
_STRENGTH_DAYS = {2: ("화·금", "월·목"), 3: ("월·수·금",)}
"""Days that leave what was trained two days of rest between them, or one."""
_WEEK = "월화수목금토일"
_ALL_WEEK = "월~일"
_WITH_WEIGHTS = ("횟수 다음에 무게", "횟수 먼저, 무게 나중", "자세가 편해지면 무게")
_WITHOUT_WEIGHTS = ("횟수를 조금씩", "횟수 먼저, 세트 나중", "자세가 편해지면 횟수")
_Row = tuple[str, ...]


def week_table(  # noqa: PLR0913 - all but the records by keyword
    brief: Brief,
    plan: WeeklyPlan,
    person: Trainee,
    *,
    weights: bool,
    asked: bool = False,
    by_day: bool = False,
) -> str:
    """Write the FITT-VP table, a row for each kind of exercise or a column for each.

    Args:
        brief: The person and the day.
        plan: The week.
        person: Traits.
        weights: Whether there are any to load.
        asked: Whether so many days were asked for, so that strength is trained on no others.
        by_day: Whether the days of the week were, so that each row names its own.
    """
    rng = brief.rng
    named = by_day or rng.random() < 0.7  # noqa: PLR2004 - most name the days
    aerobic, strength = _days_named(plan, person, rng, asked=asked) if named else ("", "")
    on, stretched, balanced = (aerobic,) * len(plan.bouts), "", ""
    if by_day:
        whole, strength = _all_days(plan, aerobic, strength, asked=asked)
        on = _shared_out(plan, whole)
        used = _days_of(whole) | _days_of(strength)
        stretched, balanced = _spread(used, plan.stretch_days), _spread(used, plan.balance_days)
    rows = [_aerobic_row(plan, bout, on=days) for bout, days in zip(plan.bouts, on, strict=True)]
    rows.append(_strength_row(brief, plan, weights=weights, on=strength))
    rows.append(_flexibility_row(brief, plan, on=stretched))
    if person.older:
        rows.append(_balance_row(plan, on=balanced))
    table_rows = [_COLUMNS, *rows]
    if rng.random() < 0.3:  # noqa: PLR2004 - some turn the table
        table_rows = list(zip(*table_rows, strict=True))
    lines = ["| " + " | ".join(r) + " |" for r in table_rows]
    lines.insert(1, "|" + "---|" * len(table_rows[0]))
    return "\n".join(lines)


def _days_named(plan: WeeklyPlan, person: Trainee, rng: Random, *, asked: bool) -> tuple[str, str]:
    """Name the aerobic and the strength days; empty where there is nothing to name.

    They lie within the days that were asked for; else one day is left to rest, and who is older does
    on few days both.
    """
    count = plan.strength.days if plan.strength is not None else 0
    if len(plan.bouts) > 1:
        return "", "" if asked else pick(rng, _STRENGTH_DAYS.get(count, ("",)))
    aerobic = _DAY_NAMES.get(plan.bouts[0].days, ("",))
    if not count:
        return pick(rng, aerobic), ""
    pairs = [(a, s) for a in aerobic for s in _strength_days(a, count, asked=asked)]
    if not pairs:
        return pick(rng, aerobic), ""
    if not asked:
        least = min(_crowding(a, s, older=person.older) for a, s in pairs)
        pairs = [(a, s) for a, s in pairs if _crowding(a, s, older=person.older) == least]
    return pick(rng, pairs)


def _all_days(plan: WeeklyPlan, aerobic: str, strength: str, *, asked: bool) -> tuple[str, str]:
    """Return the named days, chosen where a plan of two intensities has left them open: some that go together."""
    choices = (
        (aerobic,) if aerobic else _DAY_NAMES.get(sum(b.days for b in plan.bouts), (_ALL_WEEK,))
    )
    if strength or plan.strength is None:
        return choices[0], strength
    count = plan.strength.days
    pairs = [(a, s) for a in choices for s in _strength_days(a, count, asked=asked)]
    return next(iter(pairs), (choices[0], ""))


def _strength_days(aerobic: str, count: int, *, asked: bool) -> tuple[str, ...]:
    """Return names of so many strength days, of those `asked` for alone with a day between them."""
    if not asked:
        return _STRENGTH_DAYS.get(count, ())
    apart = [
        days
        for days in combinations(sorted(_days_of(aerobic)), count)
        if all(b - a > 1 for a, b in pairwise(days)) and len(_WEEK) - days[-1] + days[0] > 1
    ]
    return tuple("·".join(_WEEK[day] for day in days) for days in apart)


def _crowding(aerobic: str, strength: str, *, older: bool) -> tuple[bool, int]:
    """Return whether no day is left to rest, and for who is older how many days have both."""
    of_aerobic, of_strength = _days_of(aerobic), _days_of(strength)
    none_left = len(of_aerobic | of_strength) == len(_WEEK)
    return none_left, len(of_aerobic & of_strength) if older else 0


def _spread(days: frozenset[int], count: int) -> str:
    """Name so many of the days, as far apart as they go; of the whole week where they are too few."""
    of = sorted(days if count <= len(days) else _days_of(_ALL_WEEK))
    return "·".join(_WEEK[of[k * len(of) // count]] for k in range(count))


def _shared_out(plan: WeeklyPlan, whole: str) -> tuple[str, ...]:
    """Name the days of each intensity, of those of the whole plan: the hard ones apart, easier ones between them."""
    if len(plan.bouts) == 1:
        return (whole,)
    hard, easy = plan.bouts
    first = _spread(_days_of(whole), hard.days)
    return first, _spread(_days_of(whole) - _days_of(first), easy.days)


@cache
def _days_of(names: str) -> frozenset[int]:
    """Return the days of a name, e.g. of ``월·수`` or ``화~일``."""
    first, to, last = names.partition("~")
    if to:
        return frozenset(range(_WEEK.index(first), _WEEK.index(last) + 1))
    return frozenset(_WEEK.index(day) for day in names.split("·") if day)


def _aerobic_row(plan: WeeklyPlan, bout: Bout, *, on: str) -> _Row:
    level_ko = words_of(bout.intensity).level_ko
    days = f"주 {bout.days}일{_named(on)}"
    name = "유산소" if len(plan.bouts) == 1 else f"유산소({level_ko})"
    return (
        name,
        days,
        level_ko,
        f"회당 {bout.minutes}분",
        f"주 {bout.week_min}분",
        _growth(plan),
    )


def _named(days: str) -> str:
    return f"({days})" if days else ""


def _after(plan: WeeklyPlan) -> str:
    """Return when what is left out of a light week begins: it is the first one after recovery."""
    return "진료 뒤" if plan.held else "둘째 주"


def _growth(plan: WeeklyPlan) -> str:
    step = table("activity")["acsm_fitt"]["progression"]
    if plan.recovering:
        return f"{_after(plan)} 다시 정함"
    if plan.stages:
        every, add = step["every_weeks"], step["add_min"]
        return f"{every[0]}~{every[1]}주마다 {add[0]}~{add[1]}분씩"
    weeks = step["over_weeks"]
    return f"{weeks[0]}~{weeks[1]}주 유지"


def _strength_row(brief: Brief, plan: WeeklyPlan, *, weights: bool, on: str) -> _Row:
    s = plan.strength
    if s is None:
        return ("근력", "쉬기", "-", "-", "-", f"{_after(plan)} 시작")
    days = f"주 {s.days}일{_named(on)}"
    load = "더 할 수 있는 무게" if weights else "더 할 수 있을 만큼"
    share = f"(최대 무게의 {s.load_pct[0]}~{s.load_pct[1]}%)" if weights and s.load_pct else ""
    growth = pick(brief.rng, _WITH_WEIGHTS if weights else _WITHOUT_WEIGHTS)
    return (
        "근력",
        days,
        f"{s.reserve[0]}~{s.reserve[1]}회 {load}{share}",
        f"세트 사이 {s.rest_min[0]}~{s.rest_min[1]}분",
        f"{s.sets}세트 × {s.reps[0]}~{s.reps[1]}회",
        growth,
    )


def _flexibility_row(brief: Brief, plan: WeeklyPlan, *, on: str = "") -> _Row:
    feel = pick(brief.rng, ("당기지만 아프지 않게", "시원하게 당기는 정도", "통증 없는 범위"))
    growth = pick(brief.rng, ("범위를 조금씩", "편해지면 동작 추가", "그대로 유지"))
    return (
        "유연성",
        f"주 {plan.stretch_days}일{_named(on)}",
        feel,
        f"{plan.hold_s}초씩",
        f"{plan.stretch_reps}회",
        growth,
    )


def _balance_row(plan: WeeklyPlan, *, on: str = "") -> _Row:
    if not plan.balance_days:
        return ("균형", "쉬기", "-", "-", "-", f"{_after(plan)} 시작")
    return (
        "균형",
        f"주 {plan.balance_days}일{_named(on)}",
        "잡을 곳을 두고",
        "짧게",
        "아래 횟수",
        "손을 조금씩 떼기",
    )


def sum_section(plan: WeeklyPlan, person: Trainee, speak: Speaker) -> str:
    """Write the weekly sum and hold it against WHO. Source: STD-WHO-001."""
    lines = [_sum(plan), _against_who(plan, person, speak)]
    strong = plan.strength is not None and plan.strength.intensity != "light"
    if (
        plan.strength is not None and strong and not person.older
    ):  # what is said of balance says it too
        lines.append(speak.say("sum.strength", s_days=plan.strength.days))
    if person.older and plan.recovering and not plan.held:
        lines.append(speak.say("sum.balance_light"))
    elif person.older and strong:
        lines.append(speak.say("sum.balance"))
    return "\n".join(f"- {line}" for line in lines)


def product(bout: Bout) -> str:
    """Write minutes × days: ``30분 × 5일 = 주 150분``."""
    return f"{bout.minutes}분 × {bout.days}일 = 주 {bout.week_min}분"


def _sum(plan: WeeklyPlan) -> str:
    if len(plan.bouts) == 1:
        return f"유산소({words_of(plan.intensity).level_ko}): {product(plan.bouts[0])}"
    return ", ".join(f"{words_of(b.intensity).level_ko} {product(b)}" for b in plan.bouts)


def _against_who(plan: WeeklyPlan, person: Trainee, speak: Speaker) -> str:
    vigorous, moderate = plan.minutes_of("vigorous"), plan.minutes_of("moderate")
    if plan.recovering:
        return speak.say("sum.held" if plan.held else "sum.recovery")
    if person.underweight and plan.intensity == "moderate":
        return speak.say("sum.underweight", left=plan.left_min)
    if plan.intensity == "light":
        return speak.say("sum.light")
    if vigorous:
        slot = "sum.mixed" if moderate else "sum.vigorous"
        return speak.say(slot, vig=vigorous, mod=moderate, equivalent=plan.equivalent_min)
    meets = "below" if plan.left_min else "meets"
    who = "pregnancy" if person.pregnancy else "moderate"
    slot = "sum.day.below" if plan.reduced and plan.left_min else f"sum.{who}.{meets}"
    return speak.say(slot, left=plan.left_min)


def progress_section(brief: Brief, plan: WeeklyPlan, person: Trainee, speak: Speaker) -> str:
    """Write how the week grows. Source: STD-FITT-001."""
    if plan.held:
        return speak.say("prog.held")
    if plan.recovering:
        ill = "fever_or_below_neck_illness" in brief.facts.safety_reasons
        begins = speak.say("prog.illness" if ill else "prog.recovery")
        return f"{begins}\n{speak.say('prog.return')}"
    first = plan.strength is not None and goal_of(brief) in table("exercises")["strength_first"]
    lines, after = [speak.say("prog.strength")] if first else [], "prog.after"
    if person.underweight:
        return f"{speak.say('prog.underweight')}\n{speak.say('prog.after_hold')}"
    if plan.stages:
        if plan.reduced:
            lines.append(speak.say("prog.recovered"))
        lines.append(speak.say("prog.rule"))
        last = plan.stages[-1]  # the table says by how much; here stands where that leads
        lines.append(
            f"- {last.weeks}주차: {product(Bout(plan.intensity, last.minutes, last.days))}"
        )
    else:
        lines.append(speak.say("prog.hold"))
        after = "prog.after_hold"  # there are no stages to go back to
    lines.append(speak.say(after))
    return "\n".join(lines)
