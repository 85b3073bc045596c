"""An evaluation of a model in a store, with the verdict that a test needs."""

from datetime import datetime
from hashlib import sha256

from wearable_coach.chat.served import LocalAdapter, Serving
from wearable_coach.evaluation.evaluation import Costs, Evaluation, ModelResult
from wearable_coach.evaluation.shelf import publish_evaluation
from wearable_coach.promotion.rule import Decision, Verdict, read_rule
from wearable_coach.store import Store


def judged(
    store: Store,
    model: str,
    verdict: Verdict,
    *,
    at: datetime,
    serving: Serving | None = None,
    version: str = "",
) -> Evaluation:
    """Publish an evaluation of one model that was asked nothing."""
    result = ModelResult(
        role="candidate",
        name=model,
        fingerprint=model,
        serving=serving or LocalAdapter(adapter=f"models/{model}/adapter"),
        headline=(),
        overall=(),
        costs=Costs(answered=0, unanswered=0),
    )
    found = Evaluation(
        id=sha256(f"{model} {at}".encode()).hexdigest()[:12],
        at=at,
        candidate=model,
        dataset_version=version,
        sets={},
        people=0,
        set_sha256="",
        seed=7,
        rule=read_rule(),
        models=(result,),
        differences=(),
        decision=Decision(verdict=verdict, candidate=model, rival=None, reasons=()),
    )
    publish_evaluation(store, found, {"answers.jsonl": b"{}\n", "report.html": b"<p>"})
    return found
