"""The suites of a version run with plain Great Expectations, on the version's own columns, without the gate's code."""

import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.support.cases import some
from tests.support.commands import run
from tests.support.made_version import make_version

CHECKOUT = Path(__file__).parents[3]
PAGE = CHECKOUT / "docs" / "gate.md"


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    return make_version(tmp_path_factory.mktemp("store"))


def script_of_the_page() -> str:
    """The Python block of docs/gate.md that runs a version's suites."""
    (block,) = [
        part.partition("```")[0]
        for part in PAGE.read_text(encoding="utf-8").split("```python\n")[1:]
        if "suites.json" in part.partition("```")[0]
    ]
    return block


@pytest.mark.slow("services")
def test_the_script_of_the_page_runs_every_suite_and_no_code_of_the_gate(version):
    code = f"{script_of_the_page()}\nimport sys\nprint(sorted(m for m in sys.modules if m.startswith(('wearable_coach', 'expectations'))))\n"
    done = subprocess.run(
        [sys.executable, "-c", code, version],
        env={"PYTHONPATH": str(CHECKOUT), "PATH": "", "HOME": str(version)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *told, modules = done.stdout.splitlines()
    ours = json.loads((version / "gate.json").read_text(encoding="utf-8"))["results"]
    assert sum(int(line.split()[1]) for line in told) == len(ours)
    assert all(line.split()[0] in {"vitals", "conversations", "dataset"} for line in some(told))
    assert all("True" in line for line in told)
    assert "wearable_coach" not in modules
    assert {
        m.partition(".")[2].partition(".")[0] for m in json.loads(modules.replace("'", '"'))
    } == {
        "",
        "custom",
    }


def test_an_expectation_of_the_version_fails_where_its_column_is_wrong(version):
    import pandas as pd

    from expectations.loading import great_expectations
    from expectations.validation import quiet_context

    gx = great_expectations()
    rows = pd.read_parquet(version / "columns.parquet")
    rows.loc[3, "heart_rate"] = 251
    source = quiet_context().data_sources.add_pandas("rows").add_dataframe_asset("all")
    batch = source.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": rows})
    suite = json.loads((version / "suites.json").read_text(encoding="utf-8"))["vitals"]
    results = batch.validate(gx.ExpectationSuite(**suite)).results
    failed = [r.expectation_config.meta["code"] for r in results if not r.success]
    assert failed == ["VIT-HEART_RATE-RANGE"]


def test_the_suites_of_a_version_hold_its_numbers_and_no_parameter(version):
    text = (version / "suites.json").read_text(encoding="utf-8")
    assert "$PARAMETER" not in text
    suites = json.loads(text)
    (rows,) = [e for e in suites["dataset"]["expectations"] if e["meta"]["code"] == "DST-ROWS"]
    assert rows["kwargs"]["value"] == 60


class _Outside(HTMLParser):
    """What a page asks for, or leads to, outside its folder."""

    def __init__(self):
        super().__init__()
        self.found, self.inside = [], []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in {"href", "src", "action", "data"} and value and not value.startswith("#"):
                outside = "//" in value or value.startswith("data:")
                (self.found if outside else self.inside).append(f"{tag} {value}")
        if tag == "script":
            self.found.append("script")


def test_data_docs_ask_for_nothing_outside_and_every_link_leads_somewhere(version, tmp_path):
    folder = tmp_path / "docs"
    assert run("gate", version, "--data-docs", folder).code == 0
    pages = list(folder.rglob("*.html"))
    assert len(pages) == 1 + 3 + 3
    for page in some(pages):
        read = _Outside()
        read.feed(page.read_text(encoding="utf-8"))
        assert read.found == []
        for link in some(read.inside):
            assert (page.parent / link.split()[1].partition("#")[0]).exists(), link
    for sheet in some([*folder.rglob("*.css"), *pages]):
        assert "url(http" not in sheet.read_text(encoding="utf-8").replace("'", "").replace('"', "")
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert index.count(">Success</a>") == 3
    vitals = next(folder.glob("validations/vitals/**/*.html")).read_text(encoding="utf-8")
    assert "심박수" in vitals
