"""What is refused before a cluster is asked anything."""

import socket
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tasks.engines import dask_cluster
from tasks.engines.choice import checked_choice
from tasks.engines.dask_cluster import checked_address, connected
from tasks.engines.same_code import SameCode, WorkersDiffer, need_same, running_here
from tests.support.dask_processes import address_of, free_port, scheduler
from tests.support.hanging import HUNG_S
from tests.support.pooled import doubled
from wearable_coach.dataset.making import code_sha256
from wearable_coach.errors import BadInput

pytestmark = pytest.mark.filterwarnings("default")


@pytest.mark.parametrize("address", ["", "tcp://10.0.0.7:8786", "tls://scheduler.example:8786"])
def test_an_address_of_a_scheduler_is_taken(address):
    assert checked_address(address) == address


@pytest.mark.parametrize(
    "address", ["10.0.0.7:8786", "http://10.0.0.7:8786", "tcp://10.0.0.7", "tcp://a:1/x", "tcp://"]
)
def test_what_is_no_address_is_named_with_what_is_one(address):
    with pytest.raises(BadInput, match=r"dask-address: got '.*'; need tcp://HOST:PORT"):
        checked_address(address)


@pytest.mark.parametrize(
    ("name", "workers", "address", "said"),
    [
        ("ray", 0, "", "engine: got 'ray'"),
        ("pool", 0, "tcp://10.0.0.7:8786", "dask-address: is for --engine dask"),
        ("auto", 0, "tcp://10.0.0.7:8786", "dask-address: is for --engine dask"),
        ("here", 2, "", "workers: got 2, --engine here"),
        ("dask", 2, "tcp://10.0.0.7:8786", "workers: got 2, the cluster at tcp://10.0.0.7:8786"),
        ("dask", 0, "10.0.0.7", "dask-address: got '10.0.0.7'"),
    ],
)
def test_what_does_not_go_together_is_refused(name, workers, address, said):
    with pytest.raises(BadInput, match=said):
        checked_choice(name, workers=workers, dask_address=address)


@pytest.mark.parametrize(
    ("name", "workers", "address"),
    [("auto", 0, ""), ("here", 1, ""), ("pool", 4, ""), ("dask", 4, ""), ("dask", 0, "tcp://a:1")],
)
def test_what_goes_together_is_taken(name, workers, address):
    checked_choice(name, workers=workers, dask_address=address)


def test_without_its_packages_the_command_that_installs_them_is_named(monkeypatch):
    found = dask_cluster.find_spec
    monkeypatch.setattr(
        dask_cluster, "find_spec", lambda name: None if name == "distributed" else found(name)
    )
    with pytest.raises(BadInput, match=r"needs distributed.*uv sync --inexact --group cluster"):
        checked_choice("dask", workers=0, dask_address="")


def test_where_nobody_answers_it_is_said_within_the_time_and_a_scheduler_there_is_taken():
    port, started = free_port(), time.monotonic()
    address = address_of(port)
    with pytest.raises(BadInput, match=f"no Dask scheduler answers at {address} within 1 s"):
        connected(address, within_s=1)
    assert time.monotonic() - started < HUNG_S
    with scheduler(port):
        connected(address).close()


def test_what_listens_and_says_nothing_is_no_scheduler():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = address_of(silent.getsockname()[1])
        with pytest.raises(BadInput, match=f"no Dask scheduler answers at {address}"):
            connected(address, within_s=1)


def test_another_service_at_the_port_is_no_scheduler():
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as other:
        Thread(target=other.serve_forever, daemon=True).start()
        address = address_of(other.server_port)
        with pytest.raises(BadInput, match=f"no Dask scheduler answers at {address}"):
            connected(address, within_s=2)
        other.shutdown()


@pytest.mark.parametrize("name", ["code", "tables", "Python", "pyarrow"])
def test_a_worker_that_runs_something_else_is_named_with_both(name):
    there = {**running_here(), name: "other"}
    with pytest.raises(WorkersDiffer, match=f"worker w1.*{name} other there, .* here"):
        need_same(running_here(), there, who="worker w1")
    need_same(running_here(), running_here(), who="worker w1")


def test_work_is_not_done_where_the_code_is_another():
    assert SameCode(running_here()).run(doubled, 2) == 4
    with pytest.raises(WorkersDiffer, match="tables"):
        SameCode({**running_here(), "tables": "x"}).run(doubled, 2)


def test_one_letter_of_the_code_makes_it_another_and_a_build_does_not(tmp_path):
    files = {
        "a": {},
        "b": {"code.py": "x = 2\n"},
        "c": {"commit.txt": "0123abcd", "__pycache__/code.cpython-311.pyc.98": "x"},
    }
    for folder, others in files.items():
        (tmp_path / folder).mkdir()
        for name, text in {"code.py": "x = 1\n", **others}.items():
            (tmp_path / folder / name).parent.mkdir(exist_ok=True)
            (tmp_path / folder / name).write_text(text)
    found = {folder: code_sha256(tmp_path / folder) for folder in files}
    assert found["a"] != found["b"]
    assert found["a"] == found["c"]
