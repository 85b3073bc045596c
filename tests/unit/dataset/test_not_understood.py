"""A row with a clause that nobody understood is refused and composed anew, and the gate refuses it too."""

import pytest

from expectations.anew import judged
from tests.support.generated import generated_rows, recipe_of
from wearable_coach.answers import composers
from wearable_coach.dataset.batches import generate_batch, make_plan
from wearable_coach.formulas import DEFAULT_FORMULA

STRANGE = " 오늘 컨디션 수치가 뿅뿅하네요."
CODE = "not_understood:VER-READ-001"


class SpeakingInTongues:
    """A composer that says something strange in the first draft of each row."""

    def __init__(self, composer, heard):
        self._composer, self._heard = composer, heard

    def __getattr__(self, name):
        return getattr(self._composer, name)

    def compose(self, brief):
        draft = self._composer.compose(brief)
        told = (brief.profile.model_dump_json(), brief.vitals.model_dump_json())
        self._heard.append(told)
        if len(self._heard) % 2 == 0:
            return draft
        question, answer = draft.turns[-1]
        return draft._replace(turns=(*draft.turns[:-1], (question, answer + STRANGE)))


def test_it_is_composed_anew_and_the_refusal_says_why(monkeypatch):
    heard, own = [], composers.composer
    monkeypatch.setattr(
        "wearable_coach.dataset.rows.composer", lambda kind: SpeakingInTongues(own(kind), heard)
    )
    plan = make_plan(recipe_of(12, DEFAULT_FORMULA), 7, ())
    made = [generate_batch(batch) for batch in plan.batches()]
    rows = [row for batch in made for row in batch.rows]
    refused = [one for batch in made for one in batch.refused]
    assert len(rows) == 12
    assert all(row.attempt > 0 for row in rows)
    assert not any(STRANGE in m.content for row in rows for m in row.messages)
    assert {r.row_id for r in refused if CODE in {w.code for w in r.reasons}} == {
        row.row_id for row in rows
    }


@pytest.mark.parametrize("kind", ["health_interpretation", "exercise_recommendation", "coaching"])
def test_the_gate_names_it_whatever_the_row_says_of_itself(kind):
    row = next(r for r in generated_rows() if r.kind == kind)
    assert judged(row, DEFAULT_FORMULA) == {}
    last = row.messages[-1]
    strange = last.model_copy(update={"content": last.content + STRANGE})
    found = judged(
        row.model_copy(update={"messages": (*row.messages[:-1], strange)}), DEFAULT_FORMULA
    )
    assert "not_understood by VER-READ-001" in found["unsupported_anew"]
