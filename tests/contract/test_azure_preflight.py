"""The preflight at Azure: every refusal is one line that says what to do, and nothing is submitted."""

import os
import re
from datetime import date
from decimal import Decimal

import pytest

from backends.azure.finetuner import AzureFineTuner
from backends.azure.hosting.settings import HostingSettings
from tests.support.azure_tuners import azure_tuner, order_for, running_azure, training_data
from wearable_coach.errors import TransientError
from wearable_coach.finetuning.cards import preflight_lines
from wearable_coach.finetuning.order import TrainingData

DATA = training_data()
REGISTRY = "azureml://registries/azureml-meta/models"


@pytest.fixture(autouse=True)
def azure(monkeypatch):
    with running_azure(monkeypatch) as azure:
        yield azure
        assert azure.refused == []
        assert azure.calls("PUT") == 0


def preflight_of(tuner, data=DATA):
    return tuner.preflight(order_for(tuner, DATA), data)


def refusal_of(tuner, name, data=DATA):
    (refusal,) = preflight_of(tuner, data).refusals
    assert refusal.name == name
    assert "\n" not in refusal.message
    assert not refusal.message.startswith(name)
    return refusal.message


def test_all_is_looked_at_and_told_when_all_is_well():
    found = preflight_of(azure_tuner())
    assert found.refusals == ()
    assert {check.name for check in found.checks} == {
        "retirement",
        "dataset",
        "hyperparameters",
        "cost",
        "memory",
        "credentials",
        "workspace",
        "region",
        "quota",
        "model",
    }


def test_a_wrong_secret_is_refused(monkeypatch):
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "not-it")
    message = refusal_of(azure_tuner(), "credentials")
    assert "Invalid client secret" in message
    assert "not-it" not in message


def test_missing_credentials_are_refused(monkeypatch):
    monkeypatch.delenv("AZURE_CLIENT_SECRET")
    assert "az login" in refusal_of(azure_tuner(), "credentials")


def test_a_tenant_that_is_not_there_is_refused(monkeypatch):
    monkeypatch.setenv("AZURE_TENANT_ID", "11111111-1111-1111-1111-111111111111")
    assert "AZURE_TENANT_ID" in refusal_of(azure_tuner(), "credentials")


@pytest.mark.parametrize("field", ["subscription_id", "resource_group", "workspace"])
def test_a_workspace_that_is_not_there_is_refused(field):
    message = refusal_of(azure_tuner(**{field: "elsewhere"}), "workspace")
    assert "AZUREML_WORKSPACE_NAME" in message


def test_another_region_is_refused():
    message = refusal_of(azure_tuner(region="East US"), "region")
    assert "lies in koreacentral, not in East US" in message


def test_a_region_may_be_spelt_as_in_the_portal():
    assert preflight_of(azure_tuner(region="Korea Central")).refusals == ()


def test_a_version_that_the_registry_lacks_is_refused():
    tuner = azure_tuner(base_model=f"{REGISTRY}/Meta-Llama-3.1-8B-Instruct/versions/99")
    assert "WEARABLE_COACH_AZURE_BASE_MODEL" in refusal_of(tuner, "model")


def test_a_model_without_a_row_in_the_table_is_refused():
    tuner = azure_tuner(
        base_model=f"{REGISTRY}/Old-Model/versions/1", instance_type="Standard_NC40ads_H100_v5"
    )
    assert "add one with its context" in refusal_of(tuner, "retirement")


def test_a_retired_model_is_refused_from_its_day_on():
    settings = azure_tuner().settings
    day_before, day = (AzureFineTuner(settings, today=date(2026, 6, d)) for d in (12, 13))
    assert preflight_of(day_before).refusals == ()
    assert "retired since 2026-06-13" in refusal_of(day, "retirement")


def test_a_row_longer_than_the_context_is_refused(tmp_path):
    table = tmp_path / "models.yaml"
    table.write_text(
        "models: {Meta-Llama-3.1-8B-Instruct: {context_tokens: 20, source: me, as_of: 2026-01-01}}",
        encoding="utf-8",
    )
    message = refusal_of(azure_tuner(models=str(table)), "dataset")
    assert "the model's context is 20" in message


@pytest.mark.parametrize(
    ("train", "told"),
    [
        (b"\xff\xfe", "train, line 1: not UTF-8"),
        (b'{"messages": [{"role": "user", "content": "?"}]}\n', "need user and assistant"),
        (b"not json\n", "train, line 1"),
        (b"", "train: has no rows"),
    ],
)
def test_a_malformed_dataset_is_refused_and_not_reckoned(train, told):
    tuner = azure_tuner()
    assert told in refusal_of(tuner, "dataset", TrainingData((train,), DATA.valid))


ALL = "2697.46"
"""Training 3.68, four hours of an A100 for the evaluation 14.68, a month of it 2,679.10."""


def test_training_its_evaluation_and_a_month_of_service_above_the_cap_are_refused():
    message = refusal_of(azure_tuner(max_cost="2697.45"), "cost")
    assert message.startswith(
        "about 3.68 to train, 14.68 to host it for its evaluation and 2679.10 for a month of "
        f"service: {ALL} USD, the cap is 2697.45"
    )
    assert "WEARABLE_COACH_AZURE_MAX_COST" in message


