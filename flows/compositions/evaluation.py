"""Evaluating a model, as a composition of plain functions: collect, ask, judge, decide, report."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeVar

from flows.openers.contestants import Contender
from wearable_coach.chat.asking import Ask, Asked, Progress, Unanswered, ask_all
from wearable_coach.chat.contract import Answer
from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.collecting import Collected, Wanted, collect_cases
from wearable_coach.evaluation.evaluation import Evaluation, evaluation_id
from wearable_coach.evaluation.judging import Contestant, Terms, evaluate, judge_answers
from wearable_coach.evaluation.shelf import (
    ANSWERS,
    REPORT,
    find_evaluation,
    publish_evaluation,
    report_place,
)
from wearable_coach.promotion.rule import Rule
from wearable_coach.reporting.evaluation_page import render_evaluation
from wearable_coach.store import Store

_Result = TypeVar("_Result")


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


class EvaluationSteps(Protocol):
    """How steps are run and what is told meanwhile."""

    def call(self, function: Callable[..., _Result], *args: Any) -> _Result:  # noqa: ANN401 - any step's
        """Run one step."""

    def say(self, text: str) -> None:
        """Tell how far it is."""

    def told(self, model: str, progress: Progress) -> None:
        """Tell how far the asking of a model is."""


def compose_evaluation(steps: EvaluationSteps, request: EvaluationRequest) -> Evaluated:
    """Evaluate a model against others; what was done before is neither asked nor reckoned again.

    Raises:
        BadInput: a set, a file, a model or the store cannot be used.
    """
    collected = steps.call(collect_cases, request.store, request.wanted)
    terms = _terms(request, collected)
    candidate = request.contenders[0].name
    known = steps.call(find_evaluation, request.store, candidate, terms.id)
    if known is not None:
        return Evaluated(known, report_place(request.store, known), created=False)
    contestants = []
    for contender in request.contenders:
        steps.say(f"asking {contender.name} ({contender.role}) {len(collected.cases):,} questions")
        asked = steps.call(ask_contender, request.store, contender, collected.cases, steps.told)
        steps.say(f"{contender.name}: {_line(asked)}")
        contestants.append(steps.call(judge_contender, contender, collected.cases, asked))
    evaluation = steps.call(evaluate, collected, contestants, terms)
    report, created = steps.call(publish, request.store, evaluation, collected.cases, contestants)
    return Evaluated(evaluation, report, created)


def _terms(request: EvaluationRequest, collected: Collected) -> Terms:
    fingerprints: dict[str, str] = {c.role: c.model.fingerprint for c in request.contenders}
    seed = request.wanted.seed
    name = evaluation_id(collected.cases, fingerprints, request.rule, seed=seed)
    return Terms(name, request.at, seed, request.rule)


def ask_contender(
    store: Store,
    contender: Contender,
    cases: Sequence[Case],
    told: Callable[[str, Progress], None],
) -> Asked:
    """Ask a model all cases that the store has no answer to; like lengths stand together."""
    asks = sorted(
        (Ask(case.id, case.messages, case.repeat) for case in cases),
        key=lambda ask: (sum(len(m.content) for m in ask.conversation), ask.id),
    )
    return ask_all(store, contender.model, asks, told=lambda p: told(contender.name, p))


def judge_contender(contender: Contender, cases: Sequence[Case], asked: Asked) -> Contestant:
    """Score what a model answered."""
    said = {name: one for name, one in asked.answers.items() if isinstance(one, Answer)}
    lacking = {name: one for name, one in asked.answers.items() if isinstance(one, Unanswered)}
    answers = judge_answers(
        cases,
        said,
        {name: one.reason for name, one in lacking.items()},
        refused=sum(one.refused for one in lacking.values()),
    )
    return Contestant(
        role=contender.role,
        name=contender.name,
        fingerprint=contender.model.fingerprint,
        serving=contender.serving,
        prices=contender.model.prices,
        answers=answers,
    )


def publish(
    store: Store,
    evaluation: Evaluation,
    cases: Sequence[Case],
    contestants: Sequence[Contestant],
) -> tuple[str, bool]:
    """Write record, report and every answer with its scores."""
    report = render_evaluation(evaluation, cases, {c.name: c.answers for c in contestants})
    lines = b"".join(_answer_lines(cases, contestants))
    return publish_evaluation(store, evaluation, {ANSWERS: lines, REPORT: report.encode()})


def _answer_lines(cases: Sequence[Case], contestants: Sequence[Contestant]) -> Iterable[bytes]:
    """Write a line a case and model: answer, scores with reasons, verdicts."""
    for case in cases:
        for contestant in contestants:
            line: dict[str, Any] = {"case": case.id, "set": case.set, "model": contestant.name}
            judged = contestant.answers.judged.get(case.id)
            if judged is None:
                line["unanswered"] = contestant.answers.unanswered.get(case.id, "")
            else:
                scored = {k: s._asdict() for k, s in judged.scores.items() if s.scored}
                line |= {
                    "answer": judged.answer.model_dump(mode="json"),
                    "scores": scored,
                    "unscored": [k for k, s in judged.scores.items() if not s.scored],
                    "verdicts": [v._asdict() for v in judged.verdicts if v.verdict != "supported"],
                }
            yield json.dumps(line, ensure_ascii=False).encode() + b"\n"


def _line(asked: Asked) -> str:
    parts = [f"{asked.asked:,} asked", f"{asked.known:,} known already"]
    if asked.refused:
        parts.append(f"{asked.refused:,} refused")
    if asked.failed:
        parts.append(f"{asked.failed:,} without an answer")
    return ", ".join(parts)
