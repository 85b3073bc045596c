"""Settings of fine-tuning at Azure: from the environment, each told by its variable."""

import subprocess
import sys
from decimal import Decimal

import pytest

from backends.azure.settings import VARIABLES, AzureSettings, settings_from
from wearable_coach.errors import BadInput

PLACE = {
    "AZURE_SUBSCRIPTION_ID": "s",
    "AZURE_RESOURCE_GROUP": "g",
    "AZUREML_WORKSPACE_NAME": "w",
}


def test_every_setting_has_a_variable():
    assert set(VARIABLES) == set(AzureSettings.model_fields)


@pytest.mark.parametrize("variable", PLACE)
def test_a_missing_variable_is_named(variable):
    with pytest.raises(BadInput, match=f"{variable}: not set"):
        settings_from({name: value for name, value in PLACE.items() if name != variable})


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("WEARABLE_COACH_AZURE_ROUTE", "train"),
        ("WEARABLE_COACH_AZURE_MAX_COST", "-1"),
        ("WEARABLE_COACH_AZURE_MAX_COST", "much"),
        ("WEARABLE_COACH_AZURE_ON_UNHONOURED", "shrug"),
        ("WEARABLE_COACH_AZURE_TIMEOUT_S", "0"),
    ],
)
def test_a_wrong_value_is_told_with_its_variable(variable, value):
    with pytest.raises(BadInput, match=f"{variable}: got '{value}'"):
        settings_from(PLACE | {variable: value})


def test_an_empty_variable_is_not_set():
    assert settings_from(PLACE | {"WEARABLE_COACH_AZURE_MAX_COST": ""}).max_cost == Decimal(25)


def test_without_its_packages_it_is_told_how_to_install_it():
    program = (
        "import sys; sys.modules['azure.ai.ml'] = None\n"
        "from backends.azure.connection import require_sdk\n"
        "from wearable_coach.errors import BadInput\n"
        "try: require_sdk()\n"
        "except BadInput as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert b"run `uv sync --inexact` in the checkout" in done.stdout
    assert done.stdout.count(b"\n") == 1


def test_the_sdk_is_imported_only_when_asked_for():
    program = "import sys, backends.azure.finetuner; sys.exit('azure.ai.ml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
