"""What holds of every step, whoever runs it."""

import ast
import re
import subprocess
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from tasks.policy import ONCE, PATIENT, Policy, Step, step
from tasks.running.direct import DirectSteps
from tests.support.steps import NotedSteps, all_steps, modules
from wearable_coach.errors import CoachError, TransientError

ROOT = Path(__file__).parents[3]
OF_THE_DESIGN = {
    "read-real-days", "make-plan", "generate-batch", "settle", "check-dataset", "refill", "refuse",
    "publish-version", "mark-latest", "order-of", "gate-version", "submit-order", "look-at-job", "wait-for-job", "note-model", "cancel-job",
    "collect-cases", "find-evaluation", "ask-contender", "judge-contender", "evaluate", "publish",
    "promote", "open-backend", "open-models", "look-at-schedule", "look-at-served", "open-store", "read-ledger",
    "wants-refresh", "reached-by-server", "need-retrain", "start-retrain", "is-deployed",
    "see-contender", "probe-served", "look-ahead", "look-at-models", "look-at-cases", "need-writable",
    "look-at-deployment", "stand-up",
    "settle-deployment", "read-deployments", "tend-deployment", "note-evaluated", "track-evaluation",
    "open-judge", "ask-judge", "tell-changes",
    "begin-making", "compose-shard", "rows-of-round", "find-repeats", "begin-round", "look-at-shard", "gate-shards",
    "finish-shard", "refuse-shards", "publish-shards",
}  # fmt: skip


def test_the_steps_are_those_that_people_know_by_their_names():
    assert {one.name for one in all_steps()} == OF_THE_DESIGN


@pytest.mark.parametrize("one", all_steps(), ids=lambda one: one.name)
def test_every_step_has_a_name_a_description_and_a_policy(one):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", one.name)
    assert re.fullmatch(r"[A-Z].*\.", one.description)
    assert "\n" not in one.description
    assert one.policy in {ONCE, PATIENT}


def test_no_two_steps_share_a_name():
    assert not [name for name, n in Counter(one.name for one in all_steps()).items() if n > 1]


@pytest.mark.parametrize("policy", [ONCE, PATIENT])
def test_a_policy_that_tries_again_waits_before_and_knows_what_may_pass(policy):
    assert bool(policy.retries) == bool(policy.delays_s)
    assert all(pause > 0 for pause in policy.delays_s)
    assert policy.transient == (TransientError,)
    assert all(issubclass(kind, CoachError) for kind in policy.transient)


def test_a_step_is_called_as_its_function_and_carries_nothing_on_it():
    def added(one: int, other: int = 1) -> int:
        """Add."""
        return one + other

    made = step("add", Policy())(added)
    assert isinstance(made, Step)
    assert (made(1), made(1, other=3), made.description) == (2, 4, "Add.")
    assert vars(added) == {}
    with pytest.raises(AttributeError):
        made.name = "other"


def test_no_step_needs_prefect():
    imports = f"import sys, {', '.join(modules())}; print('prefect' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", imports], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.stdout == "False\n", told.stderr


def test_flows_and_compositions_hand_every_step_to_who_runs_it():
    """Called by itself a step has no policy, and no place in the Prefect UI."""
    handed, called = set(), []
    for path in [*(ROOT / "flows").glob("*.py"), *(ROOT / "flows/compositions").glob("*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        steps = _steps_imported(tree)
        for node in [n for n in ast.walk(tree) if isinstance(n, ast.Call)]:
            if isinstance(node.func, ast.Name) and node.func.id in steps:
                called.append(f"{path.name}: {node.func.id}")
            names = {a.id for a in node.args if isinstance(a, ast.Name)}
            handed |= {steps[name] for name in names & steps.keys()}
    assert called == []
    assert handed == set(all_steps())


def _steps_imported(tree: ast.Module) -> dict[str, Step]:
    ours = [n for n in tree.body if isinstance(n, ast.ImportFrom) and n.module in modules()]
    found = {a.name: vars(import_module(n.module)).get(a.name) for n in ours for a in n.names}
    return {name: one for name, one in found.items() if isinstance(one, Step)}


def test_side_by_side_keeps_the_order_of_the_calls_and_tells_every_end():
    double = step("double", ONCE)(lambda number: 2 * number)
    steps, ended = NotedSteps(), []
    found = steps.side_by_side(double, [(n,) for n in range(9)], at_once=3, ended=ended.append)
    assert found == [2 * n for n in range(9)]
    assert sorted(ended) == found
    assert steps.names == ["double"] * 9


def test_an_error_of_a_step_leaves_the_direct_runner_as_it_is():
    def fails() -> None:
        message = "away"
        raise TransientError(message)

    with pytest.raises(TransientError, match="away"):
        DirectSteps(lambda _text: None).call(step("fail", PATIENT)(fails))


def test_every_module_of_steps_is_looked_at():
    assert {"tasks.dataset", "tasks.finetuning", "tasks.evaluation", "tasks.promotion"} <= {
        *modules()
    }
    assert all(import_module(name) for name in modules())
