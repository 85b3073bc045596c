"""What Prefect's own server is told, and what is told of it where it does not start."""

import os

import pytest

from flows.prefect_api.own_server import OwnServer
from flows.prefect_api.own_server_faults import told_cause

CORS = "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS"
WHERE = "/somewhere/prefect.db"
LOCKED = """Traceback (most recent call last):
  File "a.py", line 1, in b
    cursor.execute(statement)
sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) {}
[SQL: PRAGMA journal_mode = WAL;]

ERROR:    Application startup failed. Exiting.
"""


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("database is locked", "held by another program"),
        ("attempt to write a readonly database", "cannot be opened and written"),
        ("unable to open database file", "cannot be opened and written"),
        ("database disk image is malformed", "is damaged"),
        ("database or disk is full", "no room"),
    ],
)
def test_what_a_database_does_is_one_line_that_names_it_and_a_remedy(said, told):
    line = told_cause(LOCKED.format(said), database=WHERE)
    assert line.startswith(f"prefect: {WHERE} ")
    assert told in line
    assert "PREFECT_HOME" in line or "move it away" in line
    assert "\n" not in line


def test_a_cause_that_nobody_knows_is_told_by_the_error_not_by_the_farewell():
    line = told_cause(LOCKED.format("no such function: now"), database=WHERE)
    assert "no such function: now" in line
    assert "Application startup failed" not in line
    assert "\n" not in line


def test_a_server_that_said_nothing_is_told_as_such():
    assert "it said nothing" in told_cause("", database=WHERE)


def test_what_the_user_set_wins_over_ours_but_for_page_and_log():
    ours = OwnServer({}, database=WHERE, within_s=1)._environment
    assert ours["PREFECT_SERVER_REGISTER_BLOCKS_ON_START"] == "false"
    assert ours[CORS] == "http://127.0.0.1", "its own name, under which it has no page"
    users = {
        "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "true",
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_SERVER_UI_ENABLED": "true",
        CORS: "https://mine.example",
    }
    theirs = OwnServer(users, database=WHERE, within_s=1)._environment
    assert theirs["PREFECT_SERVER_REGISTER_BLOCKS_ON_START"] == "true"
    assert theirs["PREFECT_SERVER_LOGGING_LEVEL"] == "ERROR", "or its end says nothing"
    assert theirs["PREFECT_SERVER_UI_ENABLED"] == "false"
    assert theirs[CORS] == "https://mine.example"


def test_the_server_knows_every_setting_that_it_is_given(monkeypatch):
    from prefect.settings import Settings

    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        monkeypatch.delenv(name)
    ours = OwnServer({}, database=WHERE, within_s=1)._environment
    given = {k: v for k, v in ours.items() if k.startswith("PREFECT_") and "__" not in k}
    assert len(given) >= 7
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    understood = Settings().to_environment_variables(exclude_unset=True)
    assert {k: str(understood.get(k)).lower() for k in given} == {
        k: v.lower() for k, v in given.items()
    }


def test_nobody_but_the_command_asks_its_server():
    one, other = (OwnServer({}, database=WHERE, within_s=1) for _ in range(2))
    assert one._environment["PREFECT_SERVER_API_AUTH_STRING"] == one.auth
    assert one.auth != other.auth
    assert len(one.auth) > 30


@pytest.mark.parametrize("name", ["PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING"])
def test_credentials_that_the_user_set_are_kept(name):
    theirs = OwnServer({name: "user:planted"}, database=WHERE, within_s=1)
    assert theirs.auth == ""
    assert theirs._environment[name] == "user:planted"
