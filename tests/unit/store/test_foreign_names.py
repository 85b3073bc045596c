"""Names that come from outside (a person, a record, another's store) lead to no file but the store's."""

import ast
import json
import tempfile
import zipfile
from pathlib import Path

import pytest

from backends.local.adapter_files import describe_adapter
from backends.local.finetuner import LocalFineTuner
from tests.support.cases import some
from tests.support.old_store import dataset, job
from wearable_coach.errors import CoachError
from wearable_coach.evaluation.shelf import latest_evaluation, model_folder
from wearable_coach.finetuning.datasets import find_dataset, read_training_data
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.order import TrainingFile
from wearable_coach.sources.exports import open_export
from wearable_coach.store import LocalStore

UP = ["../outside", "../../outside", "/etc", "..", "a/../../outside", "..\\outside", "x\0y", ""]
PACKAGES = ("wearable_coach", "expectations", "backends", "blocks", "tasks", "flows", "deployments")


@pytest.fixture
def store(tmp_path):
    """A store with secrets beside it, where a wrong name could lead."""
    outside = tmp_path / "outside"
    outside.mkdir()
    for name in ("manifest.json", "model.json", "evaluation.json", "order.json"):
        (outside / name).write_text("{}")
    (tmp_path / "outside.json").write_text("{}")
    return LocalStore(tmp_path / "store")


@pytest.mark.parametrize("name", UP)
def test_a_dataset_s_name_stays_in_the_store(store, name):
    dataset(store, 1)
    with pytest.raises(CoachError, match=r"leaves the store|there is no"):
        find_dataset(store, name)


@pytest.mark.parametrize("name", UP)
def test_a_job_s_name_stays_in_the_store(store, name):
    with pytest.raises(CoachError, match=r"is no job's name|there is no|leaves the store"):
        JobLedger(store).read(name)
    with pytest.raises(CoachError, match="there is no"):
        LocalFineTuner(store.folder / "local-jobs").logs(name)


@pytest.mark.parametrize("name", UP)
def test_a_model_s_name_stays_in_the_store(store, name):
    assert latest_evaluation(store, name) is None
    assert "/" not in model_folder(name).removeprefix("models/")
    assert model_folder(name).removeprefix("models/") not in {"", ".", ".."}


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "a/../../../outside/x", "a\\..\\x"])
def test_names_in_records_stay_in_the_store(store, name):
    made = job(store, dataset(store, 1), "Completed", 1)
    described = store.read(f"models/{made.name}/model.json")
    record = json.loads(described.data) | {"files": {name: "0" * 64}}
    store.replace(
        f"models/{made.name}/model.json", json.dumps(record).encode(), etag=described.etag
    )
    with pytest.raises(CoachError, match="leaves the store"):
        describe_adapter(store, f"models/{made.name}/adapter")
    file = TrainingFile(key=f"datasets/{name}", sha256="0" * 64)
    with pytest.raises(CoachError, match="leaves the store"):
        read_training_data(store, file, file)


PIPES = {f"expectations/{name}.py": {"pickle"} for name in ("judges", "judging")}
"""Both ends of the pipe between a gate and the processes that it starts: nothing comes from outside."""
KEPT = {"wearable_coach/verification/kept_sentences.py": {"pickle"}}
"""Of files that this person alone can write, and of them nothing but what sentences are made of."""

ZIPS = {
    f"wearable_coach/sources/{name}.py": {"zipfile"}
    for name in ("exports", "text_files", "workbooks")
}
"""Read a member as a stream, or list them: no name in a zip is made a path. What they may use of it is held to below."""
ZIP_NAMES, UNPACKING = {"ZipFile", "ZipInfo", "BadZipFile"}, {"extract", "extractall", "unpack_archive"}  # fmt: skip


def test_no_archive_is_unpacked_anywhere():
    """Members of an archive would be file names from outside: who unpacks one checks them here."""
    root = Path(__file__).parents[3]
    for path in some(p for package in PACKAGES for p in (root / package).rglob("*.py")):
        tree, name = ast.parse(path.read_text(encoding="utf-8")), path.relative_to(root).as_posix()
        imported = {
            name.name.split(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in [*node.names, ast.alias(getattr(node, "module", None) or "")]
        }
        unpacking = imported & {"zipfile", "tarfile", "unpack_archive", "pickle"}
        assert unpacking == PIPES.get(name, set()) | ZIPS.get(name, set()) | KEPT.get(
            name, set()
        ), path
        if name in ZIPS:
            used = [n for n in ast.walk(tree) if isinstance(n, ast.Attribute)]
            assert not {n.attr for n in used} & UNPACKING, path
            assert {n.attr for n in used if ast.unparse(n.value) == "zipfile"} <= ZIP_NAMES, path


@pytest.mark.parametrize("name", ["../outside.db", "/outside.db", "a/../../outside.db", "..\\outside.db", "steps.db"])  # fmt: skip
def test_a_member_of_a_zip_is_no_path_on_this_machine(tmp_path, monkeypatch, name):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as made:
        made.writestr(name, b"held")
    before = [*tmp_path.rglob("*")]
    with open_export(tmp_path / "export.zip") as export:
        (member,) = export.members
        assert b"".join(export.chunks(member.name)) == b"held"
        assert [*tmp_path.rglob("*")] == before
        with export.database_file(member.name) as copy:
            assert (copy.name, copy.parent.parent) == ("export.db", tmp_path)
            assert copy.read_bytes() == b"held"
            assert {*tmp_path.rglob("*")} == {*before, copy.parent, copy}
    assert [*tmp_path.rglob("*")] == before
