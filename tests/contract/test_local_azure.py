"""The local Azure: its own environment is enough, and nothing gets past it."""

import os
import shlex
import subprocess
import sys

import pytest
import requests

from tests.support.azure_tuners import azure_tuner, running_azure


def test_a_host_that_is_not_served_is_refused(monkeypatch):
    with running_azure(monkeypatch) as azure:
        with pytest.raises(requests.exceptions.ProxyError):
            requests.get("https://example.org/", timeout=5)
        assert azure.refused == ["CONNECT example.org"]


def test_an_address_that_is_not_served_is_told(monkeypatch):
    with running_azure(monkeypatch) as azure:
        found = requests.get("https://login.microsoftonline.com/elsewhere", timeout=5)
        assert found.status_code == 404
        assert azure.refused == ["GET login.microsoftonline.com/elsewhere"]


def test_a_client_that_does_not_know_the_authority_does_not_trust_it(monkeypatch):
    with running_azure(monkeypatch):
        monkeypatch.delenv("REQUESTS_CA_BUNDLE")
        with pytest.raises(requests.exceptions.SSLError):
            requests.get("https://management.azure.com/", timeout=5)


@pytest.fixture
def by_hand(tmp_path):
    command = [sys.executable, "-m", "tests.support.local_azure", "--folder", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        lines = iter(server.stdout.readline, "")
        exports = {}
        for line in lines:
            if line.startswith("#"):
                break
            name, _, value = line.removeprefix("export ").partition("=")
            exports[name] = shlex.split(value)[0]
        yield exports
        server.terminate()
    assert server.returncode == 0


def test_run_by_hand_it_prints_all_that_another_process_needs(by_hand):
    program = (
        "import os; from datetime import date; from tests.support.azure_tuners import *\n"
        "tuner = AzureFineTuner.from_environment(os.environ, today=TODAY)\n"
        "data = training_data(); order = order_for(tuner, data); tuner.submit(order, data)\n"
        "print(order.name)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | by_hand, capture_output=True, check=True
    )
    name = done.stdout.decode().strip()
    control = f"{by_hand['HTTPS_PROXY']}/jobs/{name}?state=Failed&reason=because"
    told = requests.post(control, timeout=5).json()
    assert told == {"name": name, "state": "Failed"}
    asked = requests.get(f"{by_hand['HTTPS_PROXY']}/requests", timeout=5).json()["requests"]
    assert sum("PUT" in call and "/jobs/" in call for call in asked) == 1


def test_two_local_azures_know_nothing_of_each_other(monkeypatch):
    with running_azure(monkeypatch) as first:
        azure_tuner().list()
    with running_azure(monkeypatch) as second:
        azure_tuner().list()
    assert first.calls("GET", "/jobs") == second.calls("GET", "/jobs") == 1
