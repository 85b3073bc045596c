"""Target heart rates reckoned in any words: every number of such a sentence must be one that the reckoning has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from wearable_coach.korean import Amount
from wearable_coach.standards.table import table
from wearable_coach.verification.claims import contradicted, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.intensity_judges import hrr_band
from wearable_coach.verification.number_judges import tolerance_bpm
from wearable_coach.verification.propositions.phrases import Parts
from wearable_coach.verification.propositions.proposition import Proposition, Span
from wearable_coach.verification.propositions.stating import is_asserted

_CUE = re.compile(
    r"여유 ?심박|예비 ?심박|카[보르]르?보?넨|Karvonen|최대 ?(?:심박|치|박동|맥)|추정 ?최대|목표 ?(?:심박|범위|구간|맥)|208|[중고저]강도[^.]{0,24}(?:bpm|회|[0-9]{2,3}[~∼-][0-9]{2,3})|(?:중간|센|높은|낮은|가벼운) ?(?:세기|강도)[^.]{0,24}[0-9]{2,3}"
)
_LEVELS = (
    ("vigorous", re.compile(r"고강도|(?:센|높은|강한|격한) ?(?:세기|강도)")),
    ("moderate", re.compile(r"중강도|(?:중간|보통) ?(?:세기|강도)")),
    ("light", re.compile(r"저강도|(?:낮은|가벼운|약한) ?(?:세기|강도)")),
)
_OF_MAX = re.compile(r"최대|최고|HRmax")
_OF_REST = re.compile(r"안정|쉴 ?때|쉬는|휴식|평소|기저|기준")
_OF_RESERVE = re.compile(r"여유|예비|뺀|빼면|빼서|차이|차는")
_OF_RESERVE_NAMED = re.compile(r"여유 ?심박|예비 ?심박|HRR")
_ERROR = re.compile(r"추정|어림|오차|개인차|사람마다|어긋|차이 ?날|벗어날|다를")
_SLACK = Decimal("0.6")
_WRONG = contradicted("STD-HR-010", "카보넨으로 셈한 값과 달라요")
_WITHHELD = unsupported("STD-HR-011", "심박수 목표를 셈할 수 없어요")
_HALF = re.compile(r"절반|반쯤|한가운데|중간 ?지점")


def reckoned(told: Parts, evidence: Evidence) -> Iterator[Proposition]:
    """Judge a sentence that reckons heart rates of effort."""
    text = told.text
    yield from _rest_of_today(told, evidence)
    if not _CUE.search(text):
        return
    yield from steps_told(told)
    yield from _bands_named(told)
    yield from _share_named(told)
    if evidence.facts.hr is None:
        return
    rates = [a for a in told.amounts if a.unit in {"", "bpm", "times"} and _is_rate(text, a)]
    known: list[Span] = []
    unknown: list[Amount] = []
    shares = _shares(told)
    for amount in rates:
        if _is_known(text, amount, shares, evidence):
            known.append((amount.start, amount.end))
        else:
            unknown.append(amount)
    for amount in unknown:
        if amount.is_range and (shares or _level(text, amount)) and is_asserted(told, amount.start):
            yield Proposition(amount.start, amount.end, (), _WRONG)
    if (placed := _within(told, rates, evidence)) is not None:
        yield placed
    if not unknown and known:
        spans = tuple(
            known + [(a.start, a.end) for a in told.amounts if _is_share(text, a, evidence)]
        )
        yield Proposition(min(spans)[0], max(spans)[1], spans, None)
    elif len(unknown) == 1 and _is_of_share(told, unknown[0]):
        yield Proposition(unknown[0].start, unknown[0].end, (), _WRONG)


def _bands_named(told: Parts) -> Iterator[Proposition]:
    """Refuse shares of the reserve that are called by another intensity."""
    for amount in told.amounts:
        if amount.unit != "pct" or not amount.is_range or not _OF_RESERVE_NAMED.search(told.text):
            continue
        level = _level(told.text, amount)
        if level and not _fits_band(amount, level):
            yield Proposition(amount.start, amount.end, (), _WRONG)


_EDGES_SPOKEN_OF = re.compile(r"문턱|상한|하한|경계|아래|위|못 ?미|모자|직전|부터|까지|미만|이상")
_LEAVES_FOR = re.compile(r"넘|들어|올라|닿")


def _share_named(told: Parts) -> Iterator[Proposition]:
    """Refuse one share of the reserve that is called by another intensity: 60.4%이니 중강도에 머물러요."""
    shares = [a for a in told.amounts if a.unit == "pct" and not a.is_range and a.low is not None]
    named = [level for level, words in _LEVELS if words.search(told.text)]
    if len(shares) != 1 or len(named) != 1 or not _OF_RESERVE_NAMED.search(told.text):
        return
    behind = told.text[shares[0].end :]
    if _EDGES_SPOKEN_OF.search(behind) or _LEAVES_FOR.search(behind):
        return
    low, high = hrr_band(named[0])
    share = shares[0].low or Decimal(0)
    place = next(w.start() for level, words in _LEVELS if (w := words.search(told.text)))
    if not (low <= share < high) and place > shares[0].start and is_asserted(told, place):
        yield Proposition(shares[0].start, len(told.text), (), _WRONG)


_TODAYS = re.compile(
    r"(?:안정 ?시?|휴식)[^.,]{0,14}(?:자리|칸|값)[^.,]{0,6}오늘[^.,]{0,14}(?:넣|대입|써|쓰|계산)|오늘 ?(?:값|수치|심박수?|안정시 ?심박수?)[^.,]{0,10}(?:넣어|넣고|대입)"
)


def _rest_of_today(told: Parts, evidence: Evidence) -> Iterator[Proposition]:
    """Refuse that today's resting rate is reckoned with where the usual one is known."""
    found = _TODAYS.search(told.text)
    if found is None or evidence.value("baseline_rhr") is None:
        return
    if is_asserted(told, found.end() - 1):
        yield Proposition(*found.span(), (), _WRONG)


