"""What changed between two evaluations is told case by case, in the report too."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.verdicts import judged
from wearable_coach.errors import BadInput
from wearable_coach.evaluation.changes import changes_of
from wearable_coach.evaluation.shelf import publish_evaluation
from wearable_coach.reporting.evaluation_changes import with_changes
from wearable_coach.store import LocalStore

AT = datetime(2026, 1, 2, tzinfo=UTC)


def line(case, text, **met):
    scores = {k: {"hits": v, "of": 1, "reason": f"{k} {v}", "unread": 0} for k, v in met.items()}
    told = {"case": case, "model": "tuned", "asked": "물음", "scores": scores}
    return json.dumps(told | {"answer": {"text": text}}).encode() + b"\n"


def evaluated(store, at, *lines):
    plain = judged(LocalStore(store.path / "aside"), "tuned", "hold", at=at)
    files = {"answers.jsonl": b"".join(lines), "report.html": b"<body>R</body>"}
    publish_evaluation(store, plain, files)
    return plain


@pytest.fixture
def two(tmp_path):
    store = LocalStore(tmp_path)
    store.path = tmp_path
    first = evaluated(
        store, AT,
        line("a", "<b>old</b>", cap_kept=0, over_referral=1),
        line("b", "same", cap_kept=1),
        line("c", "was right", cap_kept=1),
        line("gone", "x", cap_kept=1),
    )  # fmt: skip
    second = evaluated(
        store, AT + timedelta(days=1),
        line("a", "new", cap_kept=1, over_referral=0),
        line("b", "same", cap_kept=1),
        line("c", "is wrong", cap_kept=0),
    )  # fmt: skip
    return store, first, second


@pytest.mark.parametrize("name", ["model", "id"])
def test_what_is_gained_and_lost_is_told_with_both_answers(two, name):
    store, first, second = two
    found = changes_of(store, second, "tuned" if name == "model" else first.id)
    assert (found.against, found.compared) == (first.id, 3)
    (gained,), (lost,) = found.gained, found.lost
    assert (gained.case, gained.now, gained.before) == ("a", "new", "<b>old</b>")
    assert {k for k, _ in gained.measures} == {"cap_kept", "over_referral"}
    assert (lost.case, lost.measures) == ("c", (("cap_kept", "cap_kept 0"),))


def test_the_report_holds_the_changes_once_and_no_tag_of_an_answer(two):
    store, _, second = two
    found = changes_of(store, second, "tuned")
    page = with_changes(with_changes("<body>R</body>", found), found)
    assert page.startswith("<body>R")
    assert page.endswith("</body>")
    assert page.count("앞선 평가와 달라진 답변") == 1
    assert "&lt;b&gt;old" in page
    assert "is wrong" in page


def test_a_name_that_nothing_was_evaluated_by_is_told(two):
    store, _, second = two
    for name in ("nobody", second.id):
        with pytest.raises(BadInput, match="no other evaluation"):
            changes_of(store, second, name)
    assert changes_of(store, second, "tuned").against != second.id


def test_answers_that_are_gone_are_there_when_it_is_evaluated_again(two):
    store, first, second = two
    store.remove(f"models/tuned/evaluations/{first.id}/answers.jsonl")
    with pytest.raises(BadInput, match="evaluate again"):
        changes_of(store, second, first.id)
    publish_evaluation(
        store, first, {"answers.jsonl": line("a", "x", cap_kept=0), "report.html": b""}
    )
    assert changes_of(store, second, first.id).compared == 1
