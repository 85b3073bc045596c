"""The process that judges rows anew stays for the next gate, and ends where a gate breaks off."""

from __future__ import annotations

import pytest

from expectations.judges import judges_for, kept_judge
from tests.support.rows import good_rows
from wearable_coach.formulas import DEFAULT_FORMULA


def test_few_rows_are_judged_by_the_process_that_stays() -> None:
    with judges_for(10) as one:
        assert one is kept_judge()
    with judges_for(20) as other:
        assert other is one


def test_it_ends_where_a_gate_breaks_off_and_the_next_gate_has_another() -> None:
    rows = good_rows(1)
    with pytest.raises(KeyboardInterrupt), judges_for(1) as lost:
        raise KeyboardInterrupt
    with pytest.raises(RuntimeError, match="shutdown"):
        lost.begin(rows, DEFAULT_FORMULA)
    with judges_for(1) as other:
        assert len(other.begin(rows, DEFAULT_FORMULA).found()) == 1
