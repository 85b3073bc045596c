"""A dataset that is given to others: whole, in the Hub's layout, in the forms that are wanted."""

import json
from hashlib import sha256

import pytest
import yaml

from tests.support.commands import run
from tests.support.published import small_dataset
from tests.support.published_rows import put_version, some_rows
from wearable_coach.finetuning.training_rows import read_rows
from wearable_coach.store import LocalStore


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    made = LocalStore(tmp_path_factory.mktemp("store"))
    return made, put_version(made)


@pytest.fixture(scope="module")
def folder(store, tmp_path_factory):
    to = tmp_path_factory.mktemp("given") / "data"
    done = run("publish", "dataset", "latest", "--to", to, "--format", "alpaca", "--format",
               "sharegpt", "--pairs", "--out", store[0].folder)  # fmt: skip
    assert (done.code, done.out) == (0, f"{to}\n"), done.err
    return to


def head(folder):
    return yaml.safe_load((folder / "README.md").read_text(encoding="utf-8").split("---\n")[1])


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def messages(path):
    return read_rows(path.read_bytes(), name=path.name)


def test_all_that_the_version_has_is_there_byte_for_byte(store, folder):
    there, version = store
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["files"]
    for name, digest in manifest["files"].items():
        data = (folder / name).read_bytes()
        assert data == there.read(f"datasets/{version}/{name}").data
        assert sha256(data).hexdigest() == digest


def test_the_card_names_every_form_with_files_that_are_there(folder):
    configs = {c["config_name"]: c for c in head(folder)["configs"]}
    assert [*configs] == ["messages", "sharegpt", "alpaca", "pairs"]
    assert [c for c in configs.values() if c.get("default")] == [configs["messages"]]
    for config in configs.values():
        splits = {f["split"]: f["path"] for f in config["data_files"]}
        assert {*splits} >= {"train", "validation"}
        assert all((folder / path).read_bytes() for path in splits.values())
    assert (head(folder)["language"], head(folder)["license"]) == (["ko"], "mit")


def test_other_forms_hold_the_same_turns(folder):
    of = {"human": "user", "gpt": "assistant", "system": "system"}
    for split in ("train", "valid"):
        rows = messages(folder / f"{split}_20260101.jsonl")
        shared = lines(folder / "sharegpt" / f"{split}.jsonl")
        told = [[(of[t["from"]], t["value"]) for t in row["conversations"]] for row in shared]
        assert told == [[(m.role, m.content) for m in row] for row in rows]
        alpaca = lines(folder / "alpaca" / f"{split}.jsonl")
        for line, row in zip(alpaca, rows, strict=True):
            turns = [*line["history"], [line["instruction"], line["output"]]]
            assert [line["system"], *(text for turn in turns for text in turn)] == [
                m.content for m in row
            ]
    assert any(len(row.messages) > 3 for row in some_rows())


