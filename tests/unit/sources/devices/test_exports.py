"""An export is read where it lies: bounded, never unpacked, and every way in which that fails is one line."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

import pytest

from tests.support.device_exports import EXPORTS, write_folder, write_zip
from wearable_coach.errors import BadInput
from wearable_coach.sources import read_days
from wearable_coach.sources.exports import is_export, open_export


def test_a_zip_is_not_unpacked_and_a_database_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_zip(tmp_path / "export.zip", EXPORTS["health_connect"]())
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    with open_export(path) as export, export.database_file("health_connect_export.db") as file:
        assert file.is_relative_to(room)
        assert file.parent.stat().st_mode & 0o077 == 0
    assert read_days(path).days
    assert not [*room.iterdir()]
    assert {*tmp_path.iterdir()} == {path, room}


def zeros(path: Path, megabytes: float) -> Path:
    return write_zip(path, {"export.xml": bytes(int(megabytes * 2**20))})


def test_what_unpacks_to_more_than_an_export_is_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="unpacks to more than 300 times its size"):
        read_days(zeros(tmp_path / "bomb.zip", 3))
    with open_export(zeros(tmp_path / "small.zip", 0.9)) as export:
        assert export.members[0].size == int(0.9 * 2**20)


def test_a_locked_zip_says_to_unpack_it_with_its_password(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "locked.zip", EXPORTS["zepp"]())
    data = bytearray(path.read_bytes())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(signature, place + 4)
    path.write_bytes(data)
    with pytest.raises(BadInput, match="locked by a password; unpack it with the password"):
        read_days(path)


def test_a_download_that_broke_off_is_damaged(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "part.zip", EXPORTS["apple_health"]())
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(BadInput, match="damaged or not whole; export or download it again"):
        read_days(path)


def test_a_member_that_is_damaged_is_named(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "worn.zip", EXPORTS["garmin"]())
    with zipfile.ZipFile(path) as archive:
        info = archive.infolist()[0]
    data = bytearray(path.read_bytes())
    start = info.header_offset + 30 + len(info.filename)
    data[start + 20 : start + 40] = bytes(20)
    path.write_bytes(data)
    with pytest.raises(BadInput, match="UDSFile"):
        read_days(path)


def test_shadows_of_macos_and_links_out_of_a_folder_are_no_members(tmp_path: Path) -> None:
    files = EXPORTS["whoop"]()
    shadows = {"__MACOSX/._sleeps.csv": b"\0", "._physiological_cycles.csv": b"\0"}
    with open_export(write_zip(tmp_path / "mac.zip", files | shadows)) as export:
        assert {member.name for member in export.members} == {*files}
    folder = write_folder(tmp_path / "folder", files)
    (folder / "secret.csv").symlink_to("/etc/hostname")
    with open_export(folder) as export:
        assert {member.name for member in export.members} == {*files}


def test_rows_are_filled_and_spare_commas_dropped(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"\xef\xbb\xbf\n\na;b;c\n1;2;3;\n\n4\n;;\n")
    with open_export(path) as export:
        rows = [*export.rows("rows.csv")]
    assert rows == [(4, {"a": "1", "b": "2", "c": "3"}), (6, {"a": "4", "b": "", "c": ""})]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("steps-2026-03-01.json", b'[{"dateTime": "03/01/26 00:00:00", "value": ', "not JSON"),
        (
            "sleeps.csv",
            b"Cycle start time,Wake onset,Asleep duration (min),Nap\n\xff\n",
            "not UTF-8",
        ),
    ],
)
def test_a_broken_member_is_named_with_what_is_wrong(
    name: str, data: bytes, why: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(BadInput, match=f"{name}.*{why}"):
        read_days(tmp_path / name)


def test_what_is_not_there_or_read_but_once_is_no_export(tmp_path: Path) -> None:
    assert not is_export(tmp_path / "nothing")
    assert not is_export(Path("/dev/stdin")) or Path("/dev/stdin").is_file()
    assert is_export(tmp_path)
