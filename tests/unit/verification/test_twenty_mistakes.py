"""Each of the twenty mistakes is caught in several wordings, and its right twin is let be."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.unit.verification.answers import refused
from tests.unit.verification.mistakes import MISTAKES, RIGHT, Mistake, Right


@pytest.mark.parametrize("case", MISTAKES, ids=lambda c: f"{c.number}-{c.text[:28]}")
def test_a_mistake_is_caught_by_its_rule(case: Mistake) -> None:
    found = refused(case.text, case.profile, case.vitals)
    assert found
    if case.rules:
        assert any(v.rule in case.rules for v in found), found


@pytest.mark.parametrize("case", RIGHT, ids=lambda c: f"{c.number}-{c.text[:28]}")
def test_the_right_twin_is_no_false_alarm(case: Right) -> None:
    assert refused(case.text, case.profile, case.vitals) == []


def test_every_mistake_has_four_wordings_and_a_right_twin() -> None:
    wrong, right = Counter(m.number for m in MISTAKES), Counter(r.number for r in RIGHT)
    assert all(wrong[n] >= 4 for n in range(1, 21))
    assert all(right[n] >= 1 for n in range(1, 21))


def test_a_refusal_points_at_the_words() -> None:
    text = "수면은 충분했어요. 체중은 71.2kg이에요."
    found = [v for v in refused(text) if v.rule == "VER-VALUE-001"]
    assert [v.span for v in found] == ["71.2kg"]
    assert all(text[v.start : v.start + len(v.span)] == v.span for v in found)
