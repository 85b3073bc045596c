"""A base model's rows are whole or the test says what they lack, file by file."""

from collections.abc import Iterator
from importlib.resources import files

import pytest
import yaml

from backends.azure.model_id import parse_model_id
from backends.azure.settings import LLAMA
from tests.support.cases import some
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.base_models import BaseModelRow, base_model_row
from wearable_coach.finetuning.estimate import price_row

MODELS = "wearable_coach/finetuning/models.yaml"
PRICES = "wearable_coach/finetuning/prices.yaml"


def written(file):
    text = (files("wearable_coach.finetuning") / file.rpartition("/")[2]).read_text("utf-8")
    return yaml.safe_load(text)


def lacks(name, row, prices) -> Iterator[str]:
    """Say what a base model lacks: ``FILE: what``."""
    if row is None:
        yield f"{MODELS}: no row {name}, though {PRICES} has its price; add one, or correct the name"
        return
    for key in sorted(set(BaseModelRow.model_fields) - {"name"} - set(row)):
        said = " (null where none is announced)" if key == "retires" else ""
        yield f"{MODELS}: {name} lacks `{key}`{said}"
    try:
        parse_model_id(f"azureml://registries/r/models/{name}/versions/1")
    except BadInput:
        yield f"{MODELS}: {name} is no name of a registry; leave registry and version out"
    paid = prices.get(name, {"unit": "million_tokens"})["unit"]
    if paid != "million_tokens":
        yield f"{PRICES}: {name} is paid by the million_tokens, not by the {paid}"


def sold(prices):
    """What a price is for that is no machine."""
    return {name for name, row in prices.items() if not name.startswith("Standard_")}


def test_every_base_model_is_whole():
    models, prices = written(MODELS)["models"], written(PRICES)["prices"]
    names = dict.fromkeys((*models, *sorted(sold(prices))))
    missing = [line for name in some(names) for line in lacks(name, models.get(name), prices)]
    assert not missing, "a base model is not whole yet:\n" + "\n".join(missing)


def test_every_row_is_read_as_it_is_written():
    for name in some(written(MODELS)["models"]):
        assert base_model_row(name).name == name
    for name in some(written(PRICES)["prices"]):
        assert price_row(name).name == name


def test_the_default_of_azure_has_a_row_and_a_price():
    assert parse_model_id(LLAMA).name in {*written(MODELS)["models"]} & {*written(PRICES)["prices"]}


@pytest.mark.parametrize(
    ("name", "row", "prices", "what"),
    [
        ("new", None, {}, "models.yaml: no row new"),
        ("new", {"context_tokens": 1}, {}, "new lacks `retires` (null where none is announced)"),
        ("new", {"retires": None}, {}, "new lacks `context_tokens`"),
        ("meta/new", {}, {}, "meta/new is no name of a registry"),
        ("new", {}, {"new": {"unit": "hour"}}, "prices.yaml: new is paid by the million_tokens"),
    ],
)
def test_what_a_base_model_lacks_is_named(name, row, prices, what):
    assert any(what in line for line in lacks(name, row, prices))
