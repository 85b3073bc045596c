"""The routes: what is asked and what is done stand side by side, or the order is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.azure.model_id import parse_model_id
from backends.azure.routes import terms
from backends.azure.settings import AzureSettings
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.hyperparameters import Hyperparameters

MODEL = "azureml://registries/azureml-meta/models/M/versions/1"
VALUES = st.builds(
    Hyperparameters,
    epochs=st.integers(1, 100),
    batch_size=st.integers(1, 512),
    learning_rate=st.floats(1e-6, 0.1),
    lora_rank=st.integers(1, 512),
    lora_alpha=st.integers(1, 2048),
)


def settings(**values):
    return AzureSettings(subscription_id="s", resource_group="g", workspace="w", **values)


@given(VALUES)
def test_the_pipeline_honours_all_five_values(requested):
    found = terms(settings(), requested, MODEL)
    assert requested.differences(found.effective) == {}
    assert found.notes == ()


@given(VALUES)
def test_the_pipeline_says_what_it_does_besides(requested):
    found = terms(settings(), requested, MODEL)
    besides = {k: v for k, v in found.effective.items() if k not in requested.model_dump()}
    assert besides == {
        "gradient_accumulation_steps": requested.batch_size,
        "kept": "epoch of least validation loss",
        "precision": "bf16",
        "gradient_checkpointing": "off (LoRA without DeepSpeed)",
    }
    assert found.settings["gradient_accumulation_steps"] == requested.batch_size


@pytest.mark.parametrize(
    ("machine", "precision"), [("Standard_NC12s_v3", "fp16"), ("Standard_Nobody", None)]
)
def test_a_card_without_bfloat16_computes_in_float16_and_of_another_nothing_is_said(
    machine, precision
):
    found = terms(settings(instance_type=machine), Hyperparameters(), MODEL)
    assert found.effective["precision"] == precision


def test_serverless_refuses_the_plan_and_names_both_values():
    with pytest.raises(BadInput) as error:
        terms(settings(route="serverless"), Hyperparameters(), MODEL)
    told = str(error.value)
    assert "lora_rank: asked 16, serverless fine-tuning trains with 8" in told
    assert "lora_alpha: asked 32, serverless fine-tuning trains with 128" in told
    assert "take the pipeline route" in told


@given(VALUES)
def test_serverless_told_to_warn_says_what_it_does_in_place(requested):
    found = terms(settings(route="serverless", on_unhonoured="warn"), requested, MODEL)
    assert (found.effective["lora_rank"], found.effective["lora_alpha"]) == (8, 128)
    for name in requested.differences(found.effective):
        assert any(note.startswith(f"{name}: asked") for note in found.notes)


def test_serverless_takes_what_it_does_anyway():
    requested = Hyperparameters(lora_rank=8, lora_alpha=128)
    assert terms(settings(route="serverless"), requested, MODEL).effective == requested.model_dump()


def test_route_component_and_machine_are_settings_of_the_order():
    found = terms(settings(), Hyperparameters(), MODEL).settings
    assert found["route"] == "pipeline"
    assert str(found["component"]).endswith("/chat_completion_pipeline/versions/0.0.82")
    assert found["number_of_gpu_to_use_finetuning"] == 1


@pytest.mark.parametrize(
    "text", ["Meta-Llama", "azureml:m:1", "azureml://registries/r/models/m", f"{MODEL}/x", ""]
)
def test_a_model_id_of_another_form_is_refused(text):
    with pytest.raises(BadInput, match="base_model: got"):
        parse_model_id(text)


def test_a_label_is_no_version():
    found = parse_model_id("azureml://registries/r/models/m/labels/latest")
    assert (found.version, found.label) == (None, "latest")
    assert found.pinned("7") == "azureml://registries/r/models/m/versions/7"
