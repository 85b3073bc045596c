"""An evaluation that an older version kept is read, and promoted, as it was decided then."""

from datetime import UTC, datetime

import pytest

from tests.unit.promotion.test_deciding import evaluation
from wearable_coach.evaluation.figure import Difference, Figure
from wearable_coach.evaluation.shelf import latest_evaluation, publish_evaluation
from wearable_coach.promotion.deciding import promote_evaluated
from wearable_coach.reporting.evaluation_story import together
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import json_bytes

NEW = {
    "unread", "least_judged", "fence", "by", "equal_passes", "low_together", "high_together", "n_model", "n_against",
}  # fmt: skip


def without_new(told):
    """A record without what later versions wrote into it."""
    if isinstance(told, dict):
        return {k: without_new(v) for k, v in told.items() if k not in NEW}
    return [without_new(v) for v in told] if isinstance(told, list) else told


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path)


def test_it_is_read_as_judged_whole_and_promoted_as_it_was_decided(store):
    now = evaluation()
    figure = Figure(measure="cap_kept", share=1, hits=60, of=60, n=60, unread=2, unscored=0)
    result = now.models[0].model_copy(update={"overall": (figure,)})
    difference = Difference(
        measure="tone", model="a", against="b", difference=0.1, low=0, high=0.2, test="mcnemar", n=60, people=9
    )  # fmt: skip
    now = now.model_copy(update={"differences": (difference,)})
    publish_evaluation(store, now.model_copy(update={"models": (result,)}), {"report.html": b""})
    for key in [k for k in store.keys("models/") if k.endswith("evaluation.json")]:
        written = store.read(key)
        told = without_new(now.model_copy(update={"models": (result,)}).model_dump(mode="json"))
        del told["differences"][0]["people"]
        store.replace(key, json_bytes(told), etag=written.etag)
    found = latest_evaluation(store, "a")
    assert found.models[0].figure("cap_kept", overall=True).judged == 1
    assert found.rule.floors["cap_kept"].least_judged == 0
    assert found.rule.floors["cap_kept"].by == "share"
    assert (found.differences[0].n, found.differences[0].people) == (60, None)
    assert together(found.differences[0]) == (0, 0.2)
    assert found.equal_passes == {}
    entry, _ = promote_evaluated(store, "a", at=datetime(2026, 1, 2, tzinfo=UTC), by="Kim")
    assert entry.model == "a"
