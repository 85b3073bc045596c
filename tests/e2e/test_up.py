"""The whole system on one machine, as a person brings it up and down."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.support.prefect_service import free_port
from tests.support.process_words import words_of
from tests.support.running_up import running_up, until

pytestmark = [pytest.mark.e2e, pytest.mark.slow("services")]

DEPLOYMENTS = {"nightly-refresh", "refresh", "retrain", "watch-finetuning", "evaluate", "pipeline"}


def again(up, *options):
    command = [sys.executable, "-m", "wearable_coach", "up", "--out", str(up.home), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def closed(up):
    """Whoever does not sign in is told nothing, and neither lists of processes nor logs hold the secret."""
    file = Path(up.addresses["prefect_auth"])
    secret = file.read_text().strip()
    assert file.stat().st_mode & 0o077 == 0
    for path in ("/block_documents/filter", "/deployments/filter", "/flow_runs/filter"):
        stranger = httpx.post(f"{up.addresses['api']}{path}", json={}, trust_env=False)
        assert stranger.status_code == 401
    password = secret.partition(":")[2]
    words = [word for process in up.processes() for word in words_of(process)]
    assert not [word for word in words if password in word]
    for folder in (up.home / "up", up.home / "prefect"):
        assert folder.stat().st_mode & 0o077 == 0
        files = [path for path in folder.rglob("*") if path.is_file() and path != file]
        assert not [path for path in files if password.encode() in path.read_bytes()]
    done = subprocess.run(
        [sys.executable, "-m", "wearable_coach", "doctor", "--json", "--out", str(up.home)]
        + [f"--only={name}" for name in ("server", "workers", "privacy")],
        capture_output=True, text=True, timeout=120, check=False,
        env={k: v for k, v in os.environ.items() if not k.startswith(("PREFECT", "WEARABLE"))},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert password not in done.stdout + done.stderr + up.said.read_text()


def recorded(up):
    """A command beside it is a run of it, with no word of where it is or of what signs in to it."""
    words = ["refresh", "--rows", "60", "--seed", "7", "--out", str(up.home)]
    own = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT", "WEARABLE"))}
    done = subprocess.run(
        [sys.executable, "-m", "wearable_coach", *words], capture_output=True, text=True, check=False,
        env=own | {"PREFECT_HOME": str(up.home.parent / "of-the-user")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "without Prefect" not in done.stderr
    (run,) = up.post("/flow_runs/filter", flow_runs={"deployment_id": {"is_null_": True}})
    assert run["state_type"] == "COMPLETED"


def gone(up):
    return not up.processes()


def test_one_command_brings_all_of_it_up_and_ctrl_c_all_of_it_down(tmp_path):
    with running_up(tmp_path / "home") as up:
        names = {d["name"] for d in up.post("/deployments/filter")}
        assert names == DEPLOYMENTS
        (worker,) = up.post("/work_pools/wearable-coach/workers/filter")
        assert worker["status"] == "ONLINE"
        nightly = up.api.get("/deployments/name/refresh-dataset/nightly-refresh").json()
        scheduled = {
            "deployment_id": {"any_": [nightly["id"]]},
            "state": {"type": {"any_": ["SCHEDULED"]}},
        }
        runs = until(lambda: up.post("/flow_runs/filter", flow_runs=scheduled), 60)
        assert {run["expected_start_time"][11:16] for run in runs} == {"17:00"}, "02:00 in Seoul"
        secret = up.home / "up" / "webhook-secrets"
        assert secret.read_text().startswith("whsec_")
        assert secret.stat().st_mode & 0o077 == 0
        assert httpx.get(
            up.addresses["webhook"].replace("/webhooks/retrain", "/healthz"), trust_env=False
        ).is_success

        closed(up)
        recorded(up)
        second = again(up)
        assert second.returncode == 0, second.stderr
        assert "already up" in second.stderr
        assert up.addresses["ui"] in second.stdout

        other = subprocess.run(
            [*up.command[:4], "--out", str(tmp_path / "other"), *up.command[6:]],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert other.returncode == 2
        assert "--port" in other.stderr

        (killed,) = up.named("worker")
        killed.kill()
        until(lambda: [p for p in up.named("worker") if p.pid != killed.pid], 60)

        assert up.stop(signal.SIGINT) == 0
        assert gone(up)
    said = up.said.read_text()
    assert "worker ended (signal SIGKILL)" in said
    assert "worker is started again" in said
    assert secret.read_text().strip() not in said


def test_what_a_killed_supervisor_left_behind_is_ended_by_the_next(tmp_path):
    with running_up(tmp_path / "home") as up:
        left = {p.pid for p in up.processes()}
        up.stop(signal.SIGKILL)
        assert {p.pid for p in up.processes()} == left
        up.start()
        assert not left & {p.pid for p in up.processes()}
        assert len(up.post("/deployments/filter")) == len(DEPLOYMENTS)
    assert "had left behind" in up.said.read_text()
    assert gone(up)


@pytest.mark.parametrize(
    ("option", "text", "named"),
    [
        ("--notify-url-file", "chat.example", "notify-url-file"),
        ("--webhook-secrets", "whsec_c2hvcnQ=", "line 1"),
        ("--prefect-auth", "planted-password", "USER:PASSWORD"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_before_anything_starts(tmp_path, option, text, named):
    file = tmp_path / "given"
    file.write_text(text)
    command = [sys.executable, "-m", "wearable_coach", "up", "--out", str(tmp_path / "home")]
    options = ("--port", "--receiver-port", "--reports-port")
    ports = [part for name in options for part in (name, str(free_port()))] + [option, str(file)]
    refused = subprocess.run(
        [*command, *ports], capture_output=True, text=True, timeout=60, check=False
    )
    assert refused.returncode == 2, refused.stderr
    assert named in refused.stderr
    assert text not in refused.stderr
    assert not (tmp_path / "home" / "up" / "server.log").exists()
