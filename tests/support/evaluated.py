"""An evaluation of the model that is served, with the figures that a served day is compared with."""

from datetime import UTC, datetime

from tests.support.verdicts import judged
from wearable_coach.chat.served import Serving
from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.evaluation.figure import Figure
from wearable_coach.evaluation.shelf import publish_evaluation
from wearable_coach.store import Store

AT = datetime(2026, 1, 1, tzinfo=UTC)


def figure(
    share: float, low: float, high: float, *, n: int = 1000, measure: str = "verified"
) -> Figure:
    """Verified answers, or what else is met or not."""
    return Figure(
        measure=measure, share=share, low=low, high=high, hits=share * n, of=n, n=n, unscored=0
    )


WHOLE, LENGTH = figure(0.95, 0.935, 0.962), figure(0.99, 0.982, 0.995, measure="length")


def evaluated(
    store: Store, name: str = "coach", *, serving: Serving | None = None, at: datetime = AT, **kinds: Figure
) -> Evaluation:  # fmt: skip
    """Publish one of 1,000 answers, 10 of them cut, and 5 questions without any; 95 % come within a second."""
    found = judged(store, name, "promote", at=at, serving=serving)
    (result,) = found.models
    costs = result.costs.model_copy(
        update={"answered": 1000, "cut": 10, "unanswered": 5, "latency_p95_s": 1.0}
    )
    by_kind = {kind: (of_kind, LENGTH) for kind, of_kind in kinds.items()}
    changed = {"headline": (WHOLE, LENGTH), "by_kind": by_kind, "costs": costs}
    found = found.model_copy(update={"models": (result.model_copy(update=changed),)})
    for key in [key for key in store.keys("models/") if key.endswith("evaluation.json")]:
        store.remove(key)
    publish_evaluation(store, found, {"answers.jsonl": b"{}\n", "report.html": b"<p>"})
    return found
