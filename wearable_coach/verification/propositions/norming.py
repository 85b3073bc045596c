"""Norms told with their numbers: of which activity, in which window, for whom; and the numbers of a study or a rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from wearable_coach.korean import Amount
from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.class_words import words_in
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.norms import norm_bands, ranges, thresholds
from wearable_coach.verification.propositions.crediting import cited
from wearable_coach.verification.propositions.phrases import Parts
from wearable_coach.verification.propositions.proposition import Proposition
from wearable_coach.verification.propositions.stating import is_asserted

_CUE = re.compile(
    r"WHO|ACSM|보건 ?기구|스포츠 ?의학회|권고|권장|권하|권해|권합|권한|지침|최소[량치]|하한|상한"
)
_GIVES = re.compile(r"권고|권장|권하|권해|권합|권한|지침|말하는|WHO|보건 ?기구|ACSM|스포츠 ?의학회")
_WINDOWS = {
    "week": r"일주일|한 ?주|매주|주당|주간|이레|일곱 ?날|(?<![가-힣])주(?= ?\d)|1주|7일|칠 ?일",
    "day": r"하루|매일|날마다|일일|(?<!\d)1일|그날그날|날이면 ?날",
    "month": r"한 ?달|매달|매월|(?<![가-힣])월(?= ?\d)|1개월",
    "nights": r"(?:이틀|사흘|나흘|두|세) ?밤",
    "night": r"하룻밤|매일 ?밤|밤마다",
    "session": r"한 ?번에|회당|1회|한 ?회",
}
_WINDOW = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _WINDOWS.items()))
_NOT_IT = re.compile(r"(?:치|분|몫|기준|단위|마다)?(?:이|가|은|는)? ?(?:아니|말고|대신|아닌)")
_STRENGTH = re.compile(r"근력|근육|웨이트|저항 ?운동|맨몸|팔굽혀")
_BALANCE = re.compile(r"균형|낙상")
_VIGOROUS = re.compile(
    r"고강도|격렬|격한|숨(?:이 ?(?:많이 ?)?)?찬|숨이 ?(?:많이 ?)?차는|센 |세게|달리기|뛰|높은 ?강도|힘든"
)
_MODERATE = re.compile(r"중강도|중간 ?(?:강도|세기)|빠르게 ?걷|적당")
_ASLEEP = re.compile(r"수면(?! ?재단)|잠|주무|자는|자라|밤")
_OLDER = re.compile(
    r"(?:65|예순 ?다섯|육십 ?오) ?(?:세|살)?(?:을|이|부터|를|가)? ?(?:이상|넘|부터|지나|된)|노인|어르신|고령"
)
_MINORS = re.compile(r"청소년|어린이|아이들|소아|초등|중학생|고등학생|중고생|십대|10대|영유아|아동")
_YOUNGER = re.compile(r"18|성인|청년|스무|서른|마흔|젊은|어른(?!신)|직장인|20대|30대|중년")
_LEAST_A_WEEK = 60
_BOUT_MIN = 10
_WRONG_WINDOW = contradicted("VER-SCOPE-001", "권고의 기간이 달라요")
_WRONG_PEOPLE = contradicted("VER-SCOPE-001", "권고의 대상이 달라요")
_WRONG_NUMBER = contradicted("STD-WHO-001", "권고의 숫자가 달라요")


class Windowed(NamedTuple):
    """A word for the window of a norm."""

    name: str
    start: int
    end: int


def windows(text: str) -> tuple[Windowed, ...]:
    """Return the windows that a sentence names and does not take back."""
    found = (Windowed(str(m.lastgroup), *m.span()) for m in _WINDOW.finditer(text))
    return tuple(w for w in found if not _NOT_IT.match(text, w.end))


def normed(told: Parts, carry: str, evidence: Evidence) -> Iterator[Proposition]:
    """Judge the norms that a sentence gives."""
    text = told.text
    if _CUE.search(text):
        yield from _weekly(told, evidence)
    yield from _sleep(told, carry)
    yield from _usual_rate(told)
    yield from _steps(told)
    yield from _of_minors(told)
    yield from _of_ages(told)


def _weekly(told: Parts, evidence: Evidence) -> Iterator[Proposition]:
    named = windows(told.text)
    for amount in told.amounts:
        found = _weekly_amount(told, amount, named, evidence)
        if found is not None:
            yield found


def _weekly_amount(
    told: Parts, amount: Amount, named: tuple[Windowed, ...], evidence: Evidence
) -> Proposition | None:
    if amount.low is None:
        return None
    window = _window_of(amount, named)
    if amount.unit == "age":
        return _age(told, amount, evidence)
    if amount.unit in {"min", "h"} and not _ASLEEP.search(told.text):
        return _minutes(told, amount, window)
    if amount.unit in {"day", "times"}:
        return _days(told, amount, window)
    return None


def _window_of(amount: Amount, named: tuple[Windowed, ...]) -> str:
    """Return the window of an amount: right before it, else the nearest that the sentence names."""
    if amount.per in {"week", "day", "month"}:
        return amount.per
    others = [w for w in named if not w.start <= amount.start < w.end]
    if not others:
        return ""
    return min(others, key=lambda w: _far(amount, w)).name


def _far(amount: Amount, window: Windowed) -> int:
    gap = (
        amount.start - window.end if window.end <= amount.start else window.start - amount.said_end
    )
    return max(gap, 0)


def _found(amount: Amount, objection: Objection | None) -> Proposition:
    span = (amount.start, amount.end)
    return Proposition(amount.start, amount.said_end, (span,), objection)


@cache
def _who_minutes() -> dict[str, tuple[Decimal, Decimal]]:
    adult = table("activity")["who_2020"]["adult"]
    return {
        level: (Decimal(adult[f"{level}_min"][0]), Decimal(adult[f"{level}_min"][1]))
        for level in ("moderate", "vigorous")
    }


def _minutes(told: Parts, amount: Amount, window: str) -> Proposition | None:
    scale = 60 if amount.unit == "h" else 1
    low, high = (x * scale for x in (amount.low or Decimal(0), amount.high or Decimal(0)))
    if low < _LEAST_A_WEEK or not _GIVES.search(told.text):
        return None
    level = level_near(told.text, amount)
    edges = {e for name, pair in _who_minutes().items() if level in {"", name} for e in pair}
    pairs = {pair for name, pair in _who_minutes().items() if level in {"", name}}
    is_norm = (low, high) in pairs if amount.is_range else low in edges
    if not is_norm:
        return _of_another_level(told, amount, level, low, high)
    least = {"moderate": 300, "vigorous": 150}.get(level)
    if (
        low == least
        and not amount.is_range
        and _AT_LEAST.search(told.text)
        and is_asserted(told, amount.start)
    ):
        return None if _BOTH.search(told.text) else _found(amount, _WRONG_NUMBER)
    if window in {"day", "month", "session"}:
        return _found(amount, _WRONG_WINDOW)
    return _found(amount, None) if window == "week" else None


_AT_LEAST = re.compile(r"이상|최소|적어도|하한|못해도")
_BOTH = re.compile(r"환산|맞먹|같은 ?양|바꾸|따지|따져|최대|까지|상한|[~∼]")


def _of_another_level(
    told: Parts, amount: Amount, level: str, low: Decimal, high: Decimal
) -> Proposition | None:
    """Refuse a week's minutes that are given to the other intensity."""
    edges = {e for pair in _who_minutes().values() for e in pair}
    is_least = _AT_LEAST.search(told.text[amount.end : amount.end + 5]) is not None
    is_other = level and low in edges and high in edges and (amount.is_range or is_least)
    if is_other and not _BOTH_TOLD.search(told.text) and is_asserted(told, amount.start):
        return _found(amount, _WRONG_NUMBER)
    return None


