"""A shard looked at some rows at a time gives what a look at all of it gives."""

import io

import numpy as np
import pyarrow.parquet as pq
import pytest

from expectations.shards.looking import COLUMNS, KEYS, SENTENCES, SIGNATURES, look
from expectations.shards.pieces import put_together
from tests.support.rows import good_rows, plan_for, spec_of
from wearable_coach.rendering.prompts import system_prompts

COUNT = 36


@pytest.fixture(scope="module")
def looks():
    rows, specs = good_rows(COUNT), [spec_of(i) for i in range(COUNT)]
    plan = plan_for(rows)

    def at(start: int, end: int):
        return look(rows[start:end], plan, system_prompts(), specs[start:end], first=start)

    return at(0, COUNT), put_together([at(0, 10), at(10, 11), at(11, COUNT)])


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
    by = ["category", "skeleton", "written"]
    whole, parts = (table(of.files[SENTENCES]).groupby(by).sum().sort_index() for of in looks)
    assert whole.astype(int).equals(parts.astype(int))
    assert looks[0].told == looks[1].told
