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
from wearable_coach.finetuning.machines import machine_row

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
    for key in sorted(set(BaseModelRow.model_fields) - {"name", "closed_to_new", "shape"} - {*row}):
        said = " (null where there is none)" if key == "retires" else ""
        yield f"{MODELS}: {name} lacks `{key}`{said}"
    for place in row.get("trained", ()):
        yield from (f"{MODELS}: {name}, {what}" for what in place_lacks(place, row, prices))


def place_lacks(place, row, prices) -> Iterator[str]:
    """Say what a place of a base model lacks."""
    route = place["route"]
    if route != "foundry":
        try:
            parse_model_id(place["model"])
        except BadInput:
            yield f"{route}: {place['model']} is no id of a registry"
    if route == "pipeline":
        if not row.get("shape"):
            yield f"{route}: lacks the `shape` that its memory is reckoned from"
        return
    if route == "foundry" and "tier" not in place:
        yield f"{route}: lacks `tier`"
    if "regions" not in place:
        yield f"{route}: lacks `regions`"
    paid = prices.get(place.get("price"))
    if paid is None:
        yield f"{route}: {PRICES} has no row {place.get('price')}"
    elif paid["unit"] != "million_tokens":
        yield f"{route}: is paid by the million_tokens, not by the {paid['unit']}"


def sold(prices):
    """What a price is for that is no machine."""
    return {name.removeprefix("foundry/") for name in prices if not name.startswith("Standard_")}


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


PRICED = {"new": {"unit": "million_tokens"}}
PLACE = {"route": "serverless", "model": LLAMA, "regions": "global", "price": "new"}


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (None, "models.yaml: no row new"),
        ({"context_tokens": 1}, "new lacks `retires` (null where there is none)"),
        ({"retires": None}, "new lacks `context_tokens`"),
        ({"trained": [PLACE | {"model": "meta/new"}]}, "meta/new is no id of a registry"),
        ({"trained": [PLACE | {"price": "old"}]}, "prices.yaml has no row old"),
        ({"trained": [PLACE | {"route": "foundry"}]}, "foundry: lacks `tier`"),
        ({"trained": [{k: v for k, v in PLACE.items() if k != "regions"}]}, "lacks `regions`"),
        ({"trained": [{"route": "pipeline", "model": LLAMA}]}, "lacks the `shape`"),
    ],
)
def test_what_a_base_model_lacks_is_named(row, what):
    assert any(what in line for line in lacks("new", row, PRICED))


def test_what_is_paid_by_the_hour_is_no_price_of_a_token():
    row = {"trained": [PLACE]}
    (told,) = [line for line in lacks("new", row, {"new": {"unit": "hour"}}) if "paid" in line]
    assert told.endswith("is paid by the million_tokens, not by the hour")


def test_every_machine_with_a_price_has_a_row_of_its_card():
    for name in some(n for n in written(PRICES)["prices"] if n.startswith("Standard_")):
        assert machine_row(name) is not None, name