def test_the_croissant_file_names_the_conversations_with_their_hashes(folder):
    told = json.loads((folder / "croissant.json").read_text())
    assert told["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    for file in told["distribution"]:
        assert sha256((folder / file["contentUrl"]).read_bytes()).hexdigest() == file["sha256"]
    parts = [part for r in told["recordSet"] for part in r["field"][0]["subField"]]
    sources = {part["source"]["fileObject"]["@id"] for part in parts}
    assert sources == {file["@id"] for file in told["distribution"]}


def test_a_version_with_papers_of_its_own_is_given_with_them(tmp_path):
    card = "---\npretty_name: Mine\nlicense: cc-by-4.0\nconfigs:\n- config_name: raw\n  data_files: x\n---\n\n# Mine\n"
    store = LocalStore(tmp_path / "store")
    version = put_version(store, files={"README.md": card.encode(), "croissant.json": b"{}"})
    done = run("publish", "dataset", version, "--to", tmp_path / "to", "--out", store.folder)
    assert done.code == 0, done.err
    assert (tmp_path / "to" / "croissant.json").read_bytes() == b"{}"
    assert (tmp_path / "to" / "README.md").read_text().endswith("---\n\n# Mine\n")
    said = head(tmp_path / "to")
    assert (said["pretty_name"], said["license"]) == ("Mine", "cc-by-4.0")
    assert [c["config_name"] for c in said["configs"]] == ["messages", "raw"]


def test_the_papers_of_a_version_stay_as_they_are_unless_a_form_is_added(tmp_path):
    card = (
        b"---\nconfigs:\n- config_name: default\n  default: true\n  data_files: x\n---\n\n# Mine\n"
    )
    papers = {
        "@id": "r",
        "contentUrl": "README.md",
        "sha256": sha256(card).hexdigest(),
        "contentSize": "9 B",
    }
    described = json.dumps(
        {"distribution": [papers, {"contentUrl": "other", "sha256": "0"}]}
    ).encode()
    store = LocalStore(tmp_path / "store")
    put_version(store, files={"README.md": card, "croissant.json": described})
    asked = ("publish", "dataset", "latest", "--out", store.folder, "--to")
    assert run(*asked, tmp_path / "as-is").code == 0
    assert (tmp_path / "as-is" / "README.md").read_bytes() == card
    assert (tmp_path / "as-is" / "croissant.json").read_bytes() == described
    assert run(*asked, tmp_path / "more", "--format", "alpaca").code == 0
    configs = head(tmp_path / "more")["configs"]
    assert [(c["config_name"], c.get("default")) for c in configs] == [
        ("default", True),
        ("alpaca", None),
    ]
    given = (tmp_path / "more" / "README.md").read_bytes()
    told, other = json.loads((tmp_path / "more" / "croissant.json").read_text())["distribution"]
    assert (told["sha256"], told["contentSize"]) == (sha256(given).hexdigest(), f"{len(given)} B")
    assert other == {"contentUrl": "other", "sha256": "0"}
    for folder in (tmp_path / "as-is", tmp_path / "more"):
        for name, digest in json.loads((folder / "manifest.json").read_text())["files"].items():
            assert sha256((folder / name).read_bytes()).hexdigest() == digest


def test_what_rests_on_real_people_is_given_away_only_where_somebody_says_so(tmp_path):
    store = LocalStore(tmp_path / "store")
    put_version(store, recipe={"sources": {"vitals": ["days.csv"]}})
    asked = ("publish", "dataset", "latest", "--to", tmp_path / "to", "--out", store.folder)
    done = run(*asked)
    assert (done.code, "give --with-real-days" in done.err) == (2, True)
    assert not (tmp_path / "to").exists()
    assert run(*asked, "--with-real-days").code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("dataset", "latest", "--format", "parquet"), "need sharegpt or alpaca"),
        (("dataset", "latest", "--merged"), "not of a dataset; leave it out"),
        (("model", "coach-local-00000000000a", "--pairs"), "not of a model; leave it out"),
        (("picture", "x"), "need dataset or model"),
        (("dataset", "20250101-000000000000"), "name one of them or latest"),
        (("dataset", "latest", "--push", "me"), "need OWNER/NAME"),
    ],
)
def test_what_cannot_be_given_is_told_in_one_line_and_nothing_is_written(
    words, says, store, tmp_path
):
    done = run("publish", *words, "--to", tmp_path / "to", "--out", store[0].folder)
    assert (done.code, done.lines[-1].count(says)) == (2, 1), done.err
    assert not (tmp_path / "to").exists()


def test_a_damaged_file_is_not_given_away_and_nothing_half_written_stays(tmp_path):
    store = LocalStore(tmp_path / "store")
    version = put_version(store)
    path = store.folder / "datasets" / version / "rejects.jsonl"
    path.write_bytes(b"{}\n")
    done = run("publish", "dataset", "latest", "--to", tmp_path / "to", "--out", store.folder)
    assert (done.code, "rejects.jsonl" in done.err) == (2, True)
    assert [p.name for p in tmp_path.iterdir()] == ["store"]


def test_a_version_without_records_gives_no_pairs_and_is_given_without_them(tmp_path):
    store = LocalStore(tmp_path / "store")
    small_dataset(store)
    asked = ("publish", "dataset", "latest", "--to", tmp_path / "to", "--out", store.folder)
    done = run(*asked, "--pairs")
    assert (done.code, "leave --pairs out, or name another" in done.err) == (2, True)
    assert run(*asked).code == 0
    assert head(tmp_path / "to")["configs"][0]["config_name"] == "messages"


def test_a_card_whose_head_cannot_be_read_is_told(tmp_path):
    store = LocalStore(tmp_path / "store")
    put_version(store, files={"README.md": b"---\n[\n---\n\n# Mine\n"})
    done = run("publish", "dataset", "latest", "--to", tmp_path / "to", "--out", store.folder)
    assert (done.code, "its head is no YAML mapping" in done.err) == (2, True)
    assert not (tmp_path / "to").exists()
