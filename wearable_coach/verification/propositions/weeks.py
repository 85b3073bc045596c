"""Minutes of a week reckoned in any words: sessions times days, vigorous minutes twice, what is left, a day's part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from wearable_coach.korean import Amount, Modality
from wearable_coach.verification.claims import contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.propositions.norming import level_near
from wearable_coach.verification.propositions.phrases import Parts
from wearable_coach.verification.propositions.proposition import Proposition
from wearable_coach.verification.week_judges import vigorous_counts_as

_WRONG = contradicted("VER-MATH-001", "셈이 맞지 않아요")
_ASLEEP = re.compile(r"수면|(?<![가-힣])잠|주무|자는")
_SHOWN = re.compile(r"[×*+=÷]")
"""Working that is shown is read elsewhere."""
_LEFT = re.compile(r"남[은는아았습네으]|모자라|부족|더 ?(?:하|채우|걸)|채우려면")
_EQUALS = re.compile(
    r"환산|따지|따져|바꾸|바꿔|치면|쳐[요서 ]|친|같은 ?양|몫|맞먹|셈|해당|중강도로|인정"
)
_DIVIDED = re.compile(r"나누|나눠|쪼개")
_LINKED = re.compile(
    r"이면|하면|하시면|합치|합쳐|합해|합하|모두|총|다 ?합|되[어요고니]|돼|됩|채[우웁웠]|[=→]"
)
"""Words that make a sum of what stands before them; a comma or "하고" alone may go on with a list."""
_SUMS = re.compile(f"{_LINKED.pattern}|,")
_WEEKEND = re.compile(r"주말|토요일|일요일")
_TO_REACH = re.compile(
    r" ?(?:정도|이상)?(?:을|를|에|은|는)? ?(?:다 )?(?:채우|채울|만들|맞추|도달하|하|되)?(?:려면|시려면|기 ?위해)"
)
"""The sum stands first: 주 150분을 채우려면 30분씩 다섯 번."""
_SUM_FIRST = re.compile(r"이면|이라면|은 ")
"""It may stand first: 주 150분이면 하루 30분씩 5일."""
_SEVEN = re.compile(r"매일|날마다|이레|일곱 ?날")
_FIVE = re.compile(r"월화수목금|평일|월요일부터 ?금요일|월~금")
_WEEK_DAYS, _WORK_DAYS = 7, 5


def weeks_reckoned(told: Parts) -> Iterator[Proposition]:
    """Judge the minutes that a sentence reckons."""
    text = told.text
    minutes = [a for a in told.amounts if a.unit in {"min", "h"} and not a.is_range and a.low]
    if len(minutes) < 2 or _ASLEEP.search(text) or _SHOWN.search(text):  # noqa: PLR2004 - what is reckoned and from what
        return
    found = _reckoned(text, minutes, _counts(told))
    if found is None:
        return
    is_right, used = found
    covers = tuple((a.start, a.end) for a in used)
    start, end = min(a.start for a in used), max(a.end for a in used)
    yield Proposition(start, end, covers, None if is_right else _WRONG)


def _counts(told: Parts) -> list[Amount]:
    return [
        a
        for a in told.amounts
        if a.unit in {"day", "times"} and not a.is_range and a.low and a.low > 1
    ]


def _min(amount: Amount) -> Decimal:
    return (amount.low or Decimal(0)) * (60 if amount.unit == "h" else 1)


def _reckoned(
    text: str, minutes: Sequence[Amount], counts: Sequence[Amount]
) -> tuple[bool, list[Amount]] | None:
    """Return whether a sentence's reckoning is right, with its amounts; None where it reckons nothing."""
    two, three = 2, 3
    if _is_list(text, minutes, counts):
        return None
    factor = _factor(text, counts)
    if len(minutes) == two and factor is not None:
        return _product(text, minutes, factor, counts)
    if len(minutes) == three and _LEFT.search(text) and not counts:
        low, middle, high = sorted(map(_min, minutes))
        return low + middle == high, list(minutes)
    if _EQUALS.search(text) and not counts:
        return _equal(text, minutes)
    return None


