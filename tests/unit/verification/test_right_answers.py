"""Right answers raise no alarm, whatever their style."""

from __future__ import annotations

import pytest

from tests.unit.verification.answers import verdicts
from tests.unit.verification.right_answers import RIGHT_ANSWERS, RightAnswer


@pytest.mark.parametrize("case", RIGHT_ANSWERS, ids=lambda c: c.name)
def test_a_right_answer_raises_no_alarm(case: RightAnswer) -> None:
    found = verdicts(case.text, case.profile, case.vitals, case.question)
    assert [v for v in found if v.verdict != "supported"] == []


@pytest.mark.parametrize("case", RIGHT_ANSWERS, ids=lambda c: c.name)
def test_every_number_of_an_answer_is_answered_for(case: RightAnswer) -> None:
    wrong = case.text.replace("\n", " 그리고 317이에요.\n", 1)
    found = verdicts(wrong, case.profile, case.vitals, case.question)
    assert any(v.verdict != "supported" and "317" in v.span for v in found)
