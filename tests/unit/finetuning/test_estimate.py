"""Estimates: plain arithmetic over the user's table."""

from decimal import Decimal

import pytest

from wearable_coach.errors import BadInput
from wearable_coach.finetuning.estimate import PriceRow, estimate, price_row, training_steps
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.training_rows import RowCounts

ROWS = RowCounts(rows=1201, tokens=600_000, longest=900)
ROW = {
    "name": "gpu",
    "unit": "hour",
    "price": "3.60",
    "currency": "USD",
    "source": "a test",
    "as_of": "2026-01-01",
    "tokens_per_second": 1000,
    "overhead_hours": 0.5,
}


def row(**changes):
    return PriceRow.model_validate(ROW | changes)


def test_tokens_and_steps_count_every_epoch():
    found = estimate(ROWS, Hyperparameters(epochs=3, batch_size=4), row())
    assert (found.tokens, found.steps) == (1_800_000, 301 * 3)


def test_hours_are_tokens_over_the_rate_and_the_overhead():
    assert estimate(ROWS, Hyperparameters(epochs=3), row()).hours == 1.0


def test_an_instance_is_paid_by_the_hour():
    assert estimate(ROWS, Hyperparameters(epochs=3), row()).cost == Decimal("3.60")


def test_serverless_is_paid_by_the_token_whatever_the_hours():
    paid = row(unit="million_tokens", price="3.00", overhead_hours=9)
    assert estimate(ROWS, Hyperparameters(epochs=3), paid).cost == Decimal("5.40")


def test_a_tier_has_its_own_price_and_one_that_is_not_named_the_usual():
    paid = row(unit="million_tokens", price="2.00", tiers={"Developer": "1.00"})
    of = {
        t: estimate(ROWS, Hyperparameters(), paid.in_tier(t)).cost for t in ("Developer", "Other")
    }
    assert of == {"Developer": Decimal("1.80"), "Other": Decimal("3.60")}


def test_money_is_rounded_up_never_down():
    paid = row(unit="million_tokens", price="0.0001")
    assert estimate(ROWS, Hyperparameters(epochs=1), paid).cost == Decimal("0.01")


def test_the_last_batch_of_an_epoch_may_be_small_but_is_a_step():
    assert training_steps(5, Hyperparameters(batch_size=4, epochs=2)) == 4


def test_without_a_price_there_is_no_money_and_it_is_said():
    found = estimate(ROWS, Hyperparameters(), None)
    assert found.cost is None
    assert "no row" in found.basis


def test_the_basis_names_price_source_and_date():
    basis = estimate(ROWS, Hyperparameters(), row()).basis
    assert all(part in basis for part in ("3.60 USD", "a test", "2026-01-01", "1000 tokens"))


def test_every_row_of_the_own_table_can_be_reckoned_with():
    for name in ("Standard_NC24ads_A100_v4", "Standard_NC40ads_H100_v5"):
        found = price_row(name)
        assert found is not None
        assert found.unit == "hour"
    model = price_row("Meta-Llama-3.1-8B-Instruct")
    assert model is not None
    assert model.unit == "million_tokens"


def test_the_users_own_table_stands_in_place_of_ours(tmp_path):
    table = tmp_path / "prices.yaml"
    table.write_text(
        "prices: {mine: {unit: hour, price: '1', currency: KRW, source: contract,"
        " as_of: 2026-01-01, tokens_per_second: 10}}",
        encoding="utf-8",
    )
    found = price_row("mine", path=str(table))
    assert found is not None
    assert found.currency == "KRW"
    assert price_row("Standard_NC24ads_A100_v4", path=str(table)) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("prices: {mine: {unit: day}}", "mine: unit"),
        ("prices: {mine: 3}", "mine: not a mapping"),
        ("prices: 3", "not a mapping"),
        ("other: {}", "no table of prices"),
        ("prices: [", "is not YAML at line 1"),
    ],
)
def test_a_malformed_table_is_told_in_one_line(tmp_path, text, told):
    table = tmp_path / "prices.yaml"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as error:
        price_row("mine", path=str(table))
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_table_is_told(tmp_path):
    with pytest.raises(BadInput, match="start from a copy"):
        price_row("mine", path=str(tmp_path / "absent.yaml"))
