"""The library without the checkout around it, as the wheel has it; `tests/e2e/test_wheel.py` installs that."""

import subprocess
import sys

import pytest

from tests.support.old_store import dataset, job
from wearable_coach.store import LocalStore

ALONE = """
import sys

class Elsewhere:
    names = {"flows", "tasks", "backends", "blocks", "expectations", "deployments"}
    names |= {"prefect", "great_expectations", "azure", "numpy", "pandas", "pyarrow", "torch"}

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Elsewhere())
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: (
    None if name.partition(".")[0] in Elsewhere.names else found(name, package)
)
"""


def alone(program, *words):
    command = [sys.executable, "-c", ALONE + program, *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_all_of_the_library_is_imported_alone_but_near_twins_and_what_computes_an_evaluation():
    done = alone("""
from pkgutil import walk_packages
import wearable_coach
for module in walk_packages(wearable_coach.__path__, "wearable_coach."):
    try:
        module.name.endswith("__main__") or importlib.import_module(module.name)
    except ModuleNotFoundError as error:
        print(module.name, error.name)
""")
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["wearable_coach.dataset.twin_candidates", "numpy"],
        ["wearable_coach.dataset.twin_sieve", "numpy"],
        ["wearable_coach.dataset.twin_signatures", "numpy"],
        ["wearable_coach.dataset.twins", "numpy"],
        ["wearable_coach.evaluation.comparison", "numpy"],
        ["wearable_coach.evaluation.intervals", "numpy"],
        ["wearable_coach.evaluation.judging", "numpy"],
        ["wearable_coach.evaluation.people", "numpy"],
    ], done.stderr


def test_the_table_of_base_models_is_shown_without_the_checkout():
    done = alone("from wearable_coach.cli import main\nmain()", "models", "--all")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Meta-Llama-3.1-8B-Instruct" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["jobs"], 0, ""),
        (["deployments"], 0, ""),
        (
            ["undeploy", "JOB"],
            2,
            "run `python3 -m uv run wearable-coach undeploy` in it",
        ),
        (["history"], 0, "no model was ever served"),
        (["rollback"], 2, "no model is served"),
        (["promote", "JOB"], 2, "has no evaluation in this store"),
        (
            ["jobs", "JOB", "--logs"],
            2,
            "run `python3 -m uv run wearable-coach jobs JOB --logs` in it",
        ),
        (["cancel", "JOB"], 2, "run `python3 -m uv run wearable-coach cancel` in it"),
        (["prune"], 2, "run `python3 -m uv run wearable-coach prune` in it"),
    ],
)
def test_a_command_works_on_a_folder_or_names_the_checkout(tmp_path, words, code, told):
    store = LocalStore(tmp_path)
    name = job(store, dataset(store, 5), "Completed", 4).name
    typed = [word.replace("JOB", name) for word in words]
    done = alone("from wearable_coach.cli import main\nmain()", *typed, "--out", str(tmp_path))
    assert done.returncode == code, done.stderr
    assert told.replace("JOB", name) in done.stderr
    assert done.stderr.count("\n") <= 1
