"""What a step becomes whose run is ended from outside: Cancelled, and whoever waits is told what ended it."""

from asyncio import CancelledError

import pytest

from tasks.policy import PATIENT, step
from wearable_coach.process_pool import WorkEnded


def endings():
    from prefect.exceptions import TerminationSignal

    return [TerminationSignal(signal=15), CancelledError(), KeyboardInterrupt(), WorkEnded("x")]


@pytest.mark.parametrize("number", range(4))
def test_a_step_in_whose_midst_a_run_is_ended_is_cancelled_and_the_end_goes_on(number):
    from tasks.running.prefect_tasks import as_task, given

    error = endings()[number]

    def ending() -> None:
        """End."""
        raise error

    state = as_task(step("end", PATIENT)(ending)).fn()
    assert state.is_cancelled()
    with pytest.raises(type(error)) as raised:
        given(state)
    assert raised.value is error
