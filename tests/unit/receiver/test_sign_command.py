import os
import subprocess
import sys
from pathlib import Path

import pytest

from deployments.receiver.signatures import new_secret, read_secrets

ROOT = Path(__file__).parents[3]
BODY = '{"type": "retrain.requested", "data": {"reason": "새 데이터"}}'


def sign(*arguments, cwd, **environment):
    known = {k: v for k, v in os.environ.items() if not k.startswith("WEARABLE_COACH_")}
    return subprocess.run(
        [sys.executable, "-m", "wearable_coach", "sign", *arguments],
        capture_output=True, text=True, cwd=cwd, check=False,
        env={**known, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip


def headers_of(done):
    assert done.returncode == 0, done.stderr
    return dict(line.split(": ", 1) for line in done.stdout.splitlines())


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "home" / "up" / "webhook-secrets"
    file.parent.mkdir(parents=True)
    file.write_text(new_secret())
    return file


def test_what_the_command_signs_the_receiver_opens(tmp_path, file):
    headers = headers_of(sign(BODY, "--secrets", str(file), "--id", "msg_1", cwd=tmp_path))
    assert headers["webhook-id"] == "msg_1"
    assert headers["Content-Type"] == "application/json"
    assert read_secrets(file).opened_by(headers, BODY.encode())


def test_the_secrets_are_found_where_the_installation_has_them(tmp_path, file):
    (tmp_path / "body.json").write_text(BODY, encoding="utf-8")
    for place in ("WEARABLE_COACH_HOME", "WEARABLE_COACH_WEBHOOK_SECRETS"):
        named = file if "SECRETS" in place else file.parents[1]
        headers = headers_of(sign("@body.json", cwd=tmp_path, **{place: str(named)}))
        assert read_secrets(file).opened_by(headers, BODY.encode())


@pytest.mark.parametrize(
    ("arguments", "environment", "named"),
    [
        ([BODY], {}, "webhook secrets: cannot read .wearable-coach/up/webhook-secrets"),
        (["@none.json", "--secrets", "home/up/webhook-secrets"], {}, "body: cannot read none.json"),
        ([BODY, "--secrets", "home/up/webhook-secrets", "--id", "a b"], {}, "id: need 1 to 128"),
        ([BODY], {"WEARABLE_COACH_WEBHOOK_SECRETS": "block:x"}, "give --secrets FILE"),
    ],
)
def test_what_cannot_be_signed_is_one_line(tmp_path, file, arguments, environment, named):
    assert file.exists()
    done = sign(*arguments, cwd=tmp_path, **environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert named in done.stderr
    assert done.stderr.count("\n") == 1


def test_signing_needs_no_prefect(file):
    program = f"import sys; sys.argv = ['x', 'sign', '{{}}', '--secrets', {str(file)!r}]; from wearable_coach.cli.app import app; app(standalone_mode=False); sys.exit('prefect' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
