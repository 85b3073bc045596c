"""What is said of a setting, a secret or a base folder is done, and heals it."""

import os
import re
import shutil
import sqlite3
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from backends.azure.settings import VARIABLES
from backends.local.base_model import TINY_FOLDER, content_hash, open_base
from deployments.backup import copy_sqlite
from deployments.doctor.checks import credentials, lifecycle, privacy, served, webhook, workers
from deployments.entrypoint import with_secrets
from deployments.make_secrets import make_secrets
from deployments.names import SECRETS_VARIABLE
from tests.support.chat_server import ChatServer
from tests.support.commands import without_rights
from tests.support.installations import installation, only, statuses
from tests.support.published import small_dataset
from tests.support.remedy_shell import run
from wearable_coach.chat.served import Endpoint
from wearable_coach.errors import BadInput, StoreConflict, TransientError
from wearable_coach.finetuning.datasets import find_dataset
from wearable_coach.promotion.pointer import Change, promote
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.store import LocalStore, Stale
from wearable_coach.store.copying import copy_store

NOW = datetime(2026, 11, 26, tzinfo=UTC)
NAMED = {
    "AZURE_SUBSCRIPTION_ID": "s",
    "AZURE_RESOURCE_GROUP": "g",
    "AZUREML_WORKSPACE_NAME": "w",
}


@pytest.mark.parametrize(
    ("check", "wrong", "named", "right"),
    [
        (credentials.workspace, {"AZURE_RESOURCE_GROUP": "g"}, "set AZURE_SUBSCRIPTION_ID", NAMED),
        (
            credentials.workspace,
            NAMED | {"WEARABLE_COACH_AZURE_MAX_COST": "much"},
            "correct WEARABLE_COACH_AZURE_MAX_COST",
            NAMED | {"WEARABLE_COACH_AZURE_MAX_COST": "25"},
        ),
        (
            credentials.identity,
            {"AZURE_CLIENT_SECRET": "x"},
            "set AZURE_TENANT_ID, AZURE_CLIENT_ID",
            {"AZURE_CLIENT_SECRET": "x", "AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c"},
        ),
        (credentials.identity, {"AZURE_CLIENT_SECRET": "x"}, "unset AZURE_CLIENT_SECRET", {}),
        (
            credentials.storage,
            {"AZURE_STORAGE_KEY": "k"},
            "set AZURE_STORAGE_ACCOUNT",
            {"AZURE_STORAGE_KEY": "k", "AZURE_STORAGE_ACCOUNT": "a"},
        ),
        (credentials.storage, {"AZURE_STORAGE_KEY": "k"}, "unset AZURE_STORAGE_KEY", {}),
        (
            lifecycle.table,
            {VARIABLES["models"]: "/no/such/file"},
            "correct WEARABLE_COACH_AZURE_MODELS",
            {},
        ),
        (
            lifecycle.base_model,
            NAMED | {"WEARABLE_COACH_AZURE_BASE_MODEL": "no model id"},
            "correct WEARABLE_COACH_AZURE_BASE_MODEL",
            NAMED,
        ),
        (
            workers.client_metrics,
            {"PREFECT_CLIENT_METRICS_ENABLED": "true"},
            "unset PREFECT_CLIENT_METRICS_ENABLED",
            {},
        ),
    ],
)
def test_a_setting_that_the_doctor_names_is_green_once_it_is_as_he_says(check, wrong, named, right):
    early = datetime(2026, 1, 1, tzinfo=UTC)
    found = only(check(installation(wrong, now=early)))
    assert found.status == "fail"
    assert named in found.remedy
    assert "fail" not in statuses(check(installation(right, now=early))).values()


def test_a_base_model_that_retires_is_offered_again_by_a_corrected_table(tmp_path):
    table = tmp_path / "models.yaml"
    late = datetime(2040, 1, 1, tzinfo=UTC)
    found = only(lifecycle.base_model(installation(NAMED, now=late)))
    assert found.status == "fail"
    assert "or correct " in found.remedy
    name = found.detail.split(" ", 1)[0]
    row = {
        "context_tokens": 8192,
        "retires": None,
        "source": "docs",
        "as_of": str(date(2040, 1, 1)),
    }
    table.write_text(f"models:\n  {name}: {row}".replace("None", "null"))
    mended = NAMED | {"WEARABLE_COACH_AZURE_MODELS": str(table)}
    assert only(lifecycle.base_model(installation(mended, now=late))).status == "ok"


def test_an_old_table_of_models_is_fresh_once_its_rows_were_read_again(tmp_path):
    late = datetime(2029, 1, 1, tzinfo=UTC)
    old = only(lifecycle.table(installation(now=late)))
    file, variable = re.search(r"into (\S+) or a copy of it, named in (\w+)", old.remedy).groups()
    text = re.sub(r"as_of: \S+", f"as_of: {late.date()}", Path(file).read_text(encoding="utf-8"))
    (tmp_path / "models.yaml").write_text(text, encoding="utf-8")
    mended = {variable: str(tmp_path / "models.yaml")}
    assert statuses(lifecycle.table(installation(mended, now=late)))["table of models"] == "ok"


def secrets(file):
    return only(webhook.secrets(installation({SECRETS_VARIABLE: str(file)})))


def test_a_secret_is_made_by_the_command_that_says_so(tmp_path):
    none = next(iter(webhook.secrets(installation({"WEARABLE_COACH_HOME": str(tmp_path)}))))
    make, then = none.remedy.split(", then ")
    file = tmp_path / "secrets"
    run(make.replace("FILE", str(file)), tmp_path)
    assert then == f"{SECRETS_VARIABLE}=FILE"
    assert secrets(file).status == "ok"


