"""Each dimension of reading is what its corpus says."""

import pytest

from wearable_coach.korean import notation, read
from wearable_coach.korean.tables import table


def rows(name):
    return [pytest.param(text, *wanted, id=text) for text, *wanted in table(f"corpora/{name}")]


def cases(name):
    return [pytest.param(text, wanted, id=text) for text, *wanted in table(f"corpora/{name}")]


@pytest.mark.parametrize(("text", "wanted"), cases("quantities"))
def test_an_amount_is_read_as_its_corpus_says(text, wanted):
    assert [notation.amount(q) for q in read(text).quantities] == wanted
