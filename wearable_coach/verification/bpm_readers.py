"""From a quantity in beats a minute to a claim: a reading, a target, a threshold, a difference."""

from __future__ import annotations

import re

from wearable_coach.standards.table import table
from wearable_coach.verification.bpm_judges import AnyHeart, ReferenceBpm, UsedInWorking
from wearable_coach.verification.claims import Remembered, contradicted
from wearable_coach.verification.edge_judges import PrintedEdge
from wearable_coach.verification.number_judges import (
    FixedNumber,
    StatedDifference,
    StatedValue,
)
from wearable_coach.verification.plain_readers import (
    DIFFERING,
    HIGHER,
    LOWER,
    read_nowhere,
    read_threshold,
    states_level,
)
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.sentence import Quantity
from wearable_coach.verification.stance import is_conditional
from wearable_coach.verification.target_readers import (
    HEART_FIELDS,
    read_bpm_range,
    read_single_target,
)

_MAX_ERROR = re.compile(r"차이|오차|달라|벗어|다를|편차|흔들|빗나|범위|정도|어긋")


_RULE_AFTER = re.compile(
    r"(?:이라는|라는) ?(?:선|기준|규칙|경계|숫자|값은 ?실무)|(?:을|를) ?(?:기준|경계)으로"
)
_PLUS_RULE = re.compile(
    r"(?:을|를|이|은|는|의|에|라는|에서)? ?[^,.]{0,16}?(?:규칙|기준|신호로|이면|되면)"
)
_EDGES = frozenset({"ge", "gt", "le", "lt"})
_RESTING = frozenset({"resting_heart_rate", "baseline_rhr"})


def read_bpm(r: Reading, q: Quantity) -> None:
    """Read a quantity in beats a minute."""
    if _is_estimate_error(r, q):
        error = str(table("heart_rate")["hrmax"]["error_bpm"])
        reason = f"최대심박수 추정의 오차는 ±{error}bpm으로 말해요"
        judge = FixedNumber(frozenset({error}), contradicted("STD-HR-001", reason))
        r.claim(q, "estimate_error", "STD-HR-001", Remembered(judge))
    elif q.is_range:
        read_bpm_range(r, q)
    elif _names_rule(r, q):
        r.claim(q, "norm:rhr_delta", "STD-HR-030", PrintedEdge("rhr_delta", "ge"))
    elif q.op in _EDGES and (q.sign == "+" or _about_delta(r, q)):
        read_threshold(r, q, "rhr_delta")
    else:
        _lone_bpm(r, q)


def _is_estimate_error(r: Reading, q: Quantity) -> bool:
    if q.sign == "±":
        return True
    return bool(
        not q.sign
        and _MAX_ERROR.search(r.rest(q, 12))
        and re.search(r"추정|개인차|오차", r.text)
        and not r.subject(q, {"rhr_delta"})
        and not re.search("평소|기준선", r.text)
    )


def _names_rule(r: Reading, q: Quantity) -> bool:
    """Whether "10bpm이라는 선" or "+10bpm을 상승으로 보는 규칙" names the practical rule."""
    if q.sign == "+" and not q.op and _PLUS_RULE.match(r.text, q.end):
        return True
    return bool(
        _RULE_AFTER.match(r.text, q.end)
        and re.search("실무|저희|평소|Buchheit", r.text)
        and not r.near(q, "baseline_rhr", 8)
    )


def _lone_bpm(r: Reading, q: Quantity) -> None:
    field = r.subject(q, HEART_FIELDS)
    diff = _differs(r, q)
    if diff or (q.sign in {"+", "-", "−", "–"} and q.op in {"", "than"}):
        _difference(r, q, diff)
    elif _bounds_effort(r, q, field):
        read_single_target(r, q)
    elif q.op in _EDGES:
        read_threshold(r, q, "resting_heart_rate")
    elif field == "target":
        read_single_target(r, q)
    elif (
        q.op == "than"
        and field in {"resting_heart_rate", "heart_rate", None}
        and not r.near(q, field or "", 6)
    ):
        judge = ReferenceBpm(_direction(r, q))
        r.claim(q, "comparison:resting_heart_rate", "VER-CMP-001", judge)
    elif field is None:
        r.claim(q, "value:heart", "VER-VALUE-001", AnyHeart())
    else:
        _plain_bpm(r, q, field)


