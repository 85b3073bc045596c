"""What is not tried with the lowest versions depends on none: it imports nothing whose lowest version is another one."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.cases import some
from tests.support.choosing import KINDS

ROOT = Path(__file__).parents[3]
SCRIPT = (ROOT / ".ci" / "lowest").read_text(encoding="utf-8")
TRIED_BY_ALL = {"pydantic", "yaml"}
"""Whatever runs with the lowest versions reads tables and holds records."""
SAME = {"jinja2": "jinja2", "mecab_ko": "mecab-ko", "markupsafe": "jinja2"}
"""Packages whose lowest version is the locked one, by what is imported."""
OF_TESTS = {"hypothesis", "pytest", "tests", "texts", "bench", "wearable_coach"}


def named(variable):
    (words,) = re.findall(rf"^{variable}=\((.*)\)$", SCRIPT, re.MULTILINE)
    return words.split()


def imported(path):
    """The packages that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.partition(".")[0]


def of_versions(paths, among):
    """(file, package) of what is imported beyond the standard library and `among`."""
    known = among | sys.stdlib_module_names
    return {(path.name, name) for path in some(paths) for name in imported(path)} - {
        (path.name, name) for path in paths for name in known
    }


@pytest.mark.parametrize("folder", named("once"))
def test_what_is_tried_once_imports_no_package_that_may_be_older(folder):
    more = {ROOT / name for name in named("more")}
    tests = set((ROOT / "tests" / "unit" / folder).rglob("*.py")) - more
    assert of_versions(tests, OF_TESTS | TRIED_BY_ALL | SAME.keys()) == set()
    if (package := ROOT / "wearable_coach" / folder).is_dir():
        subject = set(package.rglob("*.py"))
        assert of_versions(subject, {"wearable_coach"} | TRIED_BY_ALL | SAME.keys()) == set()


@pytest.mark.parametrize("name", sorted(set(SAME.values())))
def test_what_is_never_older_has_the_locked_version_as_its_bound(name):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    (locked,) = {package["version"] for package in lock if package["name"] == name}
    (bound,) = (d for d in project["dependencies"] if d.startswith(name))
    assert bound == f"{name}>={locked}"


def test_all_other_unit_tests_are_tried_and_no_slow_ones_with_them():
    """By the script's own lines: folders are quick, a file that is named would be taken whole."""
    begins, ends = SCRIPT.index("units=("), SCRIPT.index("# Of the commands")
    told = "\n".join(re.findall(r"^(?:once|more)=.*$", SCRIPT, re.MULTILINE))
    lines = f"{told}\n{SCRIPT[begins:ends]}\nprintf '%s\\n' \"${{units[@]}}\""
    ran = subprocess.run(["bash", "-euc", lines], cwd=ROOT, capture_output=True, text=True, check=True)  # fmt: skip
    units = [ROOT / word for word in ran.stdout.split()]
    assert all(unit.exists() for unit in units)
    folders = {unit.name for unit in units if unit.is_dir()} | set(named("once"))
    assert folders == {p.name for p in (ROOT / "tests/unit").iterdir() if p.is_dir()} - {"__pycache__"}  # fmt: skip
    files = [unit for unit in units if unit.is_file()]
    assert {*(ROOT / "tests/unit").glob("test_*.py")} <= set(files)
    for path in some(files):
        assert not any(f'slow("{kind}")' in path.read_text(encoding="utf-8") for kind in KINDS), (
            path
        )
