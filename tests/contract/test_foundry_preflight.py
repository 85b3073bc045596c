"""The preflight at Foundry: every refusal is one line that says what to do, and nothing is submitted."""

import os
import re
from datetime import date

import pytest

from backends.azure.foundry.finetuner import FoundryFineTuner
from backends.azure.foundry.settings import foundry_settings_from
from tests.support.azure_tuners import foundry_tuner, order_for, running_azure, training_data
from wearable_coach.errors import BadField

DATA = training_data(12)
LATE = date(2026, 11, 28)


@pytest.fixture(autouse=True)
def azure(monkeypatch):
    with running_azure(monkeypatch) as azure:
        yield azure
        assert azure.refused == []
        assert (azure.state.files, azure.state.tunings) == ({}, {})


def preflight_of(tuner, data=DATA):
    return tuner.preflight(order_for(tuner, DATA), data)


def refusal_of(tuner, name, data=DATA):
    (refusal,) = preflight_of(tuner, data).refusals
    assert refusal.name == name
    assert "\n" not in refusal.message
    return refusal.message


def test_all_is_looked_at_and_told_when_all_is_well():
    found = preflight_of(foundry_tuner(region="Korea Central"))
    assert found.refusals == ()
    assert {check.name for check in found.checks} == {
        "retirement",
        "dataset",
        "hyperparameters",
        "files",
        "cost",
        "credentials",
        "resource",
        "model",
    }
    assert "million tokens" in found.estimate.basis


def test_the_line_that_a_refusal_of_a_model_elsewhere_names_chooses_one_that_is_trained(
    monkeypatch,
):
    tuner = foundry_tuner(base_model="Meta-Llama-3.1-8B-Instruct", today=date(2026, 6, 12))
    refusals = [c for c in preflight_of(tuner).refusals if c.name == "retirement"]
    message = refusals[0].message
    assert "is not trained by the route foundry" in message
    variable, value = re.search(r"nearest is Ministral-3B: export (\w+)=(\S+),", message).groups()
    monkeypatch.setenv(variable, value)
    monkeypatch.setenv("WEARABLE_COACH_AZURE_ON_UNHONOURED", "warn")
    chosen = FoundryFineTuner.from_environment(os.environ, today=LATE)
    assert preflight_of(chosen).refusals == ()


def test_a_retired_model_is_refused_from_its_day_on_and_the_nearest_that_lives_is_named():
    message = refusal_of(
        foundry_tuner(base_model="gpt-4.1-mini", today=date(2027, 4, 14)), "retirement"
    )
    assert "gpt-4.1-mini is retired since 2027-04-14" in message
    assert (
        "nearest is Ministral-3B: export WEARABLE_COACH_AZURE_FOUNDRY_BASE_MODEL=Ministral-3B"
        in message
    )
    assert (
        preflight_of(foundry_tuner(base_model="gpt-4.1-mini", today=date(2027, 4, 13))).refusals
        == ()
    )


def test_a_region_that_does_not_train_it_is_refused():
    tuner = foundry_tuner(
        base_model="gpt-4.1-mini", training_type="Standard", region="koreacentral"
    )
    message = refusal_of(tuner, "region")
    assert "trained in northcentralus, swedencentral, not in koreacentral" in message
    assert preflight_of(foundry_tuner(region="koreacentral")).refusals == ()


def test_a_tier_that_the_model_lacks_is_refused():
    message = refusal_of(foundry_tuner(training_type="Developer"), "retirement")
    assert "Ministral-3B is trained in GlobalStandard, not in Developer" in message


def test_fewer_than_ten_rows_are_refused_and_ten_taken():
    few, ten = training_data(9), training_data(10)
    assert "9 rows to train on, Foundry takes 10 or more" in refusal_of(
        foundry_tuner(), "files", few
    )
    assert preflight_of(foundry_tuner(), ten).refusals == ()


