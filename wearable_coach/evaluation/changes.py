"""What changed between two evaluations, case by case: what was gained, what was lost, with both answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from wearable_coach.errors import BadInput
from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.evaluation.score import BY_KEY
from wearable_coach.evaluation.shelf import evaluations_of, find_by_id, read_answers
from wearable_coach.store import Store


class JudgedLine(NamedTuple):
    """A candidate's answer to a case, as an evaluation kept it."""

    asked: str
    """The question; empty where an older version kept it."""
    text: str
    met: Mapping[str, bool]
    """Measure → whether it was met, of those with yes or no."""
    reasons: Mapping[str, str]


class ChangedCase(NamedTuple):
    """A case that is judged otherwise than before."""

    case: str
    asked: str
    measures: tuple[tuple[str, str], ...]
    """(measure, why it is not met where it is not) of those that changed this way."""
    now: str
    before: str


class EvaluationChanges(NamedTuple):
    """All that changed from one evaluation to another."""

    against: str
    """The id of the evaluation before."""
    model: str
    """Its candidate."""
    gained: tuple[ChangedCase, ...]
    lost: tuple[ChangedCase, ...]
    compared: int
    """Cases that both have an answer to [count]."""


def changes_of(store: Store, evaluation: Evaluation, against: str) -> EvaluationChanges:
    """Return what changed since another evaluation, over the cases of both.

    Args:
        store: Where evaluations lie.
        evaluation: The one that is looked at.
        against: A model, for its last other evaluation, or the id of one.

    Raises:
        BadInput: there is no such evaluation, or it cannot be read.
    """
    other = _other(store, evaluation, against)
    now, before = judged_lines(store, evaluation), judged_lines(store, other)
    both = [case for case in now if case in before]
    return EvaluationChanges(
        other.id,
        other.candidate,
        tuple(_changed(both, now, before, to=True)),
        tuple(_changed(both, now, before, to=False)),
        len(both),
    )


def _other(store: Store, evaluation: Evaluation, against: str) -> Evaluation:
    found = [e for e in evaluations_of(store, against) if e.id != evaluation.id]
    if found:
        return max(found, key=lambda e: e.at)
    by_id = find_by_id(store, against)
    if by_id is None or by_id.id == evaluation.id:
        message = f"against {against!r}: there is no other evaluation of such a model or id; name a model that was evaluated, or the id that `evaluate` printed"
        raise BadInput(message)
    return by_id


def judged_lines(store: Store, evaluation: Evaluation) -> dict[str, JudgedLine]:
    """Return the candidate's answers of an evaluation, by case.

    Raises:
        BadInput: they are not there.
    """
    found: dict[str, JudgedLine] = {}
    for line in read_answers(store, evaluation).decode().splitlines():
        row: dict[str, Any] = json.loads(line)
        if row.get("model") == evaluation.candidate and "answer" in row:
            found[row["case"]] = _line(row)
    return found


def _line(row: Mapping[str, Any]) -> JudgedLine:
    scores = {k: s for k, s in row["scores"].items() if k in BY_KEY and BY_KEY[k].yes_no}
    return JudgedLine(
        row.get("asked", ""),
        row["answer"]["text"],
        {k: bool(s["hits"]) is (BY_KEY[k].way == "higher") for k, s in scores.items()},
        {k: s["reason"] for k, s in scores.items()},
    )


def _changed(
    cases: Iterable[str],
    now: Mapping[str, JudgedLine],
    before: Mapping[str, JudgedLine],
    *,
    to: bool,
) -> Iterable[ChangedCase]:
    """Yield the cases of which a measure is met now and was not (`to`), or the other way round."""
    for case in cases:
        one, other = now[case], before[case]
        turned = [k for k, met in one.met.items() if met is to and other.met.get(k) is (not to)]
        if turned:
            without = other if to else one
            whys = tuple((k, without.reasons.get(k, "")) for k in turned)
            yield ChangedCase(case, one.asked or other.asked, whys, one.text, other.text)
