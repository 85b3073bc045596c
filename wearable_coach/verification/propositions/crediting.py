"""Whose a rule or a number is: what a source may be named for, and of whom and as what it may be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from wearable_coach.verification.claims import contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.lexicon import source_mentions
from wearable_coach.verification.propositions.phrases import Parts
from wearable_coach.verification.propositions.proposition import Proposition
from wearable_coach.verification.propositions.stating import is_asserted

_ANOTHERS = contradicted("VER-SCOPE-001", "그 출처의 것이 아니에요")
_BEYOND = contradicted("VER-SCOPE-001", "그 출처가 말하지 않는 대상, 기간이나 인과예요")
_DENIED_SOURCE = re.compile(
    r"(?:에서|가|이|은|는|의|와는?|과는?)? ?(?:[가-힣]{1,4} ?)?(?:것|거|기준|지침|연구|논문|숫자|권고|규칙)?(?:이|가|은|는|도)? ?(?:아니|아닌|아닙|상관 ?없|무관|별개|다르|다릅|정한 ?(?:적|것|게)[^.]{0,4}(?:없|아니)|내놓은 ?적|두지 ?않|말하지 ?않|없)"
)


_OURS = "policy"


class Cited(NamedTuple):
    """A source named in a sentence."""

    source: str
    start: int
    end: int
    is_denied: bool
    """Whether it is said that it is not the source's."""


@cache
def _table() -> dict[str, Any]:
    path = files("wearable_coach.verification.propositions") / "sources.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    return loaded


@cache
def _names() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(text)) for name, text in _table()["names"].items())


class NormTopic(NamedTuple):
    """What may be spoken of, and whose it is."""

    words: re.Pattern[str]
    needs: re.Pattern[str] | None
    """What must stand beside it."""
    sources: frozenset[str]
    is_alone: bool
    """Whether nothing else that is named counts beside it."""


@cache
def _topics() -> tuple[NormTopic, ...]:
    return tuple(
        NormTopic(
            re.compile(row["words"]),
            re.compile(row["needs"]) if "needs" in row else None,
            frozenset(row["sources"]),
            row.get("alone", False),
        )
        for row in _table()["topics"].values()
    )


@cache
def _scopes() -> dict[str, tuple[re.Pattern[str], ...]]:
    return {
        source: tuple(re.compile(text) for text in slots.values())
        for source, slots in _table()["scopes"].items()
    }


def cited(text: str) -> tuple[Cited, ...]:
    """Return the sources that a sentence names, each once a place."""
    pattern, names = source_mentions()
    found = {m.start(): (names[(m.lastindex or 1) - 1], m.end()) for m in pattern.finditer(text)}
    for name, compiled in _names():
        for match in compiled.finditer(text):
            found.setdefault(match.start(), (name, match.end()))
    return tuple(
        Cited(name, start, end, _DENIED_SOURCE.match(text, end) is not None)
        for start, (name, end) in sorted(found.items())
    )


def credited(
    told: Parts, evidence: Evidence, before: tuple[Cited, ...] = ()
) -> Iterator[Proposition]:
    """Judge whose the rules of a sentence are said to be, and what is said of its sources.

    Args:
        told: The sentence.
        evidence: Who asks for the WHO's classes of BMI may be told them.
        before: The sources that the sentence before named, where it refers to them.
    """
    text = told.text
    named = cited(text)
    yield from _beyond(told, named or before)
    topics = _topics_of(text, named)
    alone = frozenset().union(*(t.sources for t in topics if t.is_alone))
    others = frozenset().union(*(t.sources for t in topics if not t.is_alone))
    said = [c for c in named if not c.is_denied]
    is_shared = len(said) > 1 and any(c.source in alone for c in said)
    whose = alone | others if is_shared or not alone else alone
    for c in named if whose else ():
        is_asked = c.source == "who_2020" and evidence.asks_who_bmi
        is_ours = c.source == _OURS and (len(named) > 1 or not alone)
        if is_asked or is_ours:
            continue
        if (c.source in whose) == c.is_denied and (c.is_denied or is_asserted(told, c.start)):
            yield Proposition(0, len(text), (), _ANOTHERS)


def _topics_of(text: str, named: tuple[Cited, ...]) -> list[NormTopic]:
    """Return what a sentence speaks of, its sources' names left out."""
    for c in named:
        text = text[: c.start] + " " * (c.end - c.start) + text[c.end :]
    return [
        t for t in _topics() if t.words.search(text) and (t.needs is None or t.needs.search(text))
    ]


def _beyond(told: Parts, named: tuple[Cited, ...]) -> Iterator[Proposition]:
    """Refuse what a source does not say, where it is asserted."""
    for source in dict.fromkeys(c.source for c in named if not c.is_denied):
        for slot in _scopes().get(source, ()):
            for match in slot.finditer(told.text):
                if is_asserted(told, match.start()) and is_asserted(told, match.end() - 1):
                    yield Proposition(match.start(), match.end(), (), _BEYOND)
