"""The sentences of `tests/corpora` with their days: right ones, their wrong twins, and what is not understood.

The corpora are written in three ways: days and pairs by kind (lists or mappings), or rows about a named day.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.support.days import day
from tests.support.days_told import told
from wearable_coach.day import Day
from wearable_coach.records import Profile, Vitals

CORPORA = Path(__file__).resolve().parents[1] / "corpora"


class ToldTwins(NamedTuple):
    """A sentence that is right of its day, and one that is not."""

    kind: str
    day: Day
    right: str
    wrong: str
    question: str = ""


class ToldSentence(NamedTuple):
    """A sentence about a day, and of which kind it is."""

    kind: str
    day: Day
    text: str


def told_twins() -> Iterator[ToldTwins]:
    """Yield all twins, kind by kind in the order of the files."""
    for path in sorted(CORPORA.glob("*.yaml")):
        corpus = yaml.safe_load(path.read_text(encoding="utf-8"))
        if isinstance(corpus, list):
            for row in corpus:
                yield ToldTwins(path.stem, told(row[0]), *row[1:])
        elif "pairs" in corpus:
            yield from _by_kind(corpus)


def _by_kind(corpus: dict[str, Any]) -> Iterator[ToldTwins]:
    days = {name: _day(said) for name, said in corpus["days"].items()}
    for kind, pairs in corpus["pairs"].items():
        for pair in pairs:
            name, right, wrong = (
                pair if isinstance(pair, list) else (pair["day"], pair["right"], pair["wrong"])
            )
            yield ToldTwins(kind, days[name], right, wrong)


def _day(said: dict[str, Any]) -> Day:
    profile = said.get("profile", said.get("person", {}))
    vitals = said.get("vitals", said.get("readings", {}))
    return day(Profile(**profile), Vitals(**vitals))


def told_sentences(part: str) -> Iterator[ToldSentence]:
    """Yield the sentences of a part of ``not_understood.yaml``: refused, or not_judged."""
    corpus = yaml.safe_load((CORPORA / "not_understood.yaml").read_text(encoding="utf-8"))
    for kind, rows in corpus[part].items():
        for name, text in rows:
            yield ToldSentence(kind, told(name), text)
