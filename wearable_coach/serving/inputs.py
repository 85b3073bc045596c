"""What a caller gives, checked: typed records, or one line that names the field and the remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from wearable_coach.answers.manner import LENGTHS, PERSONAS, Manner
from wearable_coach.day import Day, warned_day
from wearable_coach.errors import BadInput
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import Kind, Message, PastDays, Profile, Vitals
from wearable_coach.rendering.labels import labels
from wearable_coach.standards.numbers import plain
from wearable_coach.standards.validity import check_inputs

LONGEST_QUESTION = 2_000
"""A question in own words may have so many characters."""
LONGEST_TURN = 4_000
MOST_TURNS = 40
_LONGEST_GOAL = 40
_SHOWN = 60
_MEANING = {
    "type": "is of the wrong type",
    "nan": "is not a finite number",
    "range": "lies outside what is possible",
}
_ACROSS = {
    "hr_below_rhr": "heart_rate: is below resting_heart_rate though taken in exercise",
    "implied_height": "weight, bmi: together they mean an impossible height",
    "bmi_weight_height_mismatch": "bmi: does not fit weight and height_cm",
    "stride": "steps, distance_km: together they mean an impossible stride",
}


def checked_day(
    vitals: Vitals | Mapping[str, Any] | None,
    profile: Profile | Mapping[str, Any] | None,
    *,
    hrmax_formula: HrmaxFormula,
) -> Day:
    """Check readings and profile; no answer is ever made on impossible ones.

    Raises:
        BadInput: something is impossible; the message names the field, the value and the remedy.
    """
    raw_profile, raw_vitals = fields_of(profile, "profile"), fields_of(vitals, "vitals")
    checked = check_inputs(raw_profile, raw_vitals, hrmax_formula=hrmax_formula)
    if checked.profile is None or checked.vitals is None:
        raise BadInput(why_impossible(checked.reject[0], raw_profile, raw_vitals))
    _check_goal(checked.profile.goal)
    return warned_day(
        checked.profile, checked.vitals, checked.warnings, hrmax_formula=hrmax_formula
    )


def need_readings(vitals: Vitals, kind: Kind) -> None:
    """Stop where there is nothing to speak of.

    Raises:
        BadInput: no reading is given, and the answer is to be about readings.
    """
    if vitals == Vitals():
        message = f"vitals: none is given; {kind} needs at least one of the nine readings"
        raise BadInput(message)


def checked_question(question: object) -> str:
    """Return a question in own words.

    Raises:
        BadInput: it is no text, empty or too long.
    """
    if not isinstance(question, str) or not question.strip():
        message = "question: is empty; give the user's words"
        raise BadInput(message)
    _check_sayable(question, "question")
    if len(question) > LONGEST_QUESTION:
        message = f"question: has {len(question):,} characters; give at most {LONGEST_QUESTION:,}"
        raise BadInput(message)
    return question.strip()


def checked_history(history: Sequence[Message | Mapping[str, Any]]) -> tuple[Message, ...]:
    """Return earlier turns: the user and the coach in turn, the user first.

    Raises:
        BadInput: a turn is not of this form; a system turn would let a caller's user give orders.
    """
    if isinstance(history, str | bytes) or not isinstance(history, Sequence):
        message = "history: is no list; give [{role, content}, ...] or leave it out"
        raise BadInput(message)
    if len(history) > MOST_TURNS:
        message = f"history: has {len(history)} turns; give the last {MOST_TURNS} at most"
        raise BadInput(message)
    turns = tuple(_turn(turn, index) for index, turn in enumerate(history))
    if len(turns) % 2:
        message = "history: ends with a user's turn; end it with the answer, and give the new question as question"
        raise BadInput(message)
    return turns


def checked_manner(length: object, persona: object) -> Manner:
    """Return how an answer is to be.

    Raises:
        BadInput: there is no such length or persona; the message names the field, the value and the known ones.
    """
    if length not in LENGTHS:
        raise BadInput(_no_such("length", length, LENGTHS))
    if persona not in PERSONAS:
        raise BadInput(_no_such("persona", persona, PERSONAS))
    return Manner(length, persona)


def _no_such(field: str, value: object, known: Sequence[str]) -> str:
    return f"{field}: {repr(value)[:_SHOWN]} is not known; known are {', '.join(known)}"


def _turn(turn: Message | Mapping[str, Any], index: int) -> Message:
    raw = turn.model_dump() if isinstance(turn, Message) else turn
    wanted = ("user", "assistant")[index % 2]
    role = raw.get("role") if isinstance(raw, Mapping) else None
    content = raw.get("content") if isinstance(raw, Mapping) else None
    if role != wanted or not isinstance(content, str) or not content.strip():
        message = f"history[{index}]: needs role {wanted} and content (text), got role {role!r}"
        raise BadInput(message)
    if len(content) > LONGEST_TURN:
        message = (
            f"history[{index}]: has {len(content):,} characters; give at most {LONGEST_TURN:,}"
        )
        raise BadInput(message)
    _check_sayable(content, f"history[{index}]")
    return Message(role=role, content=content)


def is_sayable(text: str) -> bool:
    """Say whether a text can be stored and sent: without NUL, and without half of a UTF-16 pair."""
    return "\x00" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


def _check_sayable(text: str, name: str) -> None:
    """Stop at half of an emoji, as a program leaves it that cuts texts by UTF-16 units."""
    if not is_sayable(text):
        message = f"{name}: holds NUL or half of a character (a lone surrogate); cut texts between whole characters"
        raise BadInput(message)


def fields_of(given: object, name: str) -> dict[str, Any]:
    """Return a record, or an object of named fields, as plain fields.

    Raises:
        BadInput: it is neither.
    """
    if given is None:
        return {}
    if isinstance(given, Profile | Vitals):
        return dict(given.__dict__)
    if isinstance(given, Mapping):
        return {key: _plain(value) for key, value in given.items()}
    message = f"{name}: is {type(given).__name__}; give an object of named fields"
    raise BadInput(message)


def _plain(value: object) -> object:
    """Return a value with the numbers of a library as Python's own, also one within the days before."""
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    return plain(value)


