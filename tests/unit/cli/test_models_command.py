"""`wearable-coach models`: what a new customer can train, by the table, and how old that is."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.cases import some
from tests.support.commands import run
from wearable_coach.cli import models as command
from wearable_coach.finetuning.base_models import base_model_rows
from wearable_coach.finetuning.offers import MOST_DAYS_OLD

READ = max(row.as_of for row in base_model_rows())


@pytest.fixture
def on(monkeypatch):
    def day(given):
        at = datetime(given.year, given.month, given.day, tzinfo=UTC)
        monkeypatch.setattr(command, "now", lambda: at)

    return day


def shown(*words):
    done = run("models", *words)
    assert done.code == 0, done.err
    return done


def lines(*words):
    return [line.split() for line in shown(*words).out.splitlines()[1:]]


def test_a_new_customer_is_shown_what_still_can_be_trained_and_all_the_rest_by_all(on):
    on(READ)
    can = {(line[0], line[1]) for line in lines()}
    assert ("Phi-4-mini-instruct", "pipeline") in can
    assert not {name for name, _ in can} & {"Meta-Llama-3.1-8B-Instruct", "gpt-4.1-mini"}
    every = {line[0] for line in lines("--all")}
    assert every == {row.name for row in base_model_rows()}


def test_the_plans_model_is_shown_while_it_lived(on):
    on(date(2026, 6, 12))
    assert lines()[0][:5] == ["Meta-Llama-3.1-8B-Instruct", "pipeline", "yes", "2026-06-13", "any"]


def test_one_route_and_region_are_shown_alone(on):
    on(READ)
    routes = {line[1] for line in some(lines("--route", "foundry", "--all"))}
    assert routes == {"foundry"}
    here = {line[0] for line in lines("--region", "koreacentral")}
    assert "Ministral-3B" in here
    assert "Phi-4" not in here


def test_the_json_has_the_whole_row_and_whether_it_is_open(on):
    on(READ)
    rows = [json.loads(line) for line in shown("--json", "--all").out.splitlines()]
    open_to_new = {row["name"]: row["open_to_new_customers"] for row in rows}
    assert (open_to_new["Ministral-3B"], open_to_new["gpt-4.1-mini"]) == (True, False)
    assert all(row["source"] and row["as_of"] for row in some(rows))


@pytest.mark.parametrize(("days", "told"), [(MOST_DAYS_OLD, False), (MOST_DAYS_OLD + 1, True)])
def test_an_old_table_is_told(on, days, told):
    oldest = min(row.as_of for row in base_model_rows())
    on(oldest + timedelta(days=days))
    assert ("days ago" in shown().err) == told


def test_a_route_that_is_none_is_refused():
    done = run("models", "--route", "gpu")
    assert done.code == 2
    assert "route: got 'gpu'; need pipeline, serverless, foundry" in done.err
