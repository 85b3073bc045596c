"""Where a Prefect API may be configured: found at each place as Prefect itself finds it, and without importing it."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from flows.prefect_api.configured import configured_url

ROOT = Path(__file__).parents[3]
ADDRESS, OTHER = "http://127.0.0.1:4711/api", "http://127.0.0.1:4712/api"
TABLE, PROJECT = f'[api]\nurl = "{ADDRESS}"\n', f'[tool.prefect.api]\nurl = "{ADDRESS}"\n'
PROFILES = f"""
active = "mine"
[profiles.mine]
PREFECT_API_URL = "{ADDRESS}"
[profiles.none]
PREFECT_SERVER_ALLOW_EPHEMERAL_MODE = "true"
[profiles.other]
PREFECT_API_URL = "{OTHER}"
"""
CASES = {
    "nothing": ({}, {}, None),
    "variable": ({"PREFECT_API_URL": ADDRESS}, {}, ADDRESS),
    "variable in small letters": ({"prefect_api_url": ADDRESS}, {}, ADDRESS),
    "dotenv": ({}, {".env": f"PREFECT_API_URL={ADDRESS}\n"}, ADDRESS),
    "prefect.toml": ({}, {"prefect.toml": TABLE}, ADDRESS),
    "pyproject.toml": ({}, {"pyproject.toml": PROJECT}, ADDRESS),
    "another's pyproject.toml": ({}, {"pyproject.toml": "[tool.ruff]\nfix = true\n"}, None),
    "active profile": ({}, {"home/profiles.toml": PROFILES}, ADDRESS),
    "named profile": ({"PREFECT_PROFILE": "other"}, {"home/profiles.toml": PROFILES}, OTHER),
    "profile without": ({"PREFECT_PROFILE": "none"}, {"home/profiles.toml": PROFILES}, None),
    "profile that is not there": ({"PREFECT_PROFILE": "x"}, {"home/profiles.toml": PROFILES}, None),
    "profiles elsewhere": ({"PREFECT_PROFILES_PATH": "p.toml"}, {"p.toml": PROFILES}, ADDRESS),
    "profiles by dotenv": (
        {},
        {".env": "PREFECT_PROFILES_PATH=p.toml\n", "p.toml": PROFILES},
        ADDRESS,
    ),
    "profiles by prefect.toml": (
        {},
        {"prefect.toml": 'profiles_path = "p.toml"\n', "p.toml": PROFILES},
        ADDRESS,
    ),
    "profiles by pyproject.toml": (
        {},
        {"pyproject.toml": '[tool.prefect]\nprofiles_path = "p.toml"\n', "p.toml": PROFILES},
        ADDRESS,
    ),
    "variable before dotenv": (
        {"PREFECT_API_URL": OTHER},
        {".env": f"PREFECT_API_URL={ADDRESS}\n"},
        OTHER,
    ),
    "dotenv before prefect.toml": (
        {},
        {".env": f"PREFECT_API_URL={OTHER}\n", "prefect.toml": TABLE},
        OTHER,
    ),
    "prefect.toml before pyproject.toml": (
        {},
        {"prefect.toml": TABLE.replace(ADDRESS, OTHER), "pyproject.toml": PROJECT},
        OTHER,
    ),
    "pyproject.toml before profile": (
        {},
        {"pyproject.toml": PROJECT.replace(ADDRESS, OTHER), "home/profiles.toml": PROFILES},
        OTHER,
    ),
    "empty variable before profile": (
        {"PREFECT_API_URL": ""},
        {"home/profiles.toml": PROFILES},
        None,
    ),
}


@pytest.fixture
def laid(tmp_path, monkeypatch):
    """Lay files into a folder, go there, and set variables, with a PREFECT_HOME of its own."""

    def lay(variables, files):
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        monkeypatch.chdir(tmp_path)
        given = {"PREFECT_HOME": str(tmp_path / "home")} | variables
        for name in ("PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH"):
            monkeypatch.delenv(name, raising=False)
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        return given

    return lay


@pytest.mark.parametrize(("variables", "files", "expected"), CASES.values(), ids=CASES)
def test_the_address_is_found_where_prefect_finds_it(laid, tmp_path, variables, files, expected):
    given = laid(variables, files)
    assert configured_url(given, tmp_path) == expected
    from prefect.settings import Settings

    assert (Settings().api.url or None) == expected


@pytest.mark.parametrize(
    "files",
    [
        {"prefect.toml": "[api"},
        {"prefect.toml": "api = 3\n"},
        {"prefect.toml": b"\xff"},
        {"home/profiles.toml": "active = ["},
        {"home/profiles.toml": "active = 'mine'\nprofiles = 3\n"},
        {"pyproject.toml": "tool = 3\n"},
        {".env": b"\xff"},
    ],
)
def test_of_what_cannot_be_read_prefect_is_asked(laid, files, tmp_path, monkeypatch):
    given = laid({}, files)
    from flows.prefect_api import reaching

    said = SimpleNamespace(api=SimpleNamespace(url=OTHER))
    monkeypatch.setattr(reaching, "settings_of_prefect", lambda: (said, ""))
    assert configured_url(given, tmp_path) == OTHER


def test_what_prefect_cannot_read_either_is_one_line(laid):
    laid({}, {"prefect.toml": "api = 3\n"})
    words = ["refresh", "--rows", "60", "--out", "store"]
    done = subprocess.run(
        [sys.executable, "-m", "wearable_coach", *words],
        capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1, done.stderr
    assert "its settings cannot be read" in done.stderr


def test_a_home_of_prefect_is_under_the_home_where_none_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".prefect").mkdir()
    (tmp_path / ".prefect" / "profiles.toml").write_text(PROFILES)
    assert configured_url({}, tmp_path) == ADDRESS


def test_nothing_of_prefect_is_imported_to_find_an_address(tmp_path):
    (tmp_path / "prefect.toml").write_text(TABLE)
    ask = (
        "import sys; from pathlib import Path; "
        "from flows.prefect_api.configured import configured_url; "
        f"print(configured_url({{}}, Path({str(tmp_path)!r})), 'prefect' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [ADDRESS, "False"]
