import json
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from wearable_coach.store import LocalStore
from wearable_coach.store.naming import store_slug

pytestmark = [
    pytest.mark.flow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("default"),
]


def refresh(tmp_path, **parameters):
    from flows.refresh_dataset import refresh_dataset

    return refresh_dataset(store=str(tmp_path / "store"), return_state=True, **parameters)


def named(state):
    """What a run is called in the list of runs."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        return client.read_flow_run(state.state_details.flow_run_id).name


def artifacts_of(state):
    """The artifacts of a run, by key."""
    from prefect.client.orchestration import get_client

    only = {"flow_run_id": {"any_": [str(state.state_details.flow_run_id)]}}
    with get_client(sync_client=True) as client:
        found = client.request("POST", "/artifacts/filter", json={"artifacts": only}).json()
    return {one["key"]: one for one in found}


def materialised(key, state, *, wait_s=30):
    """The events of a run that say that an asset was made; they come to the server in the background."""
    from prefect.client.orchestration import get_client

    asked = {
        "event": {"name": ["prefect.asset.materialization.succeeded"]},
        "any_resource": {"id": [key]},
    }
    until, found = time.monotonic() + wait_s, []
    with get_client(sync_client=True) as client:
        while not found and time.monotonic() < until:
            events = client.request("POST", "/events/filter", json={"filter": asked}).json()[
                "events"
            ]
            mine = f"prefect.flow-run.{state.state_details.flow_run_id}"
            found = [e for e in events if mine in {r["prefect.resource.id"] for r in e["related"]}]
            time.sleep(0.2)
    return found


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
    slug = store_slug(LocalStore(tmp_path / "store"))
    assert artifacts == {f"{key}-{slug}" for key in ("dataset-card", "dataset-counts", "gate")}, (
        "no link, as nothing serves the page"
    )


@pytest.mark.slow("whole")
def test_the_list_of_runs_tells_what_came_of_each_and_of_which_night(tmp_path, monkeypatch):
    made, again = refresh(tmp_path, recipe=small()), refresh(tmp_path, rows=60, recipe=small())
    assert (made.name, again.name) == ("Published", "Unchanged")
    version = made.result().published.version
    met = len(made.result().report.results)
    assert made.message == f"{version}: 60 conversations, gate passed {met} of {met}"
    assert again.message == f"nothing new: same as {version} (60 conversations, gate passed {met} of {met})"  # fmt: skip
    night = f"{datetime.now(ZoneInfo('Asia/Seoul')):%Y%m%d}"
    assert [named(run) for run in (made, again)] == [f"refresh-{night}"] * 2

    def too_few(*_arguments, **_named):
        report = made.result().report
        first = report.results[0].model_copy(
            update={"success": False, "observed": "7", "failing_row_ids": tuple("abcdefg")}
        )
        return report.model_copy(update={"results": (*report.results[1:], first)})

    monkeypatch.setattr("tasks.dataset.run_gate", too_few)
    monkeypatch.setattr("flows.compositions.refresh._GATE_ROUNDS", 1)
    refused = refresh(tmp_path, rows=40, recipe=small(seed=9))
    assert (named(refused), refused.name) == (f"refresh-{night}-trial", "Refused")
    first = made.result().report.results[0]
    assert refused.message.startswith(f"gate: {first.code}: expected {first.expected}, found 7;")
    left = artifacts_of(refused)
    slug = store_slug(LocalStore(tmp_path / "store"))
    assert {f"refresh-refused-{slug}", f"gate-{slug}"} == set(left)
    top = json.loads(left[f"gate-{slug}"]["data"])[0]
    assert (top["code"], top["verdict"], top["found"], top["allowed"]) == (first.code, "failed", "7", first.expected)  # fmt: skip
    assert top["rows"] == "a, b, c, d, e and 2 more"


def test_artifacts_link_to_pages_where_they_are_served_and_to_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setenv("WEARABLE_COACH_REPORTS_URL", "http://127.0.0.1:4202/")
    monkeypatch.setenv("WEARABLE_COACH_HOME", str(tmp_path / "store"))
    served = refresh(tmp_path, recipe=small(seed=11))
    slug = store_slug(LocalStore(tmp_path / "store"))
    version = served.result().published.version
    left = artifacts_of(served)
    link = f"http://127.0.0.1:4202/datasets/{version}/report.html"
    assert link in left[f"dataset-report-{slug}"]["data"]
    assert f"({link})" in left[f"dataset-card-{slug}"]["data"]

    monkeypatch.setenv("WEARABLE_COACH_HOME", str(tmp_path / "another"))
    unserved = artifacts_of(refresh(tmp_path, recipe=small(seed=12)))
    assert f"dataset-report-{slug}" not in unserved
    told = " ".join(f"{one['data']} {one['description']}" for one in unserved.values())
    assert "file://" not in told
    assert "http" not in told
    assert f"`{tmp_path}/store/datasets/" in told


def test_an_artifact_that_cannot_be_left_is_warned_of_and_the_run_goes_on(
    tmp_path, monkeypatch, caplog
):
    def broken(**_named):
        message = "server away"
        raise OSError(message)

    monkeypatch.setattr("flows.prefect_api.artifacts.create_markdown_artifact", broken)
    state = refresh(tmp_path, recipe=small())
    assert state.is_completed()
    assert "not shown in the UI (show_dataset: OSError: server away)" in caplog.text


def test_a_dataset_is_an_asset_whose_event_tells_its_version_and_nothing_new_is_no_event(tmp_path):
    made = refresh(tmp_path, recipe=small(seed=13))
    again = refresh(tmp_path, recipe=small(seed=13))
    key = f"coach://{store_slug(LocalStore(tmp_path / 'store'))}/datasets"
    (event,) = materialised(key, made)
    assert event["payload"]["version"] == made.result().published.version
    assert event["payload"]["rows"] == 60
    assert materialised(key, again, wait_s=2) == []


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


def test_the_form_says_what_columns_of_a_table_are(tmp_path):
    days = tmp_path / "days.csv"
    rows = (
        f"u{p},2025-01-{d:02d},{60 + p},{3000 + 100 * d},{6 + d / 10}"
        for p in range(4)
        for d in range(1, 15)
    )
    days.write_text("회원,날짜,맥,걸음수,잔시간\n" + "\n".join(rows) + "\n", encoding="utf-8")
    said = {"맥": "resting_heart_rate", "잔시간": "sleep_hr", "회원": "id"}
    made = refresh(tmp_path, recipe=small(), vitals=(str(days),), columns=said, missing=("--",))
    assert made.is_completed(), made.message
    version = made.result().published.version
    assert made.result().real_rows > 0
    kept = LocalStore(tmp_path / "store").read(f"datasets/{version}/manifest.json").data
    sources = json.loads(kept)["recipe"]["sources"]
    assert (sources["columns"], sources["missing"]) == (said, ["--"])
    wrong = refresh(tmp_path, recipe=small(), vitals=(str(days),), columns=said | {"맥": "pulse"})
    assert wrong.is_failed()
    assert "'pulse'; name one of" in wrong.message
