"""What is said to do about an export that cannot be read is done here, in the state that says it."""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.device_exports import EXPORTS, write_folder, write_zip
from wearable_coach.errors import BadInput
from wearable_coach.sources import exports, read_days
from wearable_coach.sources.exports import open_export


def heals(remedy: str, broken: Callable[[], Any], mended: Callable[[], Any]) -> None:
    """Hold that the first is refused with a remedy and that the second, which is the remedy, is not."""
    with pytest.raises(BadInput) as refused:
        broken()
    assert str(refused.value).endswith(f"; {remedy}")
    assert mended()


def test_a_document_that_broke_off_is_exported_again(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    whole = EXPORTS["apple_health"]()["apple_health_export/내보내기.xml"]

    def read(data: bytes) -> Any:
        path.write_bytes(data)
        return read_days(path).days

    heals("export it from the phone again", lambda: read(whole[:-20]), lambda: read(whole))


def test_a_report_by_the_week_is_chosen_by_the_day(tmp_path: Path) -> None:
    def read(first: str) -> Any:
        (tmp_path / "Sleep.csv").write_text(f"Sleep Score 4 Weeks,Score,Duration\n{first},70,6h\n", encoding="utf-8")  # fmt: skip
        return read_days(tmp_path / "Sleep.csv").days

    remedy = "choose a report by the day on the site and export it again"
    heals(remedy, lambda: read("Mar 1-7"), lambda: read("2026-03-01"))


def test_a_database_that_is_another_or_damaged_is_exported_again(tmp_path: Path) -> None:
    path = tmp_path / "health_connect_export.db"
    whole = EXPORTS["health_connect"]()[path.name]
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE notes (text)")
    other.close()

    def read(data: bytes) -> Any:
        path.write_bytes(data)
        return read_days(path).days

    heals("export it in Health Connect's settings", lambda: read_days(tmp_path / "other.db"), lambda: read(whole))  # fmt: skip
    heals("export it from Health Connect again", lambda: read(whole[:8192] + bytes(4096)), lambda: read(whole))  # fmt: skip


def test_records_are_exported_by_their_names(tmp_path: Path) -> None:
    path = tmp_path / "records.json"

    def read(records: object) -> Any:
        path.write_text(json.dumps({"StepsRecord": records}), encoding="utf-8")
        return read_days(path).days

    span = {"startTime": "2026-03-01T00:00:00Z", "endTime": "2026-03-01T00:10:00Z", "count": 7000}
    heals("export them by the record's name", lambda: read([]), lambda: read([span]))


def test_a_zip_that_is_damaged_or_packed_as_no_export_is_got_again(tmp_path: Path) -> None:
    files = EXPORTS["whoop"]()
    whole = write_zip(tmp_path / "whole.zip", files)
    part, bomb = tmp_path / "part.zip", tmp_path / "bomb.zip"
    part.write_bytes(whole.read_bytes()[:-40])
    write_zip(bomb, files | {"filler.csv": bytes(3 * 2**20)})
    mended = lambda: read_days(whole).days  # noqa: E731 - said thrice
    heals("export or download it again", lambda: read_days(part), mended)
    heals("give the zip as it was exported", lambda: read_days(bomb), mended)


def test_a_zip_that_is_locked_or_packed_otherwise_is_unpacked(tmp_path: Path) -> None:
    files = EXPORTS["whoop"]()

    def with_bytes(name: str, value: int, local: int, central: int) -> Path:
        data = bytearray(write_zip(tmp_path / name, files).read_bytes())
        for signature, at in ((b"PK\x03\x04", local), (b"PK\x01\x02", central)):
            place = data.find(signature)
            while place >= 0:
                data[place + at] = value
                place = data.find(signature, place + 4)
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    mended = lambda: read_days(write_folder(tmp_path / "unpacked", files)).days  # noqa: E731 - said twice
    locked, packed = with_bytes("locked.zip", 1, 6, 8), with_bytes("packed.zip", 9, 8, 10)
    remedy = "unpack it with the password that its app showed, and give the folder"
    heals(remedy, lambda: read_days(locked), mended)
    heals("unpack the zip and give the folder", lambda: read_days(packed), mended)


def test_a_member_that_cannot_be_read_is_exported_again(tmp_path: Path) -> None:
    folder = tmp_path / "garmin"
    days = "0000/DI_CONNECT/DI-Connect-Aggregator/UDSFile_2026-02-01_2026-03-02.json"
    files = EXPORTS["garmin"]()

    def read(data: bytes, name: str = days) -> Any:
        return read_days(write_folder(folder, files | {name: data})).days

    heals("export it again", lambda: read(files[days][:-5]), lambda: read(files[days]))
    report = "Sleep.csv"
    row = "Sleep Score 4 Weeks,Duration\n2026-03-05,7시간\n"
    heals(
        "export it again, or save it as UTF-8",
        lambda: read(row.encode("cp949"), report),
        lambda: read(row.encode(), report),
    )


def test_what_is_not_there_is_given_readable(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"

    def opened() -> Any:
        with open_export(path) as export:
            return export.members

    heals("give a readable file", opened, lambda: (write_zip(path, EXPORTS["zepp"]()), opened())[1])


def test_what_is_larger_than_is_read_is_given_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_bound(name: str, bound: int, device: str) -> Callable[[], Any]:
        def read() -> Any:
            monkeypatch.setattr(exports, name, bound)
            return read_days(write_folder(tmp_path / device, EXPORTS[device]())).days

        return read

    for name, device, remedy in (
        ("MOST_BYTES", "garmin", "export fewer days at a time"),
        ("_MOST_DATABASE_BYTES", "health_connect", "give an export of fewer days"),
        ("_MOST_MEMBERS", "samsung_health", "give the export's own folder"),
    ):
        usual = getattr(exports, name)
        heals(remedy, with_bound(name, 1, device), with_bound(name, usual, device))


def test_a_database_is_copied_where_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_zip(tmp_path / "export.zip", EXPORTS["health_connect"]())
    opened = Path.open

    def full(self: Path, *args: Any, **kwargs: Any) -> Any:
        if self.name == "export.db":
            raise OSError(errno.ENOSPC, "No space left on device")
        return opened(self, *args, **kwargs)

    def read(with_room: Any) -> Any:
        monkeypatch.setattr(Path, "open", with_room)
        return read_days(path).days

    heals("make room there", lambda: read(full), lambda: read(opened))
