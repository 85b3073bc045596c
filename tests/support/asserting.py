"""Which tests may pass without having asserted anything, by how they are written.

An assertion is sure to be reached where no ``if``, ``except`` or ``while`` stands above it, and every
loop above it has a case: it goes over `some` cases, a range of constants or what is written out.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_UNSURE = (ast.If, ast.While, ast.ExceptHandler, ast.match_case)


def unsure_tests(path: Path) -> Iterator[str]:
    """Yield the names of the tests of a file that need not assert anything."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = {n.name: n for n in ast.walk(tree) if isinstance(n, _Function)}
    sure = {n for n, f in functions.items() if _gives_some(f)}
    while found := {n for n, f in functions.items() if n not in sure and _is_sure(f, sure)}:
        sure |= found  # what calls a function that asserts asserts too
    yield from (n for n in functions if n.startswith("test_") and n not in sure)


def _gives_some(function: _Function) -> bool:
    last = function.body[-1]
    return (
        isinstance(last, ast.Return) and last.value is not None and _has_a_case(last.value, set())
    )


def _is_sure(node: ast.AST, sure: set[str]) -> bool:
    return any(
        _asserts(child, sure) or (not _may_be_passed(child, sure) and _is_sure(child, sure))
        for child in ast.iter_child_nodes(node)
    )


def _asserts(node: ast.AST, sure: set[str]) -> bool:
    if isinstance(node, ast.With):
        return any(
            isinstance(i.context_expr, ast.Call) and _called(i.context_expr) == "raises"
            for i in node.items
        )
    if isinstance(node, ast.Call):
        return _called(node) in sure
    return isinstance(node, ast.Assert)


def _called(call: ast.Call) -> str:
    """Return the name of a function, or of a method of this file's own classes."""
    function = call.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _may_be_passed(node: ast.AST, sure: set[str]) -> bool:
    if isinstance(node, ast.For | ast.AsyncFor):
        return not _has_a_case(node.iter, sure)
    return isinstance(node, (*_UNSURE, ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef))


def _has_a_case(cases: ast.expr, sure: set[str]) -> bool:
    if isinstance(cases, ast.Tuple | ast.List | ast.Set):
        return bool(cases.elts)
    if isinstance(cases, ast.Call) and isinstance(cases.func, ast.Name):
        names = {n.id for a in cases.args for n in ast.walk(a) if isinstance(n, ast.Name)}
        constants = all(n.isupper() or n == "len" for n in names)
        return cases.func.id in {"some", *sure} or (cases.func.id == "range" and constants)
    return False
