from datetime import UTC, datetime

import pytest

from backends.azure.settings import VARIABLES
from deployments.doctor.api import Api
from deployments.doctor.checks import credentials, lifecycle
from tests.support.installations import installation, only

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


class Blocks(Api):
    """A server that knows these blocks."""

    def __init__(self, **data):
        super().__init__(None)
        self.documents = [{"name": name, "data": given} for name, given in data.items()]

    def get(self, path):
        assert path.endswith("wearable-coach-azure-fine-tuning/block_documents")
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
