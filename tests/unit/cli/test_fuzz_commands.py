"""Whatever is given to a command, and whatever is around it: one line, an exit code that means something.

`python -m tests.support.fuzz_commands 1000` does the same a thousand times; a number of it again, and what
it printed, by `--only N`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.cases import some
from tests.support.fuzzing.cases import Case, case, commands
from tests.support.fuzzing.judging import wrong
from tests.support.fuzzing.running import Ran

COUNT = int(os.environ.get("WEARABLE_COACH_FUZZ", "200"))
ROOT = Path(__file__).parents[3]
CASE = Case(0, ("facts", "x"), "", "plain", "plain", "plain")
DEVICE = Case(0, ("import", "x", "--out", "/dev/null"), "", "plain", "plain", "plain")
LINE = "wearable-coach: file: cannot read x\n"


@pytest.mark.timeout(1800)
@pytest.mark.slow("whole")
def test_no_invocation_shows_a_traceback_or_ends_with_a_code_that_means_nothing():
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.fuzz_commands", str(COUNT)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["invocations"] == COUNT
    assert told["commands"].keys() >= commands().keys()


def test_each_command_is_among_them_with_each_of_its_options():
    given = {name: set() for name in commands()}
    for number in range(3000):
        words = case(number, seed=1).words
        if words[0] in given:
            given[words[0]].update(words)
    options = (
        (name, parameter.opts)
        for name, command in commands().items()
        for parameter in command.params
        if parameter.param_type_name == "option" and parameter.name != "help"
    )
    for name, spellings in some(options):
        assert given[name] & set(spellings), f"{name} is never given {spellings}"


def test_an_invocation_is_the_same_whatever_the_others_are():
    assert case(7, seed=1) == case(7, seed=1)
    assert case(7, seed=1) != case(7, seed=2)


@pytest.mark.parametrize(
    ("ran", "told"),
    [
        (Ran(CASE, 70, "", LINE, (), 0), "exit code 70"),
        (Ran(CASE, -9, "", "", (), 0), "exit code -9"),
        (Ran(CASE, None, "", "", (), 0), "did not end in time"),
        (Ran(CASE, 1, "", "Traceback (most recent call last):\n", (), 0), "shows 'Traceback'"),
        (Ran(CASE, 2, "", "", (), 0), "says nothing"),
        (Ran(CASE, 2, "", "oh\n", (), 0), "ends with no line of its own"),
        (Ran(CASE, 2, "", LINE * 2, (), 0), "says it twice"),
        (Ran(CASE, 2, "", LINE.replace("x", "x" * 2000), (), 0), "characters"),
        (Ran(CASE, 0, "", "\x1b[2J", (), 0), "gives orders to the terminal"),
        (Ran(CASE, 0, "", "", ("given/days.csv",), 0), "wrote given/days.csv"),
        (Ran(DEVICE, 0, "", "", ("/dev/null",), 0), "in the place of /dev/null"),
    ],
)
def test_what_is_wrong_is_seen(ran, told):
    assert any(told in one for one in wrong(ran))


def test_a_refusal_of_one_line_is_right():
    assert wrong(Ran(CASE, 2, "", LINE, (), 0)) == []
