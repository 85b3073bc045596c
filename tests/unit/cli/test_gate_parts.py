"""A version of many parts is gated as one of one part is, and a damaged part is named."""

import json

import pytest

from tests.support.commands import run
from tests.support.made_version import make_version, received, resigned
from tests.support.sharded import sharded
from wearable_coach.dataset.records_file import read_rows, records_parquet
from wearable_coach.store import LocalStore


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A version's own folder, of three parts."""
    whole = make_version(tmp_path_factory.mktemp("store"))
    return whole.with_name(sharded(LocalStore(whole.parents[1]), whole.name))


@pytest.fixture
def version(made, tmp_path):
    return received(made, tmp_path)


def gated(version):
    """Return the exit code and what failed, by code."""
    done = run("gate", version, "--json")
    told = json.loads(done.out)
    return done.code, {r["code"]: r for r in told["results"] if not r["success"]}, told


def test_a_version_of_parts_passes_all_that_one_of_one_part_does(version):
    code, failed, told = gated(version)
    assert (code, failed) == (0, {})
    codes = {r["code"] for r in told["results"]}
    assert {"FIL-HASH", "FIL-ROWS", "FIL-LINES", "FIL-CONTENT", "DST-ROWS"} <= codes
    assert told["rows"] == 60


def test_a_changed_training_line_is_told_with_its_part(version):
    path = version / "train-00001-of-00003.jsonl"
    first, *rest = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*rest, first]))
    resigned(version)
    _, failed, _ = gated(version)
    assert set(failed) == {"FIL-LINES"}
    assert "of train-00001-of-00003.jsonl and stands on line" in failed["FIL-LINES"]["observed"]


def test_a_changed_row_of_a_part_changes_the_content_of_the_version(version):
    path = version / "records-00002-of-00003.parquet"
    rows = read_rows(path.read_bytes())
    vitals = rows[1].vitals.model_copy(update={"heart_rate": 251})
    rows[1] = rows[1].model_copy(update={"vitals": vitals})
    path.write_bytes(records_parquet(rows))
    resigned(version)
    code, failed, _ = gated(version)
    assert code == 1
    assert {"FIL-CONTENT", "VIT-HEART_RATE-RANGE"} <= set(failed)
    assert failed["FIL-CONTENT"]["failing_row_ids"] == ["records-*-of-00003.parquet"]


def test_a_part_that_cannot_be_read_or_is_gone_is_told_by_name(version):
    (version / "records-00001-of-00003.parquet").write_bytes(b"PAR1 no more")
    (version / "valid-00000-of-00003.jsonl").unlink()
    code, failed, _ = gated(version)
    assert code == 1
    assert failed["FIL-RECORDS"]["failing_row_ids"] == ["records-00001-of-00003.parquet"]
    assert failed["FIL-HASH"]["failing_row_ids"] == [
        "records-00001-of-00003.parquet",
        "valid-00000-of-00003.jsonl",
    ]


def test_a_part_that_the_manifest_does_not_name_is_missed(version):
    path = version / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    del manifest["files"]["records-00001-of-00003.parquet"]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    code, failed, _ = gated(version)
    assert code == 1
    assert "records-00001-of-00003.parquet" in failed["FIL-WHOLE"]["failing_row_ids"]
    assert {"FIL-ROWS", "FIL-CONTENT"} <= set(failed)


def test_data_docs_of_parts_are_refused_in_one_line(version, tmp_path):
    done = run("gate", version, "--data-docs", tmp_path / "docs")
    assert done.code == 2
    assert "lies in 3 parts" in done.err
    assert "leave --data-docs out" in done.err
    assert not (tmp_path / "docs").exists()
