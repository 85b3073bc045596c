"""General statements that are not so, by a table of subjects: the talk test, the reserve, what a reading is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from wearable_coach.verification.claims import Objection, contradicted, unsupported
from wearable_coach.verification.masking import SLOT
from wearable_coach.verification.meaning.said import Always, ClauseJudge, ClauseWords

_WHY = "사실과 다른 설명이에요"
_UNKNOWN = "입력에 없는 추세나 이력이에요"
_OF_OTHER_DAYS = "VER-NOWHERE-002"
_DENIES = re.compile(r"[않없못]|안 ?(?:되|나)|불가")


class GeneralStatement(NamedTuple):
    """A subject, and what is not so of it."""

    about: re.Pattern[str]
    besides: re.Pattern[str] | None
    """What else the sentence must not speak of."""
    not_so: re.Pattern[str]
    objection: Objection


@cache
def _statements() -> tuple[GeneralStatement, ...]:
    path = files("wearable_coach.verification") / "statements.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows: dict[str, dict[str, str]] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    return tuple(
        GeneralStatement(
            re.compile(row["about"]),
            re.compile(row["besides"]) if "besides" in row else None,
            re.compile(row["not_so"].replace("#", SLOT)),
            _objection(row["rule"]),
        )
        for row in rows.values()
    )


def _objection(rule: str) -> Objection:
    return unsupported(rule, _UNKNOWN) if rule == _OF_OTHER_DAYS else contradicted(rule, _WHY)


def read_statement(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read what is stated in general from the clause on and is not so."""
    for row in _statements():
        if not row.not_so.search(said.sentence):
            continue
        for found in row.not_so.finditer(said.sentence, said.clause.start):
            if found.start() >= said.clause.end:
                break
            if _is_of(row, said.sentence) and _is_stated(said, found):
                yield Always(row.objection)


def _is_of(row: GeneralStatement, sentence: str) -> bool:
    if row.about.search(sentence) is None:
        return False
    return row.besides is None or row.besides.search(sentence) is None


def _is_stated(said: ClauseWords, found: re.Match[str]) -> bool:
    """Say whether the words that were found are asserted as they stand."""
    place = found.end() - 1 - said.clause.start
    if said.supposes(place):
        return False
    if _DENIES.search(found.group()):
        return _TAKES_BACK.match(found.string, found.end()) is None
    return "보다" in found.group() or not said.denies(place)


_TAKES_BACK = re.compile(r"[^.,]{0,10}(?:[않못]|아니|아닙|아닌|없)")
