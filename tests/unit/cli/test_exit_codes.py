"""One meaning for each exit code, one line on standard error, and never a traceback."""

import os
import signal
import ssl
import stat
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import httpx
import pytest

from wearable_coach.errors import BadInput, CoachError, GateRejected, Refusal, TransientError
from wearable_coach.exits import end_of, guarded
from wearable_coach.faults import VARIABLE

COMMAND = (sys.executable, "-m", "wearable_coach")
DAY = '{"vitals": {"steps": 8000}}\n'
ROOT = str(Path(__file__).parents[3])
WORDS = "가슴이 아파요 62bpm"


def run(*words, **options):
    given = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.run((*COMMAND, *words), **(given | options), check=False)


def told(done):
    """The one line of an error."""
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("wearable-coach: ")
    return line


@pytest.fixture
def day(tmp_path):
    path = tmp_path / "day.jsonl"
    path.write_text(DAY, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (GateRejected("x"), 1),
        (CoachError("x"), 2),
        (BadInput("x"), 2),
        (TransientError("x"), 2),
        (OSError(28, "No space left on device", "/full/x"), 2),
        (MemoryError(), 2),
        (UnicodeEncodeError("ascii", "가", 0, 1, "x"), 2),
        (ModuleNotFoundError("x", name="torch"), 2),
        (ConnectionRefusedError(111, "refused"), 2),
        (httpx.ConnectError("refused"), 2),
        (ssl.SSLCertVerificationError(1, "x"), 2),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "x"), 2),
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(32, "x"), 141),
        (ModuleNotFoundError("x", name="wearable_coach.nothing"), 70),
        (RecursionError(), 70),
        (AssertionError(), 70),
        (KeyError(WORDS), 70),
        (httpx.InvalidURL("x"), 70),
    ],
)
def test_each_kind_of_end_has_its_code(error, code, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    end = end_of(error)
    assert end.code == code
    assert len(end.line.splitlines()) <= 1


def test_only_a_no_is_a_refusal():
    for name in ("wearable_coach.finetuning.submission", "wearable_coach.promotion.deciding"):
        import_module(name)
    import_module("tasks.finetuning")
    ours = {kind.__name__ for kind in Refusal.__subclasses__() if "tests" not in kind.__module__}
    assert ours == {"GateRejected", "PreflightRefused", "NotPromoted", "Overtaken", "JobFailed"}


def test_a_system_s_error_names_the_place_and_the_remedy():
    line = end_of(OSError(28, "No space left on device", "/full/x")).line
    assert line == "/full/x: No space left on device; make room there"


def test_no_message_gives_orders_to_the_terminal(capsys):
    def fails():
        message = "file: \x1b[2J\nnot there"
        raise BadInput(message)

    assert guarded("x", fails) == 2
    assert capsys.readouterr().err == "x: file: \\x1b[2J\\nnot there\n"


def test_a_name_of_a_page_leaves_a_line_that_can_be_read(capsys):
    def fails():
        message = f"file: cannot read {'a/' * 9000} (File name too long); give a shorter name"
        raise BadInput(message)

    assert guarded("x", fails) == 2
    line = capsys.readouterr().err
    assert len(line) < 1000
    assert line.endswith("(File name too long); give a shorter name\n")


def test_a_fault_is_one_line_that_says_where_to_report_and_a_file_without_anybody_s_words(
    tmp_path, monkeypatch, capsys
):
    def fails():
        try:
            raise KeyError(WORDS)  # noqa: TRY301 - the cause of the next
        except KeyError as error:
            raise ValueError(WORDS + "!") from error

    monkeypatch.setenv("WEARABLE_COACH_HOME", str(tmp_path))
    assert guarded("x", fails) == 70
    (line,) = capsys.readouterr().err.splitlines()
    (file,) = tmp_path.glob("faults/fault-*.log")
    assert "a fault of ours" in line
    assert "please report it" in line
    assert str(file) in line
    text = file.read_text(encoding="utf-8")
    assert "builtins.KeyError" in text
    assert "builtins.ValueError" in text
    assert "test_exit_codes.py" in text
    assert WORDS not in text + line
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_fault_makes_no_store_where_there_is_none(tmp_path, monkeypatch, capsys):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("WEARABLE_COACH_HOME", str(tmp_path / "store"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    assert guarded("x", lambda: 1 // 0) == 70
    (file,) = tmp_path.glob("temporary/fault-*.log")
    assert str(file) in capsys.readouterr().err
    assert not (tmp_path / "store").exists()


def test_a_fault_without_a_place_for_its_file_is_told_all_the_same(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WEARABLE_COACH_HOME", str(tmp_path / "no"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "no"))
    assert guarded("x", lambda: 1 // 0) == 70
    assert "no log could be written" in capsys.readouterr().err


def test_who_looks_into_it_sees_all_of_it(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(VARIABLE, "1")
    monkeypatch.setenv("WEARABLE_COACH_HOME", str(tmp_path))
    assert guarded("x", lambda: 1 // 0) == 70
    assert "ZeroDivisionError: integer division" in capsys.readouterr().err


def test_a_full_disk_under_the_output_is_no_success(day):
    with Path("/dev/full").open("wb") as full:
        done = run("facts", str(day), stdout=full)
    assert done.returncode == 2
    assert "No space left on device; make room there" in told(done)


@pytest.mark.parametrize("words", [("facts", "no-such"), ("facts", "{day}"), ("--version",)])
def test_closed_streams_are_told_or_borne(words, day):
    words = [w.format(day=day) for w in words]
    done = run(*words, stdout=None, preexec_fn=lambda: os.close(1))
    assert done.returncode == 2
    assert "standard output is closed" in told(done)
    done = run(*words, stderr=None, preexec_fn=lambda: os.close(2))
    assert done.returncode == (2 if "no-such" in words else 0)


def test_a_closed_input_is_told():
    done = run("facts", stdin=None, preexec_fn=lambda: os.close(0))
    assert done.returncode == 2
    assert "standard input is closed" in told(done)


def test_a_reader_that_leaves_ends_it_silently(tmp_path):
    many = tmp_path / "many.jsonl"
    many.write_text(DAY * 5000, encoding="utf-8")
    with subprocess.Popen(
        (*COMMAND, "facts", many), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 141


def test_ctrl_c_is_one_line():
    with subprocess.Popen(
        (*COMMAND, "facts"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        running.stdin.write(DAY.encode() * 300)  # fills its output buffer: it is at work then
        running.stdin.flush()
        running.stdout.readline()
        time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        error = running.communicate(timeout=60)[1]
    assert running.returncode == 130
    assert error == b"wearable-coach: interrupted\n"


def test_a_value_as_long_as_a_page_is_told_in_a_line_that_can_be_read():
    done = run("serve", "--timeout", "a/" * 3000)
    assert done.returncode == 2
    usage, hint, _, error = done.stderr.decode().splitlines()
    assert usage.startswith("Usage: ")
    assert hint.endswith(" serve --help' for help.")
    assert error.startswith("Error: Invalid value for '--timeout'")
    assert len(error) < 1000


def test_an_argument_that_is_no_text_is_named():
    assert "is not UTF-8" in told(run("facts", b"\xff.jsonl"))


def test_an_output_that_cannot_write_korean_is_told(tmp_path):
    days = tmp_path / "days.csv"
    days.write_text("id,steps,goal\n1,8000,체중\n", encoding="utf-8")
    ask = ("ask", "오늘 운동해도 되나요?")
    done = run(
        *ask,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "WEARABLE_COACH_HOME": str(days.parent)},
    )
    assert done.returncode == 2
    assert "cannot be written as ascii; give UTF-8, and export PYTHONIOENCODING=utf-8" in told(done)


def test_a_working_folder_that_is_gone_is_told(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    code = f"cd {gone} && rmdir {gone} && exec {sys.executable} -m wearable_coach refresh --vitals x.csv"
    done = subprocess.run(
        ["sh", "-c", code],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONPATH": ROOT},
    )
    assert done.returncode == 2
    told(done)


def test_the_help_says_what_exit_codes_mean():
    shown = b" ".join(run("--help").stdout.split())
    for part in (b"Exit codes: 0 done", b"1 the answer is no", b"2 what was given", b"70 a fault"):
        assert part in shown


@pytest.mark.parametrize(
    "words",
    [
        ("deployments.backup", "sqlite", "no-such", "x"),
        ("deployments.backup", "store", "x" * 300, "y"),
        ("deployments.make_secrets", "--folder", "/dev/null/x"),
        ("deployments.register_blocks", "--notify-url-file", "/dev/zero"),
        ("deployments.set_up", "--patience", "0"),
        ("deployments.entrypoint",),
        ("backends.local.worker", "/dev/null/x"),
    ],
)
def test_the_other_programs_keep_the_same_law(words, tmp_path):
    left = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    done = subprocess.run(
        [sys.executable, "-m", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=left | {"PYTHONPATH": ROOT, "PREFECT_HOME": str(tmp_path)},
    )
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2
    assert line.startswith(f"{words[0].rpartition('.')[2]}: ")
    assert not done.stdout


@pytest.mark.parametrize("address", ["azure://container/prefix", "azure://"])
@pytest.mark.parametrize("command", ["refresh", "jobs", "up", "doctor", "ask"])
def test_an_address_is_no_folder(command, address, tmp_path):
    words = (command, *(("x",) if command == "ask" else ()), "--out", address)
    done = run(*words, cwd=tmp_path, env=os.environ | {"PYTHONPATH": ROOT})
    assert done.returncode == 2
    assert "out: takes a folder, not an address" in told(done)
    assert not list(tmp_path.iterdir())