def test_at_the_cap_they_are_let_through_and_the_estimate_holds_them():
    found = preflight_of(azure_tuner(max_cost=ALL))
    assert found.refusals == ()
    hosting = found.estimate.hosting
    assert (found.estimate.cost, hosting.evaluation, hosting.month) == tuple(
        map(Decimal, ("3.68", "14.68", "2679.10"))
    )
    assert "2679.10 USD a month of service" in preflight_lines(found)[-1]


def test_fewer_hours_of_service_cost_less():
    by_hand = HostingSettings(month_hours=0)
    assert preflight_of(azure_tuner(max_cost="18.36", hosting=by_hand)).refusals == ()
    message = refusal_of(azure_tuner(max_cost="18.35", hosting=by_hand), "cost")
    assert "WEARABLE_COACH_AZURE_HOSTING_MONTH_HOURS" in message


def test_a_machine_to_host_on_has_a_price_in_the_currency_of_the_training(tmp_path):
    table = tmp_path / "prices.yaml"
    row = "{price: 1, currency: CURRENCY, source: a test, as_of: 2026-11-28}"

    def hosted(name, currency):
        table.write_text(f"prices:\n  {name}: {row.replace('CURRENCY', currency)}\n")
        settings = HostingSettings(instance_type="Standard_Own", prices=str(table))
        return azure_tuner(hosting=settings)

    assert "has no row for Standard_Own" in refusal_of(hosted("Standard_Other", "USD"), "prices")
    assert "KRW to host cannot be added" in refusal_of(hosted("Standard_Own", "KRW"), "prices")
    assert preflight_of(hosted("Standard_Own", "USD")).refusals == ()


def test_an_instance_without_a_price_is_refused():
    assert "add one with unit and price" in refusal_of(azure_tuner(instance_type="None"), "prices")


def test_serverless_is_reckoned_by_tokens():
    tuner = azure_tuner(route="serverless", on_unhonoured="warn")
    assert "million tokens" in preflight_of(tuner).estimate.basis


def test_what_is_not_honoured_is_refused_even_in_an_order_settled_elsewhere(azure):
    azure.state.region = "westus3"
    order = order_for(azure_tuner(route="serverless", on_unhonoured="warn"), DATA)
    found = azure_tuner(route="serverless").preflight(order, DATA)
    (refusal,) = found.refusals
    assert "lora_rank 8 for 16, lora_alpha 128 for 32" in refusal.message


def test_a_foundry_model_is_refused_by_a_route_that_does_not_train_it():
    tuner = azure_tuner(base_model=f"{REGISTRY}/gpt-4.1/versions/1")
    found = [c.message for c in preflight_of(tuner).refusals if c.name == "retirement"]
    assert "gpt-4.1 is not trained by the route pipeline" in found[0]


def test_a_model_is_refused_where_its_region_does_not_train_it():
    message = refusal_of(azure_tuner(route="serverless", on_unhonoured="warn"), "region")
    assert "Meta-Llama-3.1-8B-Instruct is trained in westus3, not in koreacentral" in message
    assert "nothing that the table has can be trained by the route serverless" in message


def test_the_line_that_a_refusal_of_a_retired_model_names_chooses_one_that_is_offered(monkeypatch):
    day = date(2026, 11, 28)
    settings = azure_tuner().settings
    message = refusal_of(AzureFineTuner(settings, today=day), "retirement")
    variable, value = re.search(
        r"nearest is Phi-4-mini-instruct: export (\w+)=(\S+),", message
    ).groups()
    monkeypatch.setenv(variable, value)
    monkeypatch.setenv("WEARABLE_COACH_AZURE_MODELS", "")
    tuner = AzureFineTuner.from_environment(os.environ, today=day)
    order = order_for(tuner, DATA)
    assert order.base_model.endswith("/Phi-4-mini-instruct/versions/1")
    assert tuner.preflight(order, DATA).refusals == ()


def test_a_batch_that_does_not_fit_the_card_is_refused():
    long = training_data(2, word="걸음" * 4000)
    message = refusal_of(azure_tuner(), "memory", long)
    assert re.search(r"about \d+ GB for 1 row\(s\) of \d{4,} tokens", message)
    assert "a card of Standard_NC24ads_A100_v4 has 80" in message
    bigger = azure_tuner(instance_type="Standard_NC40ads_H100_v5")
    assert bigger.preflight(order_for(bigger, long), DATA).refusals == ()


def test_a_machine_without_quota_is_refused_and_one_in_use_is_waited_for(azure):
    azure.state.quotas["standardNCADSA100v4Family"] = (0, 12)
    message = refusal_of(azure_tuner(), "quota")
    assert "0 of 12 vCPU in use, Standard_NC24ads_A100_v4 takes 24" in message
    azure.state.quotas["standardNCADSA100v4Family"] = (90, 96)
    (quota,) = [c for c in preflight_of(azure_tuner()).checks if c.name == "quota"]
    assert (quota.ok, "the job waits until some are free" in quota.message) == (True, True)


def test_a_quota_that_may_not_be_read_forbids_nothing(azure):
    azure.fault("GET", "/usages", status=403, times=9)
    found = preflight_of(azure_tuner())
    assert found.refusals == ()
    (quota,) = [c for c in found.checks if c.name == "quota"]
    assert quota.message.startswith("not told (reading the quota: not allowed")


def test_azure_that_cannot_be_asked_is_no_refusal(azure):
    azure.fault("GET", "/registrymanagement/", status=503, times=9)
    with pytest.raises(TransientError):
        preflight_of(azure_tuner())
