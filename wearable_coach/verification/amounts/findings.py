"""What each amount of a sentence is, by its role in its clause, and whether it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from wearable_coach.korean import Bound, Modality
from wearable_coach.standards.fields import told_rows
from wearable_coach.verification.amounts.about import field_of, wrong_unit_of
from wearable_coach.verification.amounts.alone import is_the_reading
from wearable_coach.verification.amounts.distances import judge_distance
from wearable_coach.verification.amounts.edges import (
    is_edge,
    is_general,
)
from wearable_coach.verification.amounts.equals import is_same
from wearable_coach.verification.amounts.named_edges import is_rightly_placed, misplaced
from wearable_coach.verification.amounts.proposals import (
    is_dose,
    is_goal,
    is_rpe,
    is_share,
    is_target,
)
from wearable_coach.verification.amounts.readings import judge_reading
from wearable_coach.verification.amounts.relations import (
    adds_up,
    is_other_end,
    is_rate_of,
    judge_range,
    wrong_norm,
)
from wearable_coach.verification.amounts.told import Finding, Told, told_in
from wearable_coach.verification.amounts.told_edges import is_told_edge
from wearable_coach.verification.amounts.values import is_told_rightly
from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.class_words import words_in
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.lexicon import source_mentions
from wearable_coach.verification.morphemes import HELPLINES

_MIXED = re.compile(
    r"중강도 ?(\d+) ?분[^.]{0,12}고강도 ?(\d+) ?분[^.]{0,30}?(?:중강도[^.]{0,10})?(\d+) ?분"
)
_RULE = re.compile(
    r"규칙|(?:실무|안전) ?기준|원칙|[이라]면 |경우|때[는는에]|으로 ?(?:봐|보[는고아]|볼)"
)
_RECKONED = re.compile(r"[×*÷=+/]\s?$|[\d)] ?[−-] ?$")
_RECKONS = re.compile(r" ?[)=×*÷]|\s[−-]\s?[\d(]|\s\+\s")
"""Signs around a term of a formula."""
_SPEAKING = frozenset({"steps", "km", "kcal", "kg"})
"""Units that say by themselves what a number is of, whatever else the sentence names."""
_WISHED = re.compile(r"목표|필요|충분|적당|알맞|바람직|추천|권[하해]|좋[은아을습겠]")
_OF_NORMS = frozenset({"norm", "comparison", "difference"})
_BESIDE = 12
"""How far the year stands from its source [characters]."""
_HAS_NUMBER = re.compile(
    r"\d|[일이삼사오육칠팔구]?[십백천만]|다섯|여섯|일곱|여덟|아홉|열|스물|서른|마흔|쉰|예순|일흔|여든|아흔|[한두세네] ?시간|절반|[일이삼사오육칠팔구] ?(?:점|쩜|킬로|키로|퍼센트|프로|시간|회|도)"
)


def explained(  # noqa: PLR0911, PLR0913 - words, where they stand, and what is known
    sentence: str, start: int, end: int, evidence: Evidence, carry: str, *, kind: str
) -> bool:
    """Say whether the numbers within some words of a sentence can be accounted for.

    Args:
        sentence: The sentence as written.
        start: Where the words start in it.
        end: Where they end.
        evidence: What is known of the day.
        carry: The field that the sentence before was about, empty when none.
        kind: What kind of claim it is.
    """
    if kind.startswith("class:"):
        return _is_supposed_class(
            sentence, start, end, kind.partition(":")[2], evidence
        ) or is_rightly_placed(sentence, start, end, evidence, carry)
    if (mixed := _MIXED.search(sentence)) is not None:
        moderate, vigorous, total = (int(g) for g in mixed.groups())
        return moderate + 2 * vigorous == total
    inside = [t for t in told_in(sentence, carry) if t.amount.start < end and t.amount.end > start]
    if not inside:
        return sentence[start:end].strip() in HELPLINES
    if kind.partition(":")[0] in _OF_NORMS and source_mentions()[0].search(sentence):
        return False
    if kind.startswith("norm:") and any(t.amount.is_range for t in inside) and words_in(sentence):
        return False  # the class of a range is judged with it
    if kind.startswith("value:") and _is_apposed(sentence, start, inside):
        return False
    if all(map(is_told_edge, inside)):
        return True
    if kind == "nowhere" and any(t.amount.unit not in _SPEAKING for t in inside):
        return False
    return all(finding(t, evidence) is True for t in inside)


_NAMED_BY_NOUN = re.compile(r"^(?:은|는|이|가|보다)(?![가-힣])")


def _is_apposed(sentence: str, start: int, inside: Sequence[Told]) -> bool:
    """Say whether a number stands right behind the name of its reading, as its value: 안정시 심박수 79bpm보다."""
    behind = any(sentence[m.end : start] in {"", " "} for t in inside for m in t.named)
    return behind and all(_NAMED_BY_NOUN.match(sentence[t.amount.end :]) for t in inside)


HEART_RATE = re.compile("심박|맥박|bpm", re.IGNORECASE)


def misstated(sentence: str, evidence: Evidence, carry: str) -> list[tuple[int, int, Objection]]:
    """Return the amounts of a sentence that do not hold, with their places in it.

    Args:
        sentence: The sentence as written.
        evidence: What is known of the day.
        carry: The field that the sentence before was about, empty when none.
    """
    if sentence[:1] == "|":
        return []
    found = misplaced(sentence, evidence, carry)
    if not _HAS_NUMBER.search(sentence):
        return found
    for told in told_in(sentence, carry):
        why = finding(told, evidence)
        of_heart = told.amount.unit == "bpm" or bool(HEART_RATE.search(sentence))
        if isinstance(why, Objection) and not evidence.was_told(told.words, of_heart=of_heart):
            found.append((told.amount.start, told.amount.said_end, why))
    return found


def finding(told: Told, evidence: Evidence) -> Finding:  # noqa: PLR0911 - a line a role
    """Return whether an amount holds, by its role."""
    if told.amount.low is None:
        return None
    if is_told_edge(told):
        return True
    if _is_reckoned(told):
        return None
    if _is_name(told):
        return True
    if (field := wrong_unit_of(told)) != "":
        return contradicted("VER-VALUE-001", f"{LABELS.get(field, field)}: 그 단위로 말하지 않아요")
    if told.is_stated and (told.amount.is_apart or told.amount.sign) and told.amount.unit != "pct":
        is_rule = _RULE.search(told.sentence) or "±" in told.lead[-2:]
        return None if is_rule else judge_distance(told, evidence)
    if (same := is_same(told)) is not None:
        return _as_same(told, evidence, same=same)
    return _of_role(told, evidence)


def _as_same(told: Told, evidence: Evidence, *, same: bool) -> Finding:
    """Judge an amount that is said to be the same as another, which may be a reading or none."""
    if not same:
        return contradicted("VER-VALUE-001", "같다고 한 두 값이 같지 않아요")
    stated = judge_reading(told, evidence) if told.is_stated else None
    return stated if stated is not None and _says_reading(told) else True


def _says_reading(told: Told) -> bool:
    """Say whether a sentence speaks of a reading, not of units alone."""
    return bool(told.named) or (told.frame is not None and told.frame.predicate.is_past)


def _is_reckoned(told: Told) -> bool:
    """Say whether an amount is a term of a formula."""
    return bool(_RECKONED.search(told.lead) or _RECKONS.match(told.rest))


def _is_name(told: Told) -> bool:
    """Say whether an amount only names something: a line for help, the year of a source."""
    return bool({told.words, told.words.split("-")[0]} & HELPLINES.keys()) or _is_year(told)


@cache
def _possible() -> dict[str, tuple[float, float]]:
    return {row.name: row.impossible for row in told_rows()}


def _is_beyond(told: Told, evidence: Evidence) -> bool:
    """Say whether a bound lies where no reading can: whatever keeps it says nothing."""
    known = _possible().get(field_of(told, evidence) or "")
    spans = [known] if known is not None else [s for n, s in _possible().items() if n != "steps"]
    return not any(low <= told.value <= high for low, high in spans)


def _of_role(told: Told, evidence: Evidence) -> Finding:  # noqa: PLR0911 - a line a role
    if told.amount.bound is not Bound.EXACT and _is_beyond(told, evidence):
        return None
    if told.amount.is_range and (inside := judge_range(told, evidence)) is not None:
        return inside
    if is_rate_of(told) or is_other_end(told, evidence) or adds_up(told, evidence):
        return True
    if (wrong := wrong_norm(told, evidence)) is not None:
        return wrong
    if _is_crossed(told) and (crossed := judge_reading(told, evidence)) is not None:
        return crossed
    if any(is_right(told, evidence) for is_right in _PROPOSED) or _is_given(told, evidence):
        return True
    return judge_reading(told, evidence) if told.is_stated else None


_PROPOSED: tuple[Callable[[Told, Evidence], bool], ...] = (
    is_edge, is_goal, is_dose, is_target, is_share, is_rpe, is_the_reading,
)  # fmt: skip


def _is_given(told: Told, evidence: Evidence) -> bool:
    """Say whether a clause supposes what the day gives: 7.6시간이면 넉넉해요."""
    field = field_of(told, evidence)
    is_exact = told.amount.bound is Bound.EXACT and not told.amount.is_range
    reading = None if field is None or not is_exact else evidence.value(field)
    is_copula = told.frame is not None and told.frame.predicate.lemma in {"이다", "나오다"}
    if not words_in(told.sentence):  # nobody judges what is made of it then
        return False
    return (
        is_copula
        and told.modality is Modality.CONDITION
        and field is not None
        and reading is not None
        and is_told_rightly(told, field, reading, evidence)
    )


def _is_crossed(told: Told) -> bool:
    """Say whether a clause asserts on which side of an amount something lies: no goal then, but a reading."""
    is_bound = told.amount.bound is not Bound.EXACT
    is_wished = is_general(told) or _WISHED.search(told.lead + told.after)
    return is_bound and told.modality is Modality.ASSERT and not is_wished


def _is_year(told: Told) -> bool:
    """Say whether a number is the year of the source named beside it."""
    pattern, names = source_mentions()
    before = told.sentence[: told.amount.start]
    for match in pattern.finditer(before):
        name = names[(match.lastindex or 1) - 1]
        if len(before) - match.end() <= _BESIDE and name.endswith(f"_{told.value}"):
            return True
    return False


def _is_supposed_class(sentence: str, start: int, end: int, field: str, evidence: Evidence) -> bool:
    """Say whether a class is that of an amount which the sentence only supposes."""
    given = [
        t
        for t in told_in(sentence, "")
        if t.is_supposed and field_of(t, evidence) == field and t.amount.low is not None
    ]
    bands = evidence.bands_of(field)
    word = next((w for w in words_in(sentence) if w.start < end and w.end > start), None)
    if not given or bands is None or word is None:
        return False
    return bands.name_of(given[0].value) in word.meanings.get(field, ())
