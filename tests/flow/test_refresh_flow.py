from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.flow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("default"),
]


def refresh(tmp_path, **parameters):
    from flows.refresh_dataset import refresh_dataset

    return refresh_dataset(store=str(tmp_path / "store"), return_state=True, **parameters)


def small(**changes):
    from wearable_coach.dataset.recipe import Recipe, checked_recipe

    return checked_recipe(Recipe().scaled_to(60).model_dump() | {"seed": 7} | changes)


def test_the_flow_and_direct_run_the_same_steps_and_publish_the_same_bytes(tmp_path):
    from datetime import UTC, datetime

    from flows.compositions.refresh import compose_refresh
    from flows.compositions.refresh_request import refresh_request
    from tests.support.steps import NotedSteps, names_run
    from wearable_coach.store import LocalStore

    state = refresh(tmp_path, recipe=small())
    assert state.is_completed(), state.message
    through = state.result()
    request = refresh_request(
        small(),
        rows=None,
        store=LocalStore(tmp_path / "direct"),
        workers=1,
        due_at=datetime.now(UTC),
    )
    steps = NotedSteps()
    direct = compose_refresh(steps, request)
    assert steps.names == names_run(state.state_details.flow_run_id, len(steps.names))
    assert steps.names.count("generate-batch") == 3
    assert through.published.version[-12:] == direct.published.version[-12:]
    name = "records.parquet"
    assert (Path(through.published.where) / name).read_bytes() == (
        Path(direct.published.where) / name
    ).read_bytes()


def test_batches_run_as_tasks_of_their_category_and_leave_artifacts(tmp_path):
    from prefect.client.orchestration import get_client

    state = refresh(tmp_path, recipe=small(seed=8))
    run_id = state.state_details.flow_run_id
    with get_client(sync_client=True) as client:
        tasks = client.read_task_runs()
        names = {t.name for t in tasks if t.flow_run_id == run_id}
        artifacts = {a.key for a in client.read_artifacts() if a.flow_run_id == run_id}
    assert {"health_interpretation 1", "exercise_recommendation 1", "coaching 1"} <= names
    assert artifacts >= {"dataset-counts", "dataset-report"}


def test_a_refusal_ends_the_run_failed_with_its_reason(tmp_path):
    state = refresh(tmp_path, recipe=small(sources={"vitals": ["nowhere.csv"]}))
    assert state.is_failed()
    assert "nowhere.csv" in state.message
    assert not (tmp_path / "store" / "datasets").exists()


def test_the_recipe_is_a_form_with_descriptions():
    from flows.refresh_dataset import refresh_dataset

    schema = refresh_dataset.parameters.model_dump()
    recipe = schema["definitions"]["Recipe"]["properties"]
    assert recipe["categories"]["description"]
    assert schema["properties"]["rows"]["description"].startswith("Rows in all")
