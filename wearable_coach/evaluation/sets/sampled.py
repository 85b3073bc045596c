"""Sampled people whom no training row knows: as many cases as the rule's margins need, for nothing but their answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random
from typing import NamedTuple

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.composers import composer, frames
from wearable_coach.dataset.cells import stratum_counts
from wearable_coach.dataset.plan import families_of
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.dataset.records_file import Recorded
from wearable_coach.dataset.seeds import seed_of
from wearable_coach.dataset.taught import Taught
from wearable_coach.day import Day, day_of, warned_day
from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.sets.recorded import SAMPLED, TRAIN, VALID
from wearable_coach.evaluation.sets.recorded_rows import KnownHashes
from wearable_coach.records import VITAL_FIELDS, Draft, Kind, Message, Vitals
from wearable_coach.rendering.phrases import VOICES
from wearable_coach.sources import sample_day, sample_person, stratum_of
from wearable_coach.standards.validity import check_records
from wearable_coach.verification import judge_messages

_REPORT: Kind = "health_interpretation"
_WHOLE_OF = 6
"""Of so many reports one tells all nine readings; the others lack some, as real days do."""
_MOST_LACKING, _LEAST_TOLD = 3, 3
_ATTEMPTS = 20


class _Place(NamedTuple):
    """One case to be: its kind, stratum and number among those."""

    kind: Kind
    category: str
    stratum: str
    number: int

    @property
    def person(self) -> str:
        """The pseudonym, of nobody else."""
        return f"asked/{self.category}/{self.stratum}/{self.number}"


def sampled_cases(rows: Iterable[Recorded], *, count: int, seed: int, taught: Taught) -> list[Case]:
    """Return cases of sampled people, one each, in the proportions of the default recipe.

    People are seeded apart from those of every dataset, and asked in the question families and with
    the voices of the valid split. What a training row asks or tells of a day is drawn anew.

    Args:
        rows: The dataset that was trained on.
        count: How many [count].
        seed: Of people, days and wording.
        taught: By what the dataset was written.
    """
    if count <= 0:
        return []
    asked, days = KnownHashes(), KnownHashes()
    for row in rows:
        if row.split == TRAIN:
            asked.add(m.content for m in row.messages if m.role == "user")
            days.add([(row.profile, row.vitals)])
    found: list[Case] = []
    for index, place in enumerate(_places(count)):
        for attempt in range(_ATTEMPTS):
            case = _case(place, index, (seed, attempt), taught)
            if case and case.messages[-1].content not in asked and (case.profile, case.vitals) not in days:  # fmt: skip
                found.append(case)
                break
    return found


def _places(count: int) -> Iterator[_Place]:
    recipe = Recipe(stratum_floor=0).scaled_to(count)
    strata = stratum_counts(recipe)
    for category in recipe.categories:
        for stratum, many in strata[category.name].items():
            for number in range(many):
                yield _Place(category.kind, category.name, stratum, number)


def _case(place: _Place, index: int, seed: tuple[int, int], taught: Taught) -> Case | None:
    """Compose a case; None where this attempt gives none that the verifier would take into a dataset."""
    kind, formula = place.kind, taught.hrmax_formula
    rng = Random(seed_of("sampled people of an evaluation", *seed, place.person))
    person = sample_person(rng, stratum=place.stratum, kind=kind)
    profile, vitals = sample_day(person, rng, stratum=place.stratum, kind=kind)
    writer = composer(kind)
    frame = rng.choice(families_of(VALID, frames(kind), taught.shares))
    voice = rng.choice(families_of(VALID, VOICES, taught.shares))
    profile, vitals = writer.shape(
        profile, vitals, stratum=place.stratum, frame=frame, rng=rng, hrmax_formula=formula
    )
    if kind == _REPORT and index % _WHOLE_OF:
        vitals = _lacking(vitals, rng)
    checked = check_records(profile, vitals, hrmax_formula=formula)
    if not checked.valid:
        return None
    day = warned_day(profile, vitals, checked.warnings, hrmax_formula=formula)
    stratum = stratum_of(day_of(profile, vitals, hrmax_formula=formula))
    draft = writer.compose(Brief(day, stratum, voice, frame, rng))
    messages = _asked(kind, draft, taught)
    if len(draft.turns) > 1 and not _is_accepted(messages, draft, day, kind):
        return None
    return Case(
        id=f"sampled/{place.category}/{place.stratum}/{place.number}",
        set="sampled",
        kind=kind,
        category=place.category,
        stratum=stratum,
        source=SAMPLED,
        person=place.person,
        profile=profile,
        vitals=vitals,
        hrmax_formula=formula,
        messages=messages,
    )


def _lacking(vitals: Vitals, rng: Random) -> Vitals:
    """Return a day without one to three of its readings, none where it tells hardly any."""
    told = [name for name in VITAL_FIELDS if getattr(vitals, name) is not None]
    many = min(rng.randint(1, _MOST_LACKING), len(told) - _LEAST_TOLD)
    return vitals.model_copy(update=dict.fromkeys(rng.sample(told, max(0, many))))


def _asked(kind: Kind, draft: Draft, taught: Taught) -> tuple[Message, ...]:
    """Return a conversation up to its last question."""
    said = [Message(role="system", content=taught.prompts.of(kind))]
    for question, answer in draft.turns:
        said += [
            Message(role="user", content=question),
            Message(role="assistant", content=answer),
        ]
    return tuple(said[:-1])


def _is_accepted(messages: tuple[Message, ...], draft: Draft, day: Day, kind: Kind) -> bool:
    """Say whether what was answered before the last question is verified, as in a dataset."""
    whole = (*messages, Message(role="assistant", content=draft.turns[-1][1]))
    return judge_messages(whole, day=day, kind=kind, by_ear=False).accepted
