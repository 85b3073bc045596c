import fcntl
import json

import pytest

from deployments.doctor.up_here import LOCK, auth_file_of_up, variables_of_up
from deployments.names import (
    RECEIVER_VARIABLE,
    REPORTS_STORE_VARIABLE,
    REPORTS_VARIABLE,
    SECRETS_VARIABLE,
    WATCH_VARIABLE,
)
from deployments.signing_in import sign_in

TOLD = {
    "api": "http://127.0.0.1:4999/api",
    "webhook": "http://127.0.0.1:4998/webhooks/retrain",
    "webhook_secrets": "/somewhere/secrets",
}


@pytest.fixture
def lock(tmp_path):
    file = tmp_path / LOCK
    file.parent.mkdir()
    file.write_text(json.dumps(TOLD))
    return file


def test_an_up_that_runs_says_how_often_it_looks_at_jobs(lock, tmp_path):
    lock.write_text(json.dumps({**TOLD, "watch_every_s": "300"}))
    with lock.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert variables_of_up({}, str(tmp_path))[WATCH_VARIABLE] == "300"
        own = variables_of_up({WATCH_VARIABLE: "60"}, str(tmp_path))
    assert WATCH_VARIABLE not in own, "what is set here goes before"


def test_an_up_that_runs_says_where_its_reports_are_and_of_which_store(lock, tmp_path):
    told = {"reports": "http://127.0.0.1:4997", "reports_store": "/somewhere"}
    lock.write_text(json.dumps(TOLD | told))
    with lock.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        found = variables_of_up({}, str(tmp_path))
    assert found[REPORTS_VARIABLE] == told["reports"]
    assert found[REPORTS_STORE_VARIABLE] == told["reports_store"]


def test_an_up_that_runs_says_where_it_listens(lock, tmp_path):
    with lock.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        found = variables_of_up({"WEARABLE_COACH_HOME": str(tmp_path)})
        assert found == variables_of_up({}, str(tmp_path))
        assert variables_of_up({"PREFECT_API_URL": "http://other/api"}, str(tmp_path)) == {}
    assert "PREFECT_API_AUTH_STRING" not in found, "a version before made none"
    assert found == {
        "PREFECT_API_URL": TOLD["api"],
        RECEIVER_VARIABLE: "http://127.0.0.1:4998",
        SECRETS_VARIABLE: TOLD["webhook_secrets"],
    }


@pytest.mark.parametrize(
    ("named", "signed_in"),
    [
        ("http://127.0.0.1:4999/api", True),
        ("http://localhost:4999/api/", True),
        ("http://127.0.0.1:4998/api", False),
        ("https://elsewhere.example/api", False),
        (None, False),
    ],
)
def test_a_command_signs_in_to_the_up_of_its_folder_and_to_no_other(
    lock, tmp_path, named, signed_in
):
    file = tmp_path / "auth"
    file.write_text("admin:planted\n")
    lock.write_text(json.dumps(TOLD | {"prefect_auth": str(file)}))
    given = {"WEARABLE_COACH_HOME": str(tmp_path), **({"PREFECT_API_URL": named} if named else {})}
    with lock.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        environment = dict(given)
        sign_in(environment)
        assert environment == given | (
            {"PREFECT_API_AUTH_STRING": "admin:planted"} if signed_in else {}
        )
        same = auth_file_of_up(environment, str(tmp_path))
        assert same == (file if signed_in or named is None else None)
        own = given | {"PREFECT_API_AUTH_STRING": "me:mine"}
        sign_in(own)
        assert own["PREFECT_API_AUTH_STRING"] == "me:mine"
        file.unlink()
        environment = dict(given)
        sign_in(environment)
        assert environment == given
        found = variables_of_up({"PREFECT_SERVER_API_AUTH_STRING": "me:mine"}, str(tmp_path))
        assert found["PREFECT_API_AUTH_STRING"] == "me:mine", "the user's own stands in no file"


def test_an_up_that_was_killed_says_nothing(lock, tmp_path):
    assert lock.exists()
    assert variables_of_up({}, str(tmp_path)) == {}


def test_where_up_never_was_nothing_is_made(tmp_path):
    assert variables_of_up({}, str(tmp_path)) == {}
    assert list(tmp_path.iterdir()) == []
