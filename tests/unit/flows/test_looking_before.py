"""What can be refused is refused before anything is made."""

import os
from datetime import UTC, datetime

import pytest

from flows.compositions.pipeline import PipelineRequest, compose_pipeline
from flows.compositions.refresh_request import refresh_request
from flows.openers.contestants import Names
from flows.prefect_api.timeouts import TIMEOUTS_H, timeout_s
from tests.support.azure_tuners import running_azure
from tests.support.steps import NotedSteps
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.errors import BadInput
from wearable_coach.evaluation.collecting import Wanted
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.submission import PreflightRefused
from wearable_coach.promotion.rule import read_rule
from wearable_coach.store import LocalStore


def run(folder, **changes):
    """Run the loop on a fresh store; what it came to before it made anything."""
    store, steps = LocalStore(folder / "store"), NotedSteps()
    recipe = Recipe().scaled_to(60)
    request = PipelineRequest(
        refresh=refresh_request(
            recipe, rows=None, store=store, workers=1, due_at=datetime.now(UTC)
        ),
        backend="local",
        hyperparameters=Hyperparameters(),
        wanted=Wanted(limit=4),
        names=Names(),
        rule=read_rule(),
        environment=os.environ,
        clock=lambda: datetime.now(UTC),
        sinks=(),
    )._replace(**changes)
    try:
        compose_pipeline(steps, request)
    finally:
        assert "make-plan" not in steps.names
        assert not any((folder / "store").rglob("*"))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"backend": "cloud"}, "backend: got 'cloud'"),
        ({"backend": "local:/nowhere"}, "nowhere"),
        ({"hyperparameters": Hyperparameters(lora_rank=512)}, "lora_rank: 512"),
        ({"wanted": Wanted(sets=("file",), case_files=("/nowhere.jsonl",))}, "nowhere.jsonl"),
        ({"wanted": Wanted(real_days=("/nowhere.csv",))}, "nowhere.csv"),
        ({"names": Names(reference="nobody")}, "'nobody'"),
        ({"names": Names(base="nobody")}, "'nobody'"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_loop_refuses_before_it_makes_a_dataset(tmp_path, changes, named):
    with pytest.raises(BadInput, match=named):
        run(tmp_path, **changes)


def test_the_loop_refuses_a_wrong_endpoints_file_before_it_makes_a_dataset(tmp_path):
    (tmp_path / "endpoints.yaml").write_text("endpoints: 3")
    with pytest.raises(BadInput, match=r"endpoints\.yaml"):
        run(tmp_path, endpoints=tmp_path / "endpoints.yaml")


def test_the_loop_refuses_a_store_that_cannot_be_written_before_it_makes_a_dataset(tmp_path):
    (tmp_path / "store").write_text("a file")
    with pytest.raises(BadInput):
        run(tmp_path)


def test_the_loop_refuses_what_even_the_least_rows_would_cost_before_it_makes_them(
    tmp_path, monkeypatch
):
    with running_azure(monkeypatch):
        monkeypatch.setenv("WEARABLE_COACH_AZURE_MAX_COST", "0.001")
        with pytest.raises(PreflightRefused, match="cost"):
            run(tmp_path, backend="azure")


def test_a_flow_s_time_is_the_table_s_or_what_its_variable_says():
    assert {timeout_s(flow, {}) / 3600 for flow in TIMEOUTS_H} == {0.25, 2, 4, 24, 168}
    assert timeout_s("refresh", {"WEARABLE_COACH_REFRESH_TIMEOUT_H": "0.5"}) == 1800
    for said in ("soon", "0", "-1", "nan", "inf"):
        with pytest.raises(BadInput, match="WEARABLE_COACH_WATCH_TIMEOUT_H"):
            timeout_s("watch", {"WEARABLE_COACH_WATCH_TIMEOUT_H": said})
