"""Secrets are planted wherever an installation has some; then all that it leaves is searched for them."""

import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from backends.blob.account import Account, open_blob_store
from tests.support.azurite import running_azurite
from tests.support.chat_replies import Fault, hashed
from tests.support.chat_server import ChatServer
from tests.support.local_azure import LocalAzure
from tests.support.planted import Planted, Search, forms
from tests.support.prefect_service import (
    free_port,
    prefect_client,
    prefect_environment,
    prefect_server,
)

pytestmark = [pytest.mark.e2e, pytest.mark.slow("services")]

PLANTED = Planted()
ECHO = json.dumps({"error": {"message": f"no: Authorization: Bearer {PLANTED.api_key}"}}).encode()
LISTS = ("logs", "artifacts", "flow_runs", "task_runs", "block_documents")


def planted_environment(folder: Path) -> dict[str, str]:
    """Secrets in the environment, and in a file that it names."""
    secrets, notify = folder / "webhook-secrets", folder / "notify-url"
    secrets.write_text(f"{PLANTED.webhook}\n")
    notify.write_text(f"http://127.0.0.1:9/{PLANTED.notification}\n")
    return {
        "AZURE_STORAGE_KEY": PLANTED.wrong_key,
        "AZURE_STORAGE_SAS_TOKEN": PLANTED.sas,
        "AZURE_CLIENT_SECRET": PLANTED.client_secret,
        "WEARABLE_COACH_WEBHOOK_SECRETS": str(secrets),
        "WEARABLE_COACH_NOTIFY_URL_FILE": str(notify),
        "COACH_API_KEY": PLANTED.api_key,
    }


