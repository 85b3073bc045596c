"""A hoster is opened by the job that it hosts, and what is missing is named."""

from pathlib import Path

import pytest

from backends.azure.hosting.settings import (
    HOSTING_VARIABLES,
    HostingSettings,
    hosting_settings_from,
)
from flows.openers.hosters import hoster_of, hoster_opener, open_hoster
from tests.support.cases import some
from tests.support.completed_jobs import DONE_AT, completed_job
from tests.support.local_azure.state import FOUNDRY_ACCOUNT
from wearable_coach.errors import BadField, BadInput
from wearable_coach.hosting.record import new_deployment

PLACE = {
    "AZURE_SUBSCRIPTION_ID": "s",
    "AZURE_RESOURCE_GROUP": "g",
    "AZUREML_WORKSPACE_NAME": "w",
    "WEARABLE_COACH_AZURE_FOUNDRY_ACCOUNT": FOUNDRY_ACCOUNT,
}
REMOTE = {
    "managed": {"settings": {"route": "pipeline"}, "model": "a/models/tuned/versions/1"},
    "serverless": {"settings": {"route": "serverless"}, "model": "a/models/tuned/versions/1"},
    "foundry": {"backend": "foundry", "settings": {}, "model": "gpt.ft-1"},
}


@pytest.mark.parametrize("kind", REMOTE)
def test_the_job_says_which_kind_it_is(kind):
    job = completed_job(**REMOTE[kind])
    hoster = hoster_of(job, environment=PLACE)
    assert hoster.kind == hoster.order_for(job).kind == kind


def test_a_model_that_lies_in_the_store_needs_none():
    assert hoster_of(completed_job(backend="local", settings={}), environment={}) is None


@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, name) for kind in ("managed", "serverless") for name in [*PLACE][:3]]
    + [("foundry", name) for name in [*PLACE] if not name.startswith("AZUREML")],
)
def test_what_is_not_set_is_named(kind, name):
    with pytest.raises(BadField) as told:
        open_hoster("azure", kind, environment=PLACE | {name: ""})
    assert told.value.about == name


def test_a_round_opens_each_once():
    opened = hoster_opener(PLACE)
    jobs = [completed_job(**REMOTE["managed"], attempt=n) for n in (1, 2)]
    hosters = [
        opened(new_deployment(job, hoster_of(job, environment=PLACE).order_for(job), at=DONE_AT))
        for job in jobs
    ]
    assert hosters[0] is hosters[1]


def test_every_setting_has_its_variable_and_a_wrong_one_is_named():
    settings = hosting_settings_from({HOSTING_VARIABLES["concurrency"]: "8"})
    assert settings.concurrency == 8
    assert HOSTING_VARIABLES.keys() == type(settings).model_fields.keys()
    with pytest.raises(BadField) as told:
        hosting_settings_from({HOSTING_VARIABLES["request_timeout_s"]: "300"})
    assert told.value.about == "WEARABLE_COACH_AZURE_HOSTING_REQUEST_TIMEOUT_S"


def test_a_job_without_a_model_cannot_be_deployed():
    job = completed_job(**REMOTE["managed"]).model_copy(update={"result": None})
    with pytest.raises(BadInput, match="left no model to deploy"):
        hoster_of(job, environment=PLACE).order_for(job)


def test_the_page_names_every_setting_with_its_default():
    page = (Path(__file__).parents[3] / "docs" / "hosting.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip(" `"): line for line in page.splitlines() if "|" in line}
    for name, field in some(HostingSettings.model_fields.items()):
        variable = HOSTING_VARIABLES[name]
        row = rows.get(variable) or rows[variable.replace("WEARABLE_COACH_AZURE", "…")]
        told = row.split("|")[2].strip(" `")
        assert told == str(field.default) or not field.default, name
