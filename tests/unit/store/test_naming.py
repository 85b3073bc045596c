"""How a store is named where many are told apart."""

import re

import pytest

from tests.support.cases import some
from wearable_coach.store import LocalStore
from wearable_coach.store.naming import store_slug


class At:
    """A store at a place."""

    def __init__(self, place):
        self.place = place

    def where(self, key):
        return f"{self.place}/{key}"


@pytest.mark.parametrize(
    "place",
    ["/srv/coach/.wearable-coach", "https://acc.blob.example/coach/data", "/한글/자료", "/", "/x/" + "long-" * 40, "/A B/C_D", "https://acc.blob.example/datasets"],
)  # fmt: skip
def test_a_name_is_what_every_key_takes(place):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", store_slug(At(place)))
    assert len(store_slug(At(place))) < 32
    assert store_slug(At(place)) == store_slug(At(place))


def test_stores_of_one_name_at_two_places_differ(tmp_path):
    names = [store_slug(LocalStore(tmp_path / where / "data")) for where in ("a", "b")]
    assert len({*some(names)}) == 2
    assert {name.rpartition("-")[0] for name in some(names)} == {"data"}
