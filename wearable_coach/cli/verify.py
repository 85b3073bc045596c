"""`wearable-coach verify`: is every claim of these answers supported?"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wearable_coach.cli.formula_option import FormulaOption
from wearable_coach.formulas import DEFAULT_FORMULA, HrmaxFormula

if TYPE_CHECKING:
    from wearable_coach.records import Kind, Message, Verdict
    from wearable_coach.verification import Judgement

_ALIASES: dict[str, Kind] = {
    "interpretation": "health_interpretation",
    "health_interpretation": "health_interpretation",
    "prescription": "exercise_recommendation",
    "exercise": "exercise_recommendation",
    "exercise_prescription": "exercise_recommendation",
    "exercise_recommendation": "exercise_recommendation",
    "coaching": "coaching",
    "coaching_chat": "coaching",
}


def verify(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="JSON lines of {profile, vitals, category, messages}; standard input when absent or -."
        ),
    ] = None,
    *,
    only_failures: Annotated[
        bool, typer.Option("--only-failures", help="Print only the records that fail.")
    ] = False,
    rules: Annotated[
        bool, typer.Option("--rules", help="Print what each rule's id means, and judge nothing.")
    ] = False,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict/--lenient",
            help="Whether words about health that are not understood fail an answer; --lenient lists them only, and fails what was not understood at all.",
        ),
    ] = True,
    hrmax_formula: FormulaOption = DEFAULT_FORMULA,
) -> None:
    """Judge every claim of every answer against facts derived anew from profile and vitals.

    Reads JSON lines {"profile", "vitals", "category", "messages"} and answers one JSON line each:
    {"id", "ok", "verdicts": [{"claim", "verdict", "rule", "span", "reason", "message", "start"}],
    "coverage": {"clauses", "quantities", "health_words": [understood, all]}, "not_understood": [{"span",
    "reason", "message", "start"}]}. ok: nothing contradicted or unsupported, nothing about health left
    not understood, what must be said is said, and in a report or plan at least one claim is supported.
    What a rule's id means is told by --rules, with examples in docs/rules.md.
    Further keys of a record are let be, but for readings at its top and slips of these four. Exit 0 when all are supported, 1 when any is not.

    Example:

      wearable-coach verify train.jsonl --only-failures
    """
    from wearable_coach.cli.jsonlines_in import open_text, read_objects  # noqa: PLC0415 - a fast start

    if rules:
        _print_rules()
        return
    name = "standard input" if file is None or str(file) == "-" else str(file)
    failed = False
    with open_text(file) as lines:
        for number, record in read_objects(lines, name=name):
            answer = _judge(record, number, f"{name}, line {number}", hrmax_formula, strict=strict)
            failed = failed or not answer["ok"]
            if not (only_failures and answer["ok"]):
                sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    if failed:
        raise typer.Exit(1)


def _print_rules() -> None:
    from wearable_coach.verification.rules import rules  # noqa: PLC0415 - a fast start

    for rule in rules().values():
        sys.stdout.write(f"{rule.id:<16}{rule.means}\n")


def _judge(
    record: dict[str, Any], number: int, where: str, hrmax_formula: HrmaxFormula, *, strict: bool
) -> dict[str, Any]:
    """Judge one record; impossible inputs are a refusal that names their codes."""
    from wearable_coach.cli.day_keys import DAY, need_no_mistaken_key  # noqa: PLC0415 - a fast start
    from wearable_coach.cli.jsonlines_in import mapping  # noqa: PLC0415
    from wearable_coach.day import warned_day  # noqa: PLC0415
    from wearable_coach.records import Verdict  # noqa: PLC0415
    from wearable_coach.standards.validity import check_inputs  # noqa: PLC0415
    from wearable_coach.verification import Judgement, judge_messages  # noqa: PLC0415
    from wearable_coach.verification.meaning.said import READ_RULE  # noqa: PLC0415

    need_no_mistaken_key(record, (*DAY, "messages", "category", "kind"), where)
    messages = _messages(record, where)
    checked = check_inputs(
        mapping(record, "profile", where),
        mapping(record, "vitals", where),
        hrmax_formula=hrmax_formula,
    )
    row = record.get("id", record.get("row_id", number))
    if checked.profile is None or checked.vitals is None:
        codes = ", ".join(checked.reject)
        reason = f"row {row}: profile or vitals are impossible ({codes}); correct them first"
        refused = Verdict("input", "unsupported", "INPUT", codes, reason)
        return _line(row, [refused], Judgement(), ok=False)
    day = warned_day(checked.profile, checked.vitals, checked.warnings, hrmax_formula=hrmax_formula)
    judgement = judge_messages(messages, day=day, kind=_kind(record))
    verdicts = judgement.verdicts()
    wrong = {(v.verdict, v.rule) for v in verdicts if v.verdict != "supported"}
    if not strict:
        wrong.discard(("not_understood", READ_RULE))
    return _line(row, verdicts, judgement, ok=not wrong)


def _line(
    row: object, verdicts: list[Verdict], judgement: Judgement, *, ok: bool
) -> dict[str, Any]:
    unread = [v._asdict() for v in verdicts if v.verdict == "not_understood"]
    return {
        "id": row,
        "ok": ok,
        "verdicts": [v._asdict() for v in verdicts if v.verdict != "not_understood"],
        "coverage": judgement.coverage._asdict(),
        "not_understood": [
            {k: v[k] for k in ("span", "reason", "message", "start")} for v in unread
        ],
    }


def _kind(record: dict[str, Any]) -> Kind | None:
    """Return the kind whose structure is asked for; None judges the claims alone."""
    for key in ("kind", "category"):
        found = _ALIASES.get(str(record.get(key)))
        if found is not None:
            return found
    return None


def _messages(record: dict[str, Any], where: str) -> list[Message]:
    from wearable_coach.errors import BadInput  # noqa: PLC0415 - a fast start
    from wearable_coach.records import Message  # noqa: PLC0415

    raw = record.get("messages")
    if not isinstance(raw, list) or not raw:
        message = f"{where}: messages is missing or no list; give [{{role, content}}, ...]"
        raise BadInput(message)
    found = []
    for index, turn in enumerate(raw):
        if (
            not isinstance(turn, dict)
            or turn.get("role") not in {"system", "user", "assistant"}
            or not isinstance(turn.get("content"), str)
        ):
            message = f"{where}: messages[{index}] needs role (system, user, assistant) and content (text)"
            raise BadInput(message)
        found.append(Message(role=turn["role"], content=turn["content"]))
    if not any(m.role == "assistant" for m in found):
        message = f"{where}: messages has no assistant turn; there is no answer to judge"
        raise BadInput(message)
    return found
