"""Every fine-tuner under the same laws. A new backend is one more entry of `BACKENDS`.

An entry makes, in a folder of its own, a bench with
    tuner()          a new object over the same jobs, as another process would open it
    data             rows of which a job takes seconds
    order(**values)  an order as placing one makes it, with hyperparameters `values`
    long             values of a job that still runs when the test has looked at it
    until(name, *states)  polls until the job is in one of the states
    close()          ends whatever is left
"""

import gc
import warnings

import pytest

from tests.support.azure_pauses import try_again_at_once
from tests.support.azurite import running_azurite
from tests.support.local_training import LocalBench, needs_torch
from tests.support.tuner_benches import AzureBench, FoundryBench, ScriptedBench


def local(folder, _monkeypatch):
    needs_torch()
    bench = LocalBench(folder)
    bench.long = {"epochs": 100}
    return bench


BACKENDS = {
    "local": local,
    "azure": lambda _folder, monkeypatch: AzureBench(monkeypatch),
    "foundry": lambda _folder, monkeypatch: FoundryBench(monkeypatch),
    "scripted": lambda folder, _monkeypatch: ScriptedBench(folder),
}


@pytest.fixture(
    params=[
        pytest.param(name, marks=pytest.mark.slow("training")) if name == "local" else name
        for name in BACKENDS
    ]
)
def bench(request, tmp_path, monkeypatch):
    made = BACKENDS[request.param](tmp_path, monkeypatch)
    yield made
    made.close()


@pytest.fixture(scope="session")
def azurite():
    """The connection string of an Azurite that runs for all tests of the stores."""
    with running_azurite() as connection_string:
        yield connection_string


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    try_again_at_once(monkeypatch)


@pytest.fixture(scope="module", autouse=True)
def sockets_of_the_azure_sdk_are_gone_before_the_next_file():
    """Collect what the SDK's clients left open: it would fail whatever test runs when it is collected."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
