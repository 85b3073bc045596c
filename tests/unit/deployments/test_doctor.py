import json
import subprocess
import sys
from threading import Event

from deployments.doctor import examination as doctor
from deployments.doctor.finding import CannotTell, ok
from tests.support.cases import some
from tests.support.installations import installation
from wearable_coach.errors import BadInput


def examine(monkeypatch, *checks, seconds=5):
    monkeypatch.setattr(doctor, "checks_of", lambda _: checks)
    return list(doctor.examine(installation(), ["packages"], seconds=seconds))


def test_a_check_that_breaks_is_red_by_the_errors_type_and_alone_in_that(monkeypatch):
    def bad_one(_):
        yield ok("before", "found")
        message = "planted-secret"
        raise RuntimeError(message)

    def good_one(_):
        yield ok("after", "found")

    found = examine(monkeypatch, bad_one, good_one)
    assert [(f.name, f.status) for f in found] == [
        ("before", "ok"), ("bad one", "fail"), ("after", "ok")
    ]  # fmt: skip
    assert "RuntimeError" in found[1].detail
    assert "planted-secret" not in str(found)


def test_a_check_that_does_not_end_is_red_and_holds_nobody_up(monkeypatch):
    def hanging(_):
        Event().wait()
        yield ok("never", "")

    found = examine(monkeypatch, hanging, lambda _: iter([ok("other", "")]), seconds=0.2)
    assert [(f.name, f.status) for f in found] == [("hanging", "fail"), ("other", "ok")]


def test_what_cannot_be_told_is_skipped_and_an_error_of_ours_told_in_its_words(monkeypatch):
    def unannounced(_):
        message = "the server does not answer"
        raise CannotTell(message)

    def wrong(_):
        message = "store: got 'x'; name a folder"
        raise BadInput(message)

    found = examine(monkeypatch, unannounced, wrong)
    assert [f.status for f in found] == ["skip", "fail"]
    assert "name a folder" in found[1].detail


def test_every_subject_has_checks_with_a_name_each():
    for subject in some(doctor.SUBJECTS):
        names = [check.__name__ for check in doctor.checks_of(subject)]
        assert names
        assert len(set(names)) == len(names)


def run(*args, **variables):
    return subprocess.run(
        [sys.executable, "-m", "wearable_coach", "doctor", *args],
        capture_output=True, text=True, check=False,
        env={"PATH": "/usr/bin", "PREFECT_HOME": "/nonexistent", **variables},
    )  # fmt: skip


def test_the_exit_code_says_whether_something_is_red():
    well = run("--only", "credentials", "--json")
    assert (well.returncode, well.stderr) == (0, "")
    assert {json.loads(line)["subject"] for line in well.stdout.splitlines()} == {"credentials"}
    red = run("--only", "credentials", AZURE_RESOURCE_GROUP="planted")
    assert red.returncode == 1
    assert "→ set AZURE_SUBSCRIPTION_ID" in red.stdout
    assert "planted" not in red.stdout + red.stderr


def test_a_subject_that_is_none_is_bad_input_and_names_those_that_are():
    done = run("--only", "weather")
    assert done.returncode == 2
    assert "'weather'" in done.stderr
    assert "automations" in done.stderr


def test_the_help_names_every_subject():
    helped = run("--help").stdout
    for subject in some(doctor.SUBJECTS):
        assert subject in helped
