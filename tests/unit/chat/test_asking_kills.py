"""A killed evaluation goes on where it stopped, and pays for nothing twice."""

import signal
import subprocess
import sys
import time
from collections import Counter
from random import Random

import pytest

from tests.support.ask_drill import drill
from tests.support.chat_server import ChatServer
from wearable_coach.store import LocalStore

COUNT = 40
POINTS = 20
ON_THEIR_WAY = 8 + 4
"""Questions that an evaluation asks at once, and answers that it keeps meanwhile."""


def started(server, folder):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.ask_drill", server.url, str(folder), str(COUNT)],
        stderr=subprocess.PIPE,
        text=True,
    )


def texts(answers):
    return {name: answer.text for name, answer in answers.items()}


@pytest.mark.slow("kills")
def test_what_lay_in_the_store_at_a_kill_is_not_asked_again(tmp_path):
    with ChatServer(latency_s=0.01) as server:
        undisturbed = texts(drill(server.url, tmp_path / "undisturbed", COUNT).answers)
    rng = Random(20)
    for point in range(POINTS):
        folder, wanted = tmp_path / str(point), rng.randint(1, COUNT - 1)
        with ChatServer(latency_s=0.01) as server:
            running = started(server, folder)
            while len(server.requests) < wanted and running.poll() is None:
                time.sleep(0.0005)
            time.sleep(rng.uniform(0, 0.01))
            running.kill()  # nothing where it was quicker
            running.communicate()
            kept = {key.rpartition("/")[2] for key in LocalStore(folder).keys("answers/")}
            before = len(server.requests)
            found = drill(server.url, folder, COUNT)
            times = Counter(m[-1]["content"] for m in server.asked())
        assert texts(found.answers) == undisturbed
        assert (found.known, found.asked) == (len(kept), COUNT - len(kept))
        late = len(server.requests) - before - (COUNT - len(kept))
        assert 0 <= late <= ON_THEIR_WAY, "what a killed process sent may arrive after its end"
        assert max(times.values()) <= 2
        assert sum(times.values()) - COUNT <= ON_THEIR_WAY, (
            "no more than were on their way are asked twice"
        )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_evaluation_ends_promptly(tmp_path, number):
    with ChatServer(latency_s=30) as server:
        running = started(server, tmp_path)
        while len(server.requests) < 8:
            assert running.poll() is None, running.stderr.read()
            time.sleep(0.01)
        running.send_signal(number)
        running.communicate(timeout=20)  # an answer takes 30
        assert running.returncode != 0
