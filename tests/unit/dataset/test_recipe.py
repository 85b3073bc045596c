import pytest
from hypothesis import given
from hypothesis import strategies as st

from wearable_coach.dataset.recipe import Recipe, apportion, checked_recipe, read_recipe
from wearable_coach.errors import BadInput, RecipeUnmet


def test_the_default_recipe_is_the_plan():
    recipe = Recipe()
    assert {c.name: c.count for c in recipe.categories} == {
        "health_interpretation": 700, "exercise_recommendation": 500, "coaching": 300,
    }  # fmt: skip
    assert recipe.split.used() == {"train": 0.8, "valid": 0.2}


@given(
    st.integers(0, 5000),
    st.dictionaries(st.text("abcdef", min_size=1), st.floats(0.01, 100), min_size=1),
    st.integers(0, 5),
)
def test_shares_are_exact_and_floors_hold(total, weights, floor):
    counts = apportion(total, weights, floor=floor)
    assert sum(counts.values()) == total
    assert min(counts.values()) >= min(floor, total // len(weights))


@given(st.integers(1, 20_000))
def test_a_scaled_recipe_has_exactly_the_rows_asked_for(rows):
    assert Recipe().scaled_to(rows).rows == rows


@pytest.mark.parametrize("rows", [0, -5, 20_000_000])
def test_rows_out_of_range_are_refused(rows):
    with pytest.raises(RecipeUnmet, match="rows: got"):
        Recipe().scaled_to(rows)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"split": {"train": 0.8, "valid": 0.3}}, "split: train .* make them add up to 1"),
        ({"stratum_floor": 100}, "lower the floor"),
        ({"seed": -1}, "seed"),
        ({"colour": "red"}, "colour: Extra inputs"),
        ({"categories": []}, "categories"),
        ({"categories": [{"name": "a", "kind": "poem", "count": 1}]}, r"categories\.0\.kind"),
        ({"categories": [{"name": "a", "kind": "coaching", "count": 0}]}, "at least one row"),
        ({"categories": [{"name": "a", "kind": "coaching", "count": 9, "strata": {"odd": 1}}]}, "not known"),
        ({"sources": {"real_share": 0.5}}, "add --vitals"),
        ({"sources": {"columns": {"맥박": "heart_rate"}}}, "add --vitals"),
        ({"sources": {"vitals": ["a.csv"], "columns": {"맥박": "pulse"}}}, "sources: map: '맥박': 'pulse' names 'pulse'; name one of"),
        ({"sources": {"vitals": ["a.csv"], "columns": {"낮잠": "sleep_hr:days"}}}, "names the unit 'days'; sleep_hr is read in"),
        ({"sources": {"vitals": ["a.csv"], "missing": [""]}}, r"sources\.missing"),
    ],
)  # fmt: skip
def test_a_wrong_recipe_is_one_line_that_names_the_field(change, message):
    with pytest.raises(BadInput, match=message) as caught:
        checked_recipe(change)
    assert "\n" not in str(caught.value)


def test_a_recipe_file_may_be_yaml(tmp_path):
    path = tmp_path / "r.yaml"
    path.write_text("seed: 3\nsplit: {train: 0.8, valid: 0.1, test: 0.1}\n")
    assert read_recipe(path).split.test == 0.1


@pytest.mark.parametrize("content", [b"", b"- 1\n", b"a: [", b"\xff\xfe"])
def test_an_unusable_recipe_file_is_told(tmp_path, content):
    path = tmp_path / "r.yaml"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="recipe: "):
        read_recipe(path)


def test_what_is_said_of_tables_is_kept_and_of_none_is_unsaid():
    said = {"vitals": ["a.csv"], "columns": {"맥박": "heart_rate", "낮잠": "sleep_hr:min", "합계": "-", "회원": "id"}, "missing": ["--", 0]}  # fmt: skip
    mix = checked_recipe({"sources": said}).sources
    assert mix.missing == ("--", "0")
    assert mix.table_options.columns_as_said() == said["columns"]
    assert checked_recipe(checked_recipe({"sources": said}).model_dump(mode="json")).sources == mix
    assert {*Recipe().model_dump()["sources"]} == {"vitals", "real_share"}
