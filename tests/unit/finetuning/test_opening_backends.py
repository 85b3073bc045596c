from datetime import date

import pytest

from flows.openers.finetuners import TunerChoices, name_to_reopen, open_finetuner
from wearable_coach.errors import BadInput
from wearable_coach.store import LocalStore


def opened(tmp_path, name, environment=None, choices=None):
    return open_finetuner(
        name,
        store=LocalStore(tmp_path),
        environment=environment or {},
        today=date(2026, 1, 1),
        choices=choices or TunerChoices(),
    )


@pytest.mark.parametrize(
    ("name", "environment", "chosen", "base"),
    [
        ("local", {}, None, "tiny"),
        ("local", {}, "/models/llama", "/models/llama"),
        ("local:/models/llama", {}, None, "/models/llama"),
        ("local", {"WEARABLE_COACH_LOCAL_BASE_MODEL": "/models/env"}, None, "/models/env"),
        ("local:tiny", {"WEARABLE_COACH_LOCAL_BASE_MODEL": "/models/env"}, None, "tiny"),
    ],
)
def test_a_watcher_opens_the_base_that_a_job_was_ordered_with(
    tmp_path, name, environment, chosen, base
):
    choices = TunerChoices(base_model=chosen)
    assert opened(tmp_path, name, environment, choices).base == base
    kept = name_to_reopen(name, environment=environment, choices=choices)
    later = opened(tmp_path, kept, {"WEARABLE_COACH_LOCAL_BASE_MODEL": "/models/other"})
    assert later.base == base


def test_other_backends_keep_their_names():
    for name in ("azure", "foundry", "block:nightly"):
        assert name_to_reopen(name, environment={}) == name


def test_what_is_chosen_on_the_command_line_goes_before_the_environment_at_foundry(tmp_path):
    environment = {
        "WEARABLE_COACH_AZURE_FOUNDRY_ACCOUNT": "mine",
        "WEARABLE_COACH_AZURE_FOUNDRY_BASE_MODEL": "of-the-environment",
    }
    choices = TunerChoices(base_model="chosen", allow_unhonoured=True, max_cost=3)
    settings = opened(tmp_path, "foundry", environment, choices).settings
    assert (settings.base_model, settings.on_unhonoured, settings.max_cost) == ("chosen", "warn", 3)
    assert settings.url == "https://mine.openai.azure.com"


def test_foundry_has_no_routes(tmp_path):
    with pytest.raises(BadInput, match="route: got 'pipeline'; only --backend azure has routes"):
        opened(tmp_path, "foundry", {}, TunerChoices(route="pipeline"))


def test_an_unknown_backend_is_told(tmp_path):
    with pytest.raises(
        BadInput, match="backend: got 'gpu'; need local, local:FOLDER, azure, foundry or block:NAME"
    ):
        opened(tmp_path, "gpu")


@pytest.mark.parametrize("backend", ["azure", "foundry"])
def test_qlora_is_of_this_machine_alone(tmp_path, backend):
    with pytest.raises(BadInput, match="qlora: is of --backend local alone"):
        opened(tmp_path, backend, {}, TunerChoices(qlora=True))
    assert opened(tmp_path, "local", {}, TunerChoices(qlora=True)).options.quantize
