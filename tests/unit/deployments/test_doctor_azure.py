from datetime import UTC, datetime, time, timedelta

import pytest

from backends.azure.settings import VARIABLES
from deployments.doctor.api import Api
from deployments.doctor.checks import credentials, lifecycle
from tests.support.installations import installation, only
from wearable_coach.finetuning.base_models import base_model_rows

WHOLE = {
    "AZURE_SUBSCRIPTION_ID": "hidden-subscription",
    "AZURE_RESOURCE_GROUP": "hidden-group",
    "AZUREML_WORKSPACE_NAME": "hidden-workspace",
}


def test_azure_wholly_named_or_not_at_all_is_well():
    for environment in ({}, WHOLE):
        assert only(credentials.workspace(installation(environment))).status == "ok"


@pytest.mark.parametrize("missing", WHOLE)
def test_azure_named_in_part_is_red_and_names_what_is_missing_but_no_value(missing):
    part = {name: value for name, value in WHOLE.items() if name != missing}
    found = only(credentials.workspace(installation(part)))
    assert found.status == "fail"
    assert missing in found.remedy
    assert "hidden" not in f"{found}"


def test_a_setting_of_the_wrong_form_is_named_without_its_value():
    found = only(
        credentials.workspace(installation(WHOLE | {VARIABLES["max_cost"]: "hidden-cost"}))
    )
    assert found.status == "fail"
    assert VARIABLES["max_cost"] in found.detail
    assert "hidden" not in f"{found}"


@pytest.mark.parametrize("missing", ["AZURE_TENANT_ID", "AZURE_CLIENT_ID"])
def test_a_secret_without_its_identity_is_red(missing):
    principal = {
        "AZURE_TENANT_ID": "hidden",
        "AZURE_CLIENT_ID": "hidden",
        "AZURE_CLIENT_SECRET": "hidden",
    }
    assert only(credentials.identity(installation(principal))).status == "ok"
    found = only(credentials.identity(installation(principal | {missing: ""})))
    assert (found.status, missing in found.remedy) == ("fail", True)
    assert "hidden" not in f"{found}"


@pytest.mark.parametrize("key", ["AZURE_STORAGE_KEY", "AZURE_STORAGE_SAS_TOKEN"])
def test_a_storage_key_without_its_account_is_red(key):
    found = only(credentials.storage(installation({key: "hidden"})))
    assert (found.status, key in found.detail) == ("fail", True)
    assert "hidden" not in f"{found}"
    with_account = {key: "hidden", "AZURE_STORAGE_ACCOUNT": "acc"}
    assert list(credentials.storage(installation(with_account))) == []


def test_nothing_leaves_the_machine_unasked():
    found = only(credentials.signing_in(installation(WHOLE)))
    assert (found.status, found.remedy) == ("skip", "wearable-coach doctor --azure")


@pytest.fixture
def table(tmp_path):
    file = tmp_path / "models.yaml"
    file.write_text(
        "models:\n  Meta-Llama-3.1-8B-Instruct:\n    context_tokens: 8192\n"
        "    retires: 2027-06-01\n    source: a test\n    as_of: 2026-01-01\n"
    )
    return {VARIABLES["models"]: str(file)}


@pytest.mark.parametrize(
    ("day", "here", "at_azure"),
    [
        ((2027, 4, 1), "ok", "ok"),
        ((2027, 4, 2), "warn", "warn"),
        ((2027, 5, 31), "warn", "warn"),
        ((2027, 6, 1), "warn", "fail"),
    ],
)
def test_a_retired_base_model_is_red_where_azure_trains(table, day, here, at_azure):
    at = datetime(*day, tzinfo=UTC)
    assert only(lifecycle.base_model(installation(table, now=at))).status == here
    assert only(lifecycle.base_model(installation(table | WHOLE, now=at))).status == at_azure


def test_a_table_that_cannot_be_read_is_red():
    found = only(lifecycle.base_model(installation({VARIABLES["models"]: "/no/such/file"})))
    assert (found.status, VARIABLES["models"] in found.remedy) == ("fail", True)


def test_a_base_model_without_a_row_is_told():
    other = {VARIABLES["base_model"]: "azureml://registries/azureml-meta/models/Other/versions/1"}
    assert only(lifecycle.base_model(installation(other))).status == "warn"
    assert only(lifecycle.base_model(installation(other | WHOLE))).status == "fail"


def test_a_model_that_is_closed_to_new_customers_is_told():
    mini = "azureml://registries/r/models/gpt-4.1-mini/versions/1"
    here = {VARIABLES["base_model"]: mini}
    found = only(lifecycle.base_model(installation(here, now=datetime(2026, 10, 14, tzinfo=UTC))))
    assert (found.status, "closed since 2026-10-14" in found.detail) == ("warn", True)


