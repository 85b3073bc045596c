"""Cases from a file: a service's own test set, unchanged, as JSON or JSON lines."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, get_args

from wearable_coach.day import Day, warned_day
from wearable_coach.errors import BadInput
from wearable_coach.evaluation.case import Case, Expectations
from wearable_coach.evaluation.sets.asking import conversation, question_of, told_day
from wearable_coach.evaluation.sets.case_expected import read_expectations
from wearable_coach.evaluation.sets.case_names import known_words, word_of
from wearable_coach.evaluation.sets.case_parts import CaseParts, parts_of
from wearable_coach.evaluation.sets.case_rows import rows_of
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import VITAL_FIELDS, Kind
from wearable_coach.rendering.prompts import Prompts
from wearable_coach.sources import stratum_of
from wearable_coach.standards.validity import check_inputs

_FORMULAS: dict[str, HrmaxFormula] = {name: name for name in get_args(HrmaxFormula)}
_KINDS: dict[str, Kind] = {name: name for name in get_args(Kind)}
_MOST_TOLD = 12
"""Problems of a file that one message names."""


class CaseReading(NamedTuple):
    """How a file of cases is read where its own words do not say."""

    hrmax_formula: HrmaxFormula
    prompts: Prompts
    keywords_least: float = 1
    """Which share of a case's keywords is enough [1]; at 0 one of them is."""
    names: Mapping[str, str] = MappingProxyType({})
    """Own names → the product's; an empty one leaves the name out."""


def read_cases(
    path: Path,
    *,
    hrmax_formula: HrmaxFormula,
    prompts: Prompts,
    keywords_least: float = 1,
    names: Mapping[str, str] = MappingProxyType({}),
) -> list[Case]:
    """Read a file of cases.

    A case tells the nine fields, at its top or under ``vitals`` or ``input_data``, or a ``message``, and, where there
    are any, ``profile``, ``question``, ``kind`` or ``type``, ``options``, ``id``, ``person``, ``hrmax_formula`` and
    ``expected``; ``case_names.yaml`` says which other names are known. Without a question the day is told as in training.

    Args:
        path: The file.
        hrmax_formula: By which a case is judged that names none.
        prompts: The system prompts, by kind.
        keywords_least: Which share of a case's keywords is enough [1]; at 0 one of them is.
        names: Own names → the product's; an empty one leaves the name out.

    Raises:
        BadInput: the file cannot be read, or cases are not of this form; one message names them all,
            each with its case, field, value and remedy.
    """
    reading = CaseReading(hrmax_formula, prompts, keywords_least, names)
    found: dict[str, Case] = {}
    problems: list[str] = []
    for number, row in enumerate(rows_of(path), start=1):
        case, wrong = _case(row, number, reading)
        named = f" ({row['id']})" if isinstance(row, dict) and "id" in row else ""
        where = f"{path.name}, case {number}{named}"
        problems += [f"{where}: {why}" for why in wrong]
        if case is None:
            continue
        if case.id in found:
            problems.append(f"{where}: id {case.id!r} stands twice; give each case its own or none")
        found[case.id] = case
    if problems:
        raise BadInput(_all_of(problems))
    if not found:
        message = f"{path.name}: holds no case; write one JSON object a line"
        raise BadInput(message)
    return list(found.values())


def _all_of(problems: list[str]) -> str:
    if len(problems) == 1:
        return problems[0]
    more = f"; and {len(problems) - _MOST_TOLD:,} more" if len(problems) > _MOST_TOLD else ""
    return f"{len(problems):,} problems: {'; '.join(problems[:_MOST_TOLD])}{more}"


