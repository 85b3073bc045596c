"""A job and its evaluation are one run of MLflow where a server is named, and nothing where none is."""

import sys
from importlib.util import find_spec

import pytest

from backends import mlflow_runs
from backends.mlflow_runs import MlflowSink, tracking_of
from flows.openers.sinks import sinks_of
from tests.support.completed_jobs import completed_job
from tests.support.needs import lacking
from tests.unit.publishing.test_model_card import evaluation
from wearable_coach.errors import BadInput, TransientError
from wearable_coach.finetuning.contract import TrainingProgress
from wearable_coach.store import LocalStore


@pytest.fixture
def server(tmp_path, monkeypatch):
    """A folder that MLflow's own client writes runs into."""
    if find_spec("mlflow") is None:
        lacking("mlflow", "mlflow not installed; uv sync --inexact --group tracking")
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")
    return {"MLFLOW_TRACKING_URI": (tmp_path / "runs").as_uri(), "MLFLOW_EXPERIMENT_NAME": "nights"}


def job():
    done = completed_job(model="tuned")
    progress = TrainingProgress(step=2, steps=2, loss=0.5, losses=((1, 0.9), (2, 0.5)))
    result = done.result.model_copy(update={"metrics": {"valid_loss": 0.4}})
    return done.model_copy(update={"progress": progress, "result": result})


def test_without_a_server_nothing_of_it_is_loaded(tmp_path):
    assert tracking_of({}) is None
    assert tracking_of({"MLFLOW_TRACKING_URI": ""}) is None
    assert [sink.name for sink in sinks_of(LocalStore(tmp_path), {})] == ["store"]
    assert "mlflow" not in sys.modules or find_spec("mlflow")


def test_a_server_that_is_named_without_the_client_is_refused(monkeypatch):
    monkeypatch.setattr(mlflow_runs, "find_spec", lambda _name: None)
    with pytest.raises(BadInput, match=r"run `python3 -m uv sync .*tracking`, or unset it"):
        tracking_of({"MLFLOW_TRACKING_URI": "http://127.0.0.1:9"})


def test_a_job_is_one_run_however_often_it_is_told_and_its_evaluation_adds_to_it(server, tmp_path):
    from mlflow import MlflowClient

    done, found = job(), evaluation()
    sinks = sinks_of(LocalStore(tmp_path / "store"), server)
    assert [sink.name for sink in sinks] == ["store", "mlflow"]
    for _ in range(2):
        sinks[1].emit(done.event, done)
    tracking_of(server).log_evaluation(found.model_copy(update={"candidate": done.name}))
    client = MlflowClient(tracking_uri=server["MLFLOW_TRACKING_URI"])
    experiment = client.get_experiment_by_name("nights").experiment_id
    (run,) = client.search_runs([experiment])
    assert (run.info.run_name, run.info.status) == (done.name, "FINISHED")
    assert run.data.params["requested.epochs"] == "3"
    assert run.data.params["dataset_version"] == done.order.dataset_version
    assert run.data.params["evaluation.e1"] == "hold"
    assert run.data.metrics["valid_loss"] == 0.4
    assert run.data.metrics["candidate.numbers"] == 0.8125
    assert (run.data.metrics["candidate.numbers.n"], run.data.metrics["candidate.numbers.low"]) == (
        40,
        0.7,
    )
    losses = client.get_metric_history(run.info.run_id, "loss")
    assert {(m.step, m.value) for m in losses} == {(1, 0.9), (2, 0.5)}
    assert {f.path for f in client.list_artifacts(run.info.run_id)} == {
        f"{done.name}.md",
        "evaluation-e1.json",
    }


@pytest.mark.usefixtures("server")
def test_a_server_that_does_not_answer_is_told_again(monkeypatch):
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_TIMEOUT", "2")
    away = tracking_of({"MLFLOW_TRACKING_URI": "http://127.0.0.1:9"})
    with pytest.raises(TransientError, match=r"^mlflow: the run of .* it is told again"):
        MlflowSink(away).emit(job().event, job())
