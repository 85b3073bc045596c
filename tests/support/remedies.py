"""Every remedy that errors and checks print, collected from the source.

A remedy is what stands after the last semicolon of an error's message, and the last argument of a
finding of the doctor. Values in it become ``{}``; constants, local names and `command` calls are
followed, so that the same remedy is the same text wherever it is put together.

    python -m tests.support.remedies          all of them, with the file they stand in
"""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGES = ("wearable_coach", "flows", "backends", "blocks", "tasks", "deployments", "expectations")
FINDINGS = {"fail", "warn", "skip"}
_FORMS = ("need", "give", "use", "name", "write", "known are", "take", "start from", "correct")
_REMEDY_AT, _UNFOLLOWED, _DEEPEST = 2, "{}", 6
_MOST_VALUES = 4
"""A name that has more values is a value that changes and no wording."""
Names = dict[str, list[ast.expr]]


class Remedy(NamedTuple):
    """A remedy and the file that prints it."""

    file: str
    text: str

    @property
    def is_form(self) -> bool:
        """Whether it says only what to give in place of a value that the caller gave."""
        return self.text.startswith(_FORMS) and "`" not in self.text


@cache
def remedies() -> list[Remedy]:
    """Return every remedy of the product, each once a file."""
    found = {
        Remedy(path.relative_to(ROOT).as_posix(), text)
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        for text in _Source(ast.parse(path.read_text(encoding="utf-8"))).remedies()
    }
    return sorted(found)


class _Source:
    """One file."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._globals = _assigned(tree.body)
        self._returned = {
            function.name: [
                n.value for n in ast.walk(function) if isinstance(n, ast.Return) and n.value
            ]
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef)
            and ast.unparse(function.returns or function) == "str"
        }

    def remedies(self) -> Iterator[str]:
        for scope in ast.walk(self._tree):
            if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
                names = self._globals | _assigned(list(ast.walk(scope)))
                for node in ast.walk(scope):
                    yield from self._of(node, names)

    def _of(self, node: ast.AST, names: Names) -> Iterator[str]:
        if isinstance(node, ast.Assign) and _is_message(node.targets[0]):
            last = _last_value(node.value)
            for text in _after_semicolon(self._texts(node.value, names)):
                yield f"{{{last}}}" if text == _UNFOLLOWED else text
        if not isinstance(node, ast.Call):
            return
        called = ast.unparse(node.func).rpartition(".")[2]
        if called in FINDINGS and len(node.args) > _REMEDY_AT:
            given = node.args[_REMEDY_AT]
            for text in filter(None, self._texts(given, names)):
                yield f"{{{ast.unparse(given)}}}" if text == _UNFOLLOWED else text
        elif called.endswith(("Input", "Error", "Refused", "Conflict", "Again", "Unreachable")):
            for given in (arg for arg in node.args[:1] if not isinstance(arg, ast.Name)):
                last = _last_value(given)
                for text in _after_semicolon(self._texts(given, names)):
                    yield f"{{{last}}}" if text == _UNFOLLOWED else text

    def _texts(self, node: ast.expr, names: Names, deep: int = 0) -> list[str]:  # noqa: PLR0911 - a kind each
        """Return what an expression can read."""

        def follow(part: ast.expr) -> list[str]:
            return self._texts(part, names, deep + 1) if deep < _DEEPEST else [_UNFOLLOWED]

        match node:
            case ast.Constant(value=value):
                return [str(value)]
            case ast.JoinedStr(values=parts):
                return _joined([_shown(part, follow(_value(part))) for part in parts])
            case ast.BinOp(left=left, right=right):
                return _joined([follow(left), follow(right)])
            case ast.IfExp(body=body, orelse=orelse):
                return [*follow(body), *follow(orelse)]
            case ast.Call(func=func, args=args) if ast.unparse(func).endswith(
                ("command", "prefect")
            ):
                return _joined([follow(arg) for arg in args], " && ")
            case (
                ast.Call(func=ast.Name(id=name))
                | ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name))
            ) if name in self._returned:
                return [text for one in self._returned[name] for text in follow(one)]
            case ast.Subscript(value=ast.Name(id=name)):
                tables = [n for n in names.get(name, []) if isinstance(n, ast.Dict)]
                return [t for table in tables for v in table.values for t in follow(v)] or ["{}"]
            case ast.Name(id=name) if name in names and len(names[name]) <= _MOST_VALUES:
                return [text for value in names[name] for text in follow(value)]
        return [_UNFOLLOWED]


def _last_value(node: ast.expr) -> str:
    """Return the expression that a message ends with."""
    parts = [n for n in ast.walk(node) if isinstance(n, ast.FormattedValue)]
    return ast.unparse(parts[-1].value) if parts else ast.unparse(node)


def _shown(part: ast.expr, texts: list[str]) -> list[str]:
    """Return texts as ``!r`` shows them, where it is asked for."""
    if isinstance(part, ast.FormattedValue) and part.conversion == ord("r"):
        return [text if text == _UNFOLLOWED else repr(text) for text in texts]
    return texts


def _value(part: ast.expr) -> ast.expr:
    return part.value if isinstance(part, ast.FormattedValue) else part


def _joined(parts: list[list[str]], by: str = "") -> list[str]:
    """Return every way to put one of each together."""
    return [by.join(texts) for texts in product(*parts)]


def _assigned(nodes: list[ast.stmt] | list[ast.AST]) -> Names:
    """Return the values of names that hold texts."""
    found: Names = {}
    for node in nodes:
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            kinds = (ast.Constant, ast.JoinedStr, ast.Dict, ast.IfExp, ast.BinOp, ast.Call)
            if isinstance(target, ast.Name) and isinstance(node.value, kinds):
                found.setdefault(target.id, []).append(node.value)
    return found


def _is_message(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and target.id in {"message", "found", "without_words"}


def _after_semicolon(texts: list[str]) -> Iterator[str]:
    for text in texts:
        before, found, remedy = text.rpartition("; ")
        if found and before:
            yield remedy.strip()


if __name__ == "__main__":
    for one in remedies():
        sys.stdout.write(f"{'form ' if one.is_form else '     '}{one.file}: {one.text}\n")
