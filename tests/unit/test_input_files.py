"""What a person names is read, and nothing is read for ever."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from wearable_coach import input_files
from wearable_coach.input_files import expanded, lines_of, open_file, read_bytes, read_text


def test_a_file_is_read_whole(tmp_path):
    (tmp_path / "x").write_text("가", encoding="utf-8")
    assert read_text(tmp_path / "x") == "가"
    assert read_bytes(tmp_path / "x") == "가".encode()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("/dev/zero", "a device"),
        ("/dev/urandom", "a device"),
        ("/dev/full", "a device"),
        ("folder", "a folder"),
        ("loop", "Too many levels of symbolic links"),
        ("x" * 300, "File name too long"),
        ("no-such", "No such file"),
        ("long", "longer than 1,048,576 bytes"),
        ("a\0b", "NUL"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_reason(name, why, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    with (tmp_path / "long").open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(OSError) as refused:  # noqa: PT011 - its reason is looked at
        read_bytes(tmp_path / name)
    assert why in refused.value.strerror


def test_the_empty_device_is_an_empty_file():
    assert read_bytes(Path(os.devnull)) == b""


def test_a_pipe_without_a_writer_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(input_files, "_WRITER_WITHIN_S", 0.05)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="nobody wrote to"):
        read_bytes(tmp_path / "pipe")


def test_a_pipe_with_a_writer_is_read_to_its_end(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    data = b"x" * 300_000
    writer = Thread(target=pipe.write_bytes, args=(data,))
    writer.start()
    assert read_bytes(pipe) == data
    writer.join()


def test_the_shell_s_pipes_are_files():
    words = f"{sys.executable} -m wearable_coach facts"
    day = """echo '{"vitals": {"steps": 8000}}'"""
    for line in (f"{words} <({day})", f"{day} | {words} /dev/stdin", f"{day} | {words} -"):
        done = subprocess.run(["bash", "-c", line], capture_output=True, check=True)
        assert b'"valid": true' in done.stdout


def test_a_line_without_an_end_is_no_line():
    with open_file(Path(os.devnull)) as file:
        assert list(lines_of(file)) == []
    with Path("/dev/zero").open("rb") as zero, pytest.raises(OSError, match="a line is longer"):
        next(lines_of(zero, longest=1000))


def test_a_line_of_the_longest_length_is_one(tmp_path):
    (tmp_path / "x").write_bytes(b"abc\n" + b"abcd")
    with open_file(tmp_path / "x") as file:
        assert list(lines_of(file, longest=4)) == [b"abc\n", b"abcd"]


def test_endless_input_ends_in_one_line():
    with Path("/dev/zero").open("rb") as zero:
        done = subprocess.run(
            [sys.executable, "-m", "wearable_coach", "facts"],
            stdin=zero,
            capture_output=True,
            check=False,
        )
    assert done.returncode == 2
    assert b"a line is longer than 16,777,216 bytes" in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_a_home_that_nobody_has_is_told(monkeypatch):
    with pytest.raises(OSError, match="no home folder ~nobody-of-this-name"):
        expanded(Path("~nobody-of-this-name/x"))
    monkeypatch.setenv("HOME", "")
    with pytest.raises(OSError, match="no home folder ~"):
        expanded(Path("~/x"))
    assert expanded(Path("a/~")) == Path("a/~")
    monkeypatch.setenv("HOME", "/of/somebody")
    assert expanded(Path("~/x")) == Path("/of/somebody/x")
