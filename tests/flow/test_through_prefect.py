"""What a command changes of Prefect's settings while its flow runs, and what is told where the server goes away."""

import json
from contextlib import contextmanager

import httpx
import pytest

from flows.prefect_api import reaching as prefect_api
from wearable_coach.errors import BadInput

pytestmark = [pytest.mark.flow, pytest.mark.filterwarnings("default")]
URL = "http://127.0.0.1:9/api"


@pytest.fixture
def reached(monkeypatch):
    """Run with an API that was reached, and what a user set."""
    from prefect.settings import PREFECT_API_URL, temporary_settings

    from flows.prefect_api.through import prefect_reached

    monkeypatch.setattr(prefect_api, "_reached", {URL})

    def run(inside, *, own, users=None):
        monkeypatch.setattr(prefect_api, "_own", {URL} if own else set())
        with (
            temporary_settings({PREFECT_API_URL: URL} | (users or {})),
            prefect_reached(lambda _: None, instead="--direct does without Prefect"),
        ):
            return inside()

    return run


def seen():
    from prefect.settings import get_current_settings

    settings = get_current_settings()
    return settings.flows.heartbeat_frequency, settings.ui_url


def test_a_server_of_the_commands_own_gets_no_heartbeat_and_no_link(reached):
    assert reached(seen, own=True) == (None, "")


def test_another_server_gets_both(reached):
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY

    beat, link = reached(seen, own=False, users={PREFECT_FLOWS_HEARTBEAT_FREQUENCY: 30})
    assert beat == 30
    assert link == URL.removesuffix("/api")


def test_what_the_user_set_is_kept(reached):
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, PREFECT_UI_URL

    users = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: 77, PREFECT_UI_URL: "http://mine"}
    assert reached(seen, own=True, users=users) == (77, "http://mine")


def test_a_server_that_goes_away_is_one_line_and_an_environment_to_mend(reached):
    def lost():
        message = "planted"
        raise httpx.ConnectError(message)

    with pytest.raises(BadInput, match=r"lost on the way \(ConnectError\).*--direct") as told:
        reached(lost, own=True)
    assert "\n" not in str(told.value)


@contextmanager
def answers_lost(monkeypatch):
    """The server takes the final state of a run, and its answer is lost; how often that was."""
    lost, send = [], httpx.HTTPTransport.handle_request

    def sent(transport, request):
        answer = send(transport, request)
        if not lost and request.url.path.endswith("/set_state") and is_final(request):
            answer.read()
            lost.append(request.url.path)
            return httpx.Response(503, headers={"Retry-After": "0"}, request=request)
        return answer

    with monkeypatch.context() as patched:
        patched.setattr(httpx.HTTPTransport, "handle_request", sent)
        yield lost


def is_final(request):
    return json.loads(request.content)["state"]["type"] in {"COMPLETED", "FAILED"}


def through(name, store, **parameters):
    from flows.prefect_api.through import run_flow

    module, place = f"flows.{name}", str(store)
    return run_flow(module, name, lambda _: None, instead="", store=place, **parameters)


@pytest.mark.usefixtures("prefect_server")
def test_a_command_has_what_its_run_came_to_where_the_servers_last_answer_is_lost(
    tmp_path, monkeypatch
):
    with answers_lost(monkeypatch) as lost:
        ended = through("watch_finetuning", tmp_path)
    assert len(lost) == 1
    assert ended == []


@pytest.mark.usefixtures("prefect_server")
def test_a_refusal_is_the_same_where_the_servers_last_answer_is_lost(tmp_path, monkeypatch):
    with answers_lost(monkeypatch) as lost, pytest.raises(BadInput, match="cannot read"):
        through("refresh_dataset", tmp_path, vitals=("/none.csv",))
    assert len(lost) == 1


@pytest.mark.usefixtures("prefect_server")
def test_a_fault_is_the_same_where_the_servers_last_answer_is_lost(tmp_path, monkeypatch):
    from flows import watch_finetuning

    def broken(*_args, **_kwargs):
        message = "planted"
        raise ZeroDivisionError(message)

    monkeypatch.setattr(watch_finetuning, "compose_round", broken)
    with answers_lost(monkeypatch) as lost, pytest.raises(ZeroDivisionError, match="planted"):
        through("watch_finetuning", tmp_path)
    assert len(lost) == 1


@pytest.mark.usefixtures("prefect_server")
def test_a_command_whose_run_is_cancelled_in_the_ui_has_its_result_and_the_run_ends(
    tmp_path, monkeypatch
):
    from prefect.client.orchestration import get_client
    from prefect.runtime import flow_run

    from flows import watch_finetuning

    cancelled = []

    def cancel(*_args, **_kwargs):
        cancelled.append(flow_run.id)
        asked = {"state": {"type": "CANCELLING", "name": "Cancelling"}}
        with get_client(sync_client=True) as client:
            client.request("POST", f"/flow_runs/{flow_run.id}/set_state", json=asked)
        return []

    monkeypatch.setattr(watch_finetuning, "compose_round", cancel)
    assert through("watch_finetuning", tmp_path) == []
    with get_client(sync_client=True) as client:
        state = client.read_flow_run(cancelled[0]).state
    assert state.is_cancelled()
    assert state.message.endswith("it had done its work. nothing open")
