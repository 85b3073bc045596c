"""`--prefect` on any machine: a run that Prefect keeps, with a server of its own, or one line that says why not."""

import fcntl
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from deployments.doctor.up_here import LOCK
from tests.support.prefect_service import free_port, prefect_client, prefect_server
from tests.support.process_words import words_of
from wearable_coach.store import LocalStore
from wearable_coach.store.naming import store_slug

pytestmark = [pytest.mark.e2e, pytest.mark.slow("services")]
WAITS = "waiting for Prefect's own server"
PLAIN = ["refresh", "--rows", "60", "--seed", "7"]
SMALL = [*PLAIN, "--prefect"]


def command(folder, *args):
    return [sys.executable, "-m", "wearable_coach", *args, "--out", str(folder / "store")]


def environment(folder, **settings):
    """The environment of a person who has Prefect in this folder and set nothing but `settings`."""
    mine = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    mine |= {"PREFECT_HOME": str(folder / "prefect"), "DO_NOT_TRACK": "1"}
    return mine | {"WEARABLE_COACH_HOME": str(folder / "home")} | settings


def run(folder, *args, **settings):
    return subprocess.run(
        command(folder, *args), capture_output=True, text=True, check=False, timeout=400,
        env=environment(folder, **settings),
    )  # fmt: skip


def profile(folder, text):
    (folder / "prefect").mkdir()
    (folder / "prefect" / "profiles.toml").write_text(text)


def mine(**settings):
    lines = "".join(f'{name} = "{value}"\n' for name, value in settings.items())
    return f'active = "mine"\n[profiles.mine]\n{lines}'


def damaged(folder):
    (folder / "prefect").mkdir()
    (folder / "prefect" / "prefect.db").write_bytes(b"no database\n" * 500)


def of_a_newer_prefect(folder):
    (folder / "prefect").mkdir()
    with sqlite3.connect(folder / "prefect" / "prefect.db") as database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        database.execute("INSERT INTO alembic_version VALUES ('ffffffffffff')")
    database.close()


def of_a_slow_machine(folder):
    setting = {"PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": 1}
    profile(folder, mine(PREFECT_SERVER_ALLOW_EPHEMERAL_MODE="true", **setting))


def of_a_server_that_is_not_there(folder):
    profile(folder, mine(PREFECT_API_URL=f"http://127.0.0.1:{free_port()}/api"))


def of_no_server_at_all(folder):
    profile(folder, mine(PREFECT_SERVER_ALLOW_EPHEMERAL_MODE="false"))


def of_a_broken_profile(folder):
    profile(folder, "active = [")


def one_line(done):
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    (line,) = (told for told in done.stderr.splitlines() if WAITS not in told)
    assert "--direct" in line, "the way without Prefect is told"
    return line


@pytest.mark.parametrize(
    ("words", "state", "told"),
    [
        (SMALL, damaged, ["prefect.db is damaged", "move it away"]),
        (SMALL, of_a_newer_prefect, ["prefect.db was made by a newer Prefect", "PREFECT_HOME"]),
        (
            SMALL,
            of_a_slow_machine,
            ["within 1 s", "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"],
        ),
        (PLAIN, of_a_server_that_is_not_there, ["PREFECT_API_URL: nothing answers", "config view"]),
        (
            SMALL,
            of_no_server_at_all,
            ["PREFECT_API_URL: not set", "PREFECT_SERVER_EPHEMERAL_ENABLED"],
        ),
        (PLAIN, of_a_broken_profile, ["its settings cannot be read", "profile"]),
    ],
)
def test_a_prefect_that_cannot_be_used_is_one_line_and_exit_2(tmp_path, words, state, told):
    state(tmp_path)
    line = one_line(run(tmp_path, *words))
    assert all(part in line for part in told), line
    assert not (tmp_path / "store" / "datasets").exists()


