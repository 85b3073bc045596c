import fcntl
import json

import pytest

from deployments.checks.up_here import LOCK, variables_of_up
from deployments.names import RECEIVER_VARIABLE, SECRETS_VARIABLE

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


def test_an_up_that_runs_says_where_it_listens(lock, tmp_path):
    with lock.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        found = variables_of_up({"WEARABLE_COACH_HOME": str(tmp_path)})
        assert found == variables_of_up({}, str(tmp_path))
        assert variables_of_up({"PREFECT_API_URL": "http://other/api"}, str(tmp_path)) == {}
    assert found == {
        "PREFECT_API_URL": TOLD["api"],
        RECEIVER_VARIABLE: "http://127.0.0.1:4998",
        SECRETS_VARIABLE: TOLD["webhook_secrets"],
    }


def test_an_up_that_was_killed_says_nothing(lock, tmp_path):
    assert lock.exists()
    assert variables_of_up({}, str(tmp_path)) == {}


def test_where_up_never_was_nothing_is_made(tmp_path):
    assert variables_of_up({}, str(tmp_path)) == {}
    assert list(tmp_path.iterdir()) == []