_BOTH_TOLD = re.compile(
    r"[×|=*]|환산|맞먹|같은 ?양|바꾸|따지|따져|중강도[^.]*고강도|고강도[^.]*중강도"
)


def level_near(text: str, amount: Amount) -> str:
    """Return the intensity that is named nearest to an amount."""
    best = (10_000, "")
    for name, pattern in (("vigorous", _VIGOROUS), ("moderate", _MODERATE)):
        for match in pattern.finditer(text):
            gap = (
                amount.start - match.end()
                if match.end() <= amount.start
                else match.start() - amount.end + 6
            )
            best = min(best, (max(gap, 0), name))
    return best[1]


def _days(told: Parts, amount: Amount, window: str) -> Proposition | None:
    """Judge how often strength and balance are to be trained."""
    text = told.text
    is_balance, is_strength = _BALANCE.search(text), _STRENGTH.search(text)
    if not (is_balance or is_strength) or not _GIVES.search(text):
        return None
    if (
        amount.unit == "day"
        and amount.low == 1
        and _WINDOW.match(text, amount.start)
        and not _is_dose(text, amount)
    ):
        return None
    who = table("activity")["who_2020"]
    days = who["older_adult"]["balance_days"] if is_balance else who["adult"]["strength_days"]
    allowed = {Decimal(days)}
    if not is_balance and re.search("ACSM|스포츠 ?의학회", text):
        allowed |= {Decimal(d) for d in table("activity")["acsm_fitt"]["strength_days"]}
    others = {a.low for a in told.amounts if a.unit in {"day", "times"}}
    if allowed.isdisjoint(others) and is_asserted(told, amount.start):
        return _found(amount, _WRONG_NUMBER)
    if amount.low not in allowed:
        return None
    if window in {"day", "month"} and is_asserted(told, amount.start):
        return _found(amount, _WRONG_WINDOW)
    return _found(amount, None) if window == "week" else None


