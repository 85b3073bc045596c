"""What holds of every flow: what it opens is opened in a step, and it ends in a refusal in one way."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

FLOWS = Path(__file__).parents[3] / "flows"
COMPOSITIONS = [
    f"compositions/{name}.py"
    for name in (
        "evaluation",
        "hosted_evaluation",
        "pipeline",
        "promotion",
        "refresh",
        "refresh_shards",
        "retrain",
        "standing",
        "watching",
    )
]
BODIES = sorted(p.name for p in FLOWS.glob("[a-z]*.py"))
REACH_FAR = (
    "flows.openers", "flows.starters", "backends", "blocks", "wearable_coach.store",
    "wearable_coach.finetuning.ledger", "wearable_coach.finetuning.datasets",
    "wearable_coach.finetuning.submission", "wearable_coach.promotion.pointer",
    "wearable_coach.evaluation.shelf", "wearable_coach.evaluation.collecting",
)  # fmt: skip
"""Where stores, blocks, backends, models and Prefect are opened and asked."""
ONLY_NAMED = {
    "opener", "closing", "name_to_reopen", "report_place", "PrefectSink", "StoreSink", "EvaluationStarter", "Deployer", "hoster_opener",
    "Watcher", "Names", "DueNight", "Wanted", "EvaluationTerms", "TunerChoices",
    "sinks_of",
}  # fmt: skip
"""Of these the ones that open nothing yet."""


def tree_of(name):
    return ast.parse((FLOWS / name).read_text(encoding="utf-8"))


def reaching_names(tree):
    found = {}
    for node in [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]:
        if (node.module or "").startswith(REACH_FAR):
            found |= {alias.asname or alias.name: node.module for alias in node.names}
    return {name: module for name, module in found.items() if name not in ONLY_NAMED}


def calls_outside_steps(name):
    """The calls that a flow makes by itself, of what opens or asks something; a step's own body is one."""
    tree = tree_of(name)
    bodies = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and any(
            isinstance(d, ast.Call) and ast.unparse(d.func) == "step" for d in node.decorator_list
        )
    ]
    inside = {id(n) for body in bodies for n in ast.walk(body)}
    reaching = reaching_names(tree)
    return [
        f"{name}:{node.lineno} {node.func.id}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in reaching
        and id(node) not in inside
    ]


@pytest.mark.parametrize("name", [*BODIES, *COMPOSITIONS])
def test_what_a_flow_opens_or_asks_it_opens_in_a_step(name):
    assert calls_outside_steps(name) == []


def test_a_call_outside_a_step_would_be_seen(tmp_path, monkeypatch):
    text = (FLOWS / "retrain.py").read_text(encoding="utf-8")
    (tmp_path / "retrain.py").write_text(
        text.replace("steps.call(open_store, store,", "open_store(store,")
    )
    monkeypatch.setitem(globals(), "FLOWS", tmp_path)
    assert [found.partition(" ")[2] for found in calls_outside_steps("retrain.py")] == [
        "open_store"
    ]


def test_the_names_that_open_nothing_are_used():
    used = {
        name
        for path in [*BODIES, *COMPOSITIONS]
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(("flows", "wearable_coach"))
        for name in [a.name for a in node.names]
    }
    assert {"opener", "name_to_reopen", "PrefectSink", "EvaluationStarter"} <= used & ONLY_NAMED


@pytest.mark.parametrize("name", [n for n in BODIES if n != "__init__.py"])
def test_every_flow_ends_in_a_refusal_in_the_same_way(name):
    tree = tree_of(name)
    caught = [h for h in ast.walk(tree) if isinstance(h, ast.ExceptHandler)]
    assert caught
    for handler in caught:
        assert ast.unparse(handler.type) == "CoachError"
        assert ast.unparse(handler.body[-1]).startswith("return refused(")
    assert "Failed" not in {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}


def test_a_traceback_is_left_out_of_our_errors_alone():
    import logging

    from wearable_coach.errors import BadInput, TransientError

    import_module("flows.prefect_api.refusals")
    for name in ("prefect.flow_runs", "prefect.task_runs", "prefect.engine"):
        (filtering,) = [
            f for f in logging.getLogger(name).filters if type(f).__name__ == "OneLineForOurs"
        ]
        for error, shown in (
            (BadInput("x"), None),
            (TransientError("x"), None),
            (KeyError("x"), "x"),
        ):
            told = (type(error), error, None)
            record = logging.LogRecord(name, 40, "", 0, "failed", (), told)
            assert filtering.filter(record)
            assert bool(record.exc_info) is bool(shown)
        last = logging.LogRecord(
            name,
            40,
            "",
            0,
            "Engine execution exited with unexpected exception",
            (),
            (BadInput, BadInput("x"), None),
        )
        assert not filtering.filter(last)
