"""The tables by which a user's words are heard: ``signs.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from wearable_coach.korean import entry
from wearable_coach.serving.urgency import Urgency

_DENIED = "not:"


class Saying(NamedTuple):
    """A saying by its dictionary forms, its predicate last."""

    lemmas: tuple[str, ...]
    is_denied: bool
    """Whether the predicate must be denied: 숨을 못 쉬다."""


class SignRow(NamedTuple):
    """A row of ``signs.yaml``."""

    kind: str
    urgency: Urgency
    symptom: str
    where: tuple[str, ...]
    feels: tuple[str, ...]
    said: tuple[Saying, ...]
    beside: tuple[str, ...]
    unless: tuple[str, ...]
    is_idiom: bool
    """Whether it is also said in play, so that the learned reader must be half sure."""


@cache
def sign_table() -> dict[str, Any]:
    """Return ``signs.yaml``."""
    path = files("wearable_coach.serving") / "signs.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    return loaded


@cache
def sign_words() -> dict[str, tuple[str, ...]]:
    """Return the classes of words, each written as in a text."""
    rows: dict[str, str] = sign_table()["words"]
    return {name: tuple(w.replace("_", " ") for w in row.split()) for name, row in rows.items()}


@cache
def sign_rows() -> tuple[SignRow, ...]:
    """Return the signs in the order of their table."""
    return tuple(_row(row) for row in sign_table()["signs"])


def _row(row: dict[str, Any]) -> SignRow:
    return SignRow(
        row["kind"],
        row["urgency"],
        row.get("symptom", ""),
        tuple(row.get("where", ())),
        tuple(row.get("feels", ())),
        tuple(saying(str(s)) for s in row.get("said", ())),
        tuple(row.get("with", ())),
        tuple(row.get("unless", ())),
        row.get("idiom", False),
    )


def saying(written: str) -> Saying:
    """Return a saying as the table writes it: ``not:`` before one that must be denied."""
    is_denied = written.startswith(_DENIED)
    return Saying(entry(written.removeprefix(_DENIED)), is_denied)
