"""Looks put together give what a look at all rows at once gives."""

import io

import numpy as np
import pyarrow.parquet as pq
import pytest

from expectations.shards.looking import COLUMNS, KEYS, SENTENCES, SIGNATURES, look
from expectations.shards.pieces import put_together, replaced
from tests.support.rows import good_rows, plan_for, spec_of
from wearable_coach.rendering.prompts import system_prompts

COUNT = 36


@pytest.fixture(scope="module")
def at():
    """What looks at some rows of few; those of another seed are as if composed anew."""
    plan = plan_for(good_rows(COUNT))

    def look_at(places, fresh=()):
        rows = [good_rows(COUNT, seed=2 if p in fresh else 1)[p] for p in places]
        specs = [spec_of(place) for place in places]
        return look(rows, plan, system_prompts(), specs, first=places[0])

    return look_at


@pytest.fixture(scope="module", params=["pieces", "replaced"])
def looks(request, at):
    every = range(COUNT)
    if request.param == "pieces":
        parts = [at(range(10)), at(range(10, 11)), at(range(11, COUNT))]
        return at(every), put_together(parts)
    anew = (0, 7, 8, COUNT - 1)
    return at(every, anew), replaced(at(every), anew, at(anew, anew), at(anew))


def table(data: bytes):
    return pq.read_table(io.BytesIO(data)).to_pandas()


@pytest.mark.parametrize("name", [COLUMNS, KEYS])
def test_every_column_is_the_same(looks, name):
    whole, parts = (table(of.files[name]) for of in looks)
    assert list(whole.columns) == list(parts.columns)
    for column in whole.columns:
        assert whole[column].astype(object).where(whole[column].notna(), None).tolist() == (
            parts[column].astype(object).where(parts[column].notna(), None).tolist()
        ), column


def test_signatures_are_the_same(looks):
    whole, parts = (np.load(io.BytesIO(of.files[SIGNATURES])) for of in looks)
    assert set(whole) == set(parts) != set()
    for name in whole:
        assert np.array_equal(whole[name], parts[name]), name


def test_sentences_and_what_is_told_add_up(looks):
    by = ["category", "skeleton"]
    whole, parts = (table(of.files[SENTENCES]).groupby(by).sum().sort_index() for of in looks)
    assert list(whole.columns) == ["n", "train", "valid"]
    assert (whole.sum() > 0).all()
    assert whole.astype(int).equals(parts.astype(int))
    assert looks[0].told == looks[1].told
