"""`wearable-coach ask`: one answer, or a chat, at the terminal."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from wearable_coach.cli.formula_option import ServedFormulaOption
from wearable_coach.cli.workflow import OutOption, StoreOption, tell
from wearable_coach.errors import BadInput
from wearable_coach.input_files import read_text
from wearable_coach.input_values import json_of

if TYPE_CHECKING:
    from wearable_coach.answers.manner import Manner
    from wearable_coach.client import Coach, CoachAnswer

AskedKind = Literal["chat", "interpret", "prescribe"]


def ask(  # noqa: PLR0913 - one option each
    question: Annotated[
        str | None,
        typer.Argument(help="In your own words; a chat when left out.", show_default=False),
    ] = None,
    *,
    vitals: Annotated[
        str | None, typer.Option(help="The day's readings: JSON, or a file that holds it.")
    ] = None,
    profile: Annotated[
        str | None, typer.Option(help="The person: JSON, or a file that holds it.")
    ] = None,
    past_days: Annotated[
        str | None,
        typer.Option(
            help="The person's own days before: a JSON list, each with days_ago (1: yesterday) and its readings, or a file that holds it.",
        ),
    ] = None,
    kind: Annotated[AskedKind, typer.Option(help="What is wanted.")] = "chat",
    length: Annotated[
        str,
        typer.Option(help="Of a chat's answer: short (the direct answer) or normal."),
    ] = "normal",
    persona: Annotated[
        str,
        typer.Option(help="How the rules speak in a chat: friendly, calm or brisk."),
    ] = "friendly",
    as_json: Annotated[
        bool,
        typer.Option(
            "--json",
            help="The whole answer as JSON: text, verdicts, fields for a screen, provenance.",
        ),
    ] = False,
    timeout: Annotated[
        float, typer.Option(help="The longest wait for the model [s].", min=0.1)
    ] = 60.0,
    hrmax_formula: ServedFormulaOption = None,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Ask the coach: the promoted model where its answer is verified, the rules where not.

    The answer goes to standard output, where it comes from to standard error.

    Examples:

      wearable-coach ask "오늘 운동해도 되나요?" --vitals '{"resting_heart_rate": 62, "sleep_hr": 5.5}'

      wearable-coach ask --kind interpret --vitals day.json --profile me.json
    """
    from wearable_coach.cli.coach_opening import open_coach  # noqa: PLC0415 - a fast start
    from wearable_coach.serving.inputs import checked_manner  # noqa: PLC0415

    day, person = _object(vitals, "vitals"), _with_past(_object(profile, "profile"), past_days)
    if kind != "chat" and question is not None:
        message = f"question: {kind} takes none; leave it out, or use --kind chat"
        raise BadInput(message)
    if kind == "chat" and question is None and not (sys.stdin and sys.stdin.isatty()):
        message = 'question: is missing; give it, e.g. wearable-coach ask "오늘 운동해도 되나요?"'
        raise BadInput(message)
    manner = checked_manner(length, persona)
    logging.getLogger("wearable_coach").addHandler(logging.NullHandler())  # said below, once
    with open_coach(out, store, timeout_s=timeout, hrmax_formula=hrmax_formula) as coach:
        if kind == "interpret":
            _print(coach.interpret(day, person), as_json=as_json)
        elif kind == "prescribe":
            _print(coach.prescribe(day, person), as_json=as_json)
        elif question is not None:
            _print(coach.chat(question, day, person, **manner._asdict()), as_json=as_json)
        else:
            _chat(coach, day, person, manner, as_json=as_json)
            return
        _tell_causes(coach, set())


def _chat(
    coach: Coach, day: dict[str, Any], person: Mapping[str, Any], manner: Manner, *, as_json: bool
) -> None:
    tell("무엇이든 물어보세요. 빈 줄이나 Ctrl-D로 끝내요.")
    history: list[dict[str, str]] = []
    told: set[str] = set()
    while True:
        try:
            question = input("> ").strip()
        except (EOFError, KeyboardInterrupt):
            return
        if not question:
            return
        try:
            answer = coach.chat(question, day, person, history[-20:], **manner._asdict())
        except BadInput as error:
            tell(str(error))
            continue
        _print(answer, as_json=as_json)
        _tell_causes(coach, told)
        history += [
            {"role": "user", "content": question},
            {"role": "assistant", "content": answer.text},
        ]


def _print(answer: CoachAnswer, *, as_json: bool) -> None:
    if as_json:
        told = answer.model_dump(mode="json", exclude_none=True)
        told["verdicts"] = [v._asdict() for v in answer.verdicts]
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        sys.stdout.flush()
        return
    sys.stdout.write(f"{answer.text}\n")
    sys.stdout.flush()
    why = f" ({', '.join(answer.why)})" if answer.why else ""
    model = answer.identity or answer.model
    tell(f"source: {answer.source}{why}, model: {model}, {answer.latency_s:.2f} s")


def _tell_causes(coach: Coach, told: set[str]) -> None:
    """Say once why the rules answered although a model is promoted, and what to do."""
    for fallback in coach.fallbacks():
        if fallback.cause not in told:
            told.add(fallback.cause)
            tell(f"wearable-coach: the rules answered ({fallback.code}): {fallback.cause}")


def _with_past(person: dict[str, Any], given: str | None) -> Mapping[str, Any]:
    """Return the person with what is usual of their days before."""
    from wearable_coach.serving.past_days import with_past_days  # noqa: PLC0415 - a fast start

    days = [] if given is None else _json(given, "past-days", "[")
    return with_past_days(person, days)


def _object(given: str | None, name: str) -> dict[str, Any]:
    """Read a JSON object from an option's text or from the file that it names.

    Raises:
        BadInput: it is neither.
    """
    loaded = {} if given is None else _json(given, name, "{")
    if not isinstance(loaded, dict):
        message = f"{name}: is {type(loaded).__name__}; give an object of named fields"
        raise BadInput(message)
    return loaded


def _json(given: str, name: str, begins: str) -> Any:  # noqa: ANN401 - any JSON
    """Read JSON from an option's text, which begins so, or from the file that it names.

    Raises:
        BadInput: it is neither.
    """
    text = given
    if not given.lstrip().startswith(begins):
        try:
            text = read_text(Path(given))
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not UTF-8"
            message = f"{name}: cannot read {given} ({reason}); give JSON or a file that holds it"
            raise BadInput(message) from None
    try:
        return json_of(text)
    except ValueError as error:
        such = "an object such as {}" if begins == "{" else "a list such as []"
        message = f"{name}: is not JSON ({error}); give {such}"
        raise BadInput(message) from None
