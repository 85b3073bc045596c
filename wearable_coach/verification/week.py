"""Minutes: a session, a week, the WHO's numbers, and vigorous minutes counted twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Finding, contradicted, pure, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.number_judges import number
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.sentence import Quantity
from wearable_coach.verification.wording import plain, plain_list

RULE = "STD-WHO-001"


_WHO = re.compile(r"WHO|세계 ?보건 ?기구")


_GAP = re.compile(
    r" ?(?:이|을|를|정도|쯤|가량|만|만큼)? ?(?:더 ?)?(?:남|모자|부족|적(?=[어은게])|많|넘|채우|더 ?필요|필요|더하|더 ?걸|웃돌|초과|여유)"
)


_EQUIVALENT = re.compile(
    r"환산|상당|맞먹|인정|치(?:로|예|는|를)|해당|같(?=[은아이])|계산|쳐|칩|취급|곱|두 ?배|×"
)


_SESSION = re.compile(
    r"하루|한 ?번에|회당|(?:\x01|한) ?회|매회|매일|걷|걸|자전거|수영|조깅|달리|뛰|러닝|유산소|운동|시간|본운동|산책|페달|씩|중강도|저강도|고강도|활동|춤|등산|체조"
)


@cache
def who_ranges() -> dict[tuple[Decimal, Decimal], str]:
    """Return the weekly ranges [min] and the level that each is for."""
    adult = table("activity")["who_2020"]["adult"]
    rows = (("moderate_min", "moderate"), ("vigorous_min", "vigorous"))
    return {(Decimal(adult[key][0]), Decimal(adult[key][1])): level for key, level in rows}


def read_weekly(r: Reading, q: Quantity, *, weekly: bool) -> bool:
    """Read weekly minutes; False when the minutes are of something else."""
    who = bool(_WHO.search(r.text))
    level = _level_name(r, q)
    if not q.is_range and not weekly and _GAP.match(r.text, q.end) and r.section == "week":
        r.claim(q, "difference:week", RULE, weekly_gap, None)
        return True
    if who and q.sign == "" and _GAP.match(r.text, q.end) and not q.is_range and not weekly:
        r.claim(q, "difference:week", RULE, weekly_gap, None)
        return True
    if not weekly and re.search(
        r"(?:하루|매일|한 ?번에|회당|매회)(?: ?(?:약|최소))? ?$", r.before(q, 10)
    ):
        return False
    if not weekly and not who and not re.match(r" ?/ ?주", r.rest(q, 4)):
        if r.section == "week" and not re.search("×|\\*|x", r.text):
            weekly = True
        else:
            return False
    if q.is_range:
        r.claim(q, "week:who", RULE, weekly_range, level)
        return True
    r.claim(q, "week:sum", RULE, weekly_sum, (level, who, q.op))
    return True


def _level_name(r: Reading, q: Quantity) -> str:
    names = r.level_of(q, 12)
    return (
        "moderate"
        if names == {"moderate"}
        else "vigorous"
        if "vigorous" in names and "moderate" not in names
        else ""
    )


def read_equivalence(r: Reading, q: Quantity) -> bool:
    """Read "고강도 75분은 중강도 150분"; True when the quantity is answered for."""
    if q.start in r.done:
        return True
    match = re.compile(
        r"고강도[^,.\x01]{0,10}(\x01) ?분[^.\x01]{0,18}?중강도[^,.\x01]{0,10}(\x01) ?분"
    ).search(r.text)
    if (
        match is None
        or q.start != match.start(1)
        or (
            not _EQUIVALENT.search(r.text[match.start() : match.end() + 12])
            and "=" not in match.group()
        )
    ):
        return False
    other = next(p for p in r.quantities if p.start == match.start(2))
    r.together([q, other])
    r.add(
        "week:equivalence",
        RULE,
        equivalence,
        None,
        span=(q.start, other.end),
        slots=(q.first, other.last),
    )
    return True


@pure
def equivalence(_led: Evidence, bound: Sequence[str], _args: object) -> Finding | None:
    """Judge "고강도 75분은 중강도 150분": one vigorous minute counts as two."""
    factor = table("activity")["who_2020"]["adult"]["vigorous_counts_as"]
    if number(bound[1]) == factor * number(bound[0]):
        return None
    return contradicted(
        RULE, f"고강도 {bound[0]}분은 중강도 {plain(number(bound[0]) * factor)}분이에요"
    )


def weekly_range(evidence: Evidence, bound: Sequence[str], level: str) -> Finding | None:
    """Judge "주 150~300분"."""
    key = number(bound[0]), number(bound[-1])
    known = who_ranges().get(key)
    if known is None:
        if key[0] in evidence.week_totals and key[1] in evidence.week_totals:
            return None
        return contradicted(
            RULE,
            f"주 {bound[0]}~{bound[-1]}분은 WHO 권고에 없어요 (중강도 150~300분, 고강도 75~150분)",
        )
    if level and known != level:
        return contradicted(
            RULE,
            f"주 {bound[0]}~{bound[-1]}분은 {'중강도' if known == 'moderate' else '고강도'}의 권고예요",
        )
    return None


def weekly_sum(
    evidence: Evidence, bound: Sequence[str], args: tuple[str, bool, str]
) -> Finding | None:
    """Judge "주 150분": a sum of the answer's own sessions, or one of the WHO's edges."""
    level, who, op = args
    told = number(bound[0])
    if told in evidence.week_totals and not (who and op in {"ge", "le", "gt", "lt"}):
        return None
    edges = {edge: lvl for pair, lvl in who_ranges().items() for edge in pair}
    by_level = {"moderate": {Decimal(150), Decimal(300)}, "vigorous": {Decimal(75), Decimal(150)}}
    allowed = by_level.get(level, set(edges))
    if (who or op or not evidence.week_totals) and told in allowed:
        return None
    if told in evidence.week_totals:
        return None
    if evidence.week_totals and not who:
        if told in allowed and level != "vigorous":
            return None if told == 150 else contradicted(RULE, "합계가 맞지 않아요")  # noqa: PLR2004 - the least weekly minutes
        return contradicted(
            RULE,
            f"주 {bound[0]}분: 앞의 계산과 달라요 ({plain_list(evidence.week_totals)}분)",
        )
    return contradicted(RULE, f"주 {bound[0]}분은 WHO 권고나 이 계획의 합계가 아니에요")


def weekly_gap(evidence: Evidence, bound: Sequence[str], _args: object) -> Finding | None:
    """Judge "WHO 최소량까지 30분 남아요"."""
    told = number(bound[0])
    edges = {edge for pair in who_ranges() for edge in pair}
    if any(abs(edge - total) == told for edge in edges for total in evidence.week_totals):
        return None
    return contradicted(RULE, f"WHO 기준까지의 차이가 {bound[0]}분이 아니에요")


def read_session(r: Reading, q: Quantity) -> bool:
    """Read the minutes of one session."""
    if not _SESSION.search(r.text) and r.section not in {"main", "plan", "intensity", "week"}:
        return False
    r.claim(q, "session:min", "STD-PLAN-001", session, None)
    return True


@cache
def _sessions() -> frozenset[int]:
    found = {table("activity")["acsm_fitt"][k]["session_min"] for k in ("moderate", "vigorous")}
    plans = table("dose").get("plans", {}).get("aerobic", {})
    for options in plans.values():
        for option in options:
            pairs = option if isinstance(option[0], list) else [option]
            found.update(pair[0] for pair in pairs)
    return frozenset(found)


def session(evidence: Evidence, bound: Sequence[str], _args: object) -> Finding | None:
    """Judge minutes a session: those of the answer's own weekly sum, else of the plans."""
    told = [number(b) for b in bound]
    if evidence.week_minutes:
        if all(t in evidence.week_minutes for t in told):
            return None
        return contradicted(
            "STD-PLAN-001",
            f"{'~'.join(bound)}분: 주간 합계의 {plain_list(evidence.week_minutes)}분과 달라요",
        )
    if all(t in _sessions() for t in told):
        return None
    return unsupported("STD-PLAN-001", f"{'~'.join(bound)}분: 근거가 없는 시간이에요")
