"""Our own expectations are a package that stands alone, and say of themselves what they expect."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from expectations.loading import great_expectations
from tests.support.cases import some

PACKAGE = Path(__file__).parents[3] / "expectations" / "custom"
ALONE = """
import sys
import our_own
import great_expectations as gx
import pandas as pd

rows = pd.DataFrame({"who": ["a", "a", "b"], "km": [1.0, 2.0, None], "steps": [1000.0, 900.0, 5.0]})
batch = (
    gx.get_context(mode="ephemeral").data_sources.add_pandas("rows").add_dataframe_asset("all")
    .add_batch_definition_whole_dataframe("all").get_batch({"dataframe": rows})
)
suite = gx.ExpectationSuite(name="alone", expectations=[
    {"type": "expect_column_counts_to_equal", "kwargs": {"column": "who", "counts": {"a": 2, "b": 1}}},
    {"type": "expect_column_counts_to_equal", "kwargs": {"column": "who", "counts": {"a": 3}}},
    {"type": "expect_column_quotient_to_be_between",
     "kwargs": {"column_list": ["km", "steps"], "scale": 1000.0, "min_value": 0.5, "max_value": 1.5}},
])
print([r.success for r in batch.validate(suite).results])
print(sorted({m.partition(".")[0] for m in sys.modules} & {"wearable_coach", "expectations"}))
"""


@pytest.fixture
def ours():
    great_expectations()
    from expectations import custom

    return custom.EXPECTATIONS


@pytest.mark.slow("services")
def test_the_package_alone_beside_great_expectations_is_enough(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "our_own", ignore=shutil.ignore_patterns("__pycache__"))
    done = subprocess.run(
        [sys.executable, "-c", ALONE], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["[True, False, False]", "[]"]


def test_each_is_registered_and_described(ours) -> None:
    from great_expectations.expectations.registry import get_expectation_impl

    for kind in some(ours):
        assert get_expectation_impl(kind.expectation_type) is kind
        schema = kind.schema()
        assert schema["title"].startswith("Expect column")
        assert schema["description"].startswith("Expect ")
        own = set(kind.__annotations__) - set(kind.__mro__[1].__fields__)
        for name in some(own & set(kind.__fields__)):
            assert kind.__fields__[name].field_info.description, name


def test_each_renders_a_sentence_with_its_numbers(ours) -> None:
    counts, quotient = ours
    told = [
        counts(column="who", counts={"a": 2}),
        quotient(column_list=["km", "steps"], scale=1000.0, min_value=0.2, max_value=2.0),
    ]
    shown = []
    for expectation in told:
        (block,) = expectation._prescriptive_renderer(configuration=expectation.configuration)
        text = block.string_template["template"]
        for name, value in sorted(
            block.string_template["params"].items(), key=lambda p: -len(p[0])
        ):
            text = text.replace(f"${name}", str(value))
        shown.append(text)
    assert shown[0] == "values occur as planned, give or take 0 rows: a 2"
    assert "1000.0 over the others" in shown[1]
    assert "between 0.2 and 2.0" in shown[1]
