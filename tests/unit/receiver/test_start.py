import os
import subprocess
import sys
from pathlib import Path

import pytest

from deployments.receiver.signatures import new_secret

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("lines", "settings", "named"),
    [
        (None, {}, "WEARABLE_COACH_WEBHOOK_SECRETS is not set"),
        ([new_secret(), "whsec_c2hvcnQ="], {}, "line 2 of"),
        ([new_secret()], {"PREFECT_API_URL": ""}, "PREFECT_API_URL is not set"),
        ([new_secret()], {"WEARABLE_COACH_WEBHOOK_RATE": "often"}, "got 'often'"),
    ],
)
def test_a_receiver_that_lacks_something_does_not_start_and_says_what(
    tmp_path, lines, settings, named
):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT", "WEARABLE"))}
    environment |= {
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_API_URL": "http://127.0.0.1:9/api",
        "WEARABLE_COACH_HOME": str(tmp_path / "store"),
        "PYTHONPATH": str(ROOT),
        **settings,
    }
    if lines:
        (tmp_path / "secrets").write_text("\n".join(lines))
        environment["WEARABLE_COACH_WEBHOOK_SECRETS"] = str(tmp_path / "secrets")
    command = ["-m", "deployments.receiver", "--port", "0"]
    done = subprocess.run(
        [sys.executable, *command], cwd=tmp_path, env=environment, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("webhook: ")
    assert named in done.stderr
    assert done.stderr.count("\n") == 1
    assert "c2hvcnQ" not in done.stderr