def ran(search: Search, *command: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command, and look at all that it says."""
    done = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, check=False, env=env
    )
    for stream in ("stdout", "stderr"):
        search.look(f"{stream} of {' '.join(command[:2])}", getattr(done, stream))
    return done


def ended(search: Search, kind: str, folder: Path, env: dict[str, str]) -> dict[str, list[str]]:
    """Run flows in a process of their own; return how each ended."""
    done = ran(search, "tests.support.planted_runs", kind, str(folder), env=env)
    assert done.returncode == 0, done.stderr[-3000:]
    text = (folder / f"{kind}.json").read_text()
    search.look(f"the messages of {kind}", text)
    found: dict[str, list[str]] = json.loads(text)
    return found


def api(search: Search, url: str) -> dict[str, int]:
    """Look at everything that the API tells; return how much there was of each kind."""
    with prefect_client(url, auth=PLANTED.auth) as client:
        found = {kind: list(listed(client, kind)) for kind in LISTS}
        found["flow_run_states"] = [
            client.get("/flow_run_states/", params={"flow_run_id": run["id"]}).json()
            for run in found["flow_runs"]
        ]
        found["events"] = list(events(client))
    for kind, content in found.items():
        search.look(f"the API's {kind}", json.dumps(content, ensure_ascii=False))
    return {kind: len(content) for kind, content in found.items()}


def listed(client: httpx.Client, kind: str) -> Iterator[dict[str, Any]]:
    """Everything of a kind, page by page."""
    offset = 0
    while page := client.post(f"/{kind}/filter", json={"offset": offset}).json():
        yield from page
        offset += len(page)


def events(client: httpx.Client) -> Iterator[dict[str, Any]]:
    page = client.post("/events/filter", json={"limit": 50}).json()
    while page["events"]:
        yield from page["events"]
        if not page.get("next_page"):
            break
        page = client.get(page["next_page"]).json()


@contextmanager
def chat_servers() -> Iterator[dict[str, str]]:
    """A server that answers, and such that refuse and repeat the key that they were given."""
    with ExitStack() as stack:
        answers = stack.enter_context(ChatServer(answer=hashed, key=PLANTED.api_key))
        found = {"CHAT": answers.url}
        for status in (400, 401, 500):
            server = stack.enter_context(ChatServer(answer=hashed))
            server.faults.append(Fault(status=status, body=ECHO, always=True))
            found[f"CHAT_{status}"] = server.url
        yield found


def test_no_planted_secret_is_found_in_anything_that_is_left(tmp_path):
    search = Search(PLANTED)
    service, folder = tmp_path / "prefect", tmp_path / "work"
    folder.mkdir()
    with prefect_server(service, auth=PLANTED.auth) as url:
        env = prefect_environment(tmp_path / "client", url=url, auth=PLANTED.auth)
        env |= planted_environment(tmp_path) | {
            "DEAD": str(free_port()),
            "PREFECT_LOGGING_LEVEL": "DEBUG",
        }
        with running_azurite("coach", PLANTED.store_key) as connection_string:
            found = ended(search, "stores", folder, env | {"AZURITE": connection_string})
            assert found.pop("good")[0] == "COMPLETED", found
            assert {name: how for name, (how, _) in found.items()} == dict.fromkeys(found, "FAILED")
            assert all("\n" not in message for _, message in found.values()), found
            blobs = open_blob_store("azure://planted", Account(connection_string=connection_string))
            for key in blobs.keys(""):
                search.look(f"blob {key}", key.encode() + blobs.read(key).data)
            commands(search, env, connection_string)
            operated(search, env, folder)
        with chat_servers() as servers:
            found = ended(search, "endpoints", folder, env | servers)
        assert found["answers"][0] == "COMPLETED", found
        assert "refuses it with 401" in found["key-refused"][1], "it was asked, with the key"
        assert "refuses the settings with 400" in found["filters"][1], "it was asked, with the key"
        with LocalAzure() as azure:
            found = ended(
                search,
                "azure",
                folder,
                env | azure.environment | {"AZURE_CLIENT_SECRET": PLANTED.client_secret},
            )
        assert found["block:refused"][0] == found["azure"][0] == "FAILED", found
        counts = api(search, url)
    assert all(counts.values()), f"there was something to search: {counts}"
    search.look_at_folder(service)
    search.look_at_folder(folder)
    assert search.bytes > 1_000_000
    assert not search.found, "\n".join(search.found)


def operated(search: Search, env: dict[str, str], folder: Path) -> None:
    """What an operator runs: automations that tell, and the doctor, who looks at every secret."""
    assert ran(search, "deployments.register_blocks", env=env).returncode == 0
    store = ("--only=store", "--only=contents", "--only=credentials")
    for where, only in (("block:good", ()), ("block:wrong-key", store), (str(folder / "store"), store)):  # fmt: skip
        done = ran(search, "wearable_coach", "doctor", "--json", "--store", where, *only, env=env)
        assert done.stdout.count("\n") > (2 if only else 10), done.stdout + done.stderr
        assert done.returncode in {0, 1}, done.stderr
    backup = ("store", "block:wrong-key", str(folder / "copy"))
    assert ran(search, "deployments.backup", *backup, env=env).returncode == 2
    pruned = ran(search, "wearable_coach", "prune", "--store", "block:wrong-sas", env=env)
    assert pruned.returncode == 2


def commands(search: Search, env: dict[str, str], connection_string: str) -> None:
    """The command line with secrets that do not work, where one line is told on standard error."""
    there = connection_string.partition("BlobEndpoint=")[2].rstrip(";")
    base = {"AZURE_STORAGE_ACCOUNT": "coach", "AZURE_STORAGE_BLOB_ENDPOINT": there}
    wrong = connection_string.replace(PLANTED.store_key, PLANTED.wrong_key)
    sas_url = f"{there}/planted?{PLANTED.sas}"
    for place, changes in (
        ("azure://planted", base),
        ("azure://planted", {"AZURE_STORAGE_CONNECTION_STRING": wrong}),
        ("azure://planted", {"AZURE_STORAGE_CONNECTION_STRING": PLANTED.no_key}),
        ("azure://planted", base | {"AZURE_STORAGE_KEY": PLANTED.no_key}),
        (f"azure://planted?{PLANTED.sas}", base),
        (sas_url, base),
        (wrong, base),
    ):
        done = ran(
            search, "wearable_coach", "refresh", "--direct", "--rows", "60", "--store", place,
            env=env | changes,
        )  # fmt: skip
        assert done.returncode == 2, done.stderr
        assert done.stderr.count("\n") == 1, done.stderr


def test_a_leak_would_be_found():
    search = Search(PLANTED)
    basic = f"Basic {b64encode(PLANTED.auth.encode()).decode()}"
    for leak in (
        f"key {PLANTED.api_key}",
        f"?{PLANTED.sas}",
        basic,
        json.dumps({"x": PLANTED.store_key}),
        quote(PLANTED.no_key),
    ):
        search.look("somewhere", leak)
    assert len(search.found) == 5
    search.look("somewhere", "nothing of the kind")
    assert len(search.found) == 5
    assert all(len(form) > 10 for secret in PLANTED.bare().values() for form in forms(secret))
