"""Google Takeout in several zips is one export, however its zips are named."""

import json
from pathlib import Path

import pytest

from tests.support.device_exports import google_fit, write_zip
from wearable_coach.errors import BadInput
from wearable_coach.sources import detect, read_days

STEM = "takeout-20260302T010203Z"
ARCHIVE = "Takeout/Fitbit/Global Export Data"
PROFILE = b"id,date_of_birth,timezone,gender\nx,1990-05-05,Asia/Seoul,MALE\n"
SAME = {"Takeout/archive_browser.html": b"<html></html>"}


def series(kind: str, value: str) -> dict[str, bytes]:
    rows = [{"dateTime": f"03/01/26 00:{m:02d}:00", "value": value} for m in range(10)]
    return {f"{ARCHIVE}/{kind}-2026-03-01.json": json.dumps(rows).encode()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    there = tmp_path / "Downloads"
    there.mkdir()
    write_zip(there / f"{STEM}-001.zip", SAME | series("steps", "120"))
    write_zip(there / f"{STEM}-002.zip", SAME | series("distance", "9000"))
    write_zip(there / f"{STEM}-003.zip", SAME | {"Takeout/Fitbit/Your Profile/Profile.csv": PROFILE})  # fmt: skip
    return there


def parts(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.zip"))


@pytest.mark.parametrize("given", ["all", "first", "last", "folder"])
def test_all_its_zips_are_read_as_one_persons_export(folder: Path, given: str) -> None:
    every = parts(folder)
    paths = {"all": every, "first": every[:1], "last": every[2:], "folder": [folder]}[given]
    assert detect(paths[0]) == "fitbit"
    result = read_days(*paths)
    (day,) = result.days
    assert (day.vitals.steps, day.vitals.distance_km, day.profile.age) == (1200, 0.9, 35)
    beside = [note for note in result.notes if "beside it, read with it" in note]
    assert len(beside) == (2 if given in {"first", "last"} else 0)
    assert day.origin == read_days(*every).days[0].origin, "whose day it is hangs on the export"


def test_another_export_in_the_folder_is_another_persons(folder: Path) -> None:
    write_zip(folder / "takeout-20250101T000000Z-001.zip", google_fit())
    result = read_days(*parts(folder))
    assert [day.source for day in result.days] == ["google_fit", "fitbit"]
    assert len({day.person_key for day in result.days}) == 2
    with pytest.raises(BadInput, match=r"holds zips of 2 exports .*; name the zips of each"):
        read_days(folder)


def test_a_zip_that_is_not_there_is_missed(folder: Path) -> None:
    (folder / f"{STEM}-002.zip").unlink()
    result = read_days(folder)
    assert result.days[0].vitals.distance_km is None
    assert [n for n in result.notes if "-002 are not beside it; what they hold is missing" in n]


def test_a_zip_given_twice_and_a_damaged_one_are_refused(folder: Path) -> None:
    first, second, _ = parts(folder)
    with pytest.raises(BadInput, match="is given twice"):
        read_days(first, second, first)
    second.write_bytes(second.read_bytes()[:200])
    with pytest.raises(BadInput, match=rf"{second.name}: a zip that is damaged or not whole"):
        read_days(first)


def test_a_numbered_zip_of_another_kind_stays_alone(tmp_path: Path) -> None:
    for number in (1, 2):
        write_zip(tmp_path / f"days-00{number}.zip", {"days.csv": b"date,steps\n2026-03-0%d,8000\n" % number})  # fmt: skip
    result = read_days(tmp_path / "days-001.zip")
    assert (len(result.days), result.n_rows) == (1, 1)


def test_an_unpacked_export_goes_before_the_zips_beside_it(folder: Path) -> None:
    there = folder / ARCHIVE
    there.mkdir(parents=True)
    (there / "steps-2026-03-01.json").write_bytes(*series("steps", "50").values())
    assert read_days(folder).days[0].vitals.steps == 500
