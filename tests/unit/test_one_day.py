"""A day is built in one place; no function falls back on a formula, a prompt or a split that nobody handed it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from wearable_coach.day import answer_facts, day_of
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Profile, Vitals
from wearable_coach.standards.table import table
from wearable_coach.verification import accepted, verify_answer

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "wearable_coach", "expectations", "backends", "blocks", "tasks", "flows", "deployments", "bench",
)  # fmt: skip
EDGES = {
    "wearable_coach/formulas.py": "says which it is",
    "wearable_coach/records.py": "what was kept before formulas were named",
    "wearable_coach/dataset/recipe.py": "a field of the recipe",
    "wearable_coach/promotion/pointer.py": "rolled back to the rules alone",
    "wearable_coach/client/following.py": "no model was ever promoted",
    "wearable_coach/evaluation/sets/recorded.py": "a store without any dataset",
    "wearable_coach/evaluation/collecting.py": "files of cases that are looked at before there is a dataset",
    "wearable_coach/cli/facts.py": "an option",
    "wearable_coach/cli/verify.py": "an option",
    "wearable_coach/verification/rules.py": "the days of the examples",
    "wearable_coach/serving/warming.py": "a day on which nothing is reckoned",
    "wearable_coach/sources/readings.py": "how fast sampled hearts beat, whatever a dataset says",
    "expectations/snapshot.py": "a snapshot holds no run's numbers",
    "wearable_coach/reporting/card_page.py": "recipes that were published before they named a formula",
    "bench/serving.py": "days out of thin air",
    "bench/local_training.py": "rows of the default recipe",
    "bench/reading.py": "labelled texts of days that name no formula",
    "bench/hearing.py": "what users tell, of days that name no formula",
    "bench/urgency.py": "labelled words of users without a day",
    "bench/everyday.py": "what users ask, of days that name no formula",
    "bench/fence.py": "rows of the default recipe",
    "bench/contains.py": "rows of the default recipe",
    "bench/own_cases.py": "questions of users that name no formula",
    "bench/published.py": "rows of the default recipe",
    "bench/power.py": "cases of which nothing is reckoned but how many they are",
    "bench/safety.py": "drills, which are of no dataset",
}
"""Files that may say the default formula, each with its reason."""
PROMPT_EDGES = {
    "wearable_coach/rendering/prompts.py": "says which they are, and what was kept before they were named",
    "wearable_coach/promotion/pointer.py": "rolled back to the rules alone",
    "wearable_coach/client/following.py": "no model was ever promoted",
    "wearable_coach/evaluation/sets/recorded.py": "a store without any dataset",
    "wearable_coach/evaluation/collecting.py": "files of cases that are looked at before there is a dataset",
    "flows/compositions/publishing.py": "a model whose dataset is gone",
    "bench/serving.py": "a model that learnt from no dataset",
    "bench/own_cases.py": "questions of users that name no prompts",
    "bench/safety.py": "drills, which are of no dataset",
    "bench/fence.py": "rows of the default recipe",
}
"""Files that may say the product's own prompts, each with its reason."""
PROMPT_TEXTS = {
    "wearable_coach/rendering/prompts.py": "reads them",
    "wearable_coach/dataset/batches.py": "a category of a recipe without one",
    "wearable_coach/chat/probe_set.py": "one set of questions for every model, so that two are told apart by it",
}
"""Files that may read the product's own prompts."""
SPLIT_EDGES = {
    "wearable_coach/dataset/recipe.py": "a field of the recipe",
    "wearable_coach/evaluation/sets/recorded.py": "a store without any dataset",
    "wearable_coach/serving/prompts.py": "any split has them: tests/unit/serving/test_prompts_and_rules.py",
}
"""Files that may say the default recipe's split."""
TODAY = Vitals(heart_rate=190, resting_heart_rate=60, sleep_hr=7.5)


class SaidInFile(NamedTuple):
    """What a file says of days, prompts and splits; read once, since it is many files."""

    names: set[str]
    calls: set[str]
    says_tanaka: bool
    has_shares: bool
    defaulted: int
    """Parameters for a formula or prompts that have a default [count]."""


