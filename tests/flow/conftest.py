"""One Prefect server for all flow tests, started and stopped here, on a free port."""

import gc
import warnings
from contextlib import ExitStack
from pathlib import Path
from tempfile import mkdtemp

import pytest


def _folder_with_tables():
    """A folder for the harness, with the database that its server would migrate for five seconds of CPU."""
    from flows.prefect_api.own_server_schema import lay_tables

    folder = mkdtemp()
    lay_tables(Path(folder) / "prefect-test.db")
    return folder


@pytest.fixture(scope="session")
def prefect_server():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
        from prefect.testing import utilities
        from prefect.testing.utilities import prefect_test_harness

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(utilities, "mkdtemp", _folder_with_tables)
            stack = ExitStack()
            stack.enter_context(prefect_test_harness(server_startup_timeout=120))
        with (
            stack,
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
