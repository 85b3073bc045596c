"""An evaluation whose run was killed just before it became the model's latest becomes so when it is found again."""

from datetime import UTC, datetime, timedelta

from tests.support.verdicts import judged
from wearable_coach.evaluation.shelf import find_evaluation, latest_evaluation
from wearable_coach.store import LocalStore

AT = datetime(2026, 1, 2, tzinfo=UTC)


def test_what_is_found_again_is_the_latest_unless_a_later_one_is(tmp_path):
    store = LocalStore(tmp_path)
    first = judged(store, "tuned", "reject", at=AT)
    for name in ("evaluation.json", "report.html"):
        (tmp_path / "models" / "tuned" / name).unlink()
    assert latest_evaluation(store, "tuned") is None
    assert find_evaluation(store, "tuned", first.id) == first
    assert latest_evaluation(store, "tuned") == first
    later = judged(store, "tuned", "hold", at=AT + timedelta(days=1))
    assert find_evaluation(store, "tuned", first.id) == first
    assert latest_evaluation(store, "tuned") == later
