"""Nothing is trained on a version that does not pass as its files are now; the remedy heals it."""

from datetime import UTC, datetime

import pytest

from flows.compositions.retrain import compose_retrain
from tasks.finetuning import RetrainRequest
from tests.support.commands import run
from tests.support.made_version import make_version, with_an_impossible_reading
from tests.support.scripted_tuner import ScriptedTuner
from tests.support.steps import NotedSteps
from wearable_coach.errors import GateRejected
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.store import LocalStore


@pytest.fixture
def version(tmp_path):
    return make_version(tmp_path / "store")


def ordered(version, steps=None):
    store = LocalStore(version.parents[1])
    tuner = ScriptedTuner(version.parents[2] / "backend")
    request = RetrainRequest(store, tuner, "scripted")
    return compose_retrain(steps or NotedSteps(), request, lambda: datetime.now(UTC))


def test_files_that_were_changed_stop_a_retraining_until_they_are_repaired(version):
    store = version.parents[1]
    path = version / "report.html"  # no training file: those are read whole by every order anyway
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(GateRejected) as raised:
        ordered(version)
    told = str(raised.value)
    assert "FIL-HASH" in told
    assert "report.html has hash" in told
    assert told.endswith(f"run `wearable-coach refresh --repair {version.name}`")
    assert JobLedger(LocalStore(store)).jobs() == []
    assert run("refresh", "--repair", version.name, "--out", store).code == 0
    steps = NotedSteps()
    assert ordered(version, steps).job.order.dataset_version == version.name
    assert steps.names == ["order-of", "gate-version", "submit-order"]


@pytest.mark.slow("services")
def test_records_that_cannot_be_read_are_repaired(version):
    (version / "records.parquet").write_bytes(b"PAR1 no more")
    found = run("gate", "--out", version.parents[1])
    assert found.code == 1
    assert "have the version repaired" in found.out
    assert run("refresh", "--repair", version.name, "--out", version.parents[1]).code == 0
    assert run("gate", "--out", version.parents[1]).code == 0


@pytest.mark.slow("services")
def test_a_version_whose_rows_do_not_pass_is_replaced_by_another(version):
    with_an_impossible_reading(version)
    with pytest.raises(GateRejected, match="make another version with `wearable-coach refresh`"):
        ordered(version)
    words = (
        "--direct",
        "--rows",
        "60",
        "--seed",
        "8",
        "--latest",
        "--out",
        version.parents[1],
    )
    assert run("refresh", *words).code == 0
    assert ordered(version).job.order.dataset_version != version.name
