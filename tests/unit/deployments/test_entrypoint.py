"""The entrypoint for real: a process with secret files, and what can be seen of it from outside."""

import json
import os
import subprocess
import sys

import pytest

from deployments.entrypoint import FROM_FILES, with_secrets
from wearable_coach.errors import BadInput

SECRET = "s3cret:with?odd@characters/%"  # noqa: S105 - a test's
PREFECT_AUTH = "PREFECT_API_AUTH_STRING"
SHOW = """
import json, os, pathlib, sys
line = pathlib.Path("/proc/self/cmdline").read_text() if os.path.exists("/proc/self") else ""
print(json.dumps({"env": dict(os.environ), "line": line, "argv": sys.argv, "pid": os.getpid()}))
"""


def enter(*command, **environment):
    return subprocess.Popen(
        [sys.executable, "-m", "deployments.entrypoint", *command],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def secret_file(folder, text=SECRET + "\n"):
    file = folder / "auth"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_program_takes_its_place_with_the_secret_in_its_environment_alone(tmp_path):
    file = secret_file(tmp_path)
    started = enter(sys.executable, "-c", SHOW, "word", **{f"{PREFECT_AUTH}_FILE": str(file)})
    out, err = started.communicate(timeout=60)
    seen = json.loads(out)
    assert started.returncode == 0
    assert seen["env"][PREFECT_AUTH] == SECRET
    assert f"{PREFECT_AUTH}_FILE" not in seen["env"]
    assert seen["pid"] == started.pid, "signals must reach the program itself"
    assert seen["argv"] == ["-c", "word"]
    assert SECRET not in seen["line"] + err


def test_a_program_that_ends_badly_ends_badly():
    started = enter(sys.executable, "-c", "raise SystemExit(7)")
    started.communicate(timeout=60)
    assert started.returncode == 7


@pytest.mark.parametrize("text", ["", "\n", " \n"])
def test_an_empty_file_sets_nothing(tmp_path, text):
    file = secret_file(tmp_path, text)
    assert with_secrets({f"{PREFECT_AUTH}_FILE": str(file), "KEPT": "1"}) == {"KEPT": "1"}


@pytest.mark.parametrize("name", FROM_FILES)
def test_each_known_secret_is_read_from_its_file(tmp_path, name):
    assert with_secrets({f"{name}_FILE": str(secret_file(tmp_path))}) == {name: SECRET}


def test_a_variable_that_means_a_file_stays_one(tmp_path):
    file = str(secret_file(tmp_path))
    given = {"PREFECT_API_SSL_CERT_FILE": file, "SSL_CERT_FILE": file}
    assert with_secrets(given) == given


def test_a_secret_given_twice_is_refused_without_telling_it(tmp_path):
    both = {PREFECT_AUTH: "another", f"{PREFECT_AUTH}_FILE": str(secret_file(tmp_path))}
    with pytest.raises(BadInput, match="unset one") as refused:
        with_secrets(both)
    assert "another" not in str(refused.value)
    assert SECRET not in str(refused.value)


def test_a_secret_of_several_lines_is_refused_without_telling_it(tmp_path):
    file = secret_file(tmp_path, f"{SECRET}\n{SECRET}\n")
    with pytest.raises(BadInput, match="several lines") as refused:
        with_secrets({f"{PREFECT_AUTH}_FILE": str(file)})
    assert SECRET not in str(refused.value)


def test_bad_input_is_one_line_and_exit_2(tmp_path):
    for command, environment in (
        ([], {}),
        (["true"], {f"{PREFECT_AUTH}_FILE": str(tmp_path / "not-there")}),
    ):
        started = enter(*command, **environment)
        out, err = started.communicate(timeout=60)
        assert started.returncode == 2
        assert not out
        assert len(err.splitlines()) == 1


def test_a_program_that_is_not_there_is_named():
    started = enter("no-such-program", "--flag")
    _, err = started.communicate(timeout=60)
    assert started.returncode == 127
    assert err == "entrypoint: cannot start no-such-program (No such file or directory)\n"
