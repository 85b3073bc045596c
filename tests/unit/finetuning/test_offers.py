"""What can be trained today: dates, routes, regions, and what comes nearest."""

from datetime import date, timedelta

import pytest

from tests.support.cases import some
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.base_models import (
    BaseModelRow,
    TrainingPlace,
    base_model_row,
    base_model_rows,
)
from wearable_coach.finetuning.offers import MOST_DAYS_OLD, nearest, offers, stale_rows

READ = date(2026, 11, 28)


def row(name, *, route="pipeline", regions=(), **more):
    place = TrainingPlace(route=route, model=name, regions=regions)
    return BaseModelRow(
        name=name, context_tokens=1, source="a test", as_of=READ, trained=(place,), **more
    )


def names(rows, route="pipeline", today=READ, region=""):
    return [offer.row.name for offer in offers(rows, route, today, region=region)]


@pytest.mark.parametrize("field", ["retires", "closed_to_new"])
def test_a_new_customer_can_train_a_model_until_the_day_before_its_date(field):
    rows = [row("a", **{field: READ})]
    assert names(rows, today=READ - timedelta(days=1)) == ["a"]
    assert names(rows) == []


def test_only_the_asked_route_and_region_are_offered():
    rows = [row("a"), row("b", route="foundry"), row("c", regions=("koreacentral",))]
    assert names(rows) == ["a", "c"]
    assert names(rows, region="Korea Central") == ["a", "c"]
    assert names(rows, region="eastus") == ["a"]


def test_the_nearest_is_the_first_that_lives_of_those_named_else_of_the_table():
    dead = row("dead", retires=READ)
    asked = row("asked", retires=READ, instead=("dead", "gone", "c"))
    rows = [asked, dead, row("b"), row("c")]
    assert nearest(rows, asked, "pipeline", READ).row.name == "c"
    assert nearest(rows, None, "pipeline", READ).row.name == "b"
    assert nearest([asked, dead], asked, "pipeline", READ) is None


@pytest.mark.parametrize("route", ["pipeline", "serverless", "foundry"])
def test_every_route_has_a_living_model_for_a_new_customer_on_the_day_of_the_table(route):
    rows = base_model_rows()
    as_of = max(r.as_of for r in rows)
    assert names(rows, route, today=as_of)
    llama = base_model_row("Meta-Llama-3.1-8B-Instruct")
    assert nearest(rows, llama, route, as_of).row.name in llama.instead


def test_the_plans_model_is_the_first_of_the_pipeline_while_it_lives():
    rows = base_model_rows()
    assert names(rows, today=date(2026, 6, 12))[0] == "Meta-Llama-3.1-8B-Instruct"


def test_a_table_is_stale_only_for_what_is_still_offered():
    rows = [row("a"), row("b", retires=READ)]
    late = READ + timedelta(days=MOST_DAYS_OLD)
    assert stale_rows(rows, late) == ()
    assert [r.name for r in stale_rows(rows, late + timedelta(days=1))] == ["a"]


def test_a_region_list_is_named_once_and_one_that_is_not_there_is_told(tmp_path):
    table = tmp_path / "models.yaml"
    text = (
        "regions: {here: [koreacentral]}\nmodels:\n  mine:\n    context_tokens: 9\n    source: me\n"
        "    as_of: 2026-01-01\n    trained: [{route: foundry, model: m, regions: WHERE}]\n"
    )
    table.write_text(text.replace("WHERE", "here"), encoding="utf-8")
    assert base_model_row("mine", path=str(table)).trained[0].regions == ("koreacentral",)
    table.write_text(text.replace("WHERE", "there"), encoding="utf-8")
    with pytest.raises(BadInput, match="'there' is none of the table's lists of regions"):
        base_model_row("mine", path=str(table))


def test_every_model_that_is_named_instead_has_a_row():
    rows = {r.name: r for r in base_model_rows()}
    for r in some(rows.values()):
        assert set(r.instead) <= {*rows} - {r.name}, r.name
