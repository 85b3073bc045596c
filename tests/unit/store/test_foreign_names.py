"""Names that come from outside (a person, a record, another's store) lead to no file but the store's."""

import ast
import json
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


def test_no_archive_is_unpacked_anywhere():
    """Members of an archive would be file names from outside: who unpacks one checks them here."""
    root = Path(__file__).parents[3]
    for path in some(p for package in PACKAGES for p in (root / package).rglob("*.py")):
        imported = {
            name.name.split(".")[0]
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in [*node.names, ast.alias(getattr(node, "module", None) or "")]
        }
        unpacking = imported & {"zipfile", "tarfile", "unpack_archive", "pickle"}
        assert unpacking == PIPES.get(path.relative_to(root).as_posix(), set()), path
