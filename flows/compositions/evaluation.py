"""Evaluating a model: collect, ask, judge, decide, report."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from backends.mlflow_runs import URI_VARIABLE
from tasks.evaluation import (
    ask_contender,
    collect_cases,
    evaluate,
    find_evaluation,
    judge_contender,
    publish,
    see_contender,
)
from tasks.running.contract import Steps
from tasks.tracking import track_evaluation
from wearable_coach.chat.asking import AskedAll
from wearable_coach.chat.served import LocalAdapter
from wearable_coach.errors import CoachError
from wearable_coach.evaluation.collecting import Collected, Wanted
from wearable_coach.evaluation.contender import Contender
from wearable_coach.evaluation.evaluation import Evaluation, evaluation_id
from wearable_coach.evaluation.judging import EvaluationTerms
from wearable_coach.evaluation.shelf import report_place
from wearable_coach.promotion.power import power_line
from wearable_coach.promotion.rule import Rule
from wearable_coach.store import Store


class EvaluationRequest(NamedTuple):
    """What is to be evaluated."""

    store: Store
    contenders: tuple[Contender, ...]
    """The candidate first."""
    wanted: Wanted
    rule: Rule
    at: datetime


class Evaluated(NamedTuple):
    """What came of it."""

    evaluation: Evaluation
    report: str
    """Where the report lies."""
    created: bool
    """Whether this run made it; the same models and cases again are the same evaluation."""


def known_evaluation(steps: Steps, request: EvaluationRequest) -> Evaluated | None:
    """Find the same evaluation, if it was made before; nothing is asked.

    Raises:
        BadInput: a set, a file or the store cannot be used.
    """
    candidate = request.contenders[0].name
    collected = steps.call(collect_cases, request.store, _sized(request), candidate)
    name = _terms(request, collected).id
    known = steps.call(find_evaluation, request.store, candidate, name)
    if known is None:
        return None
    return Evaluated(known, report_place(request.store, known), created=False)


def compose_evaluation(steps: Steps, request: EvaluationRequest) -> Evaluated:
    """Evaluate a model against others; what was done before is neither asked nor reckoned again.

    Raises:
        BadInput: a set, a file, a model or the store cannot be used.
    """
    candidate = request.contenders[0].name
    collected = steps.call(collect_cases, request.store, _sized(request), candidate)
    seen = [steps.call(see_contender, request.store, c, request.at) for c in request.contenders]
    request = request._replace(contenders=_each_once(seen))
    terms = _terms(request, collected)
    known = steps.call(find_evaluation, request.store, candidate, terms.id)
    if known is not None:
        return Evaluated(known, report_place(request.store, known), created=False)
    steps.tell(power_line(request.rule, collected.cases))
    contestants = []
    for contender in request.contenders:
        steps.tell(f"asking {contender.name} ({contender.role}) {len(collected.cases):,} questions")
        asked = steps.call(
            ask_contender,
            request.store,
            contender,
            collected.cases,
            steps.headway,
            request.rule.unanswered_at_most,
        )
        steps.tell(f"{contender.name}: {_line(asked)}")
        contestants.append(steps.call(judge_contender, contender, collected.cases, asked))
    evaluation = steps.call(evaluate, collected, contestants, terms)
    report, created = steps.call(publish, request.store, evaluation, collected.cases, contestants)
    _track(steps, evaluation)
    return Evaluated(evaluation, report, created)


def _sized(request: EvaluationRequest) -> Wanted:
    """Return the wishes with the number of sampled people that the models' place allows."""
    local = any(isinstance(c.serving, LocalAdapter | None) for c in request.contenders)
    return request.wanted.sized(on_this_machine=local)


def _track(steps: Steps, evaluation: Evaluation) -> None:
    """Tell an evaluation to MLflow where a server is named; what goes wrong there is told, and harms nothing."""
    if not os.environ.get(URI_VARIABLE):
        return
    try:
        steps.call(track_evaluation, evaluation, os.environ)
    except CoachError as error:
        steps.tell(str(error))


def _each_once(contenders: Sequence[Contender]) -> tuple[Contender, ...]:
    """Leave out what turned out to be a model that is there already; who opened it closes it."""
    kept: dict[str, Contender] = {}
    for contender in contenders:
        kept.setdefault(contender.model.fingerprint, contender)
    return tuple(kept.values())


def _terms(request: EvaluationRequest, collected: Collected) -> EvaluationTerms:
    fingerprints: dict[str, str] = {c.role: c.model.fingerprint for c in request.contenders}
    seed = request.wanted.seed
    name = evaluation_id(
        collected.cases,
        fingerprints,
        request.rule,
        seed=seed,
        hrmax_formula=collected.hrmax_formula,
        prompts=collected.prompts,
    )
    return EvaluationTerms(name, request.at, seed, request.rule)


def _line(asked: AskedAll) -> str:
    parts = [f"{asked.asked:,} asked", f"{asked.known:,} known already"]
    if asked.refused:
        parts.append(f"{asked.refused:,} refused")
    if asked.failed:
        parts.append(f"{asked.failed:,} without an answer")
    return ", ".join(parts)