def _is_dose(text: str, amount: Amount) -> bool:
    return text.startswith((" 이상", " 넘게", " 정도", "만", "이면", "씩", " 하"), amount.end)


def _age(told: Parts, amount: Amount, evidence: Evidence) -> Proposition | None:
    ages = table("activity")["who_2020"]["ages"]
    known = {
        Decimal(ages["adult_from"]),
        Decimal(ages["older_from"]),
        Decimal(ages["older_from"] - 1),
    }
    if amount.low == evidence.value("age") or not cited(told.text):
        return None
    if any(c.source == "milewski_2014" for c in cited(told.text)):
        return None
    return None if amount.low in known else _found(amount, _WRONG_PEOPLE)


def _sleep(told: Parts, carry: str) -> Iterator[Proposition]:
    """Judge for whom and of what the recommended hours of sleep are told."""
    text = told.text
    norms = {r for r, names in ranges("sleep_hr").items() if "recommended" in names}
    older = min(norms, key=lambda r: r[1])
    for amount in told.amounts:
        if amount.unit != "h" or not amount.is_range or (amount.low, amount.high) not in norms:
            continue
        named = {w.name for w in windows(text)}
        if named & {"week", "month", "nights"} and is_asserted(told, amount.start):
            yield _found(amount, _WRONG_WINDOW)
        is_older, is_younger = _OLDER.search(text), _YOUNGER.search(text)
        is_of_older = (amount.low, amount.high) == older
        wrong = (
            (is_older and not is_younger and not is_of_older)
            or (is_younger and not is_older and is_of_older)
            or (_MINORS.search(text) and not is_younger)
        )
        if (
            wrong
            and is_asserted(told, amount.start)
            and re.search("권|기준|폭|적정|맞|알맞|이상", text)
        ):
            yield _found(amount, _WRONG_PEOPLE)
        elif _ASLEEP.search(text) or carry == "sleep_hr":
            yield _found(amount, None)


_ADULT_NORM = re.compile(
    r"BMI|체질량|비만 ?학회|150|75 ?분|60[~∼-]100|안정시|최대 ?심박|여유 ?심박|강도 ?구간|걸음|로크"
)
_HOLDS_TOO = re.compile(
    r"그대로|똑같|같은 ?(?:기준|구간|값|선)|마찬가지|적용|해당|쓰[이여]|통하|권하|권해|권장|기준"
)


def _of_minors(told: Parts) -> Iterator[Proposition]:
    """Refuse a norm of adults that is given to children or adolescents."""
    text = told.text
    match = _MINORS.search(text)
    if match is None or not _ADULT_NORM.search(text) or "선수" in text:
        return
    holds = _HOLDS_TOO.search(text, match.end())
    if holds is not None and is_asserted(told, holds.start()) and not re.search("성인", text):
        yield Proposition(match.start(), holds.end(), (), _WRONG_PEOPLE)


_ONLY_OLDER = re.compile(
    r"(?:65세 ?이상|노인|어르신|고령자|노년)[^.,]{0,6}(?:에게|한테|께)?만(?![가-힣])"
)
_ALL_AGES = re.compile(
    r"모든 ?(?:성인|어른|사람|연령|나이)|성인 ?(?:누구|모두|전체|전부)|누구에게나|나이와 ?상관|젊은|20대|30대|40대|청년|마흔"
)


def _of_ages(told: Parts) -> Iterator[Proposition]:
    """Judge for which ages balance and strength are asked: balance from 65 on, strength of all adults."""
    text = told.text
    if not _GIVES.search(text):
        return
    only = _ONLY_OLDER.search(text)
    if only is not None and not _BALANCE.search(text) and is_asserted(told, only.start()):
        yield Proposition(*only.span(), (), _WRONG_PEOPLE)
    everyone = _ALL_AGES.search(text)
    if (
        everyone is not None
        and _BALANCE.search(text)
        and not _OLDER.search(text)
        and is_asserted(told, everyone.start())
    ):
        yield Proposition(*everyone.span(), (), _WRONG_PEOPLE)


_STEPS_NORM = re.compile(
    r"(?:걸음|만 ?보|로크|활동적)[^.]{0,20}(?:분류|기준|구분|단계|등급)|(?:분류|구분|단계)[^.]{0,12}걸[음은]"
)


def _steps(told: Parts) -> Iterator[Proposition]:
    """Judge in which window steps are counted that a class is told of."""
    match = _STEPS_NORM.search(told.text)
    for window in windows(told.text) if match else ():
        if window.name in {"week", "month"} and is_asserted(told, window.start):
            yield Proposition(window.start, window.end, (), _WRONG_WINDOW)


