"""docs/gate.md names every column, and its example of an own suite and its commands run."""

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.support.cases import some
from tests.support.commands import run
from wearable_coach.dataset.plan import gate_plan
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import latest_version

PAGE = (Path(__file__).parents[3] / "docs" / "gate.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_every_column_is_described_once():
    from expectations.gate import product_columns

    suite = {"name": "x", "expectations": ()}
    plan = gate_plan(Recipe()).model_copy(update={"own_suites": (suite,)})
    table = PAGE.partition("## The columns")[2].partition("\n## ")[0]
    told = [name for line in table.splitlines() if line.startswith("| `") for name in re.findall(r"`(\w+)`", line.split("|")[1])]  # fmt: skip
    assert sorted(told) == sorted(product_columns((), plan, prompts={}))


@pytest.mark.slow("services")
def test_the_commands_and_the_suite_of_the_page_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WEARABLE_COACH_HOME", str(tmp_path / "store"))
    (suite,), (recipe,) = blocks("json"), blocks("yaml")
    Path("ours.json").write_text(suite, encoding="utf-8")
    Path("recipe.yaml").write_text(recipe, encoding="utf-8")
    lines = [line for block in blocks("console") for line in block.splitlines()]
    commands = [shlex.split(line, comments=True) for line in lines]
    (refresh,) = [c for c in commands if c[1] == "refresh"]
    assert run(*refresh[1:]).code == 0
    version = latest_version(LocalStore(tmp_path / "store"))
    given = tmp_path / "20261124-0123456789ab"
    given.symlink_to(tmp_path / "store" / "datasets" / version)
    for command in some(c for c in commands if c[1] == "gate"):
        words = [version if w == given.name else w for w in command[1:]]
        assert run(*words).code == 0, command
    assert Path("docs-of-the-gate/index.html").is_file()
    results = json.loads((given / "gate.json").read_text(encoding="utf-8"))["results"]
    assert {r["code"] for r in results if r["suite"] == "own"} == {"OWN-OURS-1", "OURS-WORD"}


def test_every_path_of_the_page_is_there():
    for path in some(re.findall(r"`((?:expectations|wearable_coach|tests)/[\w/.]+)`", PAGE)):
        assert (Path(__file__).parents[3] / path).exists(), path
