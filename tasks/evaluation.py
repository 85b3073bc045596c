"""The steps of an evaluation: collect cases, find what is known, ask, judge, evaluate, publish."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

from backends.local.turn import machine_turn
from tasks.policy import ONCE, PATIENT, Asset, step
from tasks.running.contract import Headway
from wearable_coach.chat.asking import Ask, AskedAll, AskingProgress, ask_all
from wearable_coach.chat.contract import Answer, ChatModel, identity_of
from wearable_coach.chat.outcomes import Unanswered
from wearable_coach.chat.probing import look_at_endpoint, probe_endpoint
from wearable_coach.chat.served import Endpoint, LocalAdapter, identified
from wearable_coach.client.endpoint_model import EndpointModel
from wearable_coach.evaluation import collecting, judging, shelf
from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.changes import EvaluationChanges, changes_of, judged_lines
from wearable_coach.evaluation.collecting import Collected, Wanted
from wearable_coach.evaluation.contender import Contender
from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.evaluation.judging import Contestant, EvaluationTerms, judge_answers
from wearable_coach.evaluation.rubric_judge import (
    JudgedText,
    RubricJudgement,
    judge_by_rubric,
    read_labelled,
)
from wearable_coach.evaluation.shelf import (
    ANSWERS,
    REPORT,
    publish_evaluation,
    read_report,
    write_report,
)
from wearable_coach.evaluation.trained_on import trained_by
from wearable_coach.reporting.evaluation_changes import with_changes, with_judgement
from wearable_coach.reporting.evaluation_page import render_evaluation
from wearable_coach.store import Store

_LABELLED = Path(__file__).parents[1] / "texts" / "written" / "labelled"
_MOST_JUDGED = 300
"""Answers that a judge reads, the first of the cases [count]: enough for a share within six points."""


@step("look-at-cases", PATIENT)
def look_at_cases(wanted: Wanted) -> None:
    """See that what an evaluation is to ask can be read, before a dataset is made for it.

    Raises:
        BadInput: a set is not known, or a file of cases or of real days cannot be read.
    """
    collecting.check_files(wanted)


@step("collect-cases", PATIENT)
def collect_cases(store: Store, wanted: Wanted, candidate: str) -> Collected:
    """Collect the cases of an evaluation; the same wishes on the same store give the same.

    They are of the dataset that the candidate was trained on, unless another is asked for.

    Raises:
        BadInput: a set is not known, a file cannot be read, or there is no case at all.
    """
    return collecting.collect_cases(store, wanted, trained_by(store, candidate))


@step("find-evaluation", PATIENT)
def find_evaluation(store: Store, candidate: str, name: str) -> Evaluation | None:
    """Find the same evaluation, if it was made before."""
    return shelf.find_evaluation(store, candidate, name)


@step("see-contender", PATIENT)
def see_contender(store: Store, contender: Contender, at: datetime) -> Contender:
    """See which model an endpoint is by how it answers fixed questions; an adapter is known by its files.

    What another model answered at the same address is then not taken for this one's.
    """
    model, serving = contender.model, contender.serving
    if not isinstance(model, EndpointModel) or not isinstance(serving, Endpoint):
        return contender
    asked = model.asked_as(probe_endpoint(serving))
    look = look_at_endpoint(store, asked, serving, name=contender.name, at=at)
    if look.kind == "unsure":  # so many faults hold the evaluation anyway
        return contender
    known = serving.model_copy(update={"identity": look.identity})
    return contender._replace(model=model.asked_as(known), serving=known)


@step("ask-contender", PATIENT)
def ask_contender(
    store: Store,
    contender: Contender,
    cases: Sequence[Case],
    headway: Callable[[Headway], None],
    refusals_at_most: float = 1.0,
) -> AskedAll:
    """Ask a model all cases that the store has no answer to; like lengths stand together."""
    asks = sorted(
        (Ask(case.id, case.messages, case.repeat) for case in cases),
        key=lambda ask: (sum(len(m.content) for m in ask.conversation), ask.id),
    )
    return ask_all(
        store,
        contender.model,
        asks,
        report=lambda p: headway(_headway(contender.name, p)),
        turn=_turn(contender, len(asks), headway),
        refusals_at_most=refusals_at_most,
    )


def _turn(
    contender: Contender, questions: int, headway: Callable[[Headway], None]
) -> AbstractContextManager[None] | None:
    """Return the turn that asking a model of this machine waits for; an endpoint is another's."""
    if not isinstance(contender.serving, LocalAdapter):
        return None

    def tell(text: str) -> None:
        headway(Headway(contender.name, 0, questions, f"{contender.name}: {text}"))

    return machine_turn(f"{contender.name} is asked", environment=os.environ, tell=tell)