def _differs(r: Reading, q: Quantity) -> re.Match[str] | None:
    """Return the words by which a quantity is a difference ("12bpm 높아요"), if it is one."""
    diff = DIFFERING.match(r.text, q.end)
    if diff is None or q.op in {"than", "upto", "from"} or states_level(r, q):
        return None
    if re.match(r"[가-힣]{0,2} ?(?:날|값|편|것)?(?:인지|은지|는지)", r.text[diff.end() :]):
        return None
    named = any(0 <= q.start - m.end <= 1 and m.reference_end < 0 for m in r.mentions)
    compared = any(0 <= m.reference_end <= q.start for m in r.mentions)
    return None if named and compared else diff


def _bounds_effort(r: Reading, q: Quantity, field: str | None) -> bool:
    if field in {"target", "hrr", "hrmax"} and q.op in {*_EDGES, "capped", "upto"}:
        return True
    return q.op in {"capped", "upto", "le", "gt"} and field not in _RESTING and _exercise_talk(r)


def _about_delta(r: Reading, q: Quantity) -> bool:
    before = r.before(q, 24)
    if re.search(r"(?:실무|안전) ?기준(?:의|인|상)? ?$", before) or re.search(
        r"(?:평소|기준선|기준값|기저|기준|자기 ?값|자신)[^,.]{0,12}(?:보다|대비|에서|비해|와) ?(?:약 ?)?$",
        before,
    ):
        return True
    after = r.rest(q, 16)
    return bool(
        re.match(
            r" ?(?:이상|초과|미만|이하)? ?(?:의 )?(?:높|올라|올랐|오르|오른|상승|증가|뛰)",
            after[len(r.text[q.end : q.op_end]) :] if q.op_end > q.end else after,
        )
    ) and bool(re.search(r"평소|기준|보다|Buchheit|상승", r.text))


def _exercise_talk(r: Reading) -> bool:
    return bool(re.search(r"운동|목표|유지|강도|속도|넘지|걷", r.text)) and not re.search(
        r"안정|쉬는|쉴 ?때", r.text
    )


def _direction(r: Reading, q: Quantity) -> str:
    rest = r.text[q.op_end : q.op_end + 16]
    match = re.match(rf"[^,.]{{0,8}}?(?:(?P<up>{HIGHER})|(?P<down>{LOWER}))", rest)
    if (
        match is None
        or is_conditional(r.text, q.op_end + match.end())
        or re.match(r"[가-힣]{0,2}지 ?(?:않|는 ?않|도 ?않|못)", rest[match.end() :])
    ):
        return ""
    return str(match.lastgroup)


def _plain_bpm(r: Reading, q: Quantity, field: str) -> None:
    if field.startswith("nowhere"):
        read_nowhere(r, q)
    elif field == "rhr_delta":
        _difference(r, q, None)
    elif (
        re.search(r"\x01 ?(?:bpm|BPM)?(?:과|와|,|·|에서) ?$", r.before(q, 8))
        and len(
            {m.field for m in r.mentions} & {"heart_rate", "resting_heart_rate", "baseline_rhr"}
        )
        > 1
    ) or (
        field == "heart_rate"
        and (
            re.search(r"(?:느린|빠른|낮은|높은) ?심박수 ?\(?$", r.before(q, 12))
            or r.carry in {"resting_heart_rate", "baseline_rhr"}
            or not r.near(q, "heart_rate", 8)
        )
    ):
        r.claim(q, "value:heart", "VER-VALUE-001", AnyHeart())
    elif field == "resting_heart_rate" and re.search(r"계산|넣으면|넣어|카보넨|공식", r.text):
        r.claim(q, "value:rhr_used", "VER-VALUE-001", UsedInWorking())
    else:
        r.claim(q, f"value:{field}", "VER-VALUE-001", StatedValue(field, q.approx))


def _difference(r: Reading, q: Quantity, diff: re.Match[str] | None) -> None:
    direction = "up" if q.sign == "+" else "down" if q.sign in {"-", "−", "–"} else ""
    if diff and diff.lastgroup in {"up", "down"}:
        direction = str(diff.lastgroup)
    fields = {m.field for m in r.mentions}
    plain_hr = [m for m in r.mentions if m.field == "heart_rate"]
    if plain_hr and "resting_heart_rate" in fields and "baseline_rhr" not in fields:
        reference = [m for m in r.mentions if m.reference_end >= 0]
        name = (
            "resting_heart_rate-heart_rate"
            if reference and reference[0].field == "heart_rate"
            else "heart_rate-resting_heart_rate"
        )
    else:
        name = "rhr_delta"
    rule = "STD-HR-030" if name == "rhr_delta" else "VER-CMP-001"
    r.claim(q, f"difference:{name}", rule, StatedDifference(name, direction))
