"""Rows as tokens in a file come back as they went in, wherever one is asked for."""

import sys

import pytest

from backends.local.worker.token_file import IGNORED, TokenFile, TokenRow
from tests.support.cases import some

ROWS = [
    TokenRow([0, 5, 7, 0], [IGNORED, 5, IGNORED, 0]),
    TokenRow([], []),
    TokenRow([2**31 - 1, 1], [2**31 - 1, IGNORED]),
]


def test_rows_come_back_in_their_order_and_from_any_place(tmp_path):
    made = TokenFile(iter(ROWS), folder=tmp_path)
    assert (list(made), len(made), made.lengths) == (ROWS, 3, [4, 0, 2])
    assert [made[i] for i in (2, 0, -1, 2)] == [ROWS[2], ROWS[0], ROWS[2], ROWS[2]]
    assert made[1:] == ROWS[1:]
    with pytest.raises(IndexError):
        made[3]
    assert not list(tmp_path.iterdir()), "it has no name that a kill could leave"


def test_many_rows_are_on_the_disk_and_not_in_memory():
    many = TokenFile(TokenRow([i] * 50, [i] * 50) for i in range(20_000))
    assert sys.getsizeof(many._ends) < 400_000
    for place in some((0, 777, 19_999)):
        assert many[place].ids == [place] * 50
