"""Each upper bound of pyproject.toml has a reason, and tests that show it."""

import importlib.util
import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.support.cases import some

CHECKOUT = Path(__file__).parents[3]
TEXT = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("bounds", CHECKOUT / ".ci" / "bounds.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["bounds"] = module
    spec.loader.exec_module(module)
    return module


def requirements(text):
    content = tomllib.loads(text)
    project = content["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values(), *content["dependency-groups"].values()]  # fmt: skip
    return [Requirement(line) for lines in lists for line in lines if isinstance(line, str)]


def capped(text):
    return {one.name for one in requirements(text) if any(s.operator in {"<", "<="} for s in one.specifier)}  # fmt: skip


def test_every_bound_has_a_reason_and_every_reason_a_bound(script):
    assert capped(TEXT) == script.WHY.keys() | script.NOT_TRIED.keys()
    assert {one.name for one in script.bounds(TEXT)} == capped(TEXT)


def test_what_shows_a_reason_is_there(script):
    for why in some(script.WHY.values()):
        for path in some(why.tests.split()):
            file, _, test = path.partition("::")
            assert (CHECKOUT / file).exists()
            assert not test or f"def {test}(" in (CHECKOUT / file).read_text(encoding="utf-8")


def test_opened_bounds_are_gone_and_nothing_else_has_changed(script):
    opened = script.opened(TEXT, [])
    assert capped(opened) == set()
    assert [one.name for one in requirements(opened)] == [one.name for one in requirements(TEXT)]
    lower = [s for one in requirements(opened) for s in one.specifier]
    assert lower == [s for one in requirements(TEXT) for s in one.specifier if s.operator != "<"]
    one = script.opened(TEXT, ["fastapi"])
    assert capped(TEXT) - capped(one) == {"fastapi"}
    assert re.sub(r",?<0\.151", "", TEXT) == one
