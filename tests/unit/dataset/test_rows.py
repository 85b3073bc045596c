import json
from collections import Counter
from io import BytesIO

import pytest
from pyarrow import parquet

from tests.support.cases import some
from tests.support.days import day
from wearable_coach.dataset.assembly import content_hash, training_line
from wearable_coach.dataset.batches import generate_batch, make_plan, refill, settle
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.dataset.records_file import records_parquet
from wearable_coach.dataset.refusals import Why
from wearable_coach.records import Verdict, packed
from wearable_coach.rendering.prompts import system_prompt
from wearable_coach.verification import verify_messages


@pytest.fixture(scope="module")
def made():
    plan = make_plan(Recipe().scaled_to(240), 7, ())
    return plan, settle(plan, [generate_batch(b) for b in plan.batches()])


def test_every_row_is_accepted_with_only_supported_claims(made):
    _, accepted = made
    for row in some(accepted.rows):
        verdicts = row.read_verdicts()
        assert {v.verdict for v in verdicts} <= {"supported"}
        assert len(verdicts) == row.claims


def test_the_generator_is_right_at_the_first_attempt(made):
    _, accepted = made
    assert Counter(reason for r in accepted.refused for reason in r.reasons) == {}


def test_a_row_does_not_depend_on_its_batch(made):
    plan, accepted = made
    again = settle(plan, [generate_batch(b) for b in reversed(plan.batches())])
    assert again.rows == accepted.rows


def test_the_system_prompt_is_the_plan_s_word_for_word(made):
    for row in some(made[1].rows):
        assert row.messages[0].content == system_prompt(row.kind)


def test_a_training_line_holds_messages_and_nothing_else(made):
    line = json.loads(training_line(made[1].rows[0]))
    assert list(line) == ["messages"]
    assert [m["role"] for m in line["messages"]][:3] == ["system", "user", "assistant"]


def test_the_content_hash_changes_with_a_record_and_with_the_order_of_lines(made):
    rows = made[1].rows
    other = (rows[0].model_copy(update={"stratum": "another"}), *rows[1:])
    hashes = {content_hash(rows, seed=7), content_hash(other, seed=7), content_hash(rows, seed=8)}
    assert len(hashes) == 3
    assert content_hash(rows, seed=7) in hashes


def test_every_verdict_points_at_its_words(made):
    for row in some(made[1].rows):
        found = verify_messages(row.messages, day=day(row.profile, row.vitals), kind=row.kind)
        assert [v.span for v in found] == [v.span for v in row.read_verdicts()]
        for v in found:
            told = row.messages[v.message].content[v.start : v.start + len(v.span)]
            assert told == v.span, v
            assert row.messages[v.message].role == "assistant"


def test_the_records_name_all_of_a_verdict_that_is_not_empty(made):
    doubted = Verdict("value:steps", "contradicted", "VER-1", '"걸음"\n', 'told "9,050"\t', 2, 0)
    plain = made[1].rows[:20]
    odd = plain[0].model_copy(
        update={"verdicts": packed([doubted, Verdict("x", "supported", "", "")])}
    )
    rows = (*plain, odd)
    table = parquet.read_table(BytesIO(records_parquet(rows)), columns=["verdicts"])
    for row, kept in some(zip(rows, table["verdicts"].to_pylist(), strict=True)):
        told = [{k: x for k, x in v._asdict().items() if x != ""} for v in row.read_verdicts()]
        assert kept == json.dumps(told, ensure_ascii=False)


def test_a_quarantined_row_is_composed_anew_in_its_own_place(made):
    plan, accepted = made
    first = accepted.rows[0]
    refilled = refill(plan, accepted, {first.row_id: ("CNV-LENGTH",)})
    assert refilled.rows[0].messages != first.messages
    assert refilled.rows[0].row_id == first.row_id
    assert refilled.rows[1:] == accepted.rows[1:]
    assert refilled.refused[-1].reasons == (Why("CNV-LENGTH"),)


def test_a_repeated_conversation_is_composed_anew(made):
    plan, accepted = made
    twin = accepted.rows[1].model_copy(update={"messages": accepted.rows[0].messages})
    settled = settle(plan, [type(accepted)([accepted.rows[0], twin, *accepted.rows[2:]], [])])
    assert len({r.messages for r in settled.rows}) == len(settled.rows)
