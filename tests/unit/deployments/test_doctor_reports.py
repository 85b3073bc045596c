"""What the doctor says of the reports that the UI links to."""

import os
import subprocess
import sys
from pathlib import Path

from deployments.doctor.checks import reports
from deployments.names import REPORTS_INSIDE_VARIABLE, REPORTS_VARIABLE
from deployments.reports.service import create_app
from tests.support.answering import answering
from tests.support.http_face import http_face
from tests.support.installations import installation, only
from tests.support.prefect_service import free_port
from tests.support.running_up import until
from wearable_coach.store import LocalStore

ROOT = Path(__file__).parents[3]
WELL = {"/healthz": (200, {"status": "ok", "service": "reports"})}


def look(**environment):
    return only(reports.reports(installation(environment)))


def test_reports_that_are_started_as_the_doctor_says_are_well(tmp_path):
    port = free_port()
    named = {REPORTS_VARIABLE: f"http://127.0.0.1:{port}"}
    start = "python -m deployments.reports"
    assert start in look().remedy
    assert start in look(**named).remedy
    with answering(WELL | {"/": (200, {})}, port=port):
        assert look(**named).remedy == "close what stands there, and start deployments.reports"
    told = {"WEARABLE_COACH_HOME": str(tmp_path), "PREFECT_API_AUTH_STRING": "admin:word"}
    process = subprocess.Popen(
        [sys.executable, *start.split()[1:], "--port", str(port)], cwd=ROOT, env=os.environ | told
    )
    try:
        until(lambda: look(**named).status == "ok", 120)
    finally:
        process.terminate()
        process.wait(30)


def test_reports_that_answer_are_well(tmp_path):
    app = create_app(LocalStore(tmp_path), auth="admin:word", hosts=["127.0.0.1"])
    with http_face(app) as port:
        found = look(**{REPORTS_VARIABLE: f"http://127.0.0.1:{port}"})
    assert (found.status, f"127.0.0.1:{port}" in found.detail) == ("ok", True)


def test_they_are_asked_inside_and_shown_by_the_address_that_people_open(tmp_path):
    app = create_app(LocalStore(tmp_path), auth="admin:word", hosts=["127.0.0.1"])
    with http_face(app) as port:
        inside = f"http://127.0.0.1:{port}"
        found = look(
            **{REPORTS_VARIABLE: "https://reports.example", REPORTS_INSIDE_VARIABLE: inside}
        )
    assert (found.status, "https://reports.example" in found.detail) == ("ok", True)


def test_without_an_address_there_is_nothing_to_look_at():
    assert look().status == "skip"


def test_silence_and_other_programs_are_red():
    silent = look(**{REPORTS_VARIABLE: f"http://127.0.0.1:{free_port()}"})
    assert (silent.status, "ConnectError" in silent.detail) == ("fail", True)
    with answering({"/healthz": (200, {"status": "ok"})}) as other:
        found = look(**{REPORTS_VARIABLE: other})
    assert (found.status, "another program" in found.detail) == ("fail", True)


def test_pages_that_a_stranger_sees_are_red():
    with answering(WELL | {"/": (200, {})}) as opened:
        found = look(**{REPORTS_VARIABLE: opened})
    assert (found.status, "not signed in" in found.detail) == ("fail", True)
