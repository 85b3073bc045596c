"""A run of a command shows lines on the terminal; its traceback is in the UI, not there."""

import logging
import os
import subprocess
import sys
from pathlib import Path

from flows.prefect_api.console import OneLine

ROOT = Path(__file__).parents[3]
FAILS = """
import logging, sys
sys.argv = ["wearable-coach", "history", "--out", sys.argv[1]]
from wearable_coach.cli import main
try:
    main()
except SystemExit as done:
    assert not done.code
from prefect.logging.configuration import setup_logging
setup_logging()
try:
    raise ValueError("told once")
except ValueError as error:
    logging.getLogger("prefect.example").error("Encountered: %r", error, exc_info=True)
"""


def test_a_run_of_a_command_shows_no_traceback(tmp_path):
    (tmp_path / "store").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", FAILS, str(tmp_path / "store")],
        cwd=ROOT,
        env=os.environ | {"PREFECT_HOME": str(tmp_path), "PREFECT_LOGGING_TO_API_ENABLED": "false"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Encountered: ValueError('told once')" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_record_keeps_its_traceback_for_other_handlers():
    found = (ValueError, ValueError("x"), None)
    record = logging.LogRecord("x", logging.ERROR, "", 0, "line", (), found)
    assert OneLine().format(record) == "line"
    assert record.exc_info == found
