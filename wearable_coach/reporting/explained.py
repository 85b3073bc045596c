"""One answer with each word that was judged linked to its fact, its rule and its source."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from wearable_coach.records import VITAL_FIELDS, Row, Verdict
from wearable_coach.rendering import numbers_ko
from wearable_coach.reporting.card_words import CardWords
from wearable_coach.reporting.markdown_view import answer_html
from wearable_coach.standards.fields import told_rows, vital_rows
from wearable_coach.standards.table import table
from wearable_coach.verification.standing_on import formula_rule, sources_of

_CITATION = "citation:"
_OF_TARGETS = {"target", "band", "share"}
_UNITS = {"rhr_delta": "bpm", "stride_m": "m", "pct_hrr": "%"}
_TOLD_IN = {"height_cm": "cm", "baseline_rhr": "bpm"}
_DERIVED = {"stride": "stride_m", "rhr_delta": "rhr_delta", "pct_hrr": "pct_hrr"}
_OPEN, _MIDDLE, _CLOSE = "\ue000", "\ue001", "\ue002"
"""Marks in the text of an answer while it becomes HTML: no text of people or of ours holds them."""


class ToldGround(NamedTuple):
    """What one or more words of an answer rest on."""

    number: int
    words: tuple[str, ...]
    fact: str
    """Empty where the words are of no fact of the person, but of a source."""
    rule: str
    rule_id: str
    source: str


class ExplainedAnswer(NamedTuple):
    """A question, its answer with links, and what they lead to."""

    question: str
    answer: Markup
    grounds: tuple[ToldGround, ...]


def explained_answer(row: Row, words: CardWords, formula: Any) -> ExplainedAnswer:  # noqa: ANN401 - as the recipe says
    """Explain the first answer of a row.

    Args:
        row: A row with its verdicts.
        words: Of the language in which facts and rules are named.
        formula: The dataset's formula for maximal heart rate.
    """
    at = next(i for i, m in enumerate(row.messages) if m.role == "assistant")
    verdicts = _verdicts(row, at)
    numbers: dict[tuple[str, str], int] = {}
    for verdict in sorted(verdicts, key=lambda v: v.start):
        numbers.setdefault(_key(verdict), len(numbers) + 1)
    text = row.messages[at].content
    chosen = _apart(verdicts)
    marked = answer_html(_marked(text, [(v, numbers[_key(v)]) for v in chosen]))
    facts, standard = json.loads(row.facts), formula_rule(formula)
    grounds = tuple(
        ToldGround(
            number,
            tuple(dict.fromkeys(v.span.strip() for v in verdicts if _key(v) == key)),
            _past(key[0], facts, words) or _fact(key[0], row, facts, words),
            words.rule(key[1]),
            key[1],
            _source(key, standard),
        )
        for key, number in numbers.items()
    )
    return ExplainedAnswer(row.messages[at - 1].content, _linked(marked, grounds), grounds)


def _verdicts(row: Row, at: int) -> list[Verdict]:
    """Return the verdicts of one message with their words; of the whole answer there are none."""
    text = row.messages[at].content
    return [
        Verdict(claim, verdict, rule, text[start : start + size], reason, message, start)
        for claim, verdict, rule, reason, message, start, size in json.loads(row.verdicts)
        if message == at and text[start : start + size].strip()
    ]


def _key(verdict: Verdict) -> tuple[str, str]:
    return verdict.claim, verdict.rule


def _apart(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Return verdicts whose words do not overlap, in their order; of two the longer words stay."""
    kept: list[Verdict] = []
    for verdict in sorted(verdicts, key=lambda v: -len(v.span)):
        start, end = verdict.start, verdict.start + len(verdict.span)
        if all(end <= k.start or k.start + len(k.span) <= start for k in kept):
            kept.append(verdict)
    return sorted(kept, key=lambda v: v.start)


def _marked(text: str, verdicts: Sequence[tuple[Verdict, int]]) -> str:
    out, at = [], 0
    for verdict, number in verdicts:
        end = verdict.start + len(verdict.span)
        if "\n" in text[verdict.start : end] or "**" in text[verdict.start : end]:
            continue
        out += [
            text[at : verdict.start],
            f"{_OPEN}{number}{_MIDDLE}",
            text[verdict.start : end],
            _CLOSE,
        ]
        at = end
    return "".join([*out, text[at:]])


def _linked(marked: Markup, grounds: Sequence[ToldGround]) -> Markup:
    """Make links of the marks; the text around them is escaped already."""
    html = str(marked)
    for ground in grounds:
        mark, link = f"{_OPEN}{ground.number}{_MIDDLE}", Markup('href="#ground-{0}" title="{1}"')
        leads = link.format(ground.number, ground.rule_id)
        first = Markup('<a class="ground" id="said-{0}" {1}>').format(ground.number, leads)
        html = html.replace(mark, str(first), 1)
        html = html.replace(mark, str(Markup('<a class="ground" {0}>').format(leads)))
    return Markup(html.replace(_CLOSE, "</a>"))  # noqa: S704 - escaped before; the marks are ours


def _fact(claim: str, row: Row, facts: Mapping[str, Any], words: CardWords) -> str:
    """Return the fact that a claim was held against, in words; empty where it is of a source alone."""
    kind, _, subject = claim.partition(":")
    named = words.names["fields"]
    if subject in VITAL_FIELDS:
        value = getattr(row.vitals, subject)
        return "" if value is None else f"{named[subject]} {_written(subject, value, words)}"
    if subject in type(row.profile).model_fields:
        value = getattr(row.profile, subject)
        told = words.names.get(subject, {}).get(value, value) if isinstance(value, str) else value
        return "" if value in {None, ()} else f"{named[subject]} {told}{_TOLD_IN.get(subject, '')}"
    derived = _DERIVED.get(subject, "")
    if facts.get(derived) is not None:
        return f"{named[derived]} {facts[derived]}{_UNITS[derived]}"
    if kind in _OF_TARGETS and (targets := facts.get("karvonen")):
        return f"{named['target']}: " + ", ".join(f"{p}% {bpm}bpm" for p, bpm in targets.items())
    if kind in {"advice", "said", "forbidden", "required"}:
        level = words.name("levels", str(facts["safety_level"]))
        return (
            f"{named['safety_level']} {level}, {words.name('caps', facts['max_intensity_allowed'])}"
        )
    return ""


def _past(claim: str, facts: Mapping[str, Any], words: CardWords) -> str:
    """Return what the days before hold that a claim is of; empty where it is of none of them."""
    kind, _, subject = claim.partition(":")
    named = words.names["fields"]
    mean = facts.get("week_means", {}).get(subject)
    if kind != "past" or (mean is None and subject != "baseline_days"):
        return ""
    if mean is None:
        return f"{named[subject]} {facts[subject]}"
    value = int(mean["mean"]) if vital_rows()[subject].is_whole else mean["mean"]
    return f"{named['week_means']}: {named[subject]} {_written(subject, value, words)}"


def _written(name: str, value: float, words: CardWords) -> str:
    if words.language == "ko":
        return numbers_ko.writer(name)(value)
    return f"{value:,} {next(f.unit_en for f in told_rows() if f.name == name)}"


def _source(key: tuple[str, str], formula: str) -> str:
    claim, rule = key
    cited = claim.removeprefix(_CITATION)
    rows: Mapping[str, Any] = table("sources")
    keys = (cited,) if cited in rows else sources_of(rule, formula)
    return "; ".join(
        dict.fromkeys(rows[k]["reference"] for k in keys if k in rows and k != "policy")
    )
