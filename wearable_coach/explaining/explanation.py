"""An answer, explained: sentence by sentence what was claimed, by which rule it holds, and on what that rests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wearable_coach.client.result import CoachAnswer
from wearable_coach.records import Verdict
from wearable_coach.shipped import code_commit, code_version, tables_sha256
from wearable_coach.standards.table import table
from wearable_coach.standards.topics import topic_sources
from wearable_coach.verification.masking import SLOT, mask
from wearable_coach.verification.rules import claim_kinds, rules
from wearable_coach.verification.sourced import SOURCED, points_said
from wearable_coach.verification.standing_on import (
    formula_rule,
    leans_on,
    standard_rows,
)

_CITATION = "citation:"


class SourceTold(NamedTuple):
    """A source, as people look it up."""

    cite_ko: str
    reference: str
    doi: str


class StandardTold(NamedTuple):
    """A standard that a rule rests on, or the point of an everyday topic; without an id a source that the words name."""

    id: str
    source: SourceTold


class RuleTold(NamedTuple):
    """A rule, and the claims of a sentence that were judged by it."""

    id: str
    label_ko: str
    means: str
    claims: tuple[Verdict, ...]
    standards: tuple[StandardTold, ...]


class SentenceTold(NamedTuple):
    """A sentence of an answer with the rules that judged it; without any it claims nothing that is judged."""

    text: str
    start: int
    """Where it begins in the answer [characters]."""
    rules: tuple[RuleTold, ...]


class VersionsTold(NamedTuple):
    """By which code and tables an answer was made, and which are here; empty where it does not say."""

    code: str
    commit: str
    tables: str
    code_here: str
    commit_here: str
    tables_here: str

    @property
    def same_tables(self) -> bool | None:
        """Whether it was judged by the tables that are here; None where it does not say."""
        return self.tables == self.tables_here if self.tables else None


class Explanation(NamedTuple):
    """All that is told of an answer."""

    answer: CoachAnswer
    sentences: tuple[SentenceTold, ...]
    whole: tuple[RuleTold, ...]
    """What was judged of the answer as a whole."""
    versions: VersionsTold


def explained(answer: CoachAnswer) -> Explanation:
    """Explain an answer by what it carries and by the rules that are here."""
    spans = list(_sentences(answer.text))
    by_sentence: list[list[Verdict]] = [[] for _ in spans]
    whole: list[Verdict] = []
    for verdict in _placed(answer.text, answer.verdicts):
        at = next((k for k, (a, b) in enumerate(spans) if verdict.span and a <= verdict.start < b), None)  # fmt: skip
        (whole if at is None else by_sentence[at]).append(verdict)
    formula = _formula(answer)
    sentences = (
        SentenceTold(answer.text[start:end], start, _ruled(found, formula))
        for (start, end), found in zip(spans, by_sentence, strict=True)
    )
    return Explanation(answer, tuple(sentences), _ruled(whole, formula), _versions(answer))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and ends, as the verifier cuts them."""
    masked = mask(text)
    place = numbers = 0
    for sentence in masked.sentences:
        slots = sentence.count(SLOT)
        start = place + masked.shifts[numbers]
        end = place + len(sentence) + masked.shifts[numbers + slots]
        if sentence.strip():
            yield start, end
        place, numbers = place + len(sentence) + 1, numbers + slots


def _placed(text: str, verdicts: Sequence[Verdict]) -> Iterator[Verdict]:
    """Yield verdicts with their places; where none is told, the words are looked for in their order."""
    seen = 0
    for verdict in verdicts:
        start, words = verdict.start, verdict.span
        if words and text[start : start + len(words)] != words:
            found = text.find(words, seen)
            start = found if found >= 0 else text.find(words)
        seen = max(seen, start)
        yield verdict._replace(start=start)


def _formula(answer: CoachAnswer) -> str:
    """Return the standard of the formula for the maximal heart rate; empty where an answer names none."""
    return formula_rule(answer.provenance.hrmax_formula) if answer.provenance else ""


def _ruled(verdicts: Sequence[Verdict], formula: str) -> tuple[RuleTold, ...]:
    """Return each rule once with its claims, in the order of the words."""
    found: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in verdicts:
        of_source = verdict.claim if verdict.claim.startswith(_CITATION) else ""
        found.setdefault((verdict.rule, of_source), []).append(verdict)
    return tuple(_rule(rule, claims, formula) for (rule, _), claims in found.items())


def _rule(rule: str, claims: list[Verdict], formula: str) -> RuleTold:
    known = rules().get(rule)
    cited = claims[0].claim.removeprefix(_CITATION)
    if cited in table("sources"):
        standards: tuple[StandardTold, ...] = (StandardTold("", source_told(cited)),)
    elif rule == SOURCED:
        said = (point for claim in claims for point in points_said(claim.span))
        standards = tuple(
            StandardTold(point.id, SourceTold("", topic_sources()[point.source], ""))
            for point in dict.fromkeys(said)
        )
    else:
        standards = tuple(
            StandardTold(one, source_told(standard_rows()[one].source))
            for one in leans_on(rule, formula)
            if one in standard_rows()
        )
    label_ko, means = (known.label_ko, known.means) if known else ("", "")
    return RuleTold(rule, label_ko, means, tuple(claims), standards)


def source_told(source: str) -> SourceTold:
    """Return a source by its key; words that are no key are the source themselves."""
    row = table("sources").get(source)
    if row is None:
        return SourceTold("", source, "")
    return SourceTold(row["cite_ko"], row["reference"], row["doi"] or "")


def claim_told(claim: str) -> str:
    """Return what a kind of claim is; empty where the table of rules does not know it."""
    return claim_kinds().get(claim.partition(":")[0], "")


def _versions(answer: CoachAnswer) -> VersionsTold:
    said = answer.provenance
    made = ("", "", "") if said is None else (said.code_version, said.code_commit, said.tables_sha256)  # fmt: skip
    return VersionsTold(*made, code_version(), code_commit(), tables_sha256())
