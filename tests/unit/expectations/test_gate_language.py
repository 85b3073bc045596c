"""A category whose language is poor, or the same in train and valid, is refused, and told by name."""

from __future__ import annotations

from expectations.columns_dataset import dataset_columns
from expectations.columns_language import LACKING
from tests.support.gating import failures, gate_of
from tests.support.rows import good_rows, plan_for
from wearable_coach.dataset.variety import sentence_counts
from wearable_coach.records import LanguageFloor, Row

ASKED = LanguageFloor(skeletons_min=0, top_share_max=1.0, shared_max=1.0)


def test_what_a_category_lacks_refuses_the_dataset_and_is_told() -> None:
    rows = good_rows()
    asked = LanguageFloor(skeletons_min=100_000, top_share_max=0.001, shared_max=0.0)
    language = {"exercise_recommendation": asked, "coaching": ASKED}
    report = gate_of(rows, plan_for(rows).model_copy(update={"language": language}))
    caught = failures(report)
    assert set(caught) == {"DST-SKELETONS", "DST-COMMON", "DST-LANGUAGE"}
    assert not report.passed
    for result in caught.values():
        assert result.observed.startswith("exercise_recommendation ")
        assert "coaching" not in result.observed
        assert result.failing_row_ids == ()
    assert caught["DST-SKELETONS"].observed.endswith(" of 100,000")


def test_what_is_asked_is_met_at_the_bound() -> None:
    rows = good_rows()
    of = sentence_counts(rows)["coaching"]
    met = LanguageFloor(
        skeletons_min=of.skeletons, top_share_max=of.top_share, shared_max=of.shared or 0
    )
    assert {x for column in lacks(rows, met).values() for x in column} == {None}
    missed = met.model_copy(update={"skeletons_min": of.skeletons + 1})
    said = [x for x in lacks(rows, missed)["skeletons_few"] if x]
    assert len(said) == sum(row.category == "coaching" for row in rows)


def lacks(rows: list[Row], floor: LanguageFloor) -> dict[str, list[str | None]]:
    plan = plan_for(rows).model_copy(update={"language": {"coaching": floor}})
    columns = dataset_columns(rows, plan)
    return {name: list(columns[name]) for name in LACKING}


def test_no_rows_lack_nothing() -> None:
    assert set(map(tuple, lacks([], ASKED).values())) == {()}
