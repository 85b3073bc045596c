"""Judging a model's answers, and putting an evaluation together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from wearable_coach.chat.contract import Answer, Prices
from wearable_coach.chat.faults import FaultKind
from wearable_coach.chat.served import Serving
from wearable_coach.evaluation.agreement import consistency_scores
from wearable_coach.evaluation.case import Case, set_hash
from wearable_coach.evaluation.collecting import Collected
from wearable_coach.evaluation.comparison import (
    Scores,
    breakdown,
    differences_of,
    figures_of,
    table_of,
)
from wearable_coach.evaluation.evaluation import (
    Evaluation,
    JudgedCase,
    ModelAnswers,
    ModelResult,
    Role,
    costs_of,
)
from wearable_coach.evaluation.faults import name_when_faulty
from wearable_coach.evaluation.figure import Difference
from wearable_coach.evaluation.scoring import score_answer
from wearable_coach.promotion.power import equal_passes_of
from wearable_coach.promotion.rule import Decision, Rule, headline_measures
from wearable_coach.promotion.verdict import decide

_DIMENSIONS = ("category", "set", "source", "stratum")


class Contestant(NamedTuple):
    """A model of an evaluation, and all that it answered."""

    role: Role
    name: str
    fingerprint: str
    serving: Serving | None
    prices: Prices | None
    answers: ModelAnswers


def judge_answers(
    cases: Sequence[Case],
    said: Mapping[str, Answer],
    unanswered: Mapping[str, str],
    *,
    kinds: Mapping[str, FaultKind] = MappingProxyType({}),
) -> ModelAnswers:
    """Score every answer of a model.

    Cases of the consistency set count for consistency alone: they repeat others.

    Args:
        cases: All cases.
        said: Answers by case id.
        unanswered: Why a case has none, by its id.
        kinds: Of which kind that is, by case id.
    """
    scored = {c.id: score_answer(c, said[c.id].text) for c in cases if c.id in said}
    agreed = consistency_scores(cases, {case: s.verdicts for case, s in scored.items()})
    judged = {}
    for case in cases:
        if case.id not in scored:
            continue
        scores = {} if case.set == "consistency" else dict(scored[case.id].scores)
        if case.id in agreed:
            scores["consistency"] = agreed[case.id]
        judged[case.id] = JudgedCase(said[case.id], scores, scored[case.id].verdicts)
    return ModelAnswers(judged, dict(unanswered), dict(kinds))


class EvaluationTerms(NamedTuple):
    """What an evaluation is named by and decided with."""

    id: str
    at: datetime
    seed: int
    rule: Rule


def evaluate(
    collected: Collected, contestants: Sequence[Contestant], terms: EvaluationTerms
) -> Evaluation:
    """Put an evaluation together; nothing is asked.

    Args:
        collected: The cases.
        contestants: The candidate first, then those that it is compared with.
        terms: Name, time, seed and rule.
    """
    cases = collected.cases
    models = tuple(_result(cases, c, terms) for c in contestants)
    candidate, others = contestants[0], contestants[1:]
    headline = [c for c in cases if c.is_headline]
    differences = _differences(headline, candidate, others, terms)
    rival = _rival(others)
    decision = _decide(cases, models[0], candidate, rival, differences, terms)
    sets: dict[str, int] = {}
    for case in cases:
        sets[case.set] = sets.get(case.set, 0) + 1
    faulty = decision.held_by_faults
    return Evaluation(
        id=name_when_faulty(terms.id, _missed(contestants)) if faulty else terms.id,
        at=terms.at,
        candidate=candidate.name,
        dataset_version=collected.dataset_version,
        sets=sets,
        people=len({c.person for c in cases}),
        set_sha256=set_hash(cases),
        hrmax_formula=collected.hrmax_formula,
        prompts=collected.prompts,
        seed=terms.seed,
        rule=terms.rule,
        models=models,
        differences=differences,
        decision=decision,
        equal_passes=equal_passes_of(terms.rule, cases),
    )


def _missed(contestants: Sequence[Contestant]) -> Iterator[tuple[str, str]]:
    for one in contestants:
        cut = (case for case, judged in one.answers.judged.items() if not judged.answer.ended)
        for case in (*one.answers.unanswered, *cut):
            yield one.fingerprint, case


def _result(cases: Sequence[Case], model: Contestant, terms: EvaluationTerms) -> ModelResult:
    scores: Scores = model.answers.scores
    headline = [c for c in cases if c.is_headline] or list(cases)
    measures = headline_measures(terms.rule)
    return ModelResult(
        role=model.role,
        name=model.name,
        fingerprint=model.fingerprint,
        serving=model.serving,
        headline=figures_of(table_of(headline, seed=terms.seed), scores),
        overall=figures_of(table_of(cases, seed=terms.seed), scores),
        by={by: breakdown(cases, scores, measures, by=by, seed=terms.seed) for by in _DIMENSIONS},
        by_kind=breakdown(headline, scores, (*measures, "length"), by="kind", seed=terms.seed),
        costs=costs_of(model.answers, model.prices),
    )


def _differences(
    headline: Sequence[Case],
    candidate: Contestant,
    others: Sequence[Contestant],
    terms: EvaluationTerms,
) -> tuple[Difference, ...]:
    if not headline:
        return ()
    table = table_of(headline, seed=terms.seed)
    one = (candidate.name, candidate.answers.scores)
    return tuple(
        difference
        for other in others
        for difference in differences_of(
            table,
            one,
            (other.name, other.answers.scores),
            headline=headline_measures(terms.rule),
        )
    )


def _rival(others: Sequence[Contestant]) -> Contestant | None:
    """Return the model that the candidate would replace: the served one, else the base."""
    by_role = {c.role: c for c in others}
    return by_role.get("served") or by_role.get("base")


def _decide(  # noqa: PLR0913, PLR0917 - all that the rule looks at
    cases: Sequence[Case],
    result: ModelResult,
    candidate: Contestant,
    rival: Contestant | None,
    differences: Sequence[Difference],
    terms: EvaluationTerms,
) -> Decision:
    name = rival.name if rival else None
    return decide(
        terms.rule,
        candidate=candidate.name,
        rival=name,
        overall={f.measure: f for f in result.overall},
        differences={d.measure: d for d in differences if d.against == name},
        declined=candidate.answers.faults.declined / len(cases),
        faults={c.name: c.answers.faults for c in (candidate, rival) if c},
        asked=len(cases),
    )
