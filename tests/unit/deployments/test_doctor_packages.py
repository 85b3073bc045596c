import importlib

import pytest

from deployments.doctor.checks import packages
from deployments.doctor.checks.packages import requirements
from tests.support.installations import installation, only, statuses


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Let another version of a package be the first that is found."""

    def put(name, version):
        folder = tmp_path / f"{name}-{version}.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )

    monkeypatch.syspath_prepend(tmp_path)
    yield put
    importlib.invalidate_caches()


def test_this_environment_is_within_its_bounds():
    assert only(packages.python(installation())).status == "ok"
    assert only(packages.workflow(installation())).status == "ok"


def test_the_bounds_that_break_silently_are_those_of_the_project():
    bounds = {r.name: str(r.specifier) for r in requirements("workflow")}
    assert bounds["sqlalchemy"] == "<2.1,>=2.0.36"
    assert bounds["fastapi"] == "<0.151"
    assert bounds["prefect"].startswith("<3.9")


@pytest.mark.parametrize(
    ("name", "version", "then"),
    [
        ("sqlalchemy", "2.1.0", "creates no runs"),
        ("fastapi", "0.165.0", "does not start"),
        ("prefect", "3.9.1", "may not hold"),
        ("pandas", "2.9", "may not run"),
    ],
)
def test_a_package_out_of_bounds_is_red_and_says_what_comes_of_it(installed, name, version, then):
    installed(name, version)
    found = only(packages.workflow(installation()))
    assert (found.name, found.status, found.remedy) == (name, "fail", "uv sync --inexact")
    assert version in found.detail
    assert then in found.detail


def test_without_torch_only_training_here_is_impossible(installed):
    installed("torch", "1.0")
    found = only(packages.local_training(installation()))
    assert found.status == "warn"
    assert "torch" in found.detail
    assert "requirements-local.txt" in found.remedy


def test_packages_of_the_library_are_no_part_of_the_workflow():
    assert "pydantic" not in statuses(packages.workflow(installation()))
    assert "pydantic" not in {r.name for r in requirements("workflow")}
