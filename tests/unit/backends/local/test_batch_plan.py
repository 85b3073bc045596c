from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.local.worker.rows import batch_plan

lengths = st.lists(st.integers(1, 2000), min_size=1, max_size=300)


@given(lengths=lengths, batch_size=st.integers(1, 9), epochs=st.integers(1, 3))
def test_every_epoch_takes_every_row_once(lengths, batch_size, epochs):
    plan = batch_plan(lengths, batch_size=batch_size, epochs=epochs, seed=7)
    taken = Counter(i for batch in plan for i in batch)
    assert taken == dict.fromkeys(range(len(lengths)), epochs)
    assert max(map(len, plan)) <= batch_size


@pytest.mark.parametrize(
    ("rows", "batch_size", "steps"), [(1200, 4, 300), (1201, 4, 301), (3, 4, 1)]
)
def test_an_epoch_has_as_many_steps_as_rows_fill(rows, batch_size, steps):
    assert len(batch_plan([5] * rows, batch_size=batch_size, epochs=2, seed=7)) == 2 * steps


def test_epochs_are_in_different_orders_and_a_seed_decides_them():
    plan = batch_plan(range(100, 300), batch_size=4, epochs=2, seed=7)
    assert plan[:50] != plan[50:]
    assert plan == batch_plan(range(100, 300), batch_size=4, epochs=2, seed=7)
    assert plan != batch_plan(range(100, 300), batch_size=4, epochs=2, seed=8)


def test_rows_of_like_length_go_together():
    lengths = [100, 1000] * 200
    plan = batch_plan(lengths, batch_size=4, epochs=1, seed=7)
    padded = sum(max(lengths[i] for i in batch) * len(batch) for batch in plan)
    assert padded < 1.1 * sum(lengths)


def test_short_rows_do_not_all_come_first():
    plan = batch_plan([100] * 50 + [1000] * 50, batch_size=4, epochs=1, seed=7)
    longest = [max(100 if i < 50 else 1000 for i in batch) for batch in plan]
    assert longest != sorted(longest)
