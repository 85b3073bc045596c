"""The page's figures are what the importers give today, and every device's row is on the page."""

from __future__ import annotations

from pathlib import Path

from tests.support.cases import some
from tests.support.device_figures import PAGE, TRIALS, figures, page_with, tried
from wearable_coach.sources.devices.registry import DEVICES


def test_the_pages_figures_are_todays(tmp_path: Path) -> None:
    assert page_with(figures(tmp_path)) == PAGE.read_text(encoding="utf-8"), (
        "run `python -m tests.support.device_figures` and read the difference"
    )


def test_of_every_trial_the_usual_day_comes_out_and_no_day_is_lost(tmp_path: Path) -> None:
    assert {*TRIALS} == {device.name for device in DEVICES}
    for device in some(DEVICES):
        result = tried(device.name, tmp_path)
        assert (result.n_rows, len(result.days), len(result.rejects)) == (3, 1, 2), device.name
        assert result.counts, device.name


def test_the_page_says_how_to_export_from_every_device() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for device in some(DEVICES):
        assert page.count(device.form) >= 2, device.form