def _case(row: Any, number: int, reading: CaseReading) -> tuple[Case | None, list[str]]:  # noqa: ANN401 - any JSON
    """Return a case, or why a row is none."""
    if not isinstance(row, dict):
        return None, [f"got {type(row).__name__}, need an object with the nine fields"]
    parts = parts_of(row, reading.names)
    wrong = parts.problems
    formula = _formula(parts, reading)
    day = _day(parts, formula)
    question = _question(parts)
    kind = _kind(parts, question)
    expects = _expects(parts, reading)
    if day is None or kind is None or wrong:
        return None, wrong
    key = str(parts.words.get("id", number))
    if parts.nothing and not question:
        return None, ["tells no reading and asks nothing; give the nine fields, or a message"]
    case = Case(
        id=f"file/{key}",
        set="file",
        kind=kind,
        category=kind,
        stratum=stratum_of(day),
        source="written",
        person=str(parts.words.get("person", f"file/{key}")),
        profile=day.profile,
        vitals=day.vitals,
        hrmax_formula=day.hrmax_formula,
        messages=conversation(
            kind, _asked(question, kind, day, key) + _wished(parts, kind), prompts=reading.prompts
        ),
        expects=expects,
    )
    return case, wrong


def _expects(parts: CaseParts, reading: CaseReading) -> Expectations:
    read = read_expectations(
        parts.words.get("expected"), reading.names, keywords_least=reading.keywords_least
    )
    parts.problems.extend(read.problems)
    return read.expects


def _question(parts: CaseParts) -> str:
    """Return what the user asks: the question, or the last thing that they say in a conversation."""
    question = parts.words.get("question") or ""
    said = parts.words.get("messages")
    if not question and isinstance(said, list):
        users = [m for m in said if isinstance(m, dict) and m.get("role") == "user"]
        question = users[-1].get("content", "") if users else ""
    if not isinstance(question, str):
        parts.problems.append(f"question is {type(question).__name__}, need a text")
        return ""
    return question


def _asked(question: str, kind: Kind, day: Day, key: str) -> str:
    """Return the question, with the day told before it unless it tells its numbers itself."""
    seed = ("case file", key)
    if not question:
        return question_of(kind, day, frame=0, seed=seed)
    numbers = [v for name in VITAL_FIELDS if (v := getattr(day.vitals, name)) is not None]
    flat = question.replace(",", "")
    if all(f"{v:g}" in flat for v in numbers):
        return question
    return f"{told_day(day, seed=seed)}\n\n{question}"


def _wished(parts: CaseParts, kind: Kind) -> str:
    """Return how long and how hard the session is wished, as a user says it after the question."""
    if kind != "exercise_recommendation":
        return ""
    minutes, difficulty = parts.options.get("minutes"), parts.options.get("difficulty")
    wishes = [f"운동 시간은 {minutes}분으로 짜 주세요."] if isinstance(minutes, int | float) else []
    if isinstance(difficulty, str) and difficulty:
        wishes.append(f"난이도는 '{difficulty}'에 맞춰 주세요.")
    return f"\n\n{' '.join(wishes)}" if wishes else ""


def _formula(parts: CaseParts, reading: CaseReading) -> HrmaxFormula:
    """Return the formula that a case names for itself, else that of the reading."""
    named = parts.words.get("hrmax_formula")
    found = None if named is None else _FORMULAS.get(str(named))
    if named is not None and found is None:
        parts.problems.append(
            f"hrmax_formula {named!r} is not known; name one of {', '.join(_FORMULAS)}, or leave it out"
        )
    return found or reading.hrmax_formula


def _day(parts: CaseParts, hrmax_formula: HrmaxFormula) -> Day | None:
    checked = check_inputs(parts.profile, parts.vitals, hrmax_formula=hrmax_formula)
    if checked.profile is None or checked.vitals is None:
        told = {**parts.vitals, **parts.profile}
        named = [
            f"{name} {told[name]!r}" for name in told if any(name in c for c in checked.reject)
        ]
        codes = ", ".join(checked.reject)
        values = f": {', '.join(named)}" if named else ""
        parts.problems.append(
            f"impossible inputs ({codes}){values}; correct them or take the case out"
        )
        return None
    return warned_day(
        checked.profile, checked.vitals, checked.warnings, hrmax_formula=hrmax_formula
    )


def _kind(parts: CaseParts, question: str) -> Kind | None:
    named = parts.words.get("kind")
    if named is None:
        return "coaching" if question else "health_interpretation"
    found = word_of("kinds", str(named))
    if found is None:
        parts.problems.append(f"kind {named!r} is not known; name one of {known_words('kinds')}")
        return None
    return _KINDS[found]
