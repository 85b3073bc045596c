"""What a caller decides by is an attribute of the error, and comes through another process."""

import ast
import pickle
from pathlib import Path

import pytest

from backends.azure.settings import settings_from
from tests.support.remedies import PACKAGES
from wearable_coach.errors import BadField, BadInput, GateRejected

ROOT = Path(__file__).parents[2]


def test_a_bad_field_says_its_name_before_what_is_wrong():
    error = BadField("workspace", "not found: a: b; name another")
    assert str(error) == "workspace: not found: a: b; name another"
    assert isinstance(error, BadInput)


def test_a_bad_field_comes_back_whole_from_another_process():
    error = pickle.loads(pickle.dumps(BadField("workspace", "not found")))  # noqa: S301 - our own
    assert (error.about, error.what, str(error)) == (
        "workspace",
        "not found",
        "workspace: not found",
    )


def test_a_setting_that_is_missing_is_named_apart_from_what_is_wrong():
    with pytest.raises(BadField) as told:
        settings_from({})
    assert told.value.about == "AZURE_SUBSCRIPTION_ID"
    assert "not set" in told.value.what


def deciding_by_words(source: str) -> list[str]:
    """Where the text of an error is searched or cut, other than into lines."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Compare) and any(map(_is_text, node.comparators)))
        or (isinstance(node, ast.Call) and _cuts(node))
    ]


def _is_text(node: ast.AST) -> bool:
    """Whether it is what an error says."""
    return ast.unparse(node) in {f"str({name})" for name in ("error", "why", "problem", "fault")}


def _cuts(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    if _is_text(call.func.value):
        cutting = {"startswith", "endswith", "find", "partition", "removeprefix", "split"}
        return call.func.attr in cutting and ", ".join(map(ast.unparse, call.args)) not in {
            "'\\n'",
            "",
        }
    return ast.unparse(call.func.value) == "re" and any(map(_is_text, call.args))


def test_nothing_is_decided_by_the_words_of_an_error():
    found = {
        f"{path.relative_to(ROOT)}: {where}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for where in deciding_by_words(path.read_text(encoding="utf-8"))
    }
    assert found == set(), "give the error an attribute (wearable_coach/errors.py)"


@pytest.mark.parametrize(
    "line",
    [
        "x = str(error).partition(':')[0]",
        "if 'gone' in str(error): pass",
        "re.sub('^a: ', '', str(error))",
        "str(why).startswith('a')",
    ],
)
def test_a_place_that_decides_by_words_is_found(line):
    assert deciding_by_words(line)


@pytest.mark.parametrize("line", ["str(error).partition('\\n')[0]", "raise BadInput(str(error))"])
def test_a_place_that_only_tells_is_let_be(line):
    assert not deciding_by_words(line)


def test_a_refusal_comes_back_whole_from_another_process():
    found = pickle.loads(pickle.dumps(GateRejected("gate: A", refused="refused/1")))  # noqa: S301
    assert (str(found), found.refused) == ("gate: A", "refused/1")
