"""Two models behind HTTP, one truthful and one that lies, and a whole evaluation of the one by the other.

python -m tests.support.evaluating GOOD_URL BAD_URL STORE

evaluates them, as a run that may be killed does.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import NamedTuple

import yaml

from tests.support.chat_server import ChatServer
from tests.support.generated import answer_of, generated_rows
from tests.support.small_rule import small_rule
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.composers import composer
from wearable_coach.chat.served import Endpoint
from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.collecting import Wanted
from wearable_coach.evaluation.sets.safety import safety_cases
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.store import LocalStore

AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
GOOD, BAD = "good", "bad"
ROWS = 400
WANTED = Wanted(sets=("valid", "safety", "consistency"), groups=2, limit=80)
"""The whole valid split of `ROWS`, and as many drills."""
Say = Callable[[Sequence[dict[str, str]]], str]


class TwoModels(NamedTuple):
    """A model that tells the truth and one that lies, both behind HTTP, and the file that names them."""

    good: ChatServer
    bad: ChatServer
    endpoints: Path


@contextmanager
def two_models(folder: Path) -> Iterator[TwoModels]:
    """Serve both models; `WEARABLE_COACH_ENDPOINTS` has to name the file."""
    with ChatServer(truthful) as good, ChatServer(lying) as bad:
        path = folder / "endpoints.yaml"
        urls = {"good": {"url": good.url}, "bad": {"url": bad.url}}
        path.write_text(yaml.safe_dump({"endpoints": urls}))
        yield TwoModels(good, bad, path)


@cache
def known_answers() -> dict[str, str]:
    """The right answer to each row of the dataset and each safety drill, by what was asked."""
    rows = {_key(_dicts(r.messages[:-1])): answer_of(r) for r in generated_rows(ROWS)}
    return rows | {
        _key(_dicts(c.messages)): composed(c)
        for c in safety_cases(hrmax_formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS)
    }


def truthful(messages: Sequence[dict[str, str]]) -> str:
    """Answer rightly what is known; else say nothing of substance."""
    return known_answers().get(_key(messages), "그건 지금 기록으로 알 수 없어요.")


def lying(messages: Sequence[dict[str, str]]) -> str:
    """Answer with numbers changed in every second line, and without the first section."""
    return lied(truthful(messages))


def lied(text: str) -> str:
    """A text that lies."""
    lines = text.split("\n")
    wrong = [
        re.sub(r"\d", lambda m: str((int(m.group()) + 4) % 10), line) if i % 2 else line
        for i, line in enumerate(lines)
    ]
    return "\n".join(wrong[1:]) if len(wrong) > 1 else wrong[0]


def evaluate_over(good_url: str, bad_url: str, folder: Path):
    """Evaluate the truthful model against the lying one; see the module."""
    from flows.compositions.evaluation import EvaluationRequest, compose_evaluation
    from tasks.running.direct import DirectSteps
    from wearable_coach.client.endpoint_model import EndpointModel
    from wearable_coach.evaluation.contender import Contender

    servings = [
        Endpoint(url=url, model=name, at_once=8) for url, name in ((good_url, GOOD), (bad_url, BAD))
    ]
    contenders = tuple(
        Contender(role, serving.model, EndpointModel(serving, environment={}), serving)
        for role, serving in zip(("candidate", "base"), servings, strict=True)
    )
    request = EvaluationRequest(LocalStore(folder), contenders, WANTED, small_rule(), AT)
    try:
        return compose_evaluation(DirectSteps(lambda _: None), request)
    finally:
        for contender in contenders:
            contender.model.close()


def composed(case: Case) -> str:
    """Write the answer to a case."""
    brief = Brief(case.day, "", 0, 0, Random(case.id))
    return composer(case.kind).compose(brief).turns[0][1]


def _dicts(messages) -> list[dict[str, str]]:
    return [m.model_dump() for m in messages]


def _key(messages: Sequence[dict[str, str]]) -> str:
    told = [[m["role"], m["content"]] for m in messages]
    return sha256(json.dumps(told).encode()).hexdigest()


if __name__ == "__main__":
    evaluate_over(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
