"""A text is read whatever it was saved as, and what it is not read as is never guessed."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from wearable_coach.errors import BadInput
from wearable_coach.sources import text_files
from wearable_coach.sources.text_files import lines_of_text, opened

TEXT = "날짜,걸음수\n2024-01-05,8123\n"


def lines(path: Path, said: list[str] | None = None) -> list[str]:
    with opened(path) as file:
        return list(lines_of_text(file, (said if said is not None else []).append))


def saved(folder: Path, data: bytes) -> Path:
    path = folder / "days.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp949"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_every_encoding_gives_the_same_lines(tmp_path: Path, encoding: str, pack) -> None:
    text = "id,steps\nkim,8123\n" if encoding == "utf-16-be" else TEXT  # without a mark
    said: list[str] = []
    got = lines(saved(tmp_path, pack(text.encode(encoding))), said)
    assert got == text.splitlines(keepends=True)
    assert bool(said) == (not encoding.startswith("utf-8"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_machine_and_across_blocks(
    tmp_path: Path, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = TEXT.replace("\n", end)
    for block in range(2, 12):
        monkeypatch.setattr(text_files, "_BLOCK_BYTES", block)
        assert lines(saved(tmp_path, text.encode())) == [
            f"날짜,걸음수{end}",
            f"2024-01-05,8123{end}",
        ]


def test_a_file_that_turns_korean_late_is_still_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_files, "_BLOCK_BYTES", 16)
    late = ("steps,name\n" + "1,a\n" * 20).encode() + "2,김철수\n".encode("cp949")
    assert lines(saved(tmp_path, late))[-1] == "2,김철수\n"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("걸음\n".encode() + b"8000,\xb5\n", "line 2: not UTF-8, nor CP949"),
        (b"steps\n8000\n8000,\xb5\n", "line 3: not UTF-8, nor CP949"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "binary"),
        (gzip.compress(b"steps\n8000\n" * 9000, mtime=0)[:-30], "cannot read"),
    ],
)
def test_what_is_of_no_encoding_is_refused_by_its_line(
    tmp_path: Path, data: bytes, says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        lines(saved(tmp_path, data))
