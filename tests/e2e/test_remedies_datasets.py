"""What is said of a store without datasets, or with damaged ones, is done, and heals it."""

import shutil

import pytest

from deployments.doctor.checks import contents, datasets, stores
from tests.support.installations import installation
from tests.support.remedy_shell import SMALL, commands_in, moved_away, run, try_to
from wearable_coach.errors import BadInput, CoachError, StoreConflict
from wearable_coach.evaluation.sets.recorded import read_rows
from wearable_coach.finetuning.datasets import find_dataset, read_training_data
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import latest_version, publish, read_manifest

pytestmark = [pytest.mark.e2e, pytest.mark.slow("services")]


def message_of(act, *args):
    with pytest.raises(CoachError) as told:
        act(*args)
    return str(told.value)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A store that the remedy of an empty one made."""
    home = tmp_path_factory.mktemp("made") / "store"
    here = installation(place=home)
    (new,) = stores.opens(here)
    (none,) = contents.newest_dataset(here)
    assert {new.status, none.status} == {"warn"}
    assert new.remedy == none.remedy == f"wearable-coach refresh --store {home}"
    assert "run `wearable-coach refresh` first" in message_of(find_dataset, LocalStore(home))
    run(f"{new.remedy} {SMALL}", home)
    return home


@pytest.fixture
def store(made, tmp_path):
    shutil.copytree(made, tmp_path / "store")
    return LocalStore(tmp_path / "store")


def files_of(store):
    version = latest_version(store)
    return version, {p.name: p for p in (store.folder / "datasets" / version).iterdir()}


def train(store):
    dataset = find_dataset(store)
    return read_training_data(store, dataset.train, dataset.valid)


def test_an_empty_store_is_filled_by_what_every_message_of_it_says(made):
    here = installation(place=made)
    assert [f.status for f in stores.opens(here)] == ["ok"]
    assert [f.status for f in contents.newest_dataset(here)] == ["ok"]
    assert find_dataset(LocalStore(made)).version


def test_damaged_files_are_made_again_by_the_command_that_every_reader_names(store):
    version, files = files_of(store)
    whole = {name: path.read_bytes() for name, path in files.items()}
    files["records.parquet"].unlink()
    next(p for name, p in files.items() if name.startswith("train")).write_bytes(b"damaged")
    (found,) = datasets.dataset_files(installation(place=store.folder))
    said = {
        *commands_in(message_of(train, store)),
        *commands_in(message_of(read_rows, store, version)),
    }
    assert said == {f"wearable-coach refresh --repair {version}"}
    assert found.remedy == f"{said.pop()} --store {store.folder}"
    run(found.remedy, store.folder)
    assert {p.name: p.read_bytes() for p in files["gate.json"].parent.iterdir()} == whole
    assert train(store)
    assert read_rows(store, version)[0] == version
    assert [f.status for f in datasets.dataset_files(installation(place=store.folder))] == ["ok"]


def test_a_version_whose_manifest_cannot_be_read_is_moved_away_and_made_anew(store, tmp_path):
    version, files = files_of(store)
    files["manifest.json"].write_bytes(b"{")
    (found,) = datasets.dataset_files(installation(place=store.folder))
    told = message_of(find_dataset, store, version)
    again = try_to(f"wearable-coach refresh {SMALL}", store.folder)
    assert again.returncode == 2
    for text in (found.remedy, told, again.stderr):
        assert f"move {files['manifest.json'].parent} away" in text
    moved_away(found.remedy, tmp_path / "away")
    run(f"{commands_in(found.remedy)[-1]} {SMALL}", store.folder)
    assert [f.status for f in datasets.dataset_files(installation(place=store.folder))] == ["ok"]
    assert train(store)


def test_a_version_that_cannot_be_made_as_it_was_is_moved_away_and_published_again(store, tmp_path):
    version, files = files_of(store)
    files["report.html"].unlink()
    content = read_manifest(store, version)["content_sha256"]

    def again():
        made = {
            name: lambda: b"made by other packages" for name in files if name != "manifest.json"
        }
        manifest = {"content_sha256": content}
        return publish(store, version=version, files=made, manifest=manifest)

    with pytest.raises(StoreConflict, match="backup") as told:
        again()
    moved_away(str(told.value), tmp_path / "away")
    assert again().created


def test_a_version_that_other_code_made_is_told_and_nothing_is_written(store):
    version, files = files_of(store)
    files["report.html"].unlink()
    text = files["manifest.json"].read_text()
    files["manifest.json"].write_text(text.replace('"seed": 7', '"seed": 8'))
    before = {p: p.stat().st_mtime_ns for p in store.folder.rglob("*") if p.is_file()}
    done = try_to(f"wearable-coach refresh --repair {version}", store.folder)
    assert done.returncode == 2
    assert "backup" in done.stderr
    after = {p: p.stat().st_mtime_ns for p in store.folder.rglob("*") if p.is_file()}
    assert after == before


def test_a_repair_of_what_is_whole_or_not_there_says_so(store):
    version, _ = files_of(store)
    assert "whole" in run(f"wearable-coach refresh --repair {version}", store.folder)
    done = try_to("wearable-coach refresh --repair 20200101-nope", store.folder)
    assert (done.returncode, "name one of them" in done.stderr) == (2, True)
    assert version in done.stderr
    both = try_to(f"wearable-coach refresh --repair {version} --seed 8", store.folder)
    assert (both.returncode, "leave --rows" in both.stderr) == (2, True)


def test_a_file_that_is_no_records_is_told_with_a_version_that_can_be_made():
    from wearable_coach.dataset.records_file import read_records

    with pytest.raises(BadInput, match="make a new one with `wearable-coach refresh`"):
        read_records(b"no parquet")