def test_a_file_of_half_a_gigabyte_is_refused(monkeypatch):
    monkeypatch.setattr(
        "backends.azure.foundry.preflight.MOST_BYTES", len(b"".join(DATA.train)) + 3
    )
    assert "make a smaller dataset" in refusal_of(foundry_tuner(), "files")
    monkeypatch.setattr(
        "backends.azure.foundry.preflight.MOST_BYTES", len(b"".join(DATA.train)) + 4
    )
    assert preflight_of(foundry_tuner()).refusals == ()


def test_what_is_not_honoured_is_refused_even_in_an_order_settled_elsewhere():
    order = order_for(foundry_tuner(), DATA)
    (refusal,) = foundry_tuner(on_unhonoured="refuse").preflight(order, DATA).refusals
    assert "lora_rank not told for 16, lora_alpha not told for 32" in refusal.message


def test_a_tier_costs_what_the_table_says_of_it():
    costs = {
        tier: preflight_of(
            foundry_tuner(base_model="gpt-4.1-mini", training_type=tier), training_data(999)
        ).estimate.cost
        for tier in ("Standard", "GlobalStandard", "Developer")
    }
    assert costs["Developer"] < costs["GlobalStandard"] < costs["Standard"]
    assert float(costs["Developer"]) == pytest.approx(float(costs["GlobalStandard"]) / 2, abs=0.01)


def test_a_job_above_the_cap_is_refused_and_at_the_cap_let_through():
    estimated = preflight_of(foundry_tuner()).estimate
    whole = estimated.cost + estimated.hosting.total
    assert estimated.hosting.month > estimated.cost
    assert "WEARABLE_COACH_AZURE_MAX_COST" in refusal_of(foundry_tuner(max_cost=25), "cost")
    assert preflight_of(foundry_tuner(max_cost=whole)).refusals == ()


def test_a_resource_that_has_the_model_and_does_not_train_it_is_refused(tmp_path):
    table = tmp_path / "models.yaml"
    place = (
        "{route: foundry, model: gpt-5-2025-08-07, tier: GlobalStandard, price: foundry/gpt-4.1}"
    )
    table.write_text(
        "models: {gpt-5: {context_tokens: 9999, source: me, as_of: 2026-01-01, "
        f"trained: [{place}]}}}}",
        encoding="utf-8",
    )
    message = refusal_of(foundry_tuner(base_model="gpt-5", models=str(table)), "model")
    assert "does not train it" in message


def test_a_model_that_the_resource_will_train_no_more_is_refused_from_that_day_on():
    before, day = (
        foundry_tuner(base_model="gpt-4o-mini", today=date(2026, 10, d)) for d in (13, 14)
    )
    assert preflight_of(before).refusals == ()
    assert "no more since 2026-10-14" in refusal_of(day, "model")


def test_a_model_that_the_resource_does_not_list_is_left_to_it():
    (model,) = [
        c for c in preflight_of(foundry_tuner(base_model="gpt-oss-20b")).checks if c.name == "model"
    ]
    assert (model.ok, "does not list gpt-oss-20b" in model.message) == (True, True)


def test_a_wrong_secret_and_a_resource_that_refuses_end_the_looking(azure, monkeypatch):
    azure.fault("GET", "/openai/v1/models", status=403, times=9)
    assert "Foundry User" in refusal_of(foundry_tuner(), "resource")
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "not-it")
    assert "Invalid client secret" in refusal_of(foundry_tuner(), "credentials")


def test_a_resource_that_is_not_named_is_told_with_its_variable():
    with pytest.raises(BadField, match="WEARABLE_COACH_AZURE_FOUNDRY_ACCOUNT: not set"):
        foundry_settings_from({})
    found = foundry_settings_from({"AZURE_OPENAI_ENDPOINT": "https://mine.services.ai.azure.com/"})
    assert found.url == "https://mine.services.ai.azure.com"