_NEAR_SHARE = 16
"""How far a target stands behind its share at most [characters]."""


def _is_of_share(told: Parts, amount: Amount) -> bool:
    """Say whether a number stands as the target right behind a single share of the reserve."""
    shares = [a for a in told.amounts if a.unit == "pct" and not a.is_range]
    halves = [m.end() for m in _HALF.finditer(told.text)]
    ends = [a.end for a in shares] + halves
    is_behind = any(0 <= amount.start - end <= _NEAR_SHARE for end in ends)
    return is_behind and not amount.is_range and bool(re.search("여유|예비|카[보르]", told.text))


_LEAST_BPM = 30
_NOT_RATES = re.compile(r" ?(?:[−–-] ?0|분(?!당)|시간|보|세트|회씩|번씩|가지|%)")


def _is_rate(text: str, amount: Amount) -> bool:
    """Say whether a number may be beats a minute: no rating, no repeats, no formula's line."""
    is_error = amount.low == _error() and bool(_ERROR.search(text))
    is_large = amount.low is not None and _LEAST_BPM <= amount.low <= (amount.high or 0)
    return (is_large or is_error) and not _NOT_RATES.match(text, amount.end)


def _shares(told: Parts) -> list[tuple[Decimal, Decimal]]:
    """Return the shares of the reserve that a sentence names [%]."""
    found = [
        (a.low, a.high)
        for a in told.amounts
        if a.unit == "pct" and a.low is not None and a.high is not None
    ]
    if _HALF.search(told.text):
        found.append((Decimal(50), Decimal(50)))
    return found


def _is_share(text: str, amount: Amount, evidence: Evidence) -> bool:
    """Say whether an amount is a share or a coefficient that the sentence's reckoning may have."""
    if amount.unit in {"fold", ""}:
        return amount.low in _of_formula(evidence)[1:]
    if amount.unit != "pct":
        return amount.unit == "age" and amount.low == evidence.value("age")
    if not amount.is_range:
        return bool(re.search("여유|예비|최대", text))
    level = _level(text, amount)
    return not level or _fits_band(amount, level)


def _fits_band(amount: Amount, level: str) -> bool:
    low, high = hrr_band(level)
    return amount.low == low and amount.high in {high, high - 1}


def _level(text: str, amount: Amount) -> str:
    """Return the intensity that is named nearest before an amount, else the nearest behind."""
    best = (10_000, "")
    for level, pattern in _LEVELS:
        for match in pattern.finditer(text):
            gap = amount.start - match.end()
            best = min(best, (gap if gap >= 0 else match.start() - amount.end + 20, level))
    return best[1]


def _is_known(
    text: str, amount: Amount, shares: list[tuple[Decimal, Decimal]], evidence: Evidence
) -> bool:
    low, high = amount.low or Decimal(0), amount.high or Decimal(0)
    if amount.is_range:
        return any(
            _near(low, p, amount, evidence) and _near(high, q, amount, evidence)
            for p, q in _bands(text, amount, shares)
        )
    if (low == _error() and _ERROR.search(text)) or low == _of_formula(evidence)[0]:
        return True
    return _is_operand(text, amount, shares, evidence) or any(
        _near(low, p, amount, evidence) for pair in _ends(text, amount, shares) for p in pair
    )


def _bands(
    text: str, amount: Amount, shares: list[tuple[Decimal, Decimal]]
) -> list[tuple[Decimal, Decimal]]:
    ranges = [pair for pair in shares if pair[0] != pair[1]]
    if ranges:
        return ranges
    level = _level(text, amount)
    if not level:
        return []
    low, high = hrr_band(level)
    return [(low, high), (low, high - 1)]


def _ends(
    text: str, amount: Amount, shares: list[tuple[Decimal, Decimal]]
) -> list[tuple[Decimal, Decimal]]:
    return shares or _bands(text, amount, shares)


def _near(told: Decimal, percent: Decimal, amount: Amount, evidence: Evidence) -> bool:
    target = evidence.target_bpm(str(percent))
    room = max(Decimal(tolerance_bpm()), amount.tolerance * told / 4)
    return target is not None and abs(told - target) <= room


