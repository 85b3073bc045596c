"""The audit of dependencies with the real pip-audit, against a service that this test is."""

import importlib.util
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.support.answering import listening

SCRIPT = Path(__file__).parents[3] / ".ci" / "audit.py"
WEAK = {
    "id": "PYSEC-0000-1",
    "summary": "A fault that was never there",
    "affected": [
        {
            "package": {"name": "idna", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3.7"}]}],
        }
    ],
}


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("audit", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def osv(status, weak=()):
    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found = {"vulns": [WEAK]} if asked["package"]["name"] in weak else {}
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(found).encode())

        def log_message(self, *_):
            pass

    with listening(Answer) as port:
        yield f"http://127.0.0.1:{port}/v1/query"


def audit(folder, url):
    pinned = folder / "requirements.txt"
    pinned.write_text("idna==3.6\ncertifi==2024.2.2 ; python_version >= '3'\n")
    return subprocess.run(
        [sys.executable, SCRIPT, pinned, "--service", "osv", "--osv-url", url],
        env={**os.environ, "NO_PROXY": "127.0.0.1", "XDG_CACHE_HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_known_vulnerability_fails_and_is_named_with_its_remedy(tmp_path):
    with osv(200, weak={"idna"}) as url:
        done = audit(tmp_path, url)
    assert done.returncode == 1, done.stderr
    assert "vulnerable: idna 3.6: PYSEC-0000-1, fixed in 3.7" in done.stdout
    assert "dependencies audited: 2, vulnerabilities: 1" in done.stdout


def test_without_one_it_says_how_much_was_audited(tmp_path):
    with osv(200) as url:
        done = audit(tmp_path, url)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "dependencies audited: 2, vulnerabilities: 0\n"


def test_a_service_that_does_not_answer_is_told_aloud(tmp_path):
    with osv(503) as url:
        failing = audit(tmp_path, url)
    gone = audit(tmp_path, "http://127.0.0.1:1/v1/query")
    for done in (failing, gone):
        assert done.returncode == 0
        assert done.stdout.startswith("!!! dependencies NOT AUDITED")


def test_a_service_that_knows_no_package_has_audited_none(script, capsys):
    nothing = {"dependencies": [{"name": "idna", "skip_reason": "not found"}], "fixes": []}
    assert script.tell(script.read_report(json.dumps(nothing))) == 0
    assert "NOT AUDITED: no vulnerability service reachable" in capsys.readouterr().out


def test_a_package_that_the_service_does_not_know_is_named(script, capsys):
    some = {
        "dependencies": [
            {"name": "idna", "version": "3.7", "vulns": []},
            {"name": "torch", "skip_reason": "not found"},
        ]
    }
    assert script.tell(script.read_report(json.dumps(some))) == 0
    assert "NOT AUDITED, unknown to the service: torch" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "Traceback", "[]", "{}", '{"dependencies": []}'])
def test_what_is_no_report_is_no_pass(script, text):
    assert script.read_report(text) is None


def test_what_people_accepted_is_read_by_id(script, tmp_path):
    file = tmp_path / "accepted"
    assert script.accepted_ids(file) == []
    file.write_text("# ID, why, until when\nPYSEC-1 no fix yet, until 2027-01\n\nGHSA-2 unused\n")
    assert script.accepted_ids(file) == ["PYSEC-1", "GHSA-2"]
