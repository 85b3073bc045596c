"""One Prefect server for all flow tests, started and stopped here, on a free port."""

import gc
import warnings

import pytest


@pytest.fixture(scope="session")
def prefect_server():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
        from prefect.testing.utilities import prefect_test_harness

        with (
            prefect_test_harness(server_startup_timeout=120),
            temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
        ):
            yield


@pytest.fixture(scope="module", autouse=True)
def nothing_of_prefect_goes_on_beside_the_next_file():
    """Send what is left and hang up: the socket's keepalive draws from `random`.

    A law of Hypothesis that runs in the same process fails where another thread draws meanwhile; a socket that
    a client left open would fail whatever test runs when it is collected.
    """
    yield
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    for worker in (EventsWorker, APILogWorker):
        worker.drain_all(at_exit=False, timeout=30)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