@cache
def files() -> dict[str, SaidInFile]:
    paths = (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
    return {path.relative_to(ROOT).as_posix(): said_in(path) for path in paths}


def said_in(path: Path) -> SaidInFile:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    functions = (n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    return SaidInFile(
        names_in(nodes),
        {n.func.id for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)},
        any(isinstance(n, ast.Constant) and n.value == "tanaka" for n in nodes),
        any(shares_in(n) for n in nodes if isinstance(n, ast.Dict)),
        sum(1 for function in functions for _ in defaulted(function.args)),
    )


def names_in(nodes: list[ast.AST]) -> set[str]:
    names = {n.id for n in nodes if isinstance(n, ast.Name)}
    names |= {n.attr for n in nodes if isinstance(n, ast.Attribute)}
    return names | {a.name for n in nodes if isinstance(n, ast.ImportFrom) for a in n.names}


def shares_in(node: ast.Dict) -> bool:
    """Say whether shares of splits are written as numbers."""
    return any(
        isinstance(key, ast.Constant) and key.value in {"train", "valid", "test"}
        and isinstance(value, ast.Constant) and isinstance(value.value, float)
        for key, value in zip(node.keys, node.values, strict=True)
    )  # fmt: skip


def test_facts_are_derived_in_day_py_and_nowhere_else():
    using = {name for name, said in files().items() if "derive_facts" in said.names}
    assert using == {"wearable_coach/day.py"}


def test_the_default_formula_is_said_at_the_edges_alone():
    saying = {
        name
        for name, said in files().items()
        if "DEFAULT_FORMULA" in said.names or said.says_tanaka
    }
    assert saying == set(EDGES)


def test_the_product_s_own_prompts_are_said_at_the_edges_alone():
    saying = {name for name, said in files().items() if "PRODUCT_PROMPTS" in said.names}
    assert saying == set(PROMPT_EDGES)
    readers = {"system_prompt", "system_prompts"}
    assert {name for name, said in files().items() if readers & said.calls} == set(PROMPT_TEXTS)


def test_prompts_are_built_in_one_place():
    assert {name for name, said in files().items() if "Prompts" in said.calls} == {
        "wearable_coach/rendering/prompts.py"
    }
    building = {name for name, said in files().items() if "prompts_of" in said.calls}
    assert building == {"wearable_coach/dataset/taught.py"}


def test_the_default_split_is_said_at_the_edges_alone():
    saying = {
        name
        for name, said in files().items()
        if "SplitShares" in said.calls or ("families_of" in said.names and said.has_shares)
    }
    assert saying == set(SPLIT_EDGES)


def test_no_function_but_a_command_has_a_formula_or_prompts_that_nobody_handed_it():
    assert {name for name, said in files().items() if said.defaulted} == {
        "wearable_coach/cli/facts.py",
        "wearable_coach/cli/verify.py",
    }


def defaulted(args: ast.arguments) -> Iterator[str]:
    """Yield the parameters for a formula or prompts that have a default; a formula may be None, not handed on."""
    positional = [*args.posonlyargs, *args.args]
    pairs = [
        *zip(positional[len(positional) - len(args.defaults) :], args.defaults, strict=True),
        *zip(args.kwonlyargs, args.kw_defaults, strict=True),
    ]
    for arg, default in pairs:
        given = default is not None and not (
            isinstance(default, ast.Constant) and default.value is None
        )
        if ("formula" in arg.arg and given) or ("prompts" in arg.arg and default is not None):
            yield arg.arg


def test_the_default_formula_is_the_table_s():
    hrmax = table("heart_rate")["hrmax"]
    assert hrmax["default"] == DEFAULT_FORMULA


@pytest.mark.parametrize(
    ("age", "formula", "far"),
    [
        (50, "fox", False), (51, "fox", True),  # 190 > 20 + 220 − 51
        (52, "gellish", False), (53, "gellish", True),
        (54, "tanaka", False), (55, "tanaka", True),
    ],
)  # fmt: skip
def test_a_heart_rate_far_above_the_maximal_one_is_told_by_the_day_s_own_formula(age, formula, far):
    profile = Profile(age=age, hr_context="exercise")
    day = day_of(profile, TODAY, hrmax_formula=formula)
    assert ("hr_far_above_hrmax" in day.warnings) is far
    raw = ({"age": age, "hr_context": "exercise"}, TODAY.model_dump(exclude_none=True))
    assert ("hr_far_above_hrmax" in answer_facts(*raw, hrmax_formula=formula)["warnings"]) is far


@pytest.mark.parametrize(("formula", "bpm"), [("tanaka", "176.5"), ("fox", "175")])
def test_facts_name_the_formula_that_they_are_by(formula, bpm):
    raw = ({"age": 45}, {"resting_heart_rate": 60})
    shown = answer_facts(*raw, hrmax_formula=formula)["hrmax"]
    assert next(iter(shown)) == f"{formula}_exact"
    assert str(shown[f"{formula}_exact"]).removesuffix(".0") == bpm


def test_the_verifier_takes_a_day_s_records_and_formula_and_none_of_its_facts():
    text = "최대심박수는 175bpm으로 추정돼요."
    fox = day_of(Profile(age=45), TODAY, hrmax_formula="fox")
    tanaka = day_of(Profile(age=45), TODAY, hrmax_formula="tanaka")
    assert accepted(verify_answer(text, day=fox, kind=None))
    assert not accepted(verify_answer(text, day=tanaka, kind=None))
    forged = tanaka._replace(facts=fox.facts)
    assert not accepted(verify_answer(text, day=forged, kind=None))
