import base64

import pytest

from deployments.doctor.checks import webhook
from deployments.names import RECEIVER_VARIABLE, SECRETS_VARIABLE
from tests.support.answering import answering
from tests.support.installations import installation, only
from tests.support.prefect_service import free_port

GOOD = "whsec_" + base64.b64encode(b"planted-secret-of-32-bytes-12345").decode()
SHORT = "whsec_" + base64.b64encode(b"planted").decode()


@pytest.fixture
def secrets(tmp_path):
    def look(text, mode=0o600):
        file = tmp_path / "secrets"
        file.write_text(text)
        file.chmod(mode)
        return only(webhook.secrets(installation({SECRETS_VARIABLE: str(file)})))

    return look


def test_good_secrets_are_well(secrets):
    assert secrets(f"{GOOD}\n").status == "ok"
    assert "2 valid" in secrets(f"# new first\n{GOOD}\n\n{GOOD}\n").detail


def test_secrets_of_a_receiver_that_runs_elsewhere_are_its_own(tmp_path):
    here = {"WEARABLE_COACH_HOME": str(tmp_path)}
    assert "no webhook is taken" in only(webhook.secrets(installation(here))).detail
    apart = here | {RECEIVER_VARIABLE: "http://receiver:4201"}
    found = only(webhook.secrets(installation(apart)))
    assert (found.status, found.remedy) == ("skip", "")
    assert "http://receiver:4201" in found.detail


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds none"),
        ("planted\n", "line 1 {} does not begin with whsec_"),
        (f"{GOOD}\nwhsec_planted!\n", "line 2 {} is no base64"),
        (f"# old\n{SHORT}\n", "line 2 {} holds 7 bytes"),
    ],
)
def test_a_bad_secret_is_red_by_its_line_and_never_shown(secrets, text, told):
    found = secrets(text)
    assert found.status == "fail"
    assert all(part in found.detail for part in told.split(" {}"))
    assert "planted" not in f"{found}"
    assert GOOD not in f"{found}"


def test_a_file_that_everybody_reads_is_red(secrets):
    found = secrets(f"{GOOD}\n", 0o644)
    assert found.status == "fail"
    assert "chmod 600" in found.remedy


def test_a_file_that_is_not_there_is_red(tmp_path):
    found = only(webhook.secrets(installation({SECRETS_VARIABLE: str(tmp_path / "none")})))
    assert found.status == "fail"
    assert "No such file" in found.detail


def test_without_secrets_there_is_no_webhook_and_nothing_red(tmp_path):
    home = {"WEARABLE_COACH_HOME": str(tmp_path)}
    assert only(webhook.secrets(installation(home))).status == "skip"


def test_the_secrets_that_up_made_need_not_be_named(tmp_path):
    file = tmp_path / webhook.SECRETS_OF_UP
    file.parent.mkdir()
    file.write_text("planted")
    found = only(webhook.secrets(installation({"WEARABLE_COACH_HOME": str(tmp_path)})))
    assert found.status == "fail"


@pytest.mark.parametrize(
    ("health", "status"),
    [
        ({"status": "ok", "prefect": True, "kept": 0}, "ok"),
        ({"status": "degraded", "prefect": True, "kept": 3}, "warn"),
        ({"status": "degraded", "prefect": False, "kept": 1}, "warn"),
        ({"status": "degraded", "prefect": True, "kept": None}, "fail"),
        ({"status": "failing", "prefect": True, "kept": 0, "writable": False}, "fail"),
        ({"status": "ok", "prefect": True, "kept": 0, "writable": True}, "ok"),
        ({"status": "up"}, "fail"),
    ],
)
def test_what_the_receiver_says_of_itself_is_told(health, status):
    with answering({"/healthz": (200, health)}) as url:
        assert only(webhook.receiver(installation({RECEIVER_VARIABLE: url}))).status == status


def test_another_program_at_that_address_is_no_receiver():
    with answering({"/healthz": (404, b"<html>")}) as url:
        found = only(webhook.receiver(installation({RECEIVER_VARIABLE: url})))
    assert found.status == "fail"
    assert "HTTP 404" in found.detail


def test_a_receiver_that_is_asked_for_and_silent_is_red():
    silent = {RECEIVER_VARIABLE: f"http://127.0.0.1:{free_port()}"}
    assert only(webhook.receiver(installation(silent))).status == "fail"
