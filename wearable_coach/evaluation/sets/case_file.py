"""Cases from a file: a service's own test set, as JSON or JSON lines."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from wearable_coach.day import Day, warned_day
from wearable_coach.errors import BadInput
from wearable_coach.evaluation.case import Case, Expectations
from wearable_coach.evaluation.sets.asking import conversation, question_of, told_day
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.input_files import MOST_BYTES, read_text
from wearable_coach.input_values import json_of
from wearable_coach.records import VITAL_FIELDS, Kind
from wearable_coach.rendering.prompts import Prompts
from wearable_coach.sources import stratum_of
from wearable_coach.standards.validity import check_inputs

_KINDS: dict[str, Kind] = {
    "interpretation": "health_interpretation",
    "interpret": "health_interpretation",
    "health_interpretation": "health_interpretation",
    "prescription": "exercise_recommendation",
    "exercise": "exercise_recommendation",
    "exercise_recommendation": "exercise_recommendation",
    "coaching": "coaching",
    "chat": "coaching",
}
_INTENSITIES = {
    "none": "none", "rest": "none", "휴식": "none", "쉬기": "none",
    "light": "light", "low": "light", "저강도": "light", "가볍게": "light",
    "moderate": "moderate", "medium": "moderate", "중강도": "moderate",
    "vigorous": "vigorous", "high": "vigorous", "고강도": "vigorous",
}  # fmt: skip
_LEVELS = {
    "good": 0, "normal": 0, "proceed": 0, "양호": 0, "정상": 0, "좋음": 0,
    "fair": 1, "reduce": 1, "주의": 1, "보통": 1,
    "poor": 2, "defer": 2, "rest": 2, "나쁨": 2, "휴식": 2,
    "medical": 3, "doctor": 3, "진료": 3, "위험": 3,
    "emergency": 4, "응급": 4, "위급": 4,
}  # fmt: skip
_FORMULAS: dict[str, HrmaxFormula] = {name: name for name in get_args(HrmaxFormula)}
_KNOWN = (
    "id", "kind", "category", "person", "vitals", "profile", "question", "expected", "expectations",
    "hrmax_formula", *VITAL_FIELDS,
)  # fmt: skip


def read_cases(path: Path, *, hrmax_formula: HrmaxFormula, prompts: Prompts) -> list[Case]:
    """Read a file of cases.

    A case holds the nine fields, at its top or under ``vitals``, and, where there are any,
    ``profile``, ``question``, ``kind``, ``id``, ``person``, ``hrmax_formula`` and ``expected``:
    ``keywords``, ``never``, ``intensity``, ``condition_level``. Without a question the day is told
    as in training.

    Args:
        path: The file.
        hrmax_formula: By which a case is judged that names none.
        prompts: The system prompts, by kind.

    Raises:
        BadInput: the file cannot be read, or a case is not of this form; the message names the
            case, the field and the remedy.
    """
    rows = _rows(path)
    found: dict[str, Case] = {}
    for number, row in enumerate(rows, start=1):
        where = f"{path.name}, case {number}"
        case = _case(row, number, where, hrmax_formula, prompts)
        if case.id in found:
            message = f"{where}: id {case.id!r} stands twice; give each case its own or none"
            raise BadInput(message)
        found[case.id] = case
    if not found:
        message = f"{path.name}: holds no case; write one JSON object a line"
        raise BadInput(message)
    return list(found.values())


def _rows(path: Path) -> list[Any]:
    try:
        text = read_text(path, encoding="utf-8-sig", most_bytes=MOST_BYTES)
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not UTF-8"
        message = f"cases: cannot read {path} ({why}); give a JSON or JSON-lines file"
        raise BadInput(message) from None
    try:
        whole = json_of(text)
    except ValueError:
        return [_line(line, n, path) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    if isinstance(whole, dict) and isinstance(whole.get("cases"), list):
        if unknown := [key for key in whole if key != "cases"]:
            message = f"{path.name}: {unknown[0]!r} beside cases is not known; put it into each case, or take it out"
            raise BadInput(message)
        return list(whole["cases"])
    return whole if isinstance(whole, list) else [whole]


def _line(line: str, number: int, path: Path) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json_of(line)
    except ValueError as error:
        message = f"{path.name}, line {number}: not JSON ({error}); write one object a line"
        raise BadInput(message) from None


def _case(
    row: Any,  # noqa: ANN401 - any JSON
    number: int,
    where: str,
    hrmax_formula: HrmaxFormula,
    prompts: Prompts,
) -> Case:
    if not isinstance(row, dict):
        message = f"{where}: got {type(row).__name__}, need an object with the nine fields"
        raise BadInput(message)
    unknown = [key for key in row if key not in _KNOWN]
    if unknown:
        message = f"{where}: {unknown[0]!r} is not known; known are {', '.join(_KNOWN)}"
        raise BadInput(message)
    day = _day(row, where, _formula(row, where) or hrmax_formula)
    question = row.get("question") or ""
    if not isinstance(question, str):
        message = f"{where}: question is {type(question).__name__}, need a text"
        raise BadInput(message)
    kind = _kind(row, question, where)
    key = str(row.get("id", number))
    return Case(
        id=f"file/{key}",
        set="file",
        kind=kind,
        category=kind,
        stratum=stratum_of(day),
        source="written",
        person=str(row.get("person", f"file/{key}")),
        profile=day.profile,
        vitals=day.vitals,
        hrmax_formula=day.hrmax_formula,
        messages=conversation(kind, _asked(question, kind, day, key), prompts=prompts),
        expects=_expectations(row.get("expected", row.get("expectations")), where),
    )


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


def _formula(row: Mapping[str, Any], where: str) -> HrmaxFormula | None:
    """Return the formula that a case names for itself."""
    named = row.get("hrmax_formula")
    if named is None:
        return None
    found = _FORMULAS.get(str(named))
    if found is None:
        message = f"{where}: hrmax_formula {named!r} is not known; name one of {', '.join(_FORMULAS)}, or leave it out"
        raise BadInput(message)
    return found


def _day(row: Mapping[str, Any], where: str, hrmax_formula: HrmaxFormula) -> Day:
    nested = row.get("vitals", {})
    profile = row.get("profile", {})
    for name, value in (("vitals", nested), ("profile", profile)):
        if not isinstance(value, dict):
            message = f"{where}: {name} is {type(value).__name__}, need an object"
            raise BadInput(message)
    vitals = {**{name: row[name] for name in VITAL_FIELDS if name in row}, **nested}
    checked = check_inputs(profile, vitals, hrmax_formula=hrmax_formula)
    if checked.profile is None or checked.vitals is None:
        codes = ", ".join(checked.reject)
        message = f"{where}: impossible inputs ({codes}); correct them or take the case out"
        raise BadInput(message)
    return warned_day(
        checked.profile, checked.vitals, checked.warnings, hrmax_formula=hrmax_formula
    )


def _kind(row: Mapping[str, Any], question: str, where: str) -> Kind:
    named = row.get("kind", row.get("category"))
    if named is None:
        return "coaching" if question else "health_interpretation"
    found = _KINDS.get(str(named))
    if found is None:
        message = f"{where}: kind {named!r} is not known; name one of {', '.join(_KINDS)}"
        raise BadInput(message)
    return found


def _expectations(value: Any, where: str) -> Expectations:  # noqa: ANN401 - any JSON
    if value is None:
        return Expectations()
    if not isinstance(value, dict):
        message = f"{where}: expected is {type(value).__name__}, need an object such as {{}}"
        raise BadInput(message)
    read = dict(value)
    for name, words in (("intensity", _INTENSITIES), ("condition_level", _LEVELS)):
        said = read.get(name)
        if isinstance(said, str):
            if said.strip().lower() not in words:
                message = f"{where}: {name} {said!r} is not known; use one of {', '.join(words)}"
                raise BadInput(message)
            read[name] = words[said.strip().lower()]
    for name in ("keywords", "never", "asks_for"):
        if isinstance(read.get(name), str):
            read[name] = [read[name]]
    try:
        return Expectations.model_validate(read)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        message = f"{where}: expected.{name}: {first['msg'].lower()}"
        raise BadInput(message) from None
