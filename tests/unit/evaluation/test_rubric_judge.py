"""A judge says yes or no to a rubric, its agreement with a reader beside it, and decides nothing."""

import pytest

from bench.labelled import FOLDER
from wearable_coach.chat.contract import Answer
from wearable_coach.evaluation.rubric_judge import JudgedText, judge_by_rubric, read_labelled
from wearable_coach.reporting.evaluation_changes import with_judgement
from wearable_coach.store import LocalStore


class Says:
    """A judge that says one thing of texts with a word and another of the others."""

    name, fingerprint, prices, workers, batch_size = "judge", "judge", None, 1, 4

    def __init__(self, good, bad):
        self.good, self.bad = good, bad

    def answer(self, conversations, *, timeout_s=None):
        del timeout_s
        return [
            Answer(text=self.good if "잘했어요" in c[-1].content else self.bad, latency_s=0)
            for c in conversations
        ]

    def close(self):
        pass


YES = "1: 예\n2: 예\n3: 예\n4: 예\n5: 예"
NO = "1. 아니요\n2) No\n3: 아니오\n4: 예\n4: 아니요"
TEXTS = [JudgedText("a", "물음", "잘했어요."), JudgedText("b", "물음", "그래라.")]
LABELLED = [
    JudgedText("a", "물음", "잘했어요.", {"helpful": True, "kind": True}),
    JudgedText("b", "물음", "왜 그랬어.", {"helpful": False, "kind": True}),
]


def test_a_judge_is_read_and_measured(tmp_path):
    found = judge_by_rubric(LocalStore(tmp_path), Says(YES, NO), TEXTS, LABELLED)
    told = {f.key: f for f in found.figures}
    assert (told["helpful"].yes, told["helpful"].n) == (1, 2)
    assert (told["clear"].yes, told["clear"].n) == (1, 1)  # yes and no to one question is neither
    assert told["helpful"].agreement.kappa == 1
    assert told["kind"].agreement.share == pytest.approx(0.5)
    assert told["lean"].agreement is None
    assert found.unread == 0


def test_a_judge_that_cannot_be_read_scores_nothing(tmp_path):
    found = judge_by_rubric(LocalStore(tmp_path), Says("좋네요", "나쁘네요"), TEXTS, LABELLED)
    assert found.unread == 2
    assert all(f.n == 0 and f.agreement is None for f in found.figures)


def test_the_report_says_what_a_judge_says_and_how_far_it_may_be_believed(tmp_path):
    found = judge_by_rubric(LocalStore(tmp_path), Says(YES, NO), TEXTS, LABELLED)
    page = with_judgement('<section id="judge"></section></body>', found)
    assert "판정에는 쓰지 않아요" in page
    assert "카파 1.00" in page


def test_labels_on_which_the_passes_differ_are_left_out():
    labelled = read_labelled(FOLDER)
    assert len(labelled) == 100
    assert all("helpful" in one.labels for one in labelled)
    assert not all("lean" in one.labels for one in labelled)
