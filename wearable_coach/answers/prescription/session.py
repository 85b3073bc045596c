"""One session on paper: warm-up, main part from named exercises, cool-down, and when to stop."""

from __future__ import annotations

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.prescription.exercises import Exercise, Programme
from wearable_coach.answers.prescription.intensity import words_of
from wearable_coach.answers.prescription.person import Trainee
from wearable_coach.answers.prescription.plan import WeeklyPlan, pick
from wearable_coach.rendering.held_out import drawn_by
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.table import table


def warm_up_section(brief: Brief, programme: Programme, speak: Speaker) -> str:
    """Write the warm-up: parts whose minutes add up to its total. Source: STD-DOSE-001."""
    lines = [speak.say("warm.lead", warm_min=programme.warm_up_min)]
    parts = [f"{e.name_ko} {minutes}분" for e, minutes in programme.warm_up]
    if brief.rng.random() < 0.5:  # noqa: PLR2004 - half write a list
        lines += [f"- {part}" for part in parts]
    else:
        lines.append(" → ".join(parts))
    if brief.rng.random() < 0.6:  # noqa: PLR2004 - most add it
        lines.append(speak.say("warm.end"))
    return "\n".join(lines)


def main_section(
    brief: Brief, plan: WeeklyPlan, programme: Programme, goal: str | None, speak: Speaker
) -> str:
    """Write the main part: aerobic choices, strength with sets and reps, balance."""
    lines = [speak.say("main.recovery")] if plan.recovering else []
    strength = _strength(brief, plan, programme, speak)
    first = goal in table("exercises")["strength_first"] and plan.strength is not None
    if first:
        lines += strength
    for k, bout in enumerate(plan.bouts):
        level_ko = words_of(bout.intensity).level_ko
        lines.append(
            speak.say("main.aerobic", level_ko=level_ko, minutes=bout.minutes, days=bout.days)
        )
        lines += [_with_how(brief, e, f" {bout.minutes}분") for e in programme.aerobic[k]]
    if not plan.recovering and plan.intensity != "vigorous" and brief.rng.random() < 0.4:  # noqa: PLR2004 - some add it
        lines.append(speak.say("main.split", minutes=plan.bouts[0].minutes))
    if not first:
        lines += strength
    lines += _balance(brief, plan, programme, speak)
    if goal is not None and not plan.recovering and speak.has(f"main.goal.{goal}"):
        lines.append(speak.say(f"main.goal.{goal}"))
    return "\n".join(lines)


def _with_how(brief: Brief, exercise: Exercise, dose: str = "") -> str:
    return f"- {exercise.name_ko}{dose}: {_how(brief, exercise)}."


def _how(brief: Brief, exercise: Exercise) -> str:
    """Return one of the ways to do an exercise, of those that the row's split draws."""
    ways = exercise.how_ko
    return ways[pick(brief.rng, drawn_by(brief.split, exercise.code, ways))]


def _strength(brief: Brief, plan: WeeklyPlan, programme: Programme, speak: Speaker) -> list[str]:
    s = plan.strength
    if s is None:
        return [speak.say("main.strength_rest")]
    reps = f"{s.reps[0]}~{s.reps[1]}"
    left = f"{s.reserve[0]}~{s.reserve[1]}"
    lines = [speak.say("main.strength", left=left, s_days=s.days, sets=s.sets, reps=reps)]
    dose = f" {s.sets}세트 × {reps}회" if brief.rng.random() < 0.6 else ""  # noqa: PLR2004 - most repeat the dose
    lines += [_with_how(brief, e, dose) for e in programme.strength]
    how = speak.say("main.strength_how", rest=f"{s.rest_min[0]}~{s.rest_min[1]}")
    lines.append(f"{how} {speak.say('main.strength_gap')}")
    return lines


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


def cool_down_section(brief: Brief, plan: WeeklyPlan, programme: Programme, speak: Speaker) -> str:
    """Write the cool-down: easy walking, then stretches. Source: STD-DOSE-002 to 004."""
    walk = pick(brief.rng, table("dose")["plans"]["cool_down_walk_min"])
    lines = [
        speak.say("cool.lead", cool_walk=walk),
        speak.say("cool.stretch", hold=plan.hold_s, stretch_reps=plan.stretch_reps),
    ]
    if brief.rng.random() < 0.5:  # noqa: PLR2004 - half write a list
        lines += [_with_how(brief, e) for e in programme.stretches]
    else:
        lines.append("- " + ", ".join(e.name_ko for e in programme.stretches))
    if brief.rng.random() < 0.5:  # noqa: PLR2004 - half say it
        lines.append(speak.say("cool.total"))
    return "\n".join(lines)


def stop_section(brief: Brief, person: Trainee, speak: Speaker) -> str:
    """Write when to stop, and when to call for help. Source: STD-SAFE-001 (policy)."""
    lines = [speak.say("stop.lead"), speak.say("stop.signs")]
    if person.pregnancy:
        lines.append("- " + speak.say("stop.pregnancy"))
    if "diabetes" in brief.profile.conditions:
        lines.append("- " + speak.say("stop.diabetes"))
    lines.append(speak.say("stop.end"))
    return "\n".join(lines)
