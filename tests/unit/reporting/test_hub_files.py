"""What the Hub and other programs read of a version is what its files hold."""

from __future__ import annotations

import io
import json
from hashlib import sha256

import pyarrow.parquet as pq
import pytest
import yaml

from tests.support.cases import some
from tests.support.rows import good_rows
from wearable_coach.dataset.assembly import split_members, training_file
from wearable_coach.dataset.records_file import records_parquet
from wearable_coach.records import GateReport
from wearable_coach.reporting import CardData
from wearable_coach.reporting.hub_files import with_hub_files

VERSION = "20260102-0123456789ab"
DTYPES = {"string": str, "int64": int, "float64": float}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    rows = good_rows()
    made = {
        f"{split}_20260102.jsonl": lambda members=members: training_file(members)
        for split, members in split_members(rows, seed=7).items()
    }
    made["records.parquet"] = lambda: records_parquet(rows)
    report = GateReport(results=(), rows=len(rows))
    card = CardData(version=VERSION, rows=tuple(rows), report=report, recipe={}, seed=7)
    return {name: make() for name, make in with_hub_files(made, card).items()}


def head(files: dict[str, bytes]) -> dict[str, object]:
    return yaml.safe_load(files["README.md"].decode().split("---\n")[1])


def fits(value: object, feature: dict[str, object] | str) -> bool:
    if isinstance(feature, str):
        return isinstance(value, DTYPES[feature])
    if "list" in feature:
        inner = feature["list"]
        parts = {"struct": inner} if isinstance(inner, list) else inner
        return isinstance(value, list) and all(fits(one, parts) for one in value)
    if "struct" in feature:
        named = {part["name"]: part for part in feature["struct"]}
        return list(value) == list(named) and all(fits(value[n], named[n]) for n in named)
    return isinstance(value, DTYPES[feature["dtype"]])


def test_the_readme_names_each_split_with_its_file_its_rows_and_its_bytes(files) -> None:
    told = head(files)
    named = {d["split"]: d["path"] for d in told["configs"][0]["data_files"]}
    assert named == {"train": "train_20260102.jsonl", "validation": "valid_20260102.jsonl"}
    for split in some(told["dataset_info"][0]["splits"]):
        data = files[named[split["name"]]]
        assert split["num_bytes"] == len(data)
        assert split["num_examples"] == data.count(b"\n")


def test_the_readme_s_features_are_the_schema_of_the_training_files(files) -> None:
    features = {f["name"]: f for f in head(files)["dataset_info"][0]["features"]}
    for line in some(files["valid_20260102.jsonl"].splitlines()):
        row = json.loads(line)
        assert list(row) == list(features)
        assert all(fits(row[name], features[name]) for name in row)


def test_the_readme_says_licence_and_language_and_speaks_to_people_in_two(files) -> None:
    told, text = head(files), files["README.md"].decode()
    assert (told["license"], told["language"]) == ("mit", ["ko"])
    for heading in ("## 쓰면 안 되는 곳", "## Not made for", "report.html", "report.en.html"):
        assert heading in text


def test_the_croissant_holds_every_other_file_with_its_hash_and_size(files) -> None:
    told = json.loads(files["croissant.json"])
    found = {f["contentUrl"]: (f["sha256"], f["contentSize"]) for f in told["distribution"]}
    assert found == {
        name: (sha256(data).hexdigest(), f"{len(data)} B")
        for name, data in files.items()
        if name != "croissant.json"
    }
    assert told["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert {r["@id"] for r in told["recordSet"]} == {"train", "valid", "records"}


def test_the_croissant_s_fields_are_the_columns_of_the_records(files) -> None:
    (records,) = (
        r for r in json.loads(files["croissant.json"])["recordSet"] if r["@id"] == "records"
    )
    schema = pq.read_schema(io.BytesIO(files["records.parquet"]))
    assert [f["@id"] for f in records["field"]] == [f"records/{name}" for name in schema.names]
    for field in some(records["field"]):
        of = schema.field(field["@id"].partition("/")[2]).type
        assert field.get("repeated", False) == (str(of).startswith("list"))
        inner = of.value_type if field.get("repeated") else of
        parts = [p["@id"].rpartition("/")[2] for p in field.get("subField", ())]
        assert parts == ([p.name for p in inner] if str(inner).startswith("struct") else [])
        if not parts:
            known = {"sc:Text": "string", "sc:Integer": "int64", "sc:Float": "double"}
            assert known[field["dataType"]] == str(inner)