def why_impossible(code: str, profile: Mapping[str, Any], vitals: Mapping[str, Any]) -> str:
    """Return what is wrong with an input, by the code of the check: field, value and remedy."""
    if code in _ACROSS:
        return f"{_ACROSS[code]}; correct them or leave one out"
    kind, _, field = code.partition(":")  # KIND:FIELD is the form of a code, as it is stored
    if kind == "unknown" and "." not in field:
        return _unknown(field, Profile if field in profile else Vitals)
    if "." in field:
        return _why_past(kind, field, profile)
    value = repr(vitals.get(field, profile.get(field)))[:_SHOWN]
    return f"{field}: {value} {_MEANING.get(kind, kind)}; correct it or leave it out"


def _why_past(kind: str, field: str, profile: Mapping[str, Any]) -> str:
    """Return what is wrong with the days before that a profile tells of."""
    name = field.partition(".")[2]
    if kind == "unknown":
        return f"{field[:_SHOWN]}: is nothing that is known of the days before; known are {', '.join(PastDays.model_fields)}"
    if kind == "no_baseline":
        return f"{field}: is told without baseline_rhr; give both or leave both out"
    past = profile["past"]
    value = past.get(name) if isinstance(past, Mapping) else getattr(past, name)
    return f"{field}: {repr(value)[:_SHOWN]} {_MEANING.get(kind, kind)}; correct it or leave it out"


def _unknown(field: str, record: type[Profile | Vitals]) -> str:
    known = list(record.model_fields)
    near = get_close_matches(field, known, n=1)
    meant = f"did you mean {near[0]}? " if near else ""
    where = record.__name__.lower()
    return f"{field[:_SHOWN]}: is no field of {where}; {meant}known are {', '.join(known)}"


def _check_goal(goal: str | None) -> None:
    if goal is None or goal in labels()["goal"]:
        return
    if len(goal) > _LONGEST_GOAL or not goal.isprintable() or not goal.strip():
        known = ", ".join(labels()["goal"])
        message = f"goal: has {len(goal)} characters, too many or not a line of text; give one of {known}, or up to {_LONGEST_GOAL} characters"
        raise BadInput(message)
