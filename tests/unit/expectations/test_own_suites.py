"""A recipe's own Great Expectations suites: refused in one line before anything is made, else run as ours are."""

import json

import pytest

from expectations.own import checks
from tasks.dataset import make_plan
from tests.support.commands import run
from tests.support.made_version import make_version, received
from wearable_coach.dataset.recipe import Recipe, checked_recipe
from wearable_coach.errors import BadInput, GateRejected
from wearable_coach.records import OwnSuite

BETWEEN = "expect_column_values_to_be_between"


def suite_file(folder, *expectations, name="ours"):
    path = folder / "ours.json"
    path.write_text(
        json.dumps({"name": name, "expectations": list(expectations)}), encoding="utf-8"
    )
    return path


def of(column, *, severity="critical", **kwargs):
    return {"type": BETWEEN, "kwargs": {"column": column, **kwargs}, "severity": severity}


def test_without_own_suites_a_recipe_is_written_as_it_was():
    assert "own_suites" not in Recipe().model_dump(mode="json")
    assert "own_suites" not in Recipe().model_dump_json()
    named = Recipe(own_suites=("a.json",)).model_dump(mode="json")
    assert checked_recipe(named).own_suites == ("a.json",)


@pytest.mark.slow("services")
def test_they_run_with_ours_and_stand_in_gate_and_suites_and_when_gated_again(tmp_path):
    file = suite_file(
        tmp_path,
        of("age", min_value=18, max_value=100),
        of("age", severity="warning", max_value=1),
        {"type": "expect_column_counts_to_equal", "kwargs": {"column": "source", "counts": {"sampled": 60}}},
    )  # fmt: skip
    version = make_version(tmp_path / "store", own_suites=[str(file)])
    results = json.loads((version / "gate.json").read_text(encoding="utf-8"))["results"]
    own = {r["code"]: r for r in results if r["suite"] == "own"}
    assert {code: (r["success"], r["severity"]) for code, r in own.items()} == {
        "OWN-OURS-1": (True, "critical"),
        "OWN-OURS-2": (False, "warning"),
        "OWN-OURS-3": (True, "critical"),
    }
    assert own["OWN-OURS-2"]["failing_values"][0].startswith("age ")
    file.unlink()  # whoever receives a version has its suites.json alone
    alone = received(version, tmp_path)
    done = run("gate", alone, "--json")
    again = {r["code"]: r for r in json.loads(done.out)["results"] if r["suite"] == "own"}
    assert done.code == 0
    assert again == own
    kept = (alone / "suites.json").read_bytes()
    (alone / "suites.json").write_bytes(b"[]")
    done = run("gate", alone)
    assert done.code == 2
    assert "its suites.json does not hold them; restore it from a backup" in done.err
    (alone / "suites.json").write_bytes(kept)
    assert run("gate", alone).code == 0


def test_a_dataset_that_cannot_pass_them_is_refused(tmp_path):
    file = suite_file(tmp_path, {"type": "expect_column_mean_to_be_between", "kwargs": {"column": "steps", "max_value": 1}})  # fmt: skip
    with pytest.raises(GateRejected, match="OWN-OURS-1"):
        make_version(tmp_path / "store", own_suites=[str(file)])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "is not JSON"),
        ("[]", "has no list `expectations`"),
        ('{"expectations": []}', "holds no expectation"),
        ('{"expectations": [{"kwargs": {}}]}', "expectation 1 has no `type`"),
        ('{"expectations": [{"type": "x", "kwargs": 3}]}', "`kwargs` is no object"),
        ('{"expectations": [{"type": "expect_x"}]}', "'expect_x' is no expectation"),
        (json.dumps({"expectations": [of("nothing", max_value=1)]}), "asks about column 'nothing'"),
        (json.dumps({"expectations": [of("age", max_value={"$PARAMETER": "n"})]}), "asks for a $PARAMETER"),
        (json.dumps({"expectations": [of("age", max_value="x")]}), "max_value: value is not a valid float"),
        (json.dumps({"expectations": [{**of("age", max_value=1), "meta": {"code": "A"}}] * 2}), "'A' stands twice"),
    ],
)  # fmt: skip
def test_a_suite_that_cannot_run_is_refused_in_one_line_before_anything_is_made(
    tmp_path, text, told
):
    path = tmp_path / "ours.json"
    path.write_text(text, encoding="utf-8")
    recipe = Recipe(own_suites=(str(path),)).scaled_to(60)
    with pytest.raises(BadInput) as raised:
        make_plan(recipe, 7, ())
    assert told in str(raised.value)
    assert str(raised.value).startswith("own_suites: ")
    assert "\n" not in str(raised.value)


def test_what_stands_among_the_arguments_and_is_none_is_passed_over():
    one = {**of("age", max_value=1), "meta": {}}
    one["kwargs"] |= {"batch_id": "x", "severity": "warning", "meta": {}, "description": "d"}
    (check,) = checks([OwnSuite(name="ours", expectations=(one,))])
    assert check.arguments == {"column": "age", "max_value": 1}


def test_a_suite_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadInput, match=r"cannot read .*No such file"):
        make_plan(Recipe(own_suites=(str(tmp_path / "none.json"),)).scaled_to(60), 7, ())
