"""The tables of Prefect's database, as its migrations leave them: an empty home starts from these.

Making them by some hundred migrations takes the first command of a home five CPU seconds. What is written down here
is what those migrations of Prefect 3.8.8 come to, its revision with it: a later Prefect migrates from there
as it does a database of 3.8.8.

    python -m flows.prefect_api.own_server_schema     # writes it anew from the Prefect that is installed
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from wearable_coach.store.permissions import OWNER_FILE

if TYPE_CHECKING:
    from prefect.settings import Settings

SCHEMA = Path(__file__).with_name("prefect_schema.sql")
_HEAD = "-- Made by `python -m flows.prefect_api.own_server_schema` from Prefect's own migrations (Apache-2.0).\n"
_MIGRATE = """
import asyncio
from prefect.server.database import provide_database_interface
asyncio.run(provide_database_interface().create_db())
"""


def lay_in_home(settings: Settings) -> Path | None:
    """Make the database of a home that has none; return the file that the database is, None where it is none.

    Args:
        settings: Prefect's. A database that they name themselves is left to Prefect.
    """
    url = settings.server.database.connection_url
    kind, _, file = url.get_secret_value().partition(":///") if url else ("sqlite", "", "")
    if not kind.startswith("sqlite") or ":memory:" in file:
        return None
    of_home = settings.home / "prefect.db"
    database = Path(file) if file else of_home
    if database == of_home:
        lay_tables(database)
    return database


def lay_tables(database: Path) -> None:
    """Make a database that is not there yet; where that fails, Prefect makes it and tells why not.

    It holds what runs say of people, and blocks: it is its owner's alone.
    """
    if database.exists():
        return
    made = database.with_name(f".{database.name}.{os.getpid()}")
    with suppress(OSError, sqlite3.Error):
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            made.touch(OWNER_FILE, exist_ok=False)
            with closing(sqlite3.connect(made)) as connection:
                connection.executescript(SCHEMA.read_text(encoding="utf-8"))
            os.link(made, database)  # all of it or nothing, and the first of two commands wins
        finally:
            made.unlink(missing_ok=True)


def migrated() -> str:
    """Return the tables that the installed Prefect's migrations make, as SQL."""
    with tempfile.TemporaryDirectory() as home:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
        own = kept | {"PREFECT_HOME": home, "DO_NOT_TRACK": "1"}
        subprocess.run([sys.executable, "-c", _MIGRATE], env=own, check=True)  # noqa: S603 - our own line
        with closing(sqlite3.connect(Path(home) / "prefect.db")) as connection:
            return "\n".join(connection.iterdump()) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(_HEAD + migrated(), encoding="utf-8")