def test_a_run_is_there_for_a_later_server_with_its_tasks_artifacts_and_log(tmp_path):
    damaged(tmp_path)
    (tmp_path / "prefect" / "prefect.db").rename(tmp_path / "moved-away")  # as its line says
    done = run(tmp_path, *SMALL)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "View at" not in done.stderr, "its page ends with the command"
    direct = run(tmp_path, *PLAIN, "--direct")
    assert "nothing rewritten" in direct.stderr, "the same bytes with Prefect and without"
    with prefect_server(tmp_path / "prefect") as url, prefect_client(url) as api:
        (flow_run,) = api.post("/flow_runs/filter", json={}).json()
        assert (flow_run["state_type"], flow_run["tags"]) == ("COMPLETED", [])
        tasks = api.post("/task_runs/filter", json={}).json()
        assert {task["state_type"] for task in tasks} == {"COMPLETED"}
        names = {task["name"].rpartition("-")[0] or task["name"] for task in tasks}
        assert {"publish-version", "mark-latest", "coaching 1"} <= names
        assert {task["flow_run_id"] for task in tasks} == {flow_run["id"]}
        artifacts = {found["key"] for found in api.post("/artifacts/filter", json={}).json()}
        slug = store_slug(LocalStore(tmp_path / "store"))
        kinds = ("dataset-card", "dataset-counts", "gate")
        assert artifacts == {f"{kind}-{slug}" for kind in kinds}, "no page is served, so no link"
        logs = [line["message"] for line in api.post("/logs/filter", json={}).json()]
        assert any("lies in" in line for line in logs)
        types = api.post("/block_types/filter", json={}).json()
        assert len(types) > 10, "a server that stays registers Prefect's own blocks"


def test_a_server_that_refuses_the_credentials_is_told_and_the_remedy_helps(tmp_path):
    with prefect_server(tmp_path / "prefect", auth="user:planted") as url:
        there = {"PREFECT_API_URL": url}
        for wrong in ({}, {"PREFECT_API_AUTH_STRING": "user:wrong"}):
            line = one_line(run(tmp_path, *PLAIN, **there, **wrong))
            assert "PREFECT_API_AUTH_STRING" in line
            assert "wrong" not in line
        right = {"PREFECT_API_AUTH_STRING": "user:planted"}
        block = [sys.executable, "-m", "wearable_coach", "jobs", "--store", "block:none"]
        done = subprocess.run(
            block, capture_output=True, text=True, check=False,
            env=environment(tmp_path, **there, **right),
        )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "there is no Dataset store block named 'none'" in done.stderr


def test_an_up_that_still_starts_is_told_and_once_it_answers_it_has_the_run(tmp_path):
    port, auth = free_port(), tmp_path / "auth"
    auth.write_text("user:planted")
    told = {"api": f"http://127.0.0.1:{port}/api", "prefect_auth": str(auth)}
    told |= {"webhook": "http://127.0.0.1:9/", "webhook_secrets": "/none"}
    lock = tmp_path / "store" / LOCK
    lock.parent.mkdir(parents=True)
    lock.write_text(json.dumps(told))
    with lock.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        line = one_line(run(tmp_path, *PLAIN))
        assert "wait until `wearable-coach up` says where the UI is" in line
        with prefect_server(tmp_path / "server", auth="user:planted", port=port) as url:
            done = run(tmp_path, *PLAIN)
            assert done.returncode == 0, done.stderr
            with prefect_client(url, auth="user:planted") as api:
                (flow_run,) = api.post("/flow_runs/filter", json={}).json()
    assert flow_run["state_type"] == "COMPLETED"


@pytest.mark.slow("kills")
def test_a_killed_command_leaves_no_server_behind(tmp_path):
    with Path(os.devnull).open("w") as nowhere:
        started = subprocess.Popen(
            command(tmp_path, *SMALL), stdout=nowhere, stderr=nowhere, env=environment(tmp_path)
        )
        until = time.monotonic() + 60
        children = []
        while not children:
            children = [
                child
                for child in psutil.Process(started.pid).children()
                if any("own_server_process" in word for word in words_of(child))
            ]
            assert time.monotonic() < until
            time.sleep(0.1)
        started.send_signal(signal.SIGKILL)
        started.wait()
    _, alive = psutil.wait_procs(children, timeout=60)
    assert not alive