@step("judge-contender", ONCE)
def judge_contender(contender: Contender, cases: Sequence[Case], asked: AskedAll) -> Contestant:
    """Score what a model answered."""
    said: dict[str, Answer] = {}
    lacking: dict[str, Unanswered] = {}
    for name, one in asked.answers.each():
        if isinstance(one, Answer):
            said[name] = one
        else:
            lacking[name] = one
    answers = judge_answers(
        cases,
        said,
        {name: one.reason for name, one in lacking.items()},
        kinds={name: one.kind for name, one in lacking.items()},
    )
    return Contestant(
        role=contender.role,
        name=contender.name,
        fingerprint=contender.model.fingerprint,
        serving=identified(contender.serving, identity_of(contender.model)),
        prices=contender.model.prices,
        answers=answers,
    )


@step("evaluate", ONCE)
def evaluate(
    collected: Collected, contestants: Sequence[Contestant], terms: EvaluationTerms
) -> Evaluation:
    """Compare what was scored, and say what the rule decides."""
    return judging.evaluate(collected, contestants, terms)


_EVALUATIONS = Asset(
    "evaluations",
    store=lambda store, *_: store,
    of=("models", "datasets"),
    about=lambda published, _store, evaluation, *_: {
        "candidate": evaluation.candidate,
        "dataset": evaluation.dataset_version,
        "verdict": evaluation.decision.verdict,
        "report": published[0],
    },
    is_new=lambda published: published[1],
)


@step("publish", PATIENT, asset=_EVALUATIONS)
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


@step("tell-changes", PATIENT)
def tell_changes(store: Store, evaluation: Evaluation, against: str) -> EvaluationChanges:
    """Tell in the report what changed since another evaluation, and return it."""
    found = changes_of(store, evaluation, against)
    write_report(store, evaluation, with_changes(read_report(store, evaluation), found))
    return found


@step("ask-judge", PATIENT)
def ask_judge(store: Store, evaluation: Evaluation, judge: ChatModel) -> RubricJudgement:
    """Put the candidate's answers to a judge, tell in the report what it says and how it agrees with a reader, and return it.

    Raises:
        BadInput: the judge's key or settings are wrong.
    """
    judged = judged_lines(store, evaluation)
    texts = [JudgedText(case, line.asked, line.text) for case, line in judged.items()]
    found = judge_by_rubric(store, judge, texts[:_MOST_JUDGED], read_labelled(_LABELLED))
    write_report(store, evaluation, with_judgement(read_report(store, evaluation), found))
    return found


def _answer_lines(cases: Sequence[Case], contestants: Sequence[Contestant]) -> Iterable[bytes]:
    """Write a line a case and model: answer, scores with reasons, verdicts."""
    for case in cases:
        for contestant in contestants:
            line: dict[str, Any] = {
                "case": case.id,
                "set": case.set,
                "model": contestant.name,
                "asked": case.messages[-1].content,
            }
            judged = contestant.answers.judged.get(case.id)
            if judged is None:
                line["unanswered"] = contestant.answers.unanswered.get(case.id, "")
                line["fault"] = contestant.answers.kinds.get(case.id, "unreachable")
            else:
                scored = {k: s._asdict() for k, s in judged.scores.items() if s.scored}
                line |= {
                    "answer": judged.answer.model_dump(mode="json"),
                    "scores": scored,
                    "unscored": [k for k, s in judged.scores.items() if not s.scored],
                    "not_understood": {
                        k: s.reason for k, s in judged.scores.items() if s.unread and not s.scored
                    },
                    "verdicts": [v._asdict() for v in judged.verdicts if v.verdict != "supported"],
                }
            yield json.dumps(line, ensure_ascii=False).encode() + b"\n"


def _headway(model: str, progress: AskingProgress) -> Headway:
    lacking = f", {progress.unanswered:,} without an answer" if progress.unanswered else ""
    text = f"{model}: {progress.done:,} of {progress.of:,} answers{lacking}"
    return Headway(model, progress.done, progress.of, text)
