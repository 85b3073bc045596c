"""What hosting costs is reckoned before it is paid: an hour, an evaluation, a month."""

from decimal import Decimal
from pathlib import Path

import pytest

from wearable_coach.errors import BadInput
from wearable_coach.hosting.cost import OWN_RATES, hosting_estimate, hosting_price, hourly_rate

A100 = "Standard_NC24ads_A100_v4"


def test_two_machines_cost_twice_as_much():
    one, two = hourly_rate(A100), hourly_rate(A100, units=2)
    assert (one.amount, two.amount, two.currency) == (Decimal("3.67"), Decimal("7.34"), "USD")
    assert "2 × " in two.basis
    assert hourly_rate("Standard_Unknown") is None


def test_an_evaluation_takes_hours_and_service_a_month():
    tier, service = hourly_rate("foundry/DeveloperTier"), hourly_rate("foundry/Standard")
    found = hosting_estimate(tier, service)
    assert (found.evaluation, found.month) == (Decimal("0.00"), Decimal("1241.00"))
    managed = hosting_estimate(hourly_rate(A100), hourly_rate(A100))
    assert (managed.evaluation, managed.month) == (Decimal("14.68"), Decimal("2679.10"))
    assert hosting_estimate(tier, service, month_hours=Decimal(0)).month == 0


@pytest.mark.parametrize(
    "text", ["{", "prices: 3", "rates: {}", f"prices: {{{A100}: {{price: free}}}}", None]
)
def test_a_table_that_cannot_be_read_is_told_and_a_copy_of_ours_heals_it(tmp_path, text):
    path = tmp_path / "prices.yaml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(BadInput, match=OWN_RATES) as told:
        hosting_price(A100, path=str(path))
    assert str(path) in str(told.value)
    path.write_bytes((Path(__file__).parents[3] / OWN_RATES).read_bytes())
    assert hosting_price(A100, path=str(path)).price == Decimal("3.67")
