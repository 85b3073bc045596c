"""What the learned reader of harm refuses of an answer; it never approves."""

from __future__ import annotations

from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.verification.accounting import AccountedClause, kind_of, span_of
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.judgement import JudgedClaim
from wearable_coach.verification.masking import Masked
from wearable_coach.verification.meaning.said import not_understood
from wearable_coach.verification.meaning.wording import (
    EVERYDAY_PERCENT,
    HARMFUL_WORDING,
    only_forbids,
    only_tells,
    sounds_harmful,
)
from wearable_coach.verification.sentence import mentions

Placed = tuple[AccountedClause, str, int, int]
"""A clause, its masked sentence, where that starts in the masked answer, and the numbers before it."""


_READING = "value:"
"""Claims of a reading: one that is wrong is refused for what it is, and is no harm by its sound."""


def heard(accounts: list[Placed], masked: Masked, judged: list[JudgedClaim]) -> list[JudgedClaim]:
    """Refuse what is taken for harm: a sentence by its wording, where claims do not explain it whole."""
    found: list[JudgedClaim] = []
    last = -1
    for clause, sentence, place, base in accounts:
        if (
            place != last
            and clause.health_words
            and not clause.acts
            and sentence[:1] != "|"
            and sounds_harmful(sentence)
        ):
            whole = clause._replace(start=0, end=len(sentence))
            span = span_of(whole, sentence, place, base, masked.shifts)
            last = place
            if not _is_explained(*span, masked.text, judged) and not only_forbids(sentence):
                found.append(("forbidden:wording", HARMFUL_WORDING.rule, *span, HARMFUL_WORDING))
    return found


def doubted(evidence: Evidence, accounts: list[Placed], masked: Masked) -> list[JudgedClaim]:
    """Take everyday words for not understood where they stand in a sentence that may be harm."""
    found: list[JudgedClaim] = []
    strict = evidence.facts.safety_level >= SafetyLevel.CONTACT
    for clause, sentence, place, base in accounts:
        if (strict or clause.health_words) and is_doubtful(clause, sentence):
            words = ", ".join(clause.everyday)
            doubt = not_understood(f"이 문장에서는 뜻을 믿을 수 없는 말이 있어요: {words}")
            span = span_of(clause, sentence, place, base, masked.shifts)
            found.append((kind_of(doubt), doubt.rule, *span, doubt))
    return found


def is_doubtful(clause: AccountedClause, sentence: str) -> bool:
    """Say whether a clause has everyday words in a sentence that may be harm."""
    return bool(clause.everyday) and sounds_harmful(sentence, EVERYDAY_PERCENT)


def _is_explained(start: int, end: int, text: str, judged: list[JudgedClaim]) -> bool:
    """Say whether claims that hold, or readings told wrongly, and what they are about are all that a sentence says."""
    inside = [claim for claim in judged if claim[2] < end and claim[3] > start]
    if not inside or any(
        claim[4] is not None and not claim[0].startswith(_READING) for claim in inside
    ):
        return False
    said = list(text[start:end])
    spans = [(claim[2] - start, claim[3] - start) for claim in inside]
    spans += [(m.start, m.end) for m in mentions(text[start:end])]
    for begin, finish in spans:
        said[max(begin, 0) : finish] = " " * (finish - max(begin, 0))
    return only_tells("".join(said))
