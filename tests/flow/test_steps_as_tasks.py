"""A step as a Prefect task: its policy is kept, and its end is told as people need it."""

import logging

import pytest

from tasks.policy import Policy, step
from tests.support.steps import task_runs
from wearable_coach.errors import BadInput, TransientError

pytestmark = [
    pytest.mark.flow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("default"),
]
AT_ONCE = Policy(retries=2, delays_s=(0.0,))


def run(compose):
    """Run a composition as a flow of its own; return its end."""
    from prefect import flow

    from tasks.running.prefect_tasks import PrefectSteps

    made = flow(name="steps", persist_result=False)(
        lambda: compose(PrefectSteps(logging.getLogger("steps")))
    )
    return made(return_state=True)


def failing(times, error):
    tried = []

    def fails() -> int:
        """Fail a few times."""
        tried.append(1)
        if len(tried) <= times:
            raise error
        return len(tried)

    return fails, tried


def test_what_is_transient_is_tried_again_as_the_policy_says():
    fails, tried = failing(2, TransientError("away"))
    state = run(lambda steps: steps.call(step("fail", AT_ONCE)(fails)))
    assert (state.result(), len(tried)) == (3, 3)
    fails, tried = failing(3, TransientError("away"))
    state = run(lambda steps: steps.call(step("fail", AT_ONCE)(fails)))
    assert (state.is_failed(), len(tried)) == (True, 3)


def test_what_is_not_transient_ends_the_task_at_once_with_its_message_alone():
    fails, tried = failing(1, BadInput("rows: got -5"))
    state = run(lambda steps: steps.call(step("fail", AT_ONCE)(fails)))
    with pytest.raises(BadInput, match="rows: got -5"):
        state.result()
    (ended,) = task_runs(state.state_details.flow_run_id, 1)
    assert (len(tried), ended.state.message) == (1, "rows: got -5")


def test_another_error_is_transient_where_the_policy_says_so():
    fails, tried = failing(1, BadInput("not yet"))
    policy = AT_ONCE._replace(transient=(BadInput,))
    assert run(lambda steps: steps.call(step("fail", policy)(fails))).result() == 2
    assert len(tried) == 2


def test_runs_side_by_side_carry_their_own_names_and_keep_the_order_of_the_calls():
    def doubled(number: int) -> int:
        """Double."""
        return 2 * number

    double = step("double", Policy(), run_name=lambda number: f"number {number}")(doubled)
    ended = []
    state = run(
        lambda steps: steps.side_by_side(
            double, [(n,) for n in range(4)], at_once=2, ended=ended.append
        )
    )
    assert state.result() == [0, 2, 4, 6]
    assert sorted(ended) == state.result()
    assert {t.name for t in task_runs(state.state_details.flow_run_id, 4)} == {
        f"number {n}" for n in range(4)
    }
