"""What a command sets for a server that Prefect starts for it alone."""

import pytest
from typer.testing import CliRunner

from wearable_coach.cli.app import app

CORS = "PREFECT_SERVER_CORS_ALLOWED_ORIGINS"


@pytest.fixture
def variables(monkeypatch):
    """The variables of a process, in place of this one's."""
    made = {"PATH": "/usr/bin"}
    monkeypatch.setattr("os.environ", made)
    return made


def test_no_page_may_read_the_server_of_a_command(variables):
    CliRunner().invoke(app, ["facts"], input="{}")
    assert variables[CORS] == "http://127.0.0.1", "its own name, under which it has no page"


def test_who_set_it_keeps_it_and_up_sets_its_own(variables):
    variables[CORS] = "https://mine.example"
    CliRunner().invoke(app, ["facts"], input="{}")
    assert variables[CORS] == "https://mine.example"
    del variables[CORS]
    CliRunner().invoke(app, ["up", "--port", "wrong"])
    assert CORS not in variables
