"""Rows of real days tell the days before, are kept and read whole with them, and rows without them are as they ever were."""

import json
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from expectations.anew import judged
from expectations.columns_ordered import not_as_ordered
from expectations.told import untold_past
from tests.support.cases import some
from tests.support.rows import good_rows
from wearable_coach.dataset.assembly import content_hash
from wearable_coach.dataset.batches import generate_batch, make_plan, settle
from wearable_coach.dataset.recipe import checked_recipe
from wearable_coach.dataset.records_file import read_records, read_rows, records_parquet
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import PastDays, Profile
from wearable_coach.rendering.numbers_ko import writer
from wearable_coach.reporting.card_words import card_words
from wearable_coach.reporting.explained import explained_answer
from wearable_coach.sources import read_days
from wearable_coach.standards.fields import vital_rows


def table(folder: Path) -> Path:
    """Write twelve people's thirty days."""
    draw, lines = Random(3), ["id,date,heart_rate,resting_heart_rate,sleep_hr,steps,weight,sex,age"]
    for person in range(12):
        usual, age = draw.randint(52, 70), draw.randint(24, 60)
        for n in range(30):
            rhr = usual + draw.randint(-2, 2)
            lines.append(
                f"u{person},{date(2025, 1, 1) + timedelta(n)},{rhr + 12},{rhr},{draw.uniform(6, 8):.2f},"
                f"{draw.randint(3000, 14000)},{60 + person},{'MF'[person % 2]},{age}"
            )
    path = folder / "days.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = table(tmp_path_factory.mktemp("days"))
    recipe = checked_recipe({"sources": {"real_share": 0.3, "vitals": [str(path)]}}).scaled_to(60)
    plan = make_plan(recipe, 7, read_days(path).days)
    rows = settle(plan, [generate_batch(batch) for batch in plan.batches()]).rows
    return plan, rows


def test_rows_of_real_days_tell_the_days_before_and_sampled_ones_have_none(made):
    plan, rows = made
    days = {spec.row_id: spec.real_day for batch in plan.batches() for spec in batch.specs}
    told = [row for row in rows if row.profile.past is not None]
    for row in some(told):
        own = days[row.row_id].profile.past
        assert row.source != "sampled"
        assert row.profile.past.model_dump().items() <= own.model_dump().items()
        question = row.messages[1].content
        assert untold_past(question, row.profile) == []
        assert set(json.loads(row.facts)) & {"week_means", "baseline_days"}
    assert {row.kind for row in told} == {row.kind for row in rows}
    assert all(row.profile.past is None for row in some(r for r in rows if r.source == "sampled"))


def test_they_are_judged_anew_without_a_finding_and_read_as_they_were(made):
    _, rows = made
    again = read_rows(records_parquet(rows))
    assert [row.profile for row in again] == [row.profile for row in rows]
    assert [r.profile for r in read_records(records_parquet(rows))] == [r.profile for r in rows]
    assert content_hash(again, seed=1) == content_hash(rows, seed=1)
    for row in some(again):
        assert judged(row, DEFAULT_FORMULA) == {}


def test_another_mean_than_was_told_shows_in_the_facts_and_in_the_question(made):
    _, rows = made
    row = next(r for r in rows if r.profile.past is not None and r.profile.past.steps is not None)
    past = row.profile.past.model_copy(update={"steps": row.profile.past.steps + 1})
    other = row.model_copy(update={"profile": row.profile.model_copy(update={"past": past})})
    assert "facts_differ" in judged(other, DEFAULT_FORMULA)
    assert untold_past(other.messages[1].content, other.profile) == ["steps"]


def test_a_card_names_the_mean_that_a_word_of_the_days_before_rests_on(made):
    _, rows = made
    row = next(r for r in rows if '"past:' in r.verdicts)
    told = explained_answer(row, card_words("ko"), DEFAULT_FORMULA)
    (ground,) = [g for g in told.grounds if g.rule_id == "VER-PAST-001"]
    claim = next(v for v in row.read_verdicts() if v.rule == "VER-PAST-001").claim
    field = claim.partition(":")[2]
    mean = getattr(row.profile.past, field)
    assert ground.fact == f"지난 7일 평균: {vital_rows()[field].label_ko} {writer(field)(mean)}"


@pytest.mark.parametrize("past", [PastDays(sleep_hr=7), PastDays()])
def test_days_before_of_a_sampled_day_are_found(past):
    row = good_rows()[0]
    other = row.model_copy(update={"profile": row.profile.model_copy(update={"past": past})})
    assert "completed_wrongly" in judged(other, DEFAULT_FORMULA)


def test_days_before_that_were_sampled_are_found(made):
    _, rows = made
    row = next(r for r in rows if r.profile.past is not None)
    other = row.model_copy(update={"completed_fields": (*row.completed_fields, "past")})
    assert "completed_wrongly" in judged(other, DEFAULT_FORMULA)


def test_a_row_without_days_before_is_kept_as_rows_were_before_there_were_any():
    told = Profile(age=45, baseline_rhr=60)
    assert "past" not in told.model_dump_json()
    assert Profile.model_validate_json('{"age": 45, "baseline_rhr": 60}') == told
    rows = good_rows()
    before = [row.model_copy(update={"profile": without_past(row.profile)}) for row in rows]
    assert content_hash(before, seed=1) == content_hash(rows, seed=1)


def without_past(profile):
    """Return a profile as an older version holds it: without the field."""
    held = Profile.model_construct(**profile.__dict__)
    del held.__dict__["past"]
    return held


def test_a_week_of_somebody_else_is_not_as_ordered(made):
    plan, rows = made
    specs = {spec.row_id: spec for batch in plan.batches() for spec in batch.specs}
    ordered = [specs[row.row_id] for row in rows]
    assert not any(not_as_ordered(rows, ordered))
    at = next(i for i, r in enumerate(rows) if r.profile.past and r.profile.past.steps is not None)
    past = rows[at].profile.past
    for changed in (
        past.model_copy(update={"steps": past.steps + 1}),
        past.model_copy(update={"baseline_days": 99}),
    ):
        profile = rows[at].profile.model_copy(update={"past": changed})
        others = [*rows[:at], rows[at].model_copy(update={"profile": profile}), *rows[at + 1 :]]
        found = not_as_ordered(others, ordered)
        assert [i for i, what in enumerate(found) if what] == [at]
        assert "the days before give" in found[at]
