"""How `up` waits for a part: told while it lasts, and one line where it comes to nothing."""

import os
import sys

import pytest

from deployments import up
from deployments.children import Child, Command
from wearable_coach.errors import BadInput


@pytest.fixture
def part(tmp_path):
    made = []

    def start(code):
        command = Command("server", (sys.executable, "-c", code), os.environ, tmp_path / "log")
        made.append(Child(command, lambda _: None))
        return made[-1]

    yield start
    for child in made:
        child.stop()


def test_a_wait_is_told_while_it_lasts(part, monkeypatch):
    monkeypatch.setattr(up, "_TELL_EVERY_S", 0.0)
    told, looks = [], iter([False, False, True])
    up._await(part("import time; time.sleep(60)"), lambda: next(looks), 60, told.append)
    assert told == ["waiting for the server"] * 2


def test_a_part_that_does_not_answer_in_time_is_an_environment_to_mend(part, tmp_path):
    with pytest.raises(BadInput, match=f"server does not answer after 0 s; see {tmp_path}"):
        up._await(part("import time; time.sleep(60)"), lambda: False, 0, lambda _: None)


def test_a_part_that_ended_is_told_with_its_last_words(part):
    child = part("import sys; sys.exit('no room')")
    with pytest.raises(BadInput, match=r"server ended with code 1; .* no room"):
        up._await(child, lambda: False, 60, lambda _: None)


def test_a_registration_without_an_end_is_told_and_no_traceback(tmp_path, monkeypatch):
    monkeypatch.setattr(up, "_SETUP_WITHIN_S", 0.01)
    installation = up.Installation(tmp_path, 1, 2, None)
    installation.folder.mkdir(parents=True)
    with pytest.raises(BadInput, match=r"were not registered within 0 s; see .*setup.log"):
        up._set_up(installation, dict(os.environ), None)
