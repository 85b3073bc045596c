"""A refresh into Blob Storage, from the outside."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from backends.blob.account import Account, open_blob_store
from tests.support.azurite import running_azurite

pytestmark = pytest.mark.e2e


def refresh(*place, **environment):
    command = [sys.executable, "-m", "wearable_coach", "refresh", "--direct", "--rows", "60"]
    return subprocess.run(
        [*command, "--seed", "7", *place],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
    )


@pytest.mark.slow("whole")
def test_a_refresh_publishes_the_same_bytes_to_blobs_as_to_a_folder(tmp_path):
    here = refresh("--out", str(tmp_path))
    assert here.returncode == 0, here.stderr
    version = Path(here.stdout.strip())
    with running_azurite() as connection_string:
        place = {"AZURE_STORAGE_CONNECTION_STRING": connection_string}
        there = refresh("--store", "azure://datasets/nightly", **place)
        assert there.returncode == 0, there.stderr
        again = refresh("--store", "azure://datasets/nightly", **place)
        assert "was there already" in again.stderr
        account = Account(connection_string=connection_string)
        store = open_blob_store("azure://datasets/nightly", account)
        keys = store.keys(f"datasets/{version.name}/")
        assert {k.rpartition("/")[2] for k in keys} == {p.name for p in version.iterdir()}
        for key in keys:
            assert store.read(key).data == (version / key.rpartition("/")[2]).read_bytes(), key
        assert there.stdout.strip().startswith("http://127.0.0.1")
        assert "AccountKey" not in there.stdout + there.stderr


@pytest.mark.parametrize(
    ("store", "environment", "told"),
    [
        ("azure://", {}, "store: got 'azure://'"),
        ("azure://coach", {}, "AZURE_STORAGE_ACCOUNT: not set"),
        (
            "azure://coach",
            {
                "AZURE_STORAGE_ACCOUNT": "x",
                "AZURE_STORAGE_KEY": "d3Jvbmcga2V5",
                "AZURE_STORAGE_BLOB_ENDPOINT": "http://127.0.0.1:9/x",
            },
            "cannot be reached",
        ),
    ],
)
def test_a_blob_store_that_cannot_be_used_is_one_line_and_exit_2(store, environment, told):
    done = refresh("--store", store, **environment)
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert "d3Jvbmcga2V5" not in done.stderr
