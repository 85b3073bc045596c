"""What the tables say of a model that somebody wants to train: offered, where, in which tier."""

from datetime import date

from backends.azure.checks import AskedModel, offered, trained_there

READ = date(2026, 11, 28)
MINI = AskedModel("gpt-4.1-mini", "foundry", "VARIABLE", "", READ, tier="Developer")


def test_a_tier_that_a_model_lacks_is_refused_and_each_of_those_named_is_taken():
    found = offered(MINI._replace(tier="Provisioned"))
    assert not found.ok
    assert "trained in GlobalStandard, Standard, Developer, not in Provisioned" in found.message
    for tier in ("GlobalStandard", "Standard", "Developer"):
        assert offered(MINI._replace(tier=tier)).ok


def test_a_model_that_is_closed_to_new_customers_is_told_and_not_refused():
    found = offered(MINI)
    assert found.ok
    assert "since 2026-10-14 to those alone who had it" in found.message


def test_a_region_of_another_tier_is_none():
    here = MINI._replace(region="koreacentral", tier="Standard")
    assert "trained in northcentralus, swedencentral, not in koreacentral" in trained_there(here)
    assert trained_there(here._replace(tier="Developer")) == ""
    assert trained_there(here._replace(region="swedencentral")) == ""


def test_of_a_model_without_a_row_nothing_is_said_of_regions():
    assert trained_there(MINI._replace(model="nobody", region="koreacentral")) == ""
