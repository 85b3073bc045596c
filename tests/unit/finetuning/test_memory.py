"""The estimate of a card's memory: the arithmetic, on the plan's own lengths."""

import pytest

from wearable_coach.finetuning.base_models import base_model_row
from wearable_coach.finetuning.machines import machine_row
from wearable_coach.finetuning.memory import USABLE_SHARE, training_memory_gb

LLAMA = base_model_row("Meta-Llama-3.1-8B-Instruct").shape
MEAN, P95 = 1231, 2011
"""Tokens of a row of the plan's dataset by the model's own tokenizer."""
CARD = machine_row("Standard_NC24ads_A100_v4").gpu_memory_gb * USABLE_SHARE


def needed(rows, longest, rank=16, shape=LLAMA):
    return training_memory_gb(shape, rank=rank, rows_at_once=rows, longest=longest)


def test_four_rows_of_the_plan_at_once_need_a_whole_card_or_more():
    assert 75 <= needed(4, MEAN) <= 85
    assert needed(4, P95) > CARD


def test_one_row_at_once_leaves_room_on_one_card():
    assert needed(1, P95) < CARD * 0.6


def test_what_does_not_grow_with_the_rows_is_weights_and_adapters():
    fixed = needed(1, 1) - (needed(1, 2) - needed(1, 1))
    adapters = 41_943_040  # rank 16 on the seven linear layers of each of 32 layers
    assert fixed == pytest.approx((8_030_261_248 * 2 + adapters * 16) / 1e9, rel=1e-6)


def test_the_memory_is_that_of_the_tokens_whoever_has_them():
    assert needed(4, 500) == pytest.approx(needed(1, 2000))


def test_every_term_of_a_layer_is_counted():
    layers, h, f, k = 32, 4096, 14336, 1024
    a_layer = 8 * h + (6 * h + 4 * k) + (2 * h + 8 * f) + 4 * (6 * h + f)
    of_a_token = needed(1, 2) - needed(1, 1)
    assert of_a_token == pytest.approx((layers * a_layer + 14 * 128_256) / 1e9, rel=1e-6)
