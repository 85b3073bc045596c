"""Columns of the conversations suite: what is wrong with a row there, in words; None where nothing is.

So an expectation sees, and a finding shows, what stands in the row instead of a flag.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from expectations.anew import COLUMNS, Found
from expectations.texts.found import shown
from expectations.told import untold, untold_past
from wearable_coach.records import Row
from wearable_coach.standards.answer_format import length_range, section_order
from wearable_coach.standards.table import table
from wearable_coach.tokens import conversation_tokens

_HEADING = "## "


class _ChatMessage(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    role: Literal["system", "user", "assistant"]
    content: str


class _TrainingLine(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    messages: list[_ChatMessage]


def conversation_columns(
    rows: Sequence[Row],
    prompts: Mapping[str, str],
    *,
    found: Sequence[Found],
    faults: Sequence[str | None],
) -> dict[str, list[Any]]:
    """Return the columns by name, a value a row.

    Args:
        rows: The rows, of the right types.
        prompts: System prompt by category.
        found: What was found of each row when it was judged anew.
        faults: What of each row had another type.
    """
    columns: dict[str, list[Any]] = {
        "row_id": [row.row_id for row in rows],
        "tokens": [conversation_tokens(row.messages) for row in rows],
        "mistyped_fields": list(faults),
        "line_unlike": [_line_unlike(row, fault) for row, fault in zip(rows, faults, strict=True)],
        "system_unlike": [_system_unlike(row, prompts) for row in rows],
    }
    columns |= {name: [read(row) or None for row in rows] for name, read in _READ.items()}
    # A row of wrong types was judged without what was wrong: only that is told of it.
    anew = [f if fault is None else {} for f, fault in zip(found, faults, strict=True)]
    return columns | {name: [one.get(name) for one in anew] for name in COLUMNS}


def _line_unlike(row: Row, fault: str | None) -> str | None:
    from wearable_coach.dataset.assembly import training_line  # noqa: PLC0415 - the writer, when needed

    if fault is not None and "messages" in fault:
        return fault
    try:
        line = _TrainingLine.model_validate_json(training_line(row))
    except (ValidationError, UnicodeEncodeError) as error:
        return shown(str(error).splitlines()[-1])
    told = [(m.role, m.content) for m in line.messages]
    return None if told == [(m.role, m.content) for m in row.messages] else "other messages"


def _system_unlike(row: Row, prompts: Mapping[str, str]) -> str | None:
    wanted = prompts.get(row.category)
    said = row.messages[0].content if row.messages else ""
    if said == wanted:
        return None
    if wanted is None:
        return f"no prompt is planned for {shown(row.category, 30)}"
    at = next((i for i, (a, b) in enumerate(zip(said, wanted, strict=False)) if a != b), None)
    at = min(len(said), len(wanted)) if at is None else at
    return f"from character {at}: {shown(said[at:], 30) or 'nothing'}"


def _roles_unlike(row: Row) -> str:
    roles = [m.role for m in row.messages]
    pairs = len(roles) // 2
    in_turn = pairs > 0 and roles == ["system", *["user", "assistant"] * pairs]
    return "" if in_turn else shown(", ".join(roles)) or "no message"


def _answers(row: Row) -> list[str]:
    return [m.content for m in row.messages if m.role == "assistant"]


def _turns_unlike(row: Row) -> str:
    least, most = table("gate")["turns"][row.kind]
    turns = len(_answers(row))
    return "" if least <= turns <= most else f"{turns} turns"


class _Ruling(NamedTuple):
    """What of a row's facts decides its form."""

    level: int
    cap: str


def _ruling(row: Row) -> _Ruling:
    """Read the level and the cap of a row; facts that are unreadable are told by their own column."""
    try:
        facts = json.loads(row.facts)
        return _Ruling(int(facts["safety_level"]), str(facts["max_intensity_allowed"]))
    except (ValueError, TypeError, KeyError):
        return _Ruling(0, "")


def _sections_unlike(row: Row) -> str:
    level, cap = _ruling(row)
    wanted = section_order(row.kind, level=level, cap=cap)
    wrong = (h for text in _answers(row) if (h := _headings(text)) != wanted)
    return next((shown(" / ".join(h), 100) or "no section" for h in wrong), "")


def _headings(text: str) -> tuple[str, ...]:
    if _HEADING not in text:
        return ()
    lines = text.split("\n")
    return tuple(line.removeprefix(_HEADING).strip() for line in lines if line.startswith(_HEADING))


def _length_unlike(row: Row) -> str:
    least, most = length_range(row.kind, level=_ruling(row).level)
    wrong = (n for text in _answers(row) if not least <= (n := len(text)) <= most)
    return next((f"{n:,} characters" for n in wrong), "")


def _inputs_untold(row: Row) -> str:
    question = "\n".join(m.content for m in row.messages if m.role == "user")
    past = [f"past.{n} {getattr(row.profile.past, n)}" for n in untold_past(question, row.profile)]
    return ", ".join(
        [*(f"{n} {getattr(row.vitals, n)}" for n in untold(question, row.vitals)), *past]
    )


def _verdicts_bad(row: Row) -> str:
    text = row.verdicts
    if "contradicted" not in text and "unsupported" not in text:
        return ""
    try:
        bad = [v for v in row.read_verdicts() if v.verdict != "supported"]
    except (ValueError, TypeError, KeyError, IndexError):
        return f"unreadable: {shown(text, 30)}"
    return f"{bad[0].claim} {bad[0].verdict}" if bad else ""


def _claims_lack(row: Row) -> str:
    has_vitals = any(value is not None for _, value in row.vitals)
    return "no claim, though readings are given" if has_vitals and row.claims <= 0 else ""


def _empty_message(row: Row) -> str:
    empty = (i for i, m in enumerate(row.messages) if not m.content.strip())
    return next((f"message {i}" for i in empty), "")


_READ: dict[str, Callable[[Row], str]] = {
    "roles_unlike": _roles_unlike,
    "turns_unlike": _turns_unlike,
    "sections_unlike": _sections_unlike,
    "length_unlike": _length_unlike,
    "inputs_untold": _inputs_untold,
    "verdicts_bad": _verdicts_bad,
    "claims_lack": _claims_lack,
    "empty_message": _empty_message,
}