def test_the_products_own_table_is_fresh_on_its_day_and_old_90_days_later():
    rows = base_model_rows()
    day = datetime.combine(min(r.as_of for r in rows), time(), tzinfo=UTC)
    found = only(lifecycle.table(installation(now=day)))
    assert (found.status, found.detail.split(" models")[0]) == ("ok", str(len(rows)))
    old = only(lifecycle.table(installation(now=day + timedelta(days=91))))
    assert old.status == "warn"
    assert f"read more than 90 days ago, the oldest on {day.date()}" in old.detail
    assert "wearable_coach/finetuning/models.yaml" in old.remedy


def test_a_route_of_which_nothing_lives_is_told_and_which(tmp_path):
    file = tmp_path / "models.yaml"
    place = "trained: [{route: foundry, model: m}]"
    dead = f"    context_tokens: 1\n    source: me\n    as_of: 2026-11-01\n    retires: 2026-11-20\n    {place}\n"
    lives = dead.replace("foundry", "serverless").replace("    retires: 2026-11-20\n", "")
    file.write_text(f"models:\n  dead:\n{dead}  lives:\n{lives}", encoding="utf-8")
    fresh, told = lifecycle.table(installation({VARIABLES["models"]: str(file)}))
    assert (fresh.status, told.status) == ("ok", "warn")
    assert told.detail == "nothing of foundry can be trained any more by a new customer"
    assert str(file) in told.remedy


FOUNDRY = {"WEARABLE_COACH_AZURE_FOUNDRY_ACCOUNT": "hidden"}
OF_FOUNDRY = "WEARABLE_COACH_AZURE_FOUNDRY_BASE_MODEL"


@pytest.mark.parametrize(
    ("more", "status", "told"),
    [
        ({}, "ok", "Ministral-3B: no retirement announced"),
        ({OF_FOUNDRY: "gpt-4.1-mini"}, "warn", "to those alone who had it"),
        ({OF_FOUNDRY: "Phi-4"}, "fail", "nearest is"),
        ({"WEARABLE_COACH_AZURE_FOUNDRY_REGION": "uaenorth"}, "fail", "not in uaenorth"),
    ],
)
def test_the_model_that_foundry_is_to_train_is_looked_at(more, status, told):
    here = installation(FOUNDRY | more, now=datetime(2026, 11, 28, tzinfo=UTC))
    found = only(lifecycle.foundry_model(here))
    assert (found.status, told in found.detail) == (status, True)
    assert "hidden" not in f"{found}"


def test_without_foundry_nothing_is_said_of_it():
    for check in (lifecycle.foundry_model, credentials.foundry):
        assert list(check(installation())) == []


class Blocks(Api):
    """A server that knows these blocks."""

    def __init__(self, **data):
        super().__init__(None)
        self.documents = [{"name": name, "data": given} for name, given in data.items()]

    def get(self, path):
        of_azure = path.endswith("wearable-coach-azure-fine-tuning/block_documents")
        assert of_azure or path.endswith("wearable-coach-foundry-fine-tuning/block_documents")
        return self.documents


def test_the_base_model_of_a_block_that_trains_at_azure_is_looked_at(table):
    here = installation(now=datetime(2027, 6, 1, tzinfo=UTC))
    mine = table[VARIABLES["models"]]
    other = "azureml://registries/azureml-meta/models/Other/versions/1"
    vars(here)["_api"] = Blocks(
        work={"models": mine}, other={"base_model": other}, bad={"base_model": "?"}
    )
    work, unknown, bad = lifecycle.of_blocks(here)
    assert (work.name, work.status) == ("base model of work", "fail")
    assert "retired at Azure since 2027-06-01" in work.detail
    assert "base_model of the block work" in work.remedy
    assert (unknown.status, bad.status) == ("fail", "fail")
    assert "has no row for Other" in unknown.detail


def test_the_model_of_a_block_that_trains_at_foundry_is_looked_at():
    here = installation(now=datetime(2027, 4, 14, tzinfo=UTC))
    vars(here)["_api"] = Blocks(
        well={"account": "a"},
        late={"account": "a", "base_model": "gpt-4.1-mini"},
        bad={"training_type": "planted"},
    )
    well, late, bad = lifecycle.of_foundry_blocks(here)
    assert (well.status, late.status, bad.status) == ("ok", "fail", "fail")
    assert "retired since 2027-04-14" in late.detail
    assert bad.remedy == "correct training_type of the block bad"
    assert "planted" not in str(bad)
