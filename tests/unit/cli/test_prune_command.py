import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.published import rows
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import publish, versions


def prune(store, *options):
    return subprocess.run(
        [sys.executable, "-m", "wearable_coach", "prune", "--out", str(store.folder), *options],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def store(tmp_path):
    """Three versions: of today, of 40 and of 50 days ago."""
    made = LocalStore(tmp_path / "store")
    for i, days in enumerate((0, 40, 50)):
        at = datetime.now(UTC) - timedelta(days=days)
        version = f"{at:%Y%m%d}-{str(i) * 12}"
        data = rows(3)
        publish(
            made,
            version=version,
            files={"train.jsonl": lambda data=data: data},
            manifest={"content_sha256": str(i) * 64},
        )
        for key in made.keys(f"datasets/{version}/"):
            os.utime(made.folder / key, (at.timestamp(),) * 2)
    return made


def test_without_yes_it_shows_what_would_go_and_changes_nothing(store):
    before = store.objects("")
    done = prune(store, "--keep-datasets", "1")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["goes", "age", "size", "why"]
    assert [line.split("  ")[0] for line in lines[1:3]] == [
        f"datasets/{version}/" for version in versions(store)[:2]
    ]
    assert "dataset: older than 30 days, needed by nothing" in lines[1]
    assert "1  dataset: the latest" not in done.stdout
    assert "1  dataset: among the 1 newest" in done.stdout
    assert "2 would go" in done.stderr
    assert "--yes" in done.stderr
    assert store.objects("") == before


def test_with_yes_it_deletes_and_tells_in_json_lines(store):
    old = versions(store)[:2]
    done = prune(store, "--keep-datasets", "1", "--yes", "--json")
    *gone, kept = map(json.loads, done.stdout.splitlines())
    assert [g["prefix"] for g in gone] == [f"datasets/{version}/" for version in old]
    assert all(g["deleted"] and g["objects"] == 2 and g["bytes"] > 100 for g in gone)
    assert [g["age_days"] in range(48 - 10 * i, 51 - 10 * i) for i, g in enumerate(gone)]
    stays = [{"kind": "dataset", "why": "among the 1 newest", "count": 1}]
    assert kept == {"kept": stays, "foreign": []}
    assert len(versions(store)) == 1
    assert "deleted 2" in done.stderr


def test_the_limits_are_options(store):
    assert "45" not in prune(store, "--older-than", "45").stderr
    done = prune(store, "--keep-datasets", "1", "--older-than", "45", "--yes")
    assert "deleted 1" in done.stderr
    assert len(versions(store)) == 2
    assert prune(store).stdout.startswith("nothing goes")


@pytest.mark.parametrize("options", [("--keep-datasets", "0"), ("--older-than", "0")])
def test_nothing_less_than_one_is_taken(store, options):
    done = prune(store, *options, "--yes")
    assert done.returncode == 2
    assert len(versions(store)) == 3


def test_a_record_that_cannot_be_read_stops_it_with_one_line(store):
    store.create("models/promoted.json", b"half")
    done = prune(store, "--yes", "--keep-datasets", "1")
    assert done.returncode == 2
    assert done.stderr.startswith("wearable-coach: promoted: ")
    assert len(done.stderr.splitlines()) == 1
    assert len(versions(store)) == 3
