"""deployments/compose.yaml in real containers: built, started, asked, restarted, ended."""

import json
import os
import subprocess
import time

import pytest

from deployments.make_secrets import SECRETS
from tests.support.containers import needs_engine, running_containers
from tests.support.prefect_service import prefect_client

pytestmark = [
    pytest.mark.slow("containers"),
    pytest.mark.e2e,
    pytest.mark.timeout(2400),
    pytest.mark.filterwarnings("default"),
]
RUNNING = ("postgres", "server", "worker", "receiver", "caretaker")
BODY = json.dumps({"type": "retrain.requested", "data": {"refresh": "never", "reason": "due"}})


@pytest.fixture(scope="module")
def containers(tmp_path_factory):
    needs_engine()
    with running_containers(tmp_path_factory.mktemp("containers")) as made:
        yield made


@pytest.fixture
def api(containers):
    auth = (containers.clone / "deployments" / "secrets" / "prefect_auth").read_text().strip()
    url = f"http://127.0.0.1:{containers.ports['server']}/api"
    with prefect_client(url, auth=auth) as client:
        yield client


def signed(containers, body):
    made = containers.inside("receiver", "wearable-coach", "sign", body)
    assert made.returncode == 0, made.stderr.decode()
    return made.stdout


def post(containers, headers, body):
    url = f"http://127.0.0.1:{containers.ports['receiver']}/webhooks/retrain"
    curl = ["curl", "--noproxy", "*", "-sS", "-H", "@-", "-d", body, url]
    answer = subprocess.run(curl, input=headers, capture_output=True, check=True, timeout=60)
    return json.loads(answer.stdout)


def ended(api, run, seconds=180):
    until = time.monotonic() + seconds
    while True:
        found = api.get(f"/flow_runs/{run}").json()
        if found["state_type"] in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}:
            return found
        assert time.monotonic() < until, found["state"]
        time.sleep(1)


def test_every_service_is_well_and_the_one_that_sets_up_has_ended(containers):
    states = containers.states()
    assert {states[name] for name in RUNNING} == {("running", "healthy")}
    assert states["setup"][0] == "exited"


def test_no_volume_is_made_that_has_no_name(containers):
    ids = containers.compose("ps", "--all", "--quiet").stdout.decode().split()
    form = "{{range .Mounts}}{{if .Name}}{{.Name}} {{end}}{{end}}"
    looked = subprocess.run(
        ["docker", "inspect", "--format", form, *ids], capture_output=True, check=True, timeout=60
    )
    names = set(looked.stdout.decode().split())
    assert names == {f"{containers.project}_{name}" for name in ("database", "store")}


@pytest.mark.parametrize("name", RUNNING)
def test_nobody_is_root_and_the_program_cannot_be_changed(containers, name):
    assert int(containers.inside(name, "id", "-u").stdout) > 0
    for place in ("/app/mine", "/usr/local/mine", "/mine"):
        assert containers.inside(name, "sh", "-c", f": > {place}").returncode, place
    status = containers.inside(name, "cat", "/proc/1/status").stdout.decode()
    rights = dict(line.split(":\t") for line in status.splitlines() if ":\t" in line)
    assert int(rights["CapEff"], 16) == int(rights["CapBnd"], 16) == 0
    assert rights["NoNewPrivs"] == "1"


def test_the_database_is_out_of_the_workers_reach(containers):
    ask = "import socket; socket.create_connection(('postgres', 5432), 3)"
    assert containers.inside("server", "python", "-c", ask).returncode == 0
    assert containers.inside("worker", "python", "-c", ask).returncode


def test_the_doctor_finds_nothing_red(containers):
    words = ("run", "--rm", "-T", "worker", "wearable-coach", "doctor", "--json")
    looked = containers.compose(*words, seconds=300)
    findings = [json.loads(line) for line in looked.stdout.splitlines() if line.startswith(b"{")]
    assert findings, looked.stderr.decode()[-2000:]
    assert looked.returncode == 0, [one for one in findings if one["status"] == "fail"]


