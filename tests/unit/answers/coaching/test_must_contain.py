"""Coaching rows hold what their questions ask for, by a check that does not ask who wrote them."""

from __future__ import annotations

import pytest

from bench.contains import lacks_of, rows_of
from wearable_coach.records import Message, Row


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return rows_of(300, 5)


def test_nearly_all_coaching_rows_hold_what_their_questions_ask_for(rows):
    assert sum(not lacks_of(row) for row in rows) >= 0.95 * len(rows)


def test_an_answer_that_says_nothing_lacks_it(rows):
    emptied = [
        row.model_copy(
            update={
                "messages": tuple(
                    Message(role=m.role, content="네.") if m.role == "assistant" else m
                    for m in row.messages
                )
            }
        )
        for row in rows
        if any(one.startswith(("everyday.", "back.")) for one in row.template_ids)
    ]
    assert len(emptied) > 20
    found = [lacks_of(row) for row in emptied]
    assert sum(map(bool, found)) >= 0.9 * len(found)


def test_where_readings_are_told_a_row_has_a_claim(rows):
    told = [row for row in rows if any(v is not None for v in row.vitals.__dict__.values())]
    assert all(row.claims for row in told)
