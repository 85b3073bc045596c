"""An empty home's database: what Prefect's own migrations would have made of it."""

import sqlite3
from contextlib import closing

import pytest

from flows.prefect_api.own_server_schema import SCHEMA, lay_in_home, lay_tables, migrated


def tables(sql):
    """What a script makes, by name, and the revision; constraints come in the order of a set."""
    with closing(sqlite3.connect(":memory:")) as made:
        made.executescript(sql)
        found = {
            name: sorted(line.strip(", ") for line in (text or "").splitlines())
            for name, text in made.execute("SELECT name, sql FROM sqlite_master")
        }
        return found, made.execute("SELECT * FROM alembic_version").fetchall()


def test_the_tables_are_what_the_migrations_of_the_installed_prefect_make():
    assert tables(SCHEMA.read_text(encoding="utf-8")) == tables(migrated()), (
        "python -m flows.prefect_api.own_server_schema"
    )


def test_a_database_that_is_there_is_left_alone(tmp_path):
    database = tmp_path / "prefect.db"
    database.write_bytes(b"mine")
    lay_tables(database)
    assert database.read_bytes() == b"mine"
    assert [p.name for p in tmp_path.iterdir()] == ["prefect.db"]


def test_a_database_is_made_whole_in_a_home_that_is_not_there(tmp_path):
    database = tmp_path / "home" / "prefect.db"
    lay_tables(database)
    with closing(sqlite3.connect(database)) as made:
        tables = {name for (name,) in made.execute("SELECT name FROM sqlite_master")}
        assert made.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
    assert {"flow_run", "task_run", "artifact", "log"} <= tables
    assert [p.name for p in database.parent.iterdir()] == ["prefect.db"]
    assert database.stat().st_mode & 0o077 == 0, "it will hold blocks, and what runs say"


@pytest.mark.parametrize(
    ("url", "laid"),
    [
        (None, True),
        ("sqlite+aiosqlite:///{home}/prefect.db", True),
        ("sqlite+aiosqlite:///{home}/mine.db", False),
        ("sqlite+aiosqlite:///:memory:", False),
        ("postgresql+asyncpg://me@h/prefect", False),
    ],
)
def test_a_home_gets_its_database_and_one_that_the_user_names_is_prefects(
    tmp_path, monkeypatch, url, laid
):
    from prefect.settings import Settings

    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    if url:
        monkeypatch.setenv("PREFECT_SERVER_DATABASE_CONNECTION_URL", url.format(home=tmp_path))
    lay_in_home(Settings())
    assert [p.name for p in tmp_path.iterdir()] == (["prefect.db"] if laid else [])


def test_a_home_that_cannot_be_made_is_left_to_prefect_to_tell(tmp_path):
    (tmp_path / "file").write_text("")
    lay_tables(tmp_path / "file" / "prefect.db")
    assert (tmp_path / "file").read_text() == ""
