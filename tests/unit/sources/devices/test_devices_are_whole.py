"""A device's importer is whole when its row says all of it, and takes its own exports and no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.cases import some
from tests.support.device_exports import EXPORTS, write_folder, write_zip
from wearable_coach.errors import BadInput
from wearable_coach.records import VITAL_FIELDS
from wearable_coach.reporting.labels import value_label
from wearable_coach.sources import detect, read_days
from wearable_coach.sources.devices import registry
from wearable_coach.sources.devices.device import DeviceFormat
from wearable_coach.sources.devices.formats import formats
from wearable_coach.sources.devices.registry import DEVICES
from wearable_coach.sources.exports import open_export
from wearable_coach.sources.importers import IMPORTERS, forms, source_names

ROOM = Path(registry.__file__).parent
OF_SOMEBODY = ("1990", "Somebody", "5f0c", "example.watch", "Asia/Seoul", "2026-0")

every_device = pytest.mark.parametrize("device", DEVICES, ids=lambda device: device.name)


def test_every_device_decides_every_vital_and_is_written_down() -> None:
    for device in some(DEVICES):
        assert device.reads | device.lacks == {*VITAL_FIELDS}, device.name
        assert not device.reads & device.lacks, device.name
        row = formats()["formats"][device.name]
        assert {*row["fields"]} & {*VITAL_FIELDS} == device.reads, device.name
        assert row["sources"]
        assert row["looked_at"]
        assert {field["status"] for field in row["fields"].values()} <= {"seen", "known"}


def test_every_module_with_a_device_is_in_the_registry_and_has_an_export_to_try() -> None:
    made = re.compile(r"^[A-Z_]+ = DeviceFormat\($", re.MULTILINE)
    with_one = {p.stem for p in ROOM.glob("*.py") if made.search(p.read_text(encoding="utf-8"))}
    assert with_one == {device.read.__module__.rsplit(".", 1)[-1] for device in DEVICES}
    assert {*EXPORTS} == {device.name for device in DEVICES}


def test_pages_messages_and_records_know_every_device() -> None:
    named = (*IMPORTERS, *DEVICES)
    assert len({device.label_ko for device in named}) == len(named)
    for device in some(DEVICES):
        assert re.search("[가-힣]", device.label_ko)
        assert value_label("source", device.name) == device.label_ko
        assert device.form in forms()
        assert device.name in source_names()


@every_device
def test_an_export_is_one_day_with_all_that_its_device_says(
    device: DeviceFormat, tmp_path: Path
) -> None:
    path = write_zip(tmp_path / "download.zip", EXPORTS[device.name]())
    assert detect(path) == device.name
    result = read_days(path)
    (day,) = result.days
    assert (day.source, result.n_rows, result.rejects) == (device.name, 1, ())
    assert {*day.vitals.model_dump(exclude_none=True)} == device.reads


@every_device
def test_a_folder_says_what_its_zip_says(device: DeviceFormat, tmp_path: Path) -> None:
    files = EXPORTS[device.name]()
    zipped = read_days(write_zip(tmp_path / "a.zip", files))
    unpacked = read_days(write_folder(tmp_path / "folder", files))
    assert [day.vitals for day in unpacked.days] == [day.vitals for day in zipped.days]
    assert [day.profile for day in unpacked.days] == [day.profile for day in zipped.days]


@every_device
def test_nothing_of_who_it_was_and_when_is_kept(device: DeviceFormat, tmp_path: Path) -> None:
    result = read_days(write_zip(tmp_path / "export.zip", EXPORTS[device.name]()))
    kept = repr((result.days, result.rejects, result.counts))
    assert not [word for word in OF_SOMEBODY if word in kept]


@every_device
def test_no_other_device_takes_the_export(device: DeviceFormat, tmp_path: Path) -> None:
    with open_export(write_zip(tmp_path / "export.zip", EXPORTS[device.name]())) as export:
        assert [other.name for other in DEVICES if other.recognises(export)] == [device.name]


def test_no_device_takes_a_table_or_an_export_of_rows(tmp_path: Path) -> None:
    texts = [text for importer in IMPORTERS for text in importer.examples]
    texts += ["date,steps,resting heart rate\n2026-03-01,5000,60\n", '{"steps": 5000}\n']
    for text in some(texts):
        path = tmp_path / "table.csv"
        path.write_text(text, encoding="utf-8")
        with open_export(path) as export:
            assert not [device.name for device in DEVICES if device.recognises(export)]


def test_a_zip_of_nothing_known_is_refused_by_its_files(tmp_path: Path) -> None:
    path = write_zip(
        tmp_path / "holiday.zip", {"photo.jpg": b"\xff\xd8", "notes.csv": b"a,b\n1,2\n"}
    )
    with pytest.raises(BadInput, match=r"no known export .*notes.csv"):
        read_days(path)


def test_two_exports_are_two_people_and_of_one_zip_one_part_is_read(tmp_path: Path) -> None:
    apple = write_zip(tmp_path / "a.zip", EXPORTS["apple_health"]())
    garmin = write_zip(tmp_path / "g.zip", EXPORTS["garmin"]())
    assert {day.person_key for day in read_days(apple, garmin).days} == {"real-0001", "real-0002"}
    both = write_zip(tmp_path / "takeout.zip", EXPORTS["fitbit"]() | EXPORTS["google_fit"]())
    result = read_days(both)
    assert [day.source for day in result.days] == ["fitbit"]
    assert "its Google Fit part left aside" in " ".join(result.notes)