def test_a_signed_webhook_starts_one_run_that_the_worker_takes(containers, api):
    headers = signed(containers, BODY)
    first, second = (post(containers, headers, BODY) for _ in range(2))
    assert first["state"] == "started"
    assert second["run"] == first["run"]
    assert first["run_url"].startswith("http://127.0.0.1:4200/")
    # There is no dataset, and this delivery forbids making one.
    assert "dataset: there is none" in ended(api, first["run"])["state"]["message"]
    forged = post(containers, headers, BODY.replace("never", "always"))
    assert "run" not in forged


def test_what_came_while_prefect_was_down_is_started_after_a_restart_of_all(containers, api):
    assert containers.compose("stop", "server").returncode == 0
    kept = post(containers, signed(containers, BODY), BODY)
    assert kept["state"] == "kept"
    assert containers.compose("down", "--timeout=20", seconds=300).returncode == 0
    containers.up()
    mine = {"flow_runs": {"idempotency_key": {"any_": [f"webhook:{kept['delivery']}"]}}}
    until = time.monotonic() + 120
    while not (started := api.post("/flow_runs/filter", json=mine).json()):
        assert time.monotonic() < until
        time.sleep(1)
    assert len(started) == 1
    ended(api, started[0]["id"])


def test_a_worker_killed_in_mid_run_is_started_again_and_the_run_is_marked_crashed(containers, api):
    nightly = api.get("/deployments/name/refresh-dataset/nightly-refresh").json()["id"]
    many = {"parameters": {"rows": 20_000}}
    run = api.post(f"/deployments/{nightly}/create_flow_run", json=many).json()["id"]
    until = time.monotonic() + 60
    while api.get(f"/flow_runs/{run}").json()["state_type"] != "RUNNING":
        assert time.monotonic() < until
        time.sleep(0.5)
    # The first process is an init that ends with its child; the others are the worker and the run.
    containers.inside("worker", "python", "-c", "import os; os.kill(-1, 9)")
    found = ended(api, run, seconds=240)
    assert found["state_type"] == "CRASHED"
    assert "no heartbeat" in found["state"]["message"]
    containers.up()
    assert containers.states()["worker"] == ("running", "healthy")
    assert containers.inside("worker", "wearable-coach", "history").returncode == 0


def test_a_backup_is_restored_into_empty_volumes_as_the_documentation_says(containers, api):
    made = containers.inside("worker", "wearable-coach", "refresh", "--direct", "--rows", "50")
    assert made.returncode == 0, made.stderr.decode()
    over = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}}}
    known = api.post("/flow_runs/filter", json=over | {"limit": 5}).json()
    assert known

    backup = containers.clone.parent / "backup"
    backup.mkdir()
    uid = int(containers.inside("worker", "id", "-u").stdout)
    os.chown(backup, uid, uid)
    copying = ("run", "--rm", "-T", "--no-deps", f"--volume={backup}:/backup", "worker")
    copy = (*copying, "python", "-m", "deployments.backup", "store")
    assert containers.compose(*copy, "/data", "/backup/store").returncode == 0
    dump = containers.inside("postgres", "pg_dump", "-U", "prefect", "-Fc", "prefect").stdout

    assert containers.compose("down", "--volumes", seconds=300).returncode == 0
    assert containers.compose("up", "--detach", "--wait", "postgres").returncode == 0
    words = ("pg_restore", "-U", "prefect", "--no-owner", "--exit-on-error", "--dbname=prefect")
    restored = containers.compose("exec", "-T", "postgres", *words, given=dump)
    assert restored.returncode == 0, restored.stderr.decode()
    assert containers.compose(*copy, "/backup/store", "/data").returncode == 0
    containers.up()

    for run in known:
        assert api.get(f"/flow_runs/{run['id']}").json()["name"] == run["name"]
    version = made.stdout.decode().strip().rpartition("/")[2]
    latest = containers.inside("worker", "cat", "/data/datasets/latest.json").stdout.decode()
    assert version in latest


def test_no_log_holds_a_secret(containers):
    logs = containers.compose("logs").stdout.decode()
    assert "worker" in logs
    for name in SECRETS:
        secret = (containers.clone / "deployments" / "secrets" / name).read_text().strip()
        assert not secret or secret.rpartition(":")[2] not in logs, name
