"""Who has just exported from a phone gets days by one command, and is told what was done to them."""

from __future__ import annotations

import json
from pathlib import Path

import typer
from typer.testing import CliRunner

from tests.support.device_exports import EXPORTS, write_zip
from tests.support.device_figures import TRIALS
from wearable_coach.cli.import_days import import_days

app = typer.Typer()
app.command("import")(import_days)


def test_an_export_from_a_phone_becomes_lines_of_days(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "내보내기.zip", EXPORTS["apple_health"]())
    result = CliRunner().invoke(app, [str(path)])
    assert result.exit_code == 0
    (line,) = [json.loads(text) for text in result.stdout.splitlines()]
    assert (line["source"], line["person"]) == ("apple_health", "real-0001")
    assert line["vitals"]["steps"] == 6200
    assert line["profile"]["age"] == 35


def test_what_was_refused_and_what_was_read_otherwise_is_told(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "export.zip", TRIALS["apple_health"]())
    told = CliRunner().invoke(app, [str(path)]).stderr
    assert "3 rows: 1 days of 1 people taken, 2 rows not taken" in told
    for kind in ("not_worn: 1", "range:steps: 1", "counted_once:steps: 2", "unread_time:steps: 2"):
        assert kind in told
