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
    """Send what is left, hang up, and let go of the clients that Prefect leaves open.

    The keepalive of the events' socket draws from `random`, and a law of Hypothesis in the same
    process fails where another thread draws meanwhile; a client that is found open later fails
    the test that runs then.
    """
    yield
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    for worker in (EventsWorker, APILogWorker):
        worker.drain_all(at_exit=False, timeout=30)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
