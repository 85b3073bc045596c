"""No error of any kind is swallowed without a word: who catches every `Exception` raises, logs or tells it."""

import ast
from pathlib import Path

from tests.support.cases import some

ROOT = Path(__file__).parents[3]
PACKAGES = ("wearable_coach", "expectations", "backends", "blocks", "tasks", "flows", "deployments")
EVERY = {"Exception", "BaseException"}


def catching_all(tree):
    """Yield the handlers of every error, and the contexts that suppress every error."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and (node.type is None or _names(node.type) & EVERY):
            yield node
        if isinstance(node, ast.Call) and _names(node.func) & {"suppress"}:
            yield from (node for argument in node.args if _names(argument) & EVERY)


def _names(node):
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def tells(node):
    """Say whether a handler raises, or does something with the error that it caught."""
    if isinstance(node, ast.Call):
        return False
    inside = [n for statement in node.body for n in ast.walk(statement)]
    return any(isinstance(n, ast.Raise) or (isinstance(n, ast.Name) and n.id == node.name) for n in inside)  # fmt: skip


def test_every_handler_of_every_error_tells_of_it():
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    found = [
        (path.name, node.lineno, tells(node))
        for path in files
        for node in catching_all(ast.parse(path.read_text(encoding="utf-8")))
    ]
    for name, line, told in some(found):
        assert told, f"{name}:{line} swallows every error; log its kind_and_place"
