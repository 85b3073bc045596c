"""One session on paper: warm-up, main part from named exercises, cool-down, and when to stop."""

from __future__ import annotations

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.prescription.check import DEFERRED_FAST
from wearable_coach.answers.prescription.exercises import Exercise, Programme
from wearable_coach.answers.prescription.intensity import words_of
from wearable_coach.answers.prescription.plan import Strength, WeeklyPlan, pick
from wearable_coach.rendering.held_out import drawn_by
from wearable_coach.rendering.phrases import Speaker, said_forms
from wearable_coach.standards.table import table

_SERVED_BY_WORDS = "sleep_better"
"""The goal that no exercise serves by itself: its hour does, so that it is always told."""
_COOLING = 4
"""So many stretches end a session at most."""


def warm_up_section(programme: Programme, speak: Speaker) -> str:
    """Write the warm-up: parts whose minutes add up to its total. Source: STD-DOSE-001."""
    lead = speak.say("warm.lead", warm_min=programme.warm_up_min)
    parts = [f"{e.name_ko} {minutes}분" for e, minutes in programme.warm_up]
    return f"{lead}\n{' → '.join(parts)}"


def main_section(
    brief: Brief, plan: WeeklyPlan, programme: Programme, goal: str | None, speak: Speaker
) -> str:
    """Write the main part: aerobic choices, strength with sets and reps, balance."""
    slot = "main.held" if plan.held else "main.recovery"
    lines = [speak.say(slot)] if plan.recovering else []
    if "postpartum" in brief.profile.conditions:
        lines.append(_pelvic_floor(speak))
    if goal == "flexibility" and not plan.recovering:
        lines.append(speak.say("main.stretch", hold=plan.hold_s, times=plan.stretch_reps))
        lines += [_with_how(brief, e) for e in programme.stretches]
    strength = _strength(brief, plan, programme, speak)
    first = goal in table("exercises")["strength_first"] and plan.strength is not None
    if first:
        lines += strength
    for k, bout in enumerate(plan.bouts):
        lead, *others = programme.aerobic[k]
        slot = "main.aerobic" if others else "main.aerobic.one"
        lines.append(speak.say(slot, level_ko=words_of(bout.intensity).level_ko))
        lines.append(_with_how(brief, lead))
        if others:
            names = ", ".join(e.name_ko for e in others)
            lines.append(f"- {speak.say('main.or', names=names)}")
    if not first:
        lines += strength
    lines += _balance(brief, plan, programme, speak)
    tip = f"main.goal.{goal}"
    tips = not plan.recovering and speak.has(tip)
    if tips and (goal == _SERVED_BY_WORDS or brief.rng.random() < 0.5):  # noqa: PLR2004 - half add it
        lines.append(speak.say(tip))
    return "\n".join(lines)


def _pelvic_floor(speak: Speaker) -> str:
    """Say how the muscles are trained that come first after a birth. Source: STD-DOSE-010."""
    reps = table("dose")["doses"]["pelvic_floor_reps"]["range"][0]
    return speak.say("main.pelvic_floor", pelvic_reps=reps)


def _with_how(brief: Brief, exercise: Exercise, dose: str = "") -> str:
    return f"- {exercise.name_ko}{dose}: {_how(brief, exercise)}"


def _how(brief: Brief, exercise: Exercise) -> str:
    """Return one of the ways to do an exercise, of those that the row's split draws."""
    ways = exercise.how_ko
    way = ways[pick(brief.rng, drawn_by(brief.split, exercise.code, ways))]
    return pick(brief.rng, said_forms(f"{way}."))


def _strength(brief: Brief, plan: WeeklyPlan, programme: Programme, speak: Speaker) -> list[str]:
    s = plan.strength
    if s is None:
        return [speak.say("main.strength_held" if plan.held else "main.strength_rest")]
    lead = f"{speak.say('main.strength')} {speak.say('main.strength_gap')}"
    return [lead, *(_with_how(brief, e, _own_dose(s, e)) for e in programme.strength)]


def _own_dose(strength: Strength, exercise: Exercise) -> str:
    """Return the dose of a move without a weight among those with one, else nothing: the table's holds."""
    if strength.load_pct is None or exercise.row.get("weights"):
        return ""
    row = table("dose")["plans"]["strength_without_weights"]
    if strength.reps[0] >= row["reps"][0]:
        return ""
    return f" {row['sets']}세트 × {row['reps'][0]}~{row['reps'][1]}회"


def _balance(brief: Brief, plan: WeeklyPlan, programme: Programme, speak: Speaker) -> list[str]:
    if not plan.balance_days:
        return []
    doses = table("dose")["plans"]["balance"]
    lines = [speak.say("main.balance", b_days=plan.balance_days)]
    for e in programme.balance:
        if e.row["load"] == "hold":
            dose = (
                f" 좌우 {pick(brief.rng, doses['hold_s'])}초씩 {pick(brief.rng, doses['reps'])}회"
            )
        else:
            dose = f" {pick(brief.rng, doses['step_reps'])}회"
        lines.append(_with_how(brief, e, dose))
    return lines


def cool_down_section(brief: Brief, programme: Programme, speak: Speaker) -> str:
    """Write the cool-down: easy walking, then stretches. Source: STD-DOSE-002 to 004."""
    walk = pick(brief.rng, table("dose")["plans"]["cool_down_walk_min"])
    names = ", ".join(e.name_ko for e in programme.cooling[:_COOLING])
    slot = "cool.stretch" if programme.cooling == programme.stretches else "cool.stretch.others"
    lead = f"{speak.say('cool.lead', cool_walk=walk)} {speak.say(slot)}"
    return f"{lead}\n- {names}"


def stop_section(
    brief: Brief, speak: Speaker, *, sore: bool = False, in_water: bool = False
) -> str:
    """Write when to stop, and when to call for help. Source: STD-SAFE-001 (policy).

    Args:
        brief: The person and the day; a fast heart today names its own signs.
        speak: Says the phrases.
        sore: Whether something is, so that what to do about pain has been said.
        in_water: Whether the exercise is done there, so that who must sit down comes out first.
    """
    fast = not DEFERRED_FAST.isdisjoint(brief.facts.safety_reasons)
    lines = [speak.say("stop.signs.fast" if fast else "stop.signs")]
    own = [f"stop.{condition}" for condition in brief.profile.conditions]
    if in_water:
        own = [f"{slot}.water" if speak.has(f"{slot}.water") else slot for slot in own]
    lines += [f"- {speak.say(slot)}" for slot in own if speak.has(slot)]
    lines.append(speak.say("stop.end"))
    if not sore:
        lines.append(speak.say("stop.sore"))
    return "\n".join(lines)
