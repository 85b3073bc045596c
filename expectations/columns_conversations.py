"""Columns of the conversations suite: booleans computed from the messages, no text among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from expectations.told import tells_vitals
from wearable_coach.records import Row
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


def conversation_columns(rows: Sequence[Row], prompts: Mapping[str, str]) -> dict[str, list[Any]]:
    """Return the columns by name, a value a row.

    Args:
        rows: The rows.
        prompts: System prompt by category.
    """
    answers = [[m.content for m in row.messages if m.role == "assistant"] for row in rows]
    both = list(zip(rows, answers, strict=True))
    return {
        "row_id": [row.row_id for row in rows],
        "line_ok": [_line_ok(row) for row in rows],
        "roles_ok": [_roles_ok(row) for row in rows],
        "turns_ok": [_turns_ok(row, texts) for row, texts in both],
        "system_ok": [_system_ok(row, prompts) for row in rows],
        "sections_ok": [_sections_ok(row, texts) for row, texts in both],
        "length_ok": [_length_ok(row, texts) for row, texts in both],
        "inputs_told": [_inputs_told(row) for row in rows],
        "verdicts_ok": [_verdicts_ok(row) for row in rows],
        "claims_ok": [row.claims > 0 or not _has_vitals(row) for row in rows],
        "text_clean": [_text_clean(row) for row in rows],
        "tokens": [conversation_tokens(row.messages) for row in rows],
    }


def _line_ok(row: Row) -> bool:
    from wearable_coach.dataset.assembly import training_line  # noqa: PLC0415 - the writer, when needed

    try:
        line = _TrainingLine.model_validate_json(training_line(row))
    except ValidationError:
        return False
    told = [(m.role, m.content) for m in line.messages]
    return told == [(m.role, m.content) for m in row.messages]


def _roles_ok(row: Row) -> bool:
    roles = [m.role for m in row.messages]
    pairs = len(roles) // 2
    return pairs > 0 and roles == ["system", *["user", "assistant"] * pairs]


def _turns_ok(row: Row, answers: Sequence[str]) -> bool:
    least, most = table("gate")["turns"][row.kind]
    return bool(least <= len(answers) <= most)


def _system_ok(row: Row, prompts: Mapping[str, str]) -> bool:
    return bool(row.messages) and row.messages[0].content == prompts.get(row.category)


@cache
def _layouts(kind: str) -> tuple[tuple[str, ...], ...]:
    layouts = table("answer_format")[kind]
    return tuple(tuple(order) for order in layouts.values()) or ((),)


def _sections_ok(row: Row, answers: Sequence[str]) -> bool:
    allowed = _layouts(row.kind)
    return all(_headings(text) in allowed for text in answers)


def _headings(text: str) -> tuple[str, ...]:
    if _HEADING not in text:
        return ()
    lines = text.split("\n")
    return tuple(line.removeprefix(_HEADING).strip() for line in lines if line.startswith(_HEADING))


def _length_ok(row: Row, answers: Sequence[str]) -> bool:
    least, most = table("answer_format")["length_characters"][row.kind]
    return all(least <= len(text) <= most for text in answers)


def _inputs_told(row: Row) -> bool:
    return tells_vitals("\n".join(m.content for m in row.messages if m.role == "user"), row.vitals)


def _has_vitals(row: Row) -> bool:
    return any(value is not None for _, value in row.vitals)


def _verdicts_ok(row: Row) -> bool:
    text = row.verdicts
    if "contradicted" not in text and "unsupported" not in text:
        return True
    try:
        return all(v.verdict == "supported" for v in row.read_verdicts())
    except (ValueError, TypeError, KeyError):
        return False


def _text_clean(row: Row) -> bool:
    text = "\n".join(m.content for m in row.messages)
    residue: list[str] = table("gate")["residue"]
    return all(m.content.strip() for m in row.messages) and not any(r in text for r in residue)
