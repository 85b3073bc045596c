"""Comparisons: of a reading with the person's own usual rate, a norm, a number, another reading; in any order of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wearable_coach.korean import Amount, Clause, Modality, Polarity, WordKind
from wearable_coach.verification.propositions.marking import (
    adverbs,
    gap_of,
    is_firm,
    reference_of,
    subject_of,
)
from wearable_coach.verification.propositions.phrases import Between, Part, Parts, Phrase, words

_SAID = frozenset({Modality.ASSERT, Modality.QUOTE, Modality.DEFINE, Modality.EXAMPLE})
_MODIFYING = frozenset({"ㄴ", "는", "던"})
_LEADING = frozenset({"아", "어", "아서", "어서"})
_WAYS = ("past", "short", "same", "apart", "up", "down", "reach")
_RATES = frozenset({"baseline_rhr", "resting_heart_rate", "heart_rate"})
_BEHIND = 6
"""How far behind an amount its bound is said [characters]."""
_QUOTES = "'\"‘“「"


class Compared(NamedTuple):
    """A comparison as a sentence has it."""

    subject: Phrase | None
    reference: Phrase
    gap: Amount | None
    way: str
    """up, down, past, short, reach, apart, same."""
    is_denied: bool
    degree: str
    """little, much or nothing."""
    start: int
    end: int
    behind_gap: str
    """What follows the amount: 이상, 넘게."""
    is_firm: bool
    """Whether nothing but adverbs stands between, so that it can be read in no other way."""

    @property
    def of_change(self) -> bool:
        """Whether it is the difference itself that is compared: 차이는 8bpm으로 10bpm에 못 미쳐요."""
        return self.subject is not None and self.subject.lemmas[-1] in words("apart")

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """Return the amounts that it is made of."""
        own = self.subject.amounts if self.subject is not None else ()
        return (*own, *self.reference.amounts, *((self.gap,) if self.gap else ()))


def comparisons(told: Parts) -> Iterator[Compared]:
    """Read every comparison that a sentence states."""
    for k, part in enumerate(told.parts):
        if _is_at_large(part):
            return
        clause = told.clauses[part.clause]
        frame = clause.frame
        if _is_quoted(told.text, part) or (frame is not None and frame.modality not in _SAID):
            continue
        is_denied = frame is not None and frame.polarity is Polarity.DENIED
        if isinstance(part, Between):
            is_own = is_denied and not _leads_on(told.parts, k, part)
            found = _by_word(told.parts, k, part, is_denied=is_own)
        else:
            found = _by_noun(told.parts, k, part, clause)
        if found is not None:
            gap = found.gap
            behind = told.text[gap.end : gap.end + _BEHIND] if gap is not None else ""
            yield found._replace(behind_gap=behind)


def _is_quoted(text: str, part: Part) -> bool:
    start = part.start if isinstance(part, Phrase) else part.token.start
    return start > 0 and text[start - 1] in _QUOTES


def _is_at_large(part: Part) -> bool:
    """Whether an adverb says that days at large are meant: 보통 …보다 낮지 않아요."""
    if isinstance(part, Phrase):
        return len(part.tokens) > 1 and part.lemmas[0] in words("at_large") and not part.is_habit
    return part.token.kind is WordKind.ADVERB and part.token.lemma in words("at_large")


def _leads_on(parts: Sequence[Part], k: int, part: Between) -> bool:
    """Say whether a word is the ground of the next one, whose alone the denial is: 3bpm 낮아 오르지는 않았어요."""
    after = _after(parts, k)
    return (
        isinstance(after, Between)
        and after.clause == part.clause
        and not _LEADING.isdisjoint(part.token.endings)
        and any(after.token.lemma in words(w) for w in ("up", "down"))
    )


def _by_word(parts: Sequence[Part], k: int, part: Between, *, is_denied: bool) -> Compared | None:
    """Read "평소보다 8bpm 높아요", "7시간에 48분 못 미쳐요"."""
    before = parts[:k]
    beside = adverbs(before)
    way = _way_of(part, _after(parts, k), beside)
    if not way or not _is_said(part, way, is_denied=is_denied):
        return None
    gap = gap_of(before, way)
    reference = reference_of(before, way, gap)
    if reference is None and gap is not None and way in {"past", "short", "reach"}:
        reference, gap = gap, None
    if reference is None or _lacks_gap(part, reference, gap):
        return None
    subject = subject_of(before, reference, gap)
    if subject is None and not _MODIFYING.isdisjoint(part.token.endings):
        subject = next((p for p in parts[k + 1 :] if isinstance(p, Phrase)), None)
    amount = gap.amounts[0] if gap is not None else None
    firm = is_firm(parts, k, reference, way)
    made = Compared(subject, reference, amount, way, is_denied, "", 0, part.token.end, "", firm)
    return _placed(made, beside)


def _after(parts: Sequence[Part], k: int) -> Part | None:
    return parts[k + 1] if k + 1 < len(parts) else None


def _way_of(part: Between, after: Part | None, beside: set[str]) -> str:
    """Return which way a word says that a comparison goes, nothing where it says none."""
    lemma, endings = part.token.lemma, part.token.endings
    measures = isinstance(after, Phrase) and after.lemmas[-1] in words("apart")  # 큰 차이
    if measures or (lemma == "크다" and "게" in endings):
        return ""
    way = next((w for w in _WAYS if lemma in words(w)), "")
    if not way and lemma in words("doing") and {"더", "덜"} & beside:
        return "down" if "덜" in beside else "up"
    if way in {"up", "down"} and "덜" in beside:
        return {"up": "down", "down": "up"}[way]
    return way


def _is_said(part: Between, way: str, *, is_denied: bool) -> bool:
    """Say whether a word compares and does not only modify (같은 쪽) or become (되다)."""
    if way == "same":
        return _MODIFYING.isdisjoint(part.token.endings)
    return is_denied or part.token.lemma != "되다"


def _lacks_gap(part: Between, reference: Phrase, gap: Phrase | None) -> bool:
    """Say whether a word compares only with an amount beside it (48분이 남다), and none is there."""
    if gap is not None:
        return False
    is_state = reference.tail.startswith("에서") and part.token.kind is WordKind.ADJECTIVE
    return is_state or part.token.lemma in words("short_by")


def _by_noun(parts: Sequence[Part], k: int, part: Phrase, clause: Clause) -> Compared | None:
    """Read "12bpm 차이가 나요", "차이는 12bpm", "95%보다 위에 있어요", "2%p 여유가 있어요"."""
    kind = next(
        (w for w in ("apart", "spare", "above", "below") if part.lemmas[-1] in words(w)), ""
    )
    if not kind:
        return None
    before = parts[:k]
    way = {"spare": "past", "above": "up", "below": "down"}.get(kind, kind)
    gap = _gap_of_noun(part, _after(parts, k), kind)
    reference = reference_of(before, way, None)
    names = bool(part.amounts) or part.is_norm or part.is_usual
    if kind in {"above", "below"}:
        reference = part if names else reference
        measure = gap_of(before, way) if reference is not None else None
        gap = measure.amounts[0] if measure is not None else None
    elif reference is None and kind == "apart" and (names or _names_two(part)):
        reference = part
    if reference is None:
        return None
    made = Compared(
        subject=subject_of(before, reference),
        reference=reference,
        gap=gap,
        way=way,
        is_denied=_is_denied(parts, k, clause),
        degree="",
        start=0,
        end=part.end,
        behind_gap="",
        is_firm=is_firm(parts, k, reference, way),
    )
    return _placed(made, adverbs(before) | set(part.lemmas))


def _names_two(part: Phrase) -> bool:
    return len({m.field for m in part.mentions} & _RATES) > 1


def _gap_of_noun(part: Phrase, after: Part | None, kind: str) -> Amount | None:
    own = part.amounts[-1] if part.amounts else None
    if own is not None and kind in {"apart", "spare"} and own.end <= part.tokens[-1].start:
        return own
    is_told = isinstance(after, Phrase) and bool(after.amounts) and not after.is_norm
    if (
        kind == "apart"
        and part.tail in {"는", "가", "도"}
        and is_told
        and isinstance(after, Phrase)
    ):
        return after.amounts[0]
    return None


def _is_denied(parts: Sequence[Part], k: int, clause: Clause) -> bool:
    """Say whether the predicate right behind a noun denies it: 차이가 없다, 차이는 아니다."""
    frame, after = clause.frame, _after(parts, k)
    if isinstance(after, Between) and after.token.lemma == "없다":
        return True
    if frame is None or frame.polarity is not Polarity.DENIED:
        return False
    if isinstance(after, Between):
        return frame.predicate.start <= after.token.start < frame.predicate.end
    return after is None or after.tail == "=" or frame.predicate.start < after.start


def _placed(one: Compared, beside: set[str]) -> Compared:
    """Return a comparison with its place, and how much its adverbs say that it is."""
    degree = next((d for d in ("little", "much") if beside & words(d)), "")
    starts = [p.start for p in (one.subject, one.reference) if p is not None and p.start < one.end]
    starts += [one.gap.start] if one.gap else []
    end = max(one.end, one.gap.end) if one.gap else one.end
    return one._replace(degree=degree, start=min(starts), end=end)
