"""Settings of fine-tuning at Foundry: from the environment, each told by its variable."""

import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest

from backends.azure.foundry.connection import FoundryConnection
from backends.azure.foundry.finetuner import FoundryFineTuner
from backends.azure.foundry.settings import (
    FOUNDRY_MODEL,
    FOUNDRY_VARIABLES,
    FoundrySettings,
    foundry_settings_from,
)
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.base_models import base_model_row

PLACE = {"WEARABLE_COACH_AZURE_FOUNDRY_ACCOUNT": "a"}


def test_every_setting_has_a_variable_of_its_own():
    assert set(FOUNDRY_VARIABLES) == set(FoundrySettings.model_fields)
    assert len(set(FOUNDRY_VARIABLES.values())) == len(FOUNDRY_VARIABLES)


def test_what_is_no_matter_of_the_route_is_shared_with_it():
    found = foundry_settings_from(PLACE | {"WEARABLE_COACH_AZURE_MAX_COST": "7"})
    assert found.max_cost == Decimal(7)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("WEARABLE_COACH_AZURE_FOUNDRY_TRAINING_TYPE", "cheap"),
        ("WEARABLE_COACH_AZURE_FOUNDRY_LEARNING_RATE_MULTIPLIER", "0"),
        ("AZURE_OPENAI_ENDPOINT", "mine.openai.azure.com"),
        ("AZURE_OPENAI_ENDPOINT", "https://mine.openai.azure.com/openai/v1"),
    ],
)
def test_a_wrong_value_is_told_with_its_variable(variable, value):
    with pytest.raises(BadInput, match=f"{variable}: got '{value}'"):
        foundry_settings_from(PLACE | {variable: value})


def test_a_fine_tuner_without_a_resource_is_not_made():
    with pytest.raises(BadInput, match="AZURE_OPENAI_ENDPOINT"):
        FoundryFineTuner(FoundrySettings(), today=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("endpoint", "scope"),
    [
        ("https://a.openai.azure.com", "https://cognitiveservices.azure.com/.default"),
        ("https://a.openai.azure.us", "https://cognitiveservices.azure.us/.default"),
    ],
)
def test_what_a_token_is_asked_for_follows_the_cloud_unless_it_is_said(endpoint, scope):
    assert FoundryConnection(FoundrySettings(endpoint=endpoint)).scope == scope
    own = FoundrySettings(endpoint=endpoint, scope="https://ai.azure.com/.default")
    assert FoundryConnection(own).scope == "https://ai.azure.com/.default"


def test_the_default_model_is_one_that_a_new_customer_can_train_there():
    row = base_model_row(FOUNDRY_MODEL)
    assert row.is_open(row.as_of)
    assert [p.tier for p in row.places("foundry")] == [FoundrySettings().training_type]


def test_the_client_is_imported_only_when_asked_for():
    program = "import sys, backends.azure.foundry.finetuner; sys.exit('openai' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_without_its_package_it_is_told_how_to_install_it():
    program = (
        "import sys; sys.modules['openai'] = None\n"
        "from backends.azure.foundry.connection import require_openai\n"
        "from wearable_coach.errors import BadInput\n"
        "try: require_openai()\n"
        "except BadInput as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert b"run `uv sync --inexact` in the checkout" in done.stdout
    assert done.stdout.count(b"\n") == 1
