"""What lies between rows is found by keys as it is by the texts, compared one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from expectations.between import elsewhere, same_before, unlike_most
from expectations.keys import key_of, keys_of, row_keys
from tests.support.rows import changed, good_rows

FEW = st.sampled_from(["", "a", "b", "c", "d"])
ROWS = st.lists(st.tuples(FEW, st.sampled_from(["train", "valid", "test"])), max_size=40)


@given(st.lists(FEW, max_size=40))
def test_a_row_is_like_the_first_one_of_its_text(texts: Sequence[str]) -> None:
    before = [
        texts.index(text) if text and texts.index(text) < place else -1
        for place, text in enumerate(texts)
    ]
    assert same_before(keys_of(texts)).tolist() == before


@given(ROWS)
def test_the_first_row_of_another_split_is_found(rows: Sequence[tuple[str, str]]) -> None:
    others = [
        next((i for i, (t, s) in enumerate(rows) if t == text and s != split), -1)
        for text, split in rows
    ]
    texts, splits = zip(*rows, strict=True) if rows else ((), ())
    assert elsewhere(keys_of(texts), keys_of(splits)).tolist() == others


@given(st.lists(st.tuples(FEW, FEW), max_size=40))
def test_most_of_a_group_decide_and_of_as_many_the_first(rows: Sequence[tuple[str, str]]) -> None:
    found = []
    for group, value in rows:
        usual = Counter(v for g, v in rows if g == group).most_common(1)[0][0]
        found.append(-1 if value == usual else rows.index((group, usual)))
    groups, values = zip(*rows, strict=True) if rows else ((), ())
    assert unlike_most(keys_of(groups), keys_of(values)).tolist() == found


def test_keys_are_the_same_everywhere_and_none_of_an_empty_text() -> None:
    assert key_of("") == 0
    assert key_of("걸음수") == 18423974461848158255
    assert keys_of(["걸음수", "", "\ud800"]).dtype == np.uint64


def test_a_question_has_one_key_whatever_its_spaces_marks_and_case() -> None:
    row = good_rows(3)[2]
    said = tuple(m.model_copy(update={"content": f" {m.content} ~"}) for m in row.messages)
    one, other = row_keys([row, changed(row, messages=said)], None)["question"].tolist()
    assert one == other
    assert one != 0
