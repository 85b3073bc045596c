"""What holds of every engine of this machine."""

import os
import pickle

import pytest

from tasks.engines.here import Here
from tasks.engines.pool import pool_engine
from tasks.policy import ONCE, step
from tasks.running.direct import DirectSteps
from wearable_coach.errors import BadInput


def where(number: int) -> tuple[int, int]:
    """Say who did it."""
    return number, os.getpid()


def refuses() -> None:
    """Say no."""
    message = "rows: none"
    raise BadInput(message)


@pytest.mark.parametrize("workers", [1, 2])
def test_work_is_given_in_the_order_of_the_calls_and_done_in_other_processes(workers):
    work = step("work", ONCE)(lambda engine, number: engine.run(where, number))
    with pool_engine(workers, tell=lambda _text: None) as engine:
        assert engine.at_once == workers
        calls = [(engine, n) for n in range(5)]
        steps = DirectSteps(lambda _text: None)
        done = steps.side_by_side(work, calls, at_once=workers, ended=lambda _: None)
    assert [number for number, _ in done] == list(range(5))
    assert os.getpid() not in {who for _, who in done}


@pytest.mark.parametrize("workers", [1, 2])
def test_a_refusal_comes_back_as_it_was_raised(workers):
    with (
        pool_engine(workers, tell=lambda _text: None) as engine,
        pytest.raises(BadInput, match="rows: none"),
    ):
        engine.run(refuses)


def test_this_process_as_an_engine_can_be_sent_to_another():
    assert pickle.loads(pickle.dumps(Here())).run(where, 1) == (1, os.getpid())  # noqa: S301 - our own bytes