_USUAL = re.compile(
    r"(?:평소|기저|기준선)[^.]{0,14}(?:심박수?|값|맥박)?(?:은|는|이란|란)[^.]*(?:평균|중앙값|잰 ?값|최저|최고)"
)
_MEDIAN = re.compile(r"중앙값|가운데 ?값")
_LONG_ENOUGH = re.compile(r"2주|두 ?주|이 ?주|14일|열나흘|보름|여러 ?날|며칠")


def _usual_rate(told: Parts) -> Iterator[Proposition]:
    """Judge what is said of how a usual rate is found: the median of at least two weeks."""
    match = _USUAL.search(told.text)
    if match is None or not is_asserted(told, match.end() - 1):
        return
    is_right = _MEDIAN.search(told.text) and _LONG_ENOUGH.search(told.text)
    least = table("heart_rate")["delta"]["baseline_days"]
    for amount in told.amounts:
        days = {"day": 1, "week": 7}.get(amount.unit, 0) * (amount.low or 0)
        if 0 < days < least and not is_right:
            yield _found(amount, contradicted("STD-HR-030", "평소 값은 14일 이상의 중앙값이에요"))
            return
    if not is_right and re.search("하루|한 ?번|평균|최저|최고|일주일", match.group()):
        yield Proposition(
            *match.span(), (), contradicted("STD-HR-030", "평소 값은 14일 이상의 중앙값이에요")
        )


_EDGE_CUE = re.compile(
    r"기준|문턱|선(?=[은이을으도 ,.]|$)|분류|구분|규칙|구간|단계|경계|부터|이상|미만|학회|재단|Tudor|로크|실무|부르|[라이]고 ?(?:하|부)"
)


def edged(told: Parts, evidence: Evidence) -> Iterator[Proposition]:
    """Explain the edges of a class that is named with them: 만 보를 '활동적'의 문턱으로 삼다."""
    text = told.text
    if not _EDGE_CUE.search(text):
        return
    for amount in told.amounts:
        field = {"steps": "steps", "kgm2": "bmi", "pct": "oxygen_saturation"}.get(amount.unit, "")
        if amount.unit == "" and re.search("BMI|체질량|비만", text):
            field = "bmi"
        if field == "oxygen_saturation" and not re.search("산소|포화도|SpO", text):
            continue
        if field and amount.low is not None and amount.low != evidence.value(field):
            yield from _edge(text, amount, field)


def _edge(text: str, amount: Amount, field: str) -> Iterator[Proposition]:
    named = [w for w in words_in(text) if field in w.meanings and not w.loose]
    if amount.is_range:
        known = ranges(field).get((amount.low or Decimal(0), amount.high or Decimal(0)))
        if known and (not named or any(not known.isdisjoint(w.meanings[field]) for w in named)):
            yield _found(amount, None)
        return
    edges = {edge for _, edge in thresholds(field)}
    if named:
        names = frozenset().union(*(w.meanings[field] for w in named))
        bands = [b for b in norm_bands(field) if b.name in names]
        edges = {b.low for b in bands if b.low is not None}
    if amount.low in edges:
        yield _found(amount, None)


def of_study(told: Parts) -> Iterator[Proposition]:
    """Judge the hours, the number and the ages of the one study of sleep and injuries, and the rule of ten beats."""
    text = told.text
    sources = {c.source for c in cited(text) if not c.is_denied}
    years = {table("sources")[c].get("year") for c in sources}
    for amount in told.amounts:
        if amount.unit == "year" and amount.low in years:
            yield _found(amount, None)
    if "milewski_2014" in sources or re.search("선수[^.]*(?:부상|다[쳤친칠치])", text):
        yield from _milewski(told)
    if "policy" in sources or re.search("실무|안전 ?기준|규칙", text):
        for amount in told.amounts:
            if (
                amount.unit in {"", "bpm", "times"}
                and amount.low == Decimal(_elevated())
                and re.search("평소|기저|기준", text)
            ):
                yield _found(amount, None)


def _elevated() -> int:
    edge: int = table("heart_rate")["delta"]["bands"][-1]["from"]
    return edge


def _milewski(told: Parts) -> Iterator[Proposition]:
    study = table("sleep")["milewski"]
    for amount in told.amounts:
        if (
            amount.unit == "h"
            and not amount.is_range
            and not re.search("주무셨|오늘|어젯밤|회원님", told.text)
        ):
            is_right = amount.low == study["below_h"]
            wrong = contradicted("STD-SLP-010", f"연구의 기준은 {study['below_h']}시간 미만이에요")
            yield _found(amount, None if is_right else wrong)
        elif amount.unit == "age" and amount.is_range:
            ages = (Decimal(study["ages"][0]), Decimal(study["ages"][1]))
            is_right = (amount.low, amount.high) == ages
            yield _found(amount, None if is_right else _WRONG_PEOPLE)
