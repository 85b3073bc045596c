import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import wearable_coach
from wearable_coach import verification
from wearable_coach.verification.claims import Judge, NumberJudge, Remembered

CHECKOUT = Path(wearable_coach.__file__).parents[1]
PRODUCT = ("wearable_coach", "backends", "blocks", "tasks", "flows", "deployments", "expectations")
KEEPS_WHAT_IT_FOUND = {Remembered}
ROW = "dict[str, Any]"
"""A row of a table, as YAML gives it."""


def judges() -> Iterator[type]:
    for found in iter_modules(verification.__path__):
        module = import_module(f"{verification.__name__}.{found.name}")
        yield from (
            kind
            for kind in vars(module).values()
            if inspect.isclass(kind)
            and kind.__module__ == module.__name__
            and (hasattr(kind, "judge") or hasattr(kind, "judge_numbers"))
            and kind not in {Judge, NumberJudge, *KEEPS_WHAT_IT_FOUND}
        )


def trees(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for path in sorted((CHECKOUT / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_judges_are_found():
    assert len(list(judges())) > 40


@pytest.mark.parametrize("kind", list(judges()), ids=lambda kind: kind.__name__)
def test_a_judge_is_its_named_fields_and_cannot_be_changed(kind):
    fields = getattr(kind, "_fields", ())
    made = kind(*[None] * len(fields))
    assert hash(made) == hash(made)
    for name in (*fields, "more"):
        with pytest.raises(AttributeError):
            setattr(made, name, 1)


@pytest.mark.parametrize("kind", list(judges()), ids=lambda kind: kind.__name__)
def test_a_judge_is_shown_evidence_or_the_numbers_alone(kind):
    assert hasattr(kind, "judge") != hasattr(kind, "judge_numbers")


def test_a_judge_of_numbers_is_asked_once_about_the_same():
    asked = []

    class Asked:
        def judge_numbers(self, bound):
            asked.append(tuple(bound))

    judge = Remembered(Asked())
    for numbers in (["1"], ["1"], ["2"], ["1", "2"], ["2"]):
        assert judge.judge(None, numbers) is None
    assert asked == [("1",), ("2",), ("1", "2")]


def test_no_reader_or_judge_takes_just_anything():
    parameters = [
        (path.name, argument.arg)
        for path, tree in trees("wearable_coach/verification")
        for argument in ast.walk(tree)
        if isinstance(argument, ast.arg)
        and argument.annotation is not None
        and "Any" in ast.unparse(argument.annotation).replace(ROW, "")
    ]
    assert parameters == []


def test_no_function_carries_attributes():
    carrying = [
        f"{path.relative_to(CHECKOUT)}:{target.lineno} {ast.unparse(target)}"
        for path, tree in trees(*PRODUCT)
        for scope, functions in scopes(tree)
        for target in attributes_set(scope)
        if target.value.id in functions
    ]
    assert carrying == []


def scopes(tree: ast.Module) -> Iterator[tuple[ast.AST, set[str]]]:
    """The module with its functions, and each function with the parameter that it gives back."""
    functions = [
        n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    yield tree, {f.name for f in functions}
    for function in functions:
        taken = {a.arg for a in ast.walk(function.args) if isinstance(a, ast.arg)} - {"self"}
        returned = [n.value for n in ast.walk(function) if isinstance(n, ast.Return)]
        yield function, taken & {v.id for v in returned if isinstance(v, ast.Name)}


def attributes_set(scope: ast.AST) -> Iterator[ast.Attribute]:
    for node in ast.walk(scope):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
                yield target
