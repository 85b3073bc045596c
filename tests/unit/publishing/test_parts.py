"""A version of many parts is given away as one of one part is: the same conversations in every form."""

import json

import pytest
import yaml

from tests.support.cases import some
from tests.support.published_rows import put_version, refused_of, some_rows
from tests.support.sharded import SHARDS, sharded
from wearable_coach.dataset.published import VersionFiles
from wearable_coach.dataset.refusals import Why
from wearable_coach.finetuning.datasets import manifest_of
from wearable_coach.publishing.dataset_folder import GivenForms, dataset_files
from wearable_coach.store import LocalStore

WISHES = GivenForms(formats=("alpaca",), pairs=True)


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """The files that each layout of the same rows is given as, and the manifest of the parts."""
    store = LocalStore(tmp_path_factory.mktemp("store"))
    row = some_rows()[0]
    why = Why("contradicted:STD-BMI-001", "비만 is not what the standard says")
    whole = put_version(store, refused=[refused_of(row, "비만이에요.", why)])
    parted = sharded(store, whole)
    found = [
        {f.path: f.data for f in dataset_files(store, v, manifest_of(store, v), WISHES)}
        for v in (whole, parted)
    ]
    return found, VersionFiles(store, parted, manifest_of(store, parted))


def lines(files, folder, split):
    start = f"{folder}/{split}"
    return sorted(
        line for path, data in files.items() if path.startswith(start) for line in data.splitlines()
    )


def test_every_form_holds_the_same_conversations(given):
    (whole, parted), _ = given
    for folder in some(("alpaca", "pairs")):
        for split in some(("train", "valid")):
            assert lines(parted, folder, split) == lines(whole, folder, split) != []
    assert f"alpaca/train-00002-of-0000{SHARDS}.jsonl" in parted
    assert "refused" in {json.loads(line)["origin"] for line in lines(parted, "pairs", "train")}


def test_the_card_names_the_parts_of_each_split_by_a_pattern(given):
    (_, parted), _ = given
    head = yaml.safe_load(parted["README.md"].decode().split("---\n")[1])
    configs = {c["config_name"]: {f["split"]: f["path"] for f in c["data_files"]} for c in head["configs"]}  # fmt: skip
    assert configs["messages"]["train"] == "train-*-of-00003.jsonl"
    assert configs["alpaca"]["validation"] == "alpaca/valid-*-of-00003.jsonl"
    text = parted["README.md"].decode()
    assert "records-*-of-00003.parquet" in text
    assert "rejects-*-of-00003.jsonl" in text


def test_the_croissant_tells_of_the_parts_as_a_set_of_files(given):
    (_, parted), _ = given
    told = json.loads(parted["croissant.json"])
    sets = {f["@id"]: f["includes"] for f in told["distribution"] if f["@type"] == "cr:FileSet"}
    assert sets == {f"{s}-*-of-00003.jsonl": f"{s}-*-of-00003.jsonl" for s in ("train", "valid")}
    for known in some(told["recordSet"]):
        for field in some(known["field"][0]["subField"]):
            assert field["source"]["fileSet"]["@id"] in sets


def test_the_rows_of_a_version_of_parts_are_read_a_part_at_a_time(given):
    _, files = given
    assert {r.row_id: r for r in files.rows()} == {r.row_id: r for r in some_rows()}
    assert [s.records for s in files.shards()] == [f"records-0000{k}-of-00003.parquet" for k in range(3)]  # fmt: skip
    assert [s.splits["valid"] for s in files.shards() if "valid" in s.splits]
