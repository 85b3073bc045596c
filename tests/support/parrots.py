"""An evaluation of a model that repeats its dataset's answers, beside one that lies."""

from collections.abc import Iterable
from datetime import datetime

from tests.support.evaluating import composed, lied
from tests.support.generated import answer_of
from tests.support.small_rule import small_rule
from wearable_coach.chat.contract import Answer
from wearable_coach.chat.served import Endpoint
from wearable_coach.evaluation.collecting import Collected
from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.evaluation.judging import Contestant, EvaluationTerms, evaluate, judge_answers
from wearable_coach.records import Row


def parrot_judged(collected: Collected, rows: Iterable[Row], *, at: datetime) -> Evaluation:
    """Judge a model that says what training rows say, and the composer's words where there is no row."""
    known = {f"valid/{row.row_id}": answer_of(row) for row in rows}
    said = {c.id: Answer(text=known.get(c.id) or composed(c), latency_s=1) for c in collected.cases}
    base = {name: Answer(text=lied(one.text), latency_s=1) for name, one in said.items()}
    contestants = [
        Contestant(role, name, name, serving, None, judge_answers(collected.cases, answers, {}))
        for role, name, serving, answers in (
            ("candidate", "parrot", Endpoint(url="http://parrot"), said),
            ("base", "liar", None, base),
        )
    ]
    return evaluate(collected, contestants, EvaluationTerms("1", at, 7, small_rule()))
