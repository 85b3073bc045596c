import pytest

from wearable_coach.errors import BadInput
from wearable_coach.finetuning.hyperparameters import Hyperparameters, checked_hyperparameters


def test_the_plan_is_the_default():
    assert Hyperparameters().model_dump() == {
        "epochs": 3,
        "batch_size": 4,
        "learning_rate": 2e-4,
        "lora_rank": 16,
        "lora_alpha": 32,
    }


def test_the_same_order_has_the_same_name_whyever_it_was_placed(bench):
    made = bench()
    order = made.order()
    assert order.name == made.order().model_copy(update={"reason": "nightly"}).name


@pytest.mark.parametrize(
    "change",
    [
        {"requested": Hyperparameters(lora_rank=8)},
        {"effective": {"lora_rank": 8}},
        {"base_model": "another"},
        {"backend": "azure"},
        {"settings": {"route": "serverless"}},
        {"attempt": 2},
    ],
)
def test_whatever_decides_the_training_decides_the_name(bench, change):
    order = bench().order()
    assert order.model_copy(update=change).name != order.name


def test_the_same_content_under_another_date_is_the_same_job(bench):
    order = bench().order()
    assert order.model_copy(update={"dataset_version": "20270101-other"}).name == order.name


def test_other_training_rows_are_another_job(bench):
    order = bench().order()
    train = order.train.model_copy(update={"sha256": "0" * 64})
    assert order.model_copy(update={"train": train}).name != order.name


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"epochs": 0}, "epochs: got 0"),
        ({"learning_rate": -1.0}, "learning_rate: got -1.0"),
        ({"learning_rate": float("nan")}, "learning_rate: got nan"),
        ({"lora_rank": "sixteen"}, "lora_rank: got 'sixteen'"),
        ({"batch_size": 10_000}, "batch_size: got 10000"),
        ({"dropout": 0.1}, "dropout: got 0.1"),
    ],
)
def test_a_value_out_of_range_is_told_with_field_and_value(values, told):
    with pytest.raises(BadInput, match=told):
        checked_hyperparameters(values)


def test_what_was_not_given_is_the_plan_s():
    assert checked_hyperparameters({"epochs": None, "lora_rank": 8}) == Hyperparameters(lora_rank=8)
