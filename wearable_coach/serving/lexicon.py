"""The tables by which a user's words are heard: ``signs.yaml``."""

from __future__ import annotations

import re
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
    like: re.Pattern[str] | None = None
    """What says it in words that no dictionary has, its predicate last: 졸피뎀 다섯 알 먹고."""
    told: tuple[tuple[str, ...], ...] = ()
    """Groups of what was told in any turn so far or stands in the profile, of each group one."""
    is_asked: bool = False
    """Whether it counts where it is asked about, planned or supposed, too: 관장하면 살 빠져요?"""
    is_own: bool = False
    """Whether it is of who speaks, whoever else is named: 제가 없으면 애들은 …"""


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
        re.compile(_spelled(row["like"])) if "like" in row else None,
        tuple(tuple(str(group).split("|")) for group in row.get("told", ())),
        row.get("asked", False),
        row.get("own", False),
    )


@cache
def told_patterns() -> dict[str, re.Pattern[str]]:
    """Return what is noticed in a turn for a later one, by its name, where words alone do not say it."""
    return {name: re.compile(_spelled(way)) for name, way in sign_table()["patterns"].items()}


def _spelled(way: str) -> str:
    """Return a pattern with the patterns that it names: <술>."""
    patterns: dict[str, str] = sign_table()["patterns"]
    return _NAMED.sub(lambda m: f"(?:{_spelled(patterns[m[1]])})", way)


_NAMED = re.compile(r"(?<!\?)<([a-z_]+)>")


def saying(written: str) -> Saying:
    """Return a saying as the table writes it: ``not:`` before one that must be denied."""
    is_denied = written.startswith(_DENIED)
    return Saying(entry(written.removeprefix(_DENIED)), is_denied)
