"""Base models: a table with retirement dates; the day is told, never read."""

from datetime import date

import pytest

from wearable_coach.errors import BadInput
from wearable_coach.finetuning.base_models import base_model_row

LLAMA = "Meta-Llama-3.1-8B-Instruct"


def test_a_model_is_retired_from_its_day_on():
    found = base_model_row(LLAMA)
    assert found is not None
    assert not found.is_retired(date(2026, 6, 12))
    assert found.is_retired(date(2026, 6, 13))


def test_a_model_without_a_date_is_never_retired(tmp_path):
    table = tmp_path / "models.yaml"
    table.write_text(
        "models: {mine: {context_tokens: 8192, source: me, as_of: 2026-01-01}}", encoding="utf-8"
    )
    found = base_model_row("mine", path=str(table))
    assert found is not None
    assert not found.is_retired(date(2100, 1, 1))


def test_a_model_without_a_row_is_not_known():
    assert base_model_row("nobody") is None


def test_a_row_without_a_context_is_refused(tmp_path):
    table = tmp_path / "models.yaml"
    table.write_text("models: {mine: {source: me, as_of: 2026-01-01}}", encoding="utf-8")
    with pytest.raises(BadInput, match="mine: context_tokens"):
        base_model_row("mine", path=str(table))
