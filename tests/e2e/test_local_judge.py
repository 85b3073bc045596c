"""A model of this machine as a judge: it is asked for real, and what it says besides the form is counted."""

import pytest

from bench.labelled import FOLDER
from flows.openers.chat_models import open_chat_model
from tests.support.local_training import needs_torch
from wearable_coach.evaluation.rubric_judge import JudgedText, judge_by_rubric, read_labelled
from wearable_coach.store import LocalStore

pytestmark = [pytest.mark.e2e, pytest.mark.slow("training")]


def test_a_model_that_never_saw_the_rubric_is_counted_as_unread(tmp_path):
    needs_torch()
    store, labelled = LocalStore(tmp_path), read_labelled(FOLDER)[:12]
    texts = [JudgedText(f"own-{one.id}", one.asked, one.text) for one in labelled[:6]]
    judge = open_chat_model("base:tiny", store=store, environment={})
    try:
        found = judge_by_rubric(store, judge, texts, labelled)
    finally:
        judge.close()
    assert found.judge == judge.name
    assert 1 <= found.unread <= len(texts)
    for figure in found.figures:
        assert figure.n <= len(texts) - found.unread
        assert figure.agreement is None or figure.agreement.n <= len(labelled)
    assert len(store.keys("answers/")) == len(labelled)