@pytest.mark.parametrize("text", ["", "whsec_short\n", "no secret at all\n"])
def test_a_file_of_bad_secrets_is_made_anew_by_the_command_that_says_so(tmp_path, text):
    file = tmp_path / "secrets"
    file.write_text(text)
    red = secrets(file)
    assert red.status == "fail"
    run(red.remedy.split("anew: ")[1], tmp_path)
    assert secrets(file).status == "ok"


def test_secrets_that_are_open_to_others_are_closed_by_the_command_that_says_so(tmp_path):
    file = tmp_path / "secrets"
    run(f'echo "whsec_$(head -c 32 /dev/urandom | base64)" > {file}; chmod 644 {file}', tmp_path)
    red = secrets(file)
    run(red.remedy.split(", and")[0], tmp_path)
    assert secrets(file).status == "ok"


def test_what_others_can_read_is_closed_by_the_command_that_says_so(tmp_path):
    store = LocalStore(tmp_path / "a store")
    small_dataset(store)
    for folder in ("datasets", "up"):
        (store.folder / folder).mkdir(exist_ok=True)
    run(f"chmod -R go=rX '{store.folder}'", tmp_path)
    here = installation(place=store.folder)
    for check in (privacy.days, privacy.secrets):
        red = only(check(here))
        assert red.status == "fail"
        run(red.remedy, tmp_path)
        assert only(check(here)).status == "ok"
    assert find_dataset(store)


def test_the_secrets_of_containers_are_made_by_the_command_that_says_so(tmp_path):
    asked = {"PREFECT_API_AUTH_STRING_FILE": str(tmp_path / "secrets" / "prefect_auth")}
    with pytest.raises(BadInput, match=r"python -m deployments\.make_secrets makes it"):
        with_secrets(asked)
    make_secrets(tmp_path / "secrets")
    assert with_secrets(asked)["PREFECT_API_AUTH_STRING"].startswith("admin:")


def test_an_endpoint_that_nothing_listens_at_is_started(tmp_path):
    store = LocalStore(tmp_path)
    server = ChatServer()
    with server:
        url, port = server.url, server._port
    promote(store, Change("m", Endpoint(url=url, model="m"), NOW, "tanaka", PRODUCT_PROMPTS))
    red = only(served.served_model(installation(place=tmp_path)))
    assert red.detail.endswith("start it")
    with ChatServer(port=port):
        assert statuses(served.served_model(installation(place=tmp_path)))["served"] == "ok"


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json", "config.json"])
def test_a_base_that_is_damaged_opens_once_the_file_is_as_it_was(tmp_path, file):
    base = tmp_path / "base"
    shutil.copytree(TINY_FOLDER, base)
    whole = (base / file).read_bytes()
    (base / file).write_bytes(whole[: len(whole) // 2] if file == "model.safetensors" else b"{}")
    with pytest.raises(BadInput, match=r"download|restore the file|give a folder"):
        content_hash(open_base(str(base)).folder)
    (base / file).write_bytes(whole)
    assert content_hash(open_base(str(base)).folder) == content_hash(TINY_FOLDER)


def test_what_another_run_changed_is_read_again_and_written(tmp_path):
    store = LocalStore(tmp_path)
    etag = store.create("a", b"1")
    store.replace("a", b"2", etag=etag)
    with pytest.raises(Stale, match="read it again"):
        store.replace("a", b"3", etag=etag)
    store.replace("a", b"3", etag=store.read("a").etag)
    assert store.read("a").data == b"3"


def test_a_place_that_cannot_be_written_is_left_for_another_folder(tmp_path):
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        place.chmod(0o555)
        with (
            without_rights(place),
            pytest.raises(StoreConflict, match="name another folder with --out"),
        ):
            LocalStore(place / "store").create("a", b"")
    assert LocalStore(tmp_path / "other").create("a", b"")


def test_a_copy_beside_a_prune_is_made_again(tmp_path):
    store, target = LocalStore(tmp_path / "a"), LocalStore(tmp_path / "b")
    version = small_dataset(store).version

    class Pruned(LocalStore):
        def objects(self, prefix):
            listed = super().objects(prefix)
            if prefix == "datasets/":
                for key in self.keys(f"datasets/{version}/"):
                    self.remove(key)
            return listed

    with pytest.raises(TransientError, match="copy again"):
        copy_store(Pruned(store.folder), target)
    copy_store(store, target)
    assert target.keys("datasets/") == store.keys("datasets/")


def test_a_database_is_copied_from_where_up_keeps_it_and_over_none_in_use(tmp_path):
    home = tmp_path / "home"
    with pytest.raises(BadInput, match=r"keeps it as prefect/prefect\.db in its folder"):
        copy_sqlite(home / "prefect.db", tmp_path / "copy.db")
    (home / "prefect").mkdir(parents=True)
    sqlite3.connect(home / "prefect" / "prefect.db").close()
    assert copy_sqlite(home / "prefect" / "prefect.db", tmp_path / "copy.db") >= 0
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadInput, match="would take its place; name a file"):
        copy_sqlite(home / "prefect" / "prefect.db", tmp_path / "pipe")
    assert (tmp_path / "pipe").is_fifo()
    left = tmp_path / "used" / "copy.db-wal"
    left.parent.mkdir()
    left.touch()
    with pytest.raises(StoreConflict, match="stop it and move its folder away"):
        copy_sqlite(home / "prefect" / "prefect.db", left.with_name("copy.db"))
    left.parent.rename(tmp_path / "away")
    assert copy_sqlite(home / "prefect" / "prefect.db", left.with_name("copy.db")) >= 0
    (tmp_path / "plain").touch()
    with pytest.raises(StoreConflict, match="check room and permissions"):
        copy_sqlite(home / "prefect" / "prefect.db", tmp_path / "plain" / "copy.db")