def _error() -> int:
    error: int = table("heart_rate")["hrmax"]["error_bpm"]
    return error


def _is_operand(
    text: str, amount: Amount, shares: list[tuple[Decimal, Decimal]], evidence: Evidence
) -> bool:
    """Say whether a number is one that the reckoning is made of, by the words right before it."""
    hr, said = evidence.facts.hr, amount.low or Decimal(0)
    if hr is None:
        return False
    before = text[max(0, amount.start - 14) : amount.start]
    room = _SLACK if amount.tolerance == 0 else Decimal(2)
    if abs(said - hr.hrmax_bpm) <= room:
        return bool(_OF_MAX.search(text))
    if _OF_MAX.search(before) and not _OF_REST.search(before):
        return False
    if abs(said - hr.hrr_bpm) <= room:
        return bool(_OF_RESERVE.search(text))
    parts = (_half_up(p * hr.hrr_bpm / 100) for pair in shares for p in pair)
    if any(abs(said - part) <= room for part in parts):
        return bool(re.search("더하|더한|더해|얹", text))
    return _is_told(before, said, shares, evidence)


def _is_told(
    before: str, said: Decimal, shares: list[tuple[Decimal, Decimal]], evidence: Evidence
) -> bool:
    """Say whether a number is a rate of the person, the age, or one of the formula's."""
    baseline = evidence.value("baseline_rhr")
    if said == (baseline if baseline is not None else evidence.value("resting_heart_rate")):
        return True
    if said == evidence.value("heart_rate"):
        return _share_of(said, shares, evidence)
    return said in _of_formula(evidence) and not _OF_REST.search(before)


def _of_formula(evidence: Evidence) -> list[Decimal | None]:
    """Return the numbers of the prediction of the maximum: intercept, slope, age."""
    row = table("heart_rate")["hrmax"]
    line = row["formulas"][row["selectable"][evidence.formula]]
    return [Decimal(line["intercept"]), Decimal(line["slope"]), evidence.value("age")]


_INSIDE = re.compile(r"안(?:쪽)?에|이내|들어|속[해한하]|사이에|맞[아는게]")
_OUTSIDE = re.compile(r"밖|바깥|벗어|넘[어었]|못 ?미|밑돌|웃돌")


def _within(told: Parts, rates: list[Amount], evidence: Evidence) -> Proposition | None:
    """Judge whether today's rate is said to be within a range that is told, or outside."""
    value = evidence.value("heart_rate")
    ranges = [a for a in rates if a.is_range and a.low is not None and a.high is not None]
    if value is None or len(ranges) != 1 or not any(a.low == value for a in rates):
        return None
    low, high = ranges[0].low or value, ranges[0].high or value
    behind = told.text[ranges[0].end :]
    inside, outside = _INSIDE.search(behind), _OUTSIDE.search(behind)
    if (inside is None) == (outside is None):
        return None
    is_so = is_asserted(told, ranges[0].end + (inside or outside).start())  # type: ignore[union-attr]
    if (low <= value <= high) == (is_so == (inside is not None)):
        return None
    return Proposition(ranges[0].start, len(told.text), (), _WRONG)


def _half_up(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _share_of(said: Decimal, shares: list[tuple[Decimal, Decimal]], evidence: Evidence) -> bool:
    """Say whether today's rate is the share of the reserve that stands beside it."""
    hr = evidence.facts.hr
    single = [p for p, q in shares if p == q]
    if hr is None or not single:
        return not shares
    share = (said - hr.rhr_used_bpm) / hr.hrr_bpm * 100
    return any(abs(share - p) <= 1 for p in single)


_REST = r"(?:안정 ?시?|쉴 ?때|평소|휴식|기저)[^.,]{0,12}?"
_WRONG_STEPS = re.compile(
    rf"최대[^.,]{{0,16}}(?:에|와)[^.,]{{0,8}}{_REST}(?:를|을) ?(?:더|곱)"
    rf"|(?:곱|비율|강도)[^.]{{0,24}}{_REST}(?:를|을|로|에서)? ?(?:다시 )?(?:빼|뺀|뺍|나누|나눈|곱)"
    rf"|{_REST}(?:를|을|는|은)? ?(?:다시 |따로 )?(?:더하지 ?않|더할 ?필요[^.]{{0,4}}없|빼고 ?끝|안 ?더)"
    rf"|여유[^.]{{0,24}}(?:그대로|곧바로|바로) ?(?:목표|가? ?목표)"
    rf"|여유[^.]{{0,10}}(?:란|은|는)[^.]{{0,12}}최대[^.]{{0,14}}{_REST}(?:를|을)? ?(?:더|곱|나)"
)


def steps_told(told: Parts) -> Iterator[Proposition]:
    """Refuse a wrong step of the reckoning told in words."""
    match = _WRONG_STEPS.search(told.text)
    if match is not None:
        yield Proposition(*match.span(), (), _WRONG)
