"""What is asked from a version of many parts is what is asked from the same rows in one."""

import pytest

from tests.support.generated import generated_rows, publish_rows, recipe_of
from tests.support.sharded import sharded
from wearable_coach.evaluation.collecting import Wanted, collect_cases
from wearable_coach.evaluation.sets.recorded import read_rows
from wearable_coach.evaluation.sets.recorded_rows import KnownHashes
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.store import LocalStore

COUNT = 200  # as other tests compose them


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """A store, and the same rows in it as a version of one part and as one of three."""
    store = LocalStore(tmp_path_factory.mktemp("parts"))
    real = {"source": "fitabase", "completed_fields": ()}
    rows = [
        row.model_copy(update=real) if i % 5 == 0 else row
        for i, row in enumerate(generated_rows(COUNT)[::2])
    ]
    whole = publish_rows(store, tuple(rows), recipe_of(COUNT, DEFAULT_FORMULA))
    return store, whole, sharded(store, whole)


def test_both_layouts_hold_the_same_rows_of_each_split(both):
    store, *versions = both
    for split in ("", "train", "valid"):
        one, other = (read_rows(store, v)[1].of(split) for v in versions)
        assert {r.row_id: r for r in one} == {r.row_id: r for r in other}
    assert len(read_rows(store, versions[1])[1].parts) == 3


def test_all_cases_are_the_same_from_both(both):
    store, *versions = both
    wanted = Wanted(sets=("valid", "real_days", "sampled"), sampled=6, groups=3)
    one, other = (collect_cases(store, wanted.model_copy(update={"dataset": v})) for v in versions)
    assert {c.id: c for c in one.cases} == {c.id: c for c in other.cases}
    assert len(one.cases) > 12


def test_of_a_version_of_parts_a_few_are_chosen_and_the_same_each_time(both):
    store, _, parted = both
    wanted = Wanted(sets=("valid", "real_days", "consistency"), dataset=parted, limit=5, groups=3)
    found = collect_cases(store, wanted).cases
    assert found == collect_cases(store, wanted).cases
    assert abs(len([c for c in found if c.set != "consistency"]) - 5) <= 1
    assert len([c for c in found if c.set == "consistency"]) == 3 * 3 * 2


def test_what_was_seen_is_known_and_nothing_else():
    known = KnownHashes(f"seen {i}" for i in range(1000))
    assert all(f"seen {i}" in known for i in range(1000))
    assert not any(f"other {i}" in known for i in range(1000))
    assert "seen 1" not in KnownHashes(())
