"""What a command changes of Prefect's settings while its flow runs, and what is told where the server goes away."""

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