def _is_list(text: str, minutes: Sequence[Amount], counts: Sequence[Amount]) -> bool:
    """Say whether amounts stand beside each other, as "10분 걷기, 스쿼트 10번, 스트레칭 5분" does, and nothing is reckoned of them."""
    first, last = minutes[0], minutes[-1]
    if _LINKED.search(text, first.end, last.start):
        return False
    is_no_product = _min(last) <= _min(first) or all(c.start > last.start for c in counts)
    of_other_days = bool(_WEEKEND.search(text)) and not counts
    return (is_no_product and not _TO_REACH.match(text, first.end)) or of_other_days


def _factor(text: str, counts: Sequence[Amount]) -> Decimal | None:
    if len(counts) == 1:
        return counts[0].low
    if counts:
        return None
    return (
        Decimal(_WORK_DAYS)
        if _FIVE.search(text)
        else Decimal(_WEEK_DAYS)
        if _SEVEN.search(text)
        else None
    )


def _product(
    text: str, minutes: Sequence[Amount], factor: Decimal, counts: Sequence[Amount]
) -> tuple[bool, list[Amount]] | None:
    first, last = minutes
    used = [*minutes, *counts]
    if _DIVIDED.search(text):
        part = _min(first) / factor
        room = max(Decimal("0.5"), last.tolerance * _min(last))
        return abs(part - _min(last)) <= room, used
    if not _SUMS.search(text, first.end):
        return None
    if _TO_REACH.match(text, first.end):
        return _min(last) * factor == _min(first), used
    if _SUM_FIRST.match(text, first.end) and _min(last) * factor == _min(first):
        return True, used
    return _min(first) * factor == _min(last), used


def _equal(text: str, minutes: Sequence[Amount]) -> tuple[bool, list[Amount]] | None:
    """Judge vigorous minutes counted twice: the last amount is what the others come to."""
    *parts, last = minutes
    weights = [level_near(text, a) for a in parts]
    if not all(weights) or "vigorous" not in weights:
        return None
    twice = vigorous_counts_as()
    total = sum(
        _min(a) * (twice if w == "vigorous" else 1) for a, w in zip(parts, weights, strict=True)
    )
    return total == _min(last), list(minutes)


_COUNTS_IN = re.compile(r"합계에|합산|들어가|인정|쌓[이여]|모아|더해|포함|쳐 ?[주줍]|쳐요")
_LEFT_OUT = re.compile(
    r"빠[져지집진]|제외|안 ?[쳐되돼]|인정되지|인정하지|세지 ?않|들어가지 ?(?:않|못)|소용|무효"
)
_NO_BOUT = re.compile(
    r"(?:조건|규칙|제한|기준|요건|문구)[^.]{0,8}(?:빠졌|없|사라|삭제|폐지)|않아도|상관 ?없|필요 ?없"
)
_BOUT = re.compile(r"WHO|보건 ?기구|지침|권고|주간 ?합계|한 ?주 ?합계")
_BOUT_MIN = 10
_NO_CONDITION = contradicted("STD-WHO-001", "한 번에 10분이라는 조건은 없어요")


def bouts(told: Parts) -> Iterator[Proposition]:
    """Judge whether short bouts are said to count: since 2020 no least length is asked."""
    text = told.text
    if not _BOUT.search(text):
        return
    short = [a for a in told.amounts if a.unit == "min" and a.low and a.low <= _BOUT_MIN]
    if not short:
        return
    covers = tuple((a.start, a.end) for a in short)
    if _LEFT_OUT.search(text) and not _NO_BOUT.search(text):
        yield Proposition(short[0].start, len(text), (), _NO_CONDITION)
    elif _COUNTS_IN.search(text) or _NO_BOUT.search(text):
        yield Proposition(0, len(text), covers, None)


_MOST_A_SESSION = 60
_PLANNED = frozenset({Modality.ADVISE, Modality.PERMIT})


def sessions_beside_norm(told: Parts, evidence: Evidence) -> Iterator[Proposition]:
    """Explain the minutes of a session that is advised in the sentence that names a weekly norm."""
    if not _BOUT.search(told.text) or evidence.cap == "none":
        return
    for clause in told.clauses:
        frame = clause.frame
        if frame is None or not (frame.modality in _PLANNED or frame.proposes):
            continue
        for a in clause.quantities:
            is_session = a.unit == "min" and not a.per and told.text.startswith("씩", a.end)
            if is_session and a.high is not None and a.high <= _MOST_A_SESSION:
                yield Proposition(a.start, a.end, ((a.start, a.end),), None)
