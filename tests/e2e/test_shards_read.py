"""A dataset that was really made in shards is read by everything that reads datasets."""

import json
import re
import shutil
from pathlib import Path

import pytest

from flows.compositions.refresh import compose_refresh
from tasks.part_gate import gate_parts
from tasks.running.direct import DirectSteps
from tests.support.cases import some
from tests.support.commands import run
from tests.support.remedy_shell import commands_in
from tests.support.remedy_shell import run as run_in_shell
from tests.support.shard_drill import ROWS, request
from wearable_coach.dataset.published import VersionFiles, how_made
from wearable_coach.dataset.records_file import read_rows
from wearable_coach.errors import BadInput
from wearable_coach.evaluation.collecting import Wanted, collect_cases
from wearable_coach.finetuning.datasets import find_dataset, manifest_of, read_training_data
from wearable_coach.finetuning.training_rows import count_rows
from wearable_coach.reporting.row_counts import counts_of
from wearable_coach.store import LocalStore
from wearable_coach.store.layout import foreign


@pytest.fixture(scope="module")
def version(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    return Path(compose_refresh(DirectSteps(lambda _: None), request(folder)).published.where)


def rows_of(version: Path):
    return [r for p in sorted(version.glob("records-*.parquet")) for r in read_rows(p.read_bytes())]


def test_the_gate_passes_it_as_its_files_are(version):
    done = run("gate", version, "--json")
    told = json.loads(done.out)
    assert (done.code, told["rows"]) == (0, ROWS)
    assert {"FIL-LINES", "FIL-CONTENT", "DST-ORDERED", "DST-TWINS"} <= {r["code"] for r in told["results"]}  # fmt: skip


def test_all_that_lies_in_its_store_is_the_product_s_own(version):
    assert foreign(LocalStore(version.parents[1]).keys("")) == []


def test_its_card_counts_all_rows(version):
    counts = counts_of(rows_of(version))
    for name in some(("report.html", "report.en.html")):
        page = (version / name).read_text(encoding="utf-8")
        tiles = re.findall(r'<div class="tile"><b>(.*?)</b>', page)
        assert tiles[:2] == [str(ROWS), f"{counts.claims:,}"]
    readme = (version / "README.md").read_text(encoding="utf-8")
    for category in some(counts.by("category")):
        for split in ("train", "valid"):
            assert f" {counts.by('category', 'split')[(*category, split)]} |" in readme


def test_it_is_trained_on_and_asked_about_whole(version):
    store = LocalStore(version.parents[1])
    dataset = find_dataset(store)
    assert dataset.train.key.endswith("train-*-of-00003.jsonl")
    train, valid = count_rows(
        read_training_data(store, dataset.train, dataset.valid), max_tokens=10_000
    )
    assert train.rows + valid.rows == ROWS
    found = collect_cases(store, Wanted(sets=("valid", "real_days"))).cases
    assert {c.id for c in found} == {f"valid/{r.row_id}" for r in rows_of(version) if r.split == "valid"}  # fmt: skip


def test_it_is_given_away_in_every_form(version, tmp_path):
    done = run("publish", "dataset", "latest", "--to", tmp_path / "given", "--format", "alpaca", "--pairs",
               "--out", version.parents[1])  # fmt: skip
    assert done.code == 0, done.err
    lines = [line for p in (tmp_path / "given" / "alpaca").iterdir() for line in p.read_text(encoding="utf-8").splitlines()]  # fmt: skip
    assert len(lines) == ROWS
    assert list((tmp_path / "given" / "pairs").glob("train-*-of-00003.jsonl"))


@pytest.mark.slow("whole")
def test_parts_that_went_away_are_made_again_by_the_command_that_each_reader_names(
    version, tmp_path
):
    copy = LocalStore(shutil.copytree(version.parents[1], tmp_path / "store"))
    folder = copy.folder / "datasets" / version.name
    whole = {path.name: path.read_bytes() for path in folder.iterdir()}
    (folder / "records-00001-of-00003.parquet").unlink()
    files = VersionFiles(copy, version.name, manifest_of(copy, version.name))
    said = set()
    for read in (lambda: list(files.rows()), lambda: gate_parts(files, how_made(files))):
        with pytest.raises(BadInput) as refused:
            read()
        said.update(commands_in(str(refused.value)))
    (command,) = said
    run_in_shell(command, copy.folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == whole
    assert len(list(files.rows())) == ROWS
