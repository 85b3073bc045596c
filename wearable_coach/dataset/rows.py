"""A row: sampled or real vitals → facts → conversation → verdicts, tried until it is accepted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from random import Random
from typing import NamedTuple

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.composers import composer
from wearable_coach.dataset.plan import RowSpec
from wearable_coach.dataset.refusals import RefusedRow, Why, of_verdicts
from wearable_coach.dataset.seeds import seed_of
from wearable_coach.day import warned_day
from wearable_coach.errors import RecipeUnmet
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import VITAL_FIELDS, Draft, Message, Profile, Row, Vitals
from wearable_coach.sources import RealDay, complete_day, sample_day
from wearable_coach.sources.demands import person_of_groups
from wearable_coach.sources.groups import groups
from wearable_coach.standards.validity import check_records
from wearable_coach.verification import judge_messages

MAX_ATTEMPTS = 20


class RowSettings(NamedTuple):
    """What all rows of a run share."""

    seed: int
    system_prompts: Mapping[str, str]
    """By category."""
    hrmax_formula: HrmaxFormula


class Composed(NamedTuple):
    """An accepted row and the attempts refused on the way."""

    row: Row
    refused: tuple[RefusedRow, ...]


def generate_row(spec: RowSpec, settings: RowSettings, *, first_attempt: int = 0) -> Composed:
    """Compose a row until the verifier accepts it.

    The same spec, settings and first attempt give the same row in any process.

    Raises:
        RecipeUnmet: no attempt was accepted; the message says why the last was refused.
    """
    refused: list[RefusedRow] = []
    for attempt in range(first_attempt, first_attempt + MAX_ATTEMPTS):
        outcome = _attempt(spec, settings, attempt)
        if isinstance(outcome, Row):
            return Composed(outcome, tuple(refused))
        refused.append(outcome)
    message = (
        f"row {spec.row_id}: stratum {spec.stratum} was refused {MAX_ATTEMPTS} times, "
        f"last for {refused[-1].reasons[0]}; take the stratum out of the recipe or report the rule"
    )
    raise RecipeUnmet(message)


def _attempt(spec: RowSpec, settings: RowSettings, attempt: int) -> Row | RefusedRow:
    rng = Random(seed_of(settings.seed, spec.category, spec.place, attempt))
    profile, vitals, completed = _inputs(spec, settings, rng)
    writer, formula = composer(spec.kind), settings.hrmax_formula
    active = profile.regularly_active
    profile, vitals = writer.shape(
        profile,
        vitals,
        stratum=spec.stratum,
        frame=spec.frame,
        rng=rng,
        hrmax_formula=formula,
    )
    if any(groups()[name].active is not None for name in spec.groups):
        profile = profile.model_copy(
            update={"regularly_active": active}
        )  # what makes the group is told
    checked = check_records(profile, vitals, hrmax_formula=formula)
    if not checked.valid:
        return RefusedRow(
            spec.row_id, attempt, tuple(Why(f"input:{code}") for code in checked.reject)
        )
    if spec.real_day is not None and not _tells_real_reading(spec.real_day, vitals):
        return RefusedRow(spec.row_id, attempt, (Why("input:no_real_reading_told"),))
    day = warned_day(profile, vitals, checked.warnings, hrmax_formula=formula)
    about = tuple(name for group in spec.groups for name in groups()[group].topics)
    brief = Brief(day, spec.stratum, spec.voice, spec.frame, rng, split=spec.split, about=about)
    draft = writer.compose(brief)
    for name in spec.groups:
        if not groups()[name].holds(profile, day.facts.bmi_ksso, draft.template_ids):
            return RefusedRow(spec.row_id, attempt, (Why(f"group:{name}"),))
    messages = _messages(settings.system_prompts[spec.category], draft)
    judgement = judge_messages(messages, day=day, kind=spec.kind, by_ear=False)
    if not judgement.accepted:
        return RefusedRow(spec.row_id, attempt, of_verdicts(judgement.verdicts()), messages)
    if not judgement.claims and vitals != Vitals():
        unused = Why("no_claim", "readings are told, none is used")
        return RefusedRow(spec.row_id, attempt, (unused,), messages)
    return Row(
        row_id=spec.row_id,
        category=spec.category,
        kind=spec.kind,
        stratum=spec.stratum,
        split=spec.split,
        source=spec.real_day.source if spec.real_day else "sampled",
        person_id=spec.person,
        template_family=spec.family,
        template_ids=draft.template_ids,
        completed_fields=tuple(name for name in completed if _is_told(name, profile, vitals)),
        profile=profile,
        vitals=vitals,
        facts=json.dumps(day.facts.as_json()),
        messages=messages,
        verdicts=judgement.packed(),
        claims=judgement.claims,
        attempt=attempt,
    )


def _inputs(
    spec: RowSpec, settings: RowSettings, rng: Random
) -> tuple[Profile, Vitals, tuple[str, ...]]:
    if spec.real_day is not None:
        return complete_day(
            spec.real_day,
            rng,
            stratum=spec.stratum,
            kind=spec.kind,
            hrmax_formula=settings.hrmax_formula,
        )
    person_rng = Random(seed_of(settings.seed, "person", spec.person))
    person = person_of_groups(person_rng, spec.groups, stratum=spec.stratum, kind=spec.kind)
    profile, vitals = sample_day(person, rng, stratum=spec.stratum, kind=spec.kind)
    return profile, vitals, ()


def _tells_real_reading(day: RealDay, vitals: Vitals) -> bool:
    names = VITAL_FIELDS
    return any(getattr(vitals, n) is not None and getattr(day.vitals, n) is not None for n in names)


def _is_told(name: str, profile: Profile, vitals: Vitals) -> bool:
    """Say whether a field still stands in the inputs after the composer chose what to tell."""
    if name in VITAL_FIELDS:
        return getattr(vitals, name) is not None
    return bool(getattr(profile, name) != Profile.model_fields[name].default)


def _messages(system_prompt: str, draft: Draft) -> tuple[Message, ...]:
    messages = [Message(role="system", content=system_prompt)]
    for question, answer in draft.turns:
        messages.append(Message(role="user", content=question))
        messages.append(Message(role="assistant", content=answer))
    return tuple(messages)
