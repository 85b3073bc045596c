"""docs/backup.md, followed to the letter: copied while others write, restored elsewhere."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.support.old_store import (
    dataset,
    evaluation,
    job,
    problems,
    promoted,
    shelves,
    undelivered,
)
from tests.support.postgres import Postgres, programs_folder, running_postgres
from tests.support.prefect_service import prefect_client, prefect_environment, prefect_server
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.promotion.pointer import RULES, read_promoted
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import versions

pytestmark = [pytest.mark.e2e, pytest.mark.slow("services")]

ROOT = Path(__file__).parents[2]
SECRET = "the-block's-secret"  # noqa: S105 - of nothing


def commands(heading: str, kind: str) -> list[str]:
    """The command lines of a chapter of the page that hold a word, as they stand there."""
    page = (ROOT / "docs" / "backup.md").read_text(encoding="utf-8")
    chapter = page.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    blocks = re.findall(r"```console\n(.*?)```", chapter, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if kind in line]
    assert lines, f"{heading}: no command with {kind}"
    return lines


def follow(heading: str, kind: str, **settings: object) -> str:
    """Do what the page says, in the checkout's own environment; return what it prints."""
    said = ""
    for line in commands(heading, kind):
        command = line.replace("uv run python", sys.executable)
        command = command.replace("uv run wearable-coach", f"{sys.executable} -m wearable_coach")
        env = os.environ | {name: str(value) for name, value in settings.items()}
        done = subprocess.run(
            ["bash", "-euc", command],
            env=env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        said += done.stdout
    return said


def coach(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "wearable_coach", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done


@contextmanager
def written_by_another(store: LocalStore) -> Iterator[subprocess.Popen[str]]:
    """A process that writes to the store until the block ends."""
    command = [sys.executable, "-m", "tests.support.busy_store", str(store.folder)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert writer.stdout.readline().strip() == "1"
        yield writer
        assert writer.poll() is None, "it writes to the end"
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()


@pytest.fixture
def store(tmp_path):
    """A refreshed dataset, jobs, promoted models, deliveries; and what is no object beside them."""
    made = LocalStore(tmp_path / "store")
    coach("refresh", "--direct", "--rows", "60", "--seed", "7", "--out", str(made.folder))
    for days in (9, 7):
        data = dataset(made, days)
        trained = job(made, data, "Completed", days)
        promoted(made, evaluation(made, trained.name, data.version, days), days)
    job(made, dataset(made, 5), "Running", 5)
    shelves(made, 3)
    made.create("prefect/prefect.db", b"not copied")
    return made


def test_a_store_copied_while_another_process_writes_is_restored_whole(store, tmp_path):
    backup, restored = tmp_path / "backup", LocalStore(tmp_path / "elsewhere" / "store")
    before = set(store.keys(""))
    with written_by_another(store) as writer:
        for _ in range(3):  # as nightly
            follow("Back up", "backup store", STORE=store.folder, BACKUP=backup)
            assert problems(LocalStore(backup / "store")) == []
            assert undelivered(LocalStore(backup / "store")) == []
        for _ in range(2):
            writer.stdout.readline()
    shutil.move(store.folder, tmp_path / "lost")
    one = next(key for key in before if key.startswith("jobs/"))
    said = follow("Restore", "STORE", STORE=restored.folder, BACKUP=backup, FILE=one)

    assert problems(restored) == []
    assert undelivered(restored) == []
    kept = {key for key in before if not key.startswith(("prefect/", "webhooks/waiting/"))}
    assert kept <= set(restored.keys(""))
    assert len(versions(restored)) > len([key for key in before if "manifest" in key])
    assert {j.name for j in JobLedger(restored).jobs() if not j.ended}
    entries = read_promoted(restored).promoted.entries
    assert [json.loads(line)["serial"] for line in said.splitlines()[1:]] == [
        e.serial for e in entries
    ]

    again = coach(
        "refresh", "--direct", "--rows", "60", "--seed", "7", "--out", str(restored.folder)
    )
    assert "was there already" in again.stderr
    coach("rollback", "--out", str(restored.folder), "--reason", "drill")
    assert read_promoted(restored).promoted.current.model == entries[-2].model
    coach("rollback", "--to", "1", "--out", str(restored.folder))
    assert read_promoted(restored).promoted.current.model not in {RULES, entries[-1].model}
    assert problems(restored) == []


def known(client: httpx.Client) -> dict[str, list[str]]:
    """What a Prefect server knows, by id, and the secret of its block as a flow would read it."""
    found = {}
    for kind in ("flows", "deployments", "flow_runs", "work_pools", "logs", "block_documents"):
        body = {"include_secrets": True} if kind == "block_documents" else {}
        found[kind] = client.post(f"/{kind}/filter", json=body).json()
    secrets = [str(b["data"].get("value")) for b in found["block_documents"]]
    return {kind: sorted(one["id"] for one in ones) for kind, ones in found.items()} | {
        "secrets": secrets
    }


def filled(client: httpx.Client) -> None:
    """A deployment with a schedule, a block with a secret, a run that has ended, and its log."""

    def post(path, body):
        answer = client.post(path, json=body)
        assert answer.is_success, answer.text
        return answer.json()

    flow = post("/flows/", {"name": "refresh-dataset"})
    post("/work_pools/", {"name": "pool", "type": "process"})
    schedule = {"active": False, "schedule": {"cron": "0 2 * * *", "timezone": "Asia/Seoul"}}
    deployment = post(
        "/deployments/",
        {
            "name": "nightly",
            "flow_id": flow["id"],
            "schedules": [schedule],
            "work_pool_name": "pool",
        },
    )
    run = post(f"/deployments/{deployment['id']}/create_flow_run", {})
    state = {"type": "COMPLETED", "message": "published"}
    post(f"/flow_runs/{run['id']}/set_state", {"state": state, "force": True})
    log = {"name": "x", "level": 20, "message": "published", "timestamp": "2026-01-01T00:00:00Z"}
    post("/logs/", [log | {"flow_run_id": run["id"]}])
    kind = client.get("/block_types/slug/secret").json()
    schemas = {"block_schemas": {"block_type_id": {"any_": [kind["id"]]}}}
    schema = post("/block_schemas/filter", schemas)[0]
    document = {"name": "kept", "data": {"value": SECRET}, "block_schema_id": schema["id"]}
    post("/block_documents/", document | {"block_type_id": kind["id"]})


@contextmanager
def runs_come_in(url: str) -> Iterator[None]:
    """Another process makes runs until the block ends, so that the database is written to."""
    script = """
import httpx, sys
with httpx.Client(base_url=sys.argv[1], trust_env=False, timeout=30) as client:
    (deployment,) = client.post("/deployments/filter", json={}).json()
    while True:
        client.post(f"/deployments/{deployment['id']}/create_flow_run", json={})
        sys.stdout.write("made\\n")
        sys.stdout.flush()
"""
    maker = subprocess.Popen([sys.executable, "-c", script, url], stdout=subprocess.PIPE, text=True)
    try:
        for _ in range(3):
            assert maker.stdout.readline() == "made\n"
        yield
        assert maker.stdout.readline() == "made\n", "runs still come in"
    finally:
        maker.kill()
        maker.wait()
        maker.stdout.close()


def is_back(before: dict[str, list[str]], after: dict[str, list[str]]) -> None:
    """All that was there before the backup is there again."""
    for kind, ids in before.items():
        assert set(ids) <= set(after[kind]), kind
        assert ids, kind
    assert SECRET in after["secrets"]


def test_sqlite_copied_under_a_running_server_is_restored_to_a_new_one(tmp_path):
    backup, elsewhere = tmp_path / "backup", tmp_path / "elsewhere"
    with prefect_server(tmp_path / "prefect") as url, prefect_client(url) as client:
        filled(client)
        soon_logged(client)
        before = known(client)
        with runs_come_in(url):
            follow("Back up", "sqlite", PREFECT_HOME=tmp_path / "prefect", BACKUP=backup)
    assert (backup / "prefect.db").stat().st_mode & 0o077 == 0, "its owner's alone"
    follow("Restore", "sqlite", PREFECT_HOME=elsewhere, BACKUP=backup)
    with prefect_server(elsewhere) as url, prefect_client(url) as client:
        is_back(before, known(client))
        (deployment,) = client.post("/deployments/filter", json={}).json()
        assert deployment["schedules"][0]["schedule"]["cron"] == "0 2 * * *"
        made = client.post(f"/deployments/{deployment['id']}/create_flow_run", json={})
        assert made.is_success, "it goes on"


def soon_logged(client: httpx.Client) -> None:
    """The server writes logs down in the background."""
    until = time.monotonic() + 30
    while not client.post("/logs/filter", json={}).json():
        assert time.monotonic() < until
        time.sleep(0.2)


@contextmanager
def server_on(postgres: Postgres, folder: Path, monkeypatch) -> Iterator[httpx.Client]:
    driver = f"postgresql+asyncpg://{postgres.user}:{postgres.password}"
    address = f"{driver}@{postgres.host}:{postgres.port}/{postgres.database}"
    original = prefect_environment

    def environment(*arguments, **options):
        return original(*arguments, **options) | {"PREFECT_SERVER_DATABASE_CONNECTION_URL": address}

    with monkeypatch.context() as patch:
        patch.setattr("tests.support.prefect_service.prefect_environment", environment)
        with prefect_server(folder) as url, prefect_client(url) as client:
            yield client


def test_postgresql_dumped_under_a_running_server_is_restored_to_a_new_one(tmp_path, monkeypatch):
    path = f"{programs_folder()}{os.pathsep}{os.environ['PATH']}"
    backup = tmp_path / "backup"
    backup.mkdir()
    with (
        running_postgres() as first,
        server_on(first, tmp_path / "first", monkeypatch) as client,
    ):
        filled(client)
        soon_logged(client)
        before = known(client)
        with runs_come_in(str(client.base_url)):
            follow("Back up", "pg_dump", BACKUP=backup, PATH=path, **first.environment)
        assert not list((tmp_path / "first").glob("*.db"))
    with running_postgres() as second:
        follow("Restore", "pg_restore", BACKUP=backup, PATH=path, **second.environment)
        with server_on(second, tmp_path / "second", monkeypatch) as client:
            is_back(before, known(client))
            (deployment,) = client.post("/deployments/filter", json={}).json()
            made = client.post(f"/deployments/{deployment['id']}/create_flow_run", json={})
            assert made.is_success


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("sqlite", "nowhere.db", "copy.db"), "there is no nowhere.db"),
        (("store", "azure://", "copy"), "need azure://CONTAINER"),
        (("sqlite", __file__, "copy.db"), "cannot copy"),
    ],
)
def test_what_cannot_be_copied_is_one_line_and_exit_2(tmp_path, arguments, told):
    done = subprocess.run(
        [sys.executable, "-m", "deployments.backup", *arguments],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_database_in_use_is_not_replaced(tmp_path):
    source, target = tmp_path / "a.db", tmp_path / "b.db"
    source.write_bytes(b"")
    target.with_name("b.db-wal").write_bytes(b"")
    done = subprocess.run(
        [sys.executable, "-m", "deployments.backup", "sqlite", str(source), str(target)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "stop it and move its folder away" in done.stderr
