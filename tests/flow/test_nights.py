"""Late nights on a real server: the newest is made, the others say that they are skipped, people are told."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from flows.compositions.night import night_of
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import latest_version, versions

pytestmark = [
    pytest.mark.flow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("default"),
]
NEW_YORK, SEOUL = "America/New_York", "Asia/Seoul"


class Nights:
    """The nightly deployment, with runs of any time, taken up here as a worker does."""

    def __init__(self, client, store, zone=SEOUL, name="nightly-refresh"):
        from prefect.client.schemas.schedules import CronSchedule

        from deployments.names import TAG
        from flows.refresh_dataset import refresh_dataset

        self.client, self.store = client, store
        made = refresh_dataset.to_deployment(
            name=name, tags=[TAG], schedules=[CronSchedule(cron="30 23 * * *", timezone=zone)]
        )
        self.deployment = made.apply()
        self._forget_runs()

    def _forget_runs(self):
        """A night that another test made would be a newer one here."""
        of_this = {"flow_runs": {"deployment_id": {"any_": [str(self.deployment)]}}}
        for run in self.client.request("POST", "/flow_runs/filter", json=of_this).json():
            self.client.request("DELETE", f"/flow_runs/{run['id']}")

    def due(self, at, **parameters):
        """A run that was due then, and that nobody has taken."""
        return self._made({"type": "SCHEDULED", "state_details": {"scheduled_time": at.isoformat()}}, parameters)  # fmt: skip

    def by_hand(self, **parameters):
        return self._made(None, parameters)

    def _made(self, state, parameters):
        asked = {"store": str(self.store.folder), "recipe": small(), "workers": 1} | parameters
        body = {"parameters": asked} | ({"state": state} if state else {})
        made = self.client.request(
            "POST", f"/deployments/{self.deployment}/create_flow_run", json=body
        )
        assert made.is_success, made.text
        return made.json()["id"]

    def work(self, run):
        from prefect.flow_engine import run_flow

        from flows.refresh_dataset import refresh_dataset

        run_flow(refresh_dataset, flow_run=self.client.read_flow_run(run), return_type="state")
        return self.client.read_flow_run(run).state


def small():
    from wearable_coach.dataset.recipe import Recipe

    return Recipe().scaled_to(30).model_dump(mode="json")


@pytest.fixture
def client():
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        yield client


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "store")


@pytest.mark.parametrize(
    "first",
    [
        "2025-03-07",  # the day of 9 March has 23 hours
        pytest.param("2025-10-31", marks=pytest.mark.slow("services")),  # that of 2 November 25
    ],
)
def test_of_late_nights_the_newest_is_made_by_its_own_date_across_a_change_of_clocks(
    client, store, first
):
    nights = Nights(client, store, NEW_YORK)
    night = datetime.fromisoformat(f"{first}T23:30").replace(tzinfo=ZoneInfo(NEW_YORK))
    local = [night + timedelta(days=n) for n in range(4)]
    runs = [nights.due(at.astimezone(UTC)) for at in local]
    states = [nights.work(run) for run in runs]
    dates = [f"{at:%Y%m%d}" for at in local]
    assert [state.name for state in states] == ["Skipped"] * 3 + ["Published"], states[-1].message
    assert {state.type.value for state in states} == {"COMPLETED"}
    told = [state.message for state in states[:3]]
    assert [text.split()[3] for text in told] == dates[:3]
    assert all(f"that of {dates[3]} is due too and is made instead" in text for text in told)
    (version,) = versions(store)
    assert version.startswith(dates[3])
    assert latest_version(store) == version


@pytest.mark.slow("services")
def test_a_newer_night_that_failed_or_was_cancelled_leaves_the_older_one_to_be_made(client, store):
    nights, now = Nights(client, store), datetime.now(UTC)
    runs = [nights.due(now - timedelta(days=days)) for days in (3, 2, 1)]
    nights.client.request("POST", f"/flow_runs/{runs[2]}/set_state", json={"state": {"type": "CANCELLED"}})  # fmt: skip
    nights.client.request("POST", f"/flow_runs/{runs[1]}/set_state", json={"state": {"type": "FAILED"}})  # fmt: skip
    assert nights.work(runs[0]).name == "Published"


@pytest.mark.slow("services")
def test_what_a_person_starts_is_never_skipped_and_skips_no_night(client, store):
    nights = Nights(client, store)
    night = nights.due(datetime.now(UTC) - timedelta(hours=2))
    trial = nights.by_hand(rows=20, seed=1)
    assert [nights.work(run).name for run in (night, trial)] == ["Published"] * 2
    people = Nights(client, store, name="refresh")
    waited = people.due(datetime.now(UTC) - timedelta(days=3), rows=30)
    assert people.due(datetime.now(UTC) - timedelta(days=1), rows=30)
    assert people.work(waited).name == "Published"


@pytest.mark.slow("services")
def test_a_trial_moves_latest_only_where_there_is_none_or_when_asked_and_says_so(
    client, store, caplog
):
    people = Nights(client, store, name="refresh")
    caplog.set_level(logging.INFO, logger="prefect.flow_runs")  # whatever the environment asks for

    def latest_after(**parameters):
        before = set(versions(store))
        assert people.work(people.by_hand(**parameters)).name == "Published"
        (made,) = set(versions(store)) - before
        return made == latest_version(store)

    assert latest_after(rows=20, seed=1)
    assert "there is no other dataset: this trial is latest" in caplog.text
    assert latest_after(seed=2)
    assert not latest_after(rows=20, seed=3)
    assert "latest stays as it is: this is a trial" in caplog.text
    assert latest_after(rows=20, seed=4, make_latest=True)
    assert latest_after(seed=5)


@pytest.mark.parametrize(
    "asked",
    [
        {"rows": -5}, {"rows": 0}, {"seed": -1}, {"real_share": 1.5}, {"workers": -1}, {"size": "huge"},
        {"recipe": {"seed": -1}}, {"recipe": {"stratum_floor": -1}},
        {"recipe": {"categories": [{"name": "a", "kind": "coaching", "count": -1}]}},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_out_of_bounds_is_refused_by_the_form(client, store, asked):
    people = Nights(client, store, name="refresh")
    path = f"/deployments/{people.deployment}/create_flow_run"
    from prefect.exceptions import PrefectHTTPStatusError

    with pytest.raises(PrefectHTTPStatusError, match=r"422|409|400"):
        client.request("POST", path, json={"parameters": asked})


def test_short_fields_come_first_in_the_form():
    from flows.refresh_dataset import refresh_dataset

    fields = list(refresh_dataset.parameters.model_dump()["properties"])
    assert fields[:3] == ["size", "rows", "seed"]
    assert fields[-1] == "recipe"


@pytest.mark.slow("services")
def test_twenty_nights_and_twenty_trials_at_once_leave_the_newest_night_as_the_latest(
    client, store
):
    nights, people = Nights(client, store), Nights(client, store, name="refresh")
    last = datetime.now(UTC) - timedelta(days=1)
    with ThreadPoolExecutor(2) as threads:
        for days in range(20, 0, -1):
            at = last - timedelta(days=(days * 7) % 20)  # in no order
            night, trial = nights.due(at), people.by_hand(rows=20, seed=days)
            ends = list(threads.map(lambda one: one[0].work(one[1]), ((nights, night), (people, trial))))  # fmt: skip
            assert {state.type.value for state in ends} == {"COMPLETED"}, ends
            assert ends[1].name == "Published"
    newest = night_of(last, ZoneInfo(SEOUL))
    assert latest_version(store).startswith(f"{newest}-")
    assert len(versions(store)) > 20
