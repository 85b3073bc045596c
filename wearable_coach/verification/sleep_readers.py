"""Hours and minutes asleep: the value, the recommendation, what is lacking."""

from __future__ import annotations

import re

from wearable_coach.verification.claims import Refused, contradicted
from wearable_coach.verification.class_words import called_near
from wearable_coach.verification.edge_judges import ComparedEdge, PrintedEdge
from wearable_coach.verification.number_judges import StatedValue
from wearable_coach.verification.plain_readers import read_nowhere
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.sentence import Quantity
from wearable_coach.verification.sleep_judges import (
    HoursMinutes,
    PopulationRange,
    SleepGap,
    SleepGoal,
    SleepMinutes,
)

_SLEPT = re.compile(
    r" ?(?:을|를|정도|쯤|동안|만|밖에|남짓|이나|도|간)? ?(?:채 ?못 ?)?(?:주무[셨신셔]|잤|자고|자셨|수면(?!을 ?(?:확보|취|채|권|목표))|잠(?=을 ?(?:잤|주무))|잔 )"
)


_SHORTFALL = re.compile(
    r" ?(?:정도|가량|쯤|이|만큼|만)? ?(?:더 ?)?(?:부족|모자|짧|못 ?미|적(?=[어은게습])|길|많|넘|초과|덜|여유)"
)


_ADVICE = re.compile(
    r" ?(?:정도|쯤|가량|만|이라도|씩)? ?(?:더 (?:자|주무|일찍|늘|눈)|일찍|먼저|앞당|당겨|전(?=[에부까 ])|뒤|후|늦|늘려|늘리)"
)


_OLDER = re.compile(r"고령|어르신|노인|노년|older|\x01 ?세 ?이상")


_ADULT = re.compile(r"성인|어른|\x01 ?~ ?\x01 ?세")


_TO_SLEEP = re.compile(
    r" ?(?:정도|쯤|가량)?(?:은|는|을|를|씩)? ?(?:꼭 |푹 |더 |충분히 )?(?:자|주무시|주무)"
    r"(?:(?:시)?는 ?(?:게|것이|편이|걸|것을|쪽이|습관)|(?:셔)?야|(?:시)?도록|세요|십시오|고자|려고|면(?:서)? ?(?:좋|충분|[돼되됩])|셔? ?보)"
)
"""Hours that are to be slept, none that were."""


def is_sleep_minutes(r: Reading, q: Quantity) -> bool:
    """Say whether minutes are minutes asleep."""
    if "낮잠" in r.text:
        return False
    return (
        bool(_SLEPT.match(r.text, q.end))
        or bool(re.search(r"수면(?: ?시간)?(?:은|이|:|\(| )? ?(?:총 )?$", r.before(q, 12)))
        or (
            bool(_SHORTFALL.match(r.text, q.end)) and any(m.field == "sleep_hr" for m in r.mentions)
        )
    )


def read_sleep(r: Reading, q: Quantity) -> bool:
    """Read hours asleep; False when they are something else."""
    field = r.subject(q, {"sleep_hr", "time_in_bed"})
    slept = bool(_SLEPT.match(r.text, q.end))
    if q.unit == "h" and not (q.is_range or q.op) and _TO_SLEEP.match(r.text, q.end):
        r.claim(q, "norm:sleep_hr", "STD-SLP-001", SleepGoal())
        return True
    if field and field.startswith("nowhere"):
        read_nowhere(r, q)
        return True
    if field == "time_in_bed":
        reason = "수면 시간은 잠든 시간이지 누워 있던 시간이 아니에요"
        judge = Refused(contradicted("STD-SLP-002", reason))
        r.claim(q, "value:time_in_bed", "STD-SLP-002", judge)
        return True
    near = slept or field == "sleep_hr" or q.unit == "hm" or _beside_sleep(r, q)
    spoken = bool(_SPOKEN.search(r.text))
    if not near and not (spoken and q.is_range):
        return False
    return _claim_sleep(r, q, slept=slept)


_SPOKEN = re.compile(r"수면|(?<![가-힣])잠|잤|주무|NSF|권장|누워|누우|오늘 ?밤|자 ?[보봐]")
_NOUN_AFTER = re.compile(
    r"(?:으로|이라는|짜리|이란)[^.,\x01]{0,12}(?:수면|잠)| ?(?:미만|이하|이상)?(?:의|으로|인|이라는|을)? ?(?:수면|잠|자는|잔 )"
)
_ASSERTED = re.compile(r" ?(?:이에요|예요|입니다|이라|라서|이므로|어요|었|습니다|어서)")
_REACH = 24
"""How far before its number sleep may be named [characters]."""


def _beside_sleep(r: Reading, q: Quantity) -> bool:
    if any(m.field == "sleep_hr" and 0 <= q.start - m.end <= _REACH for m in r.mentions):
        return True
    return bool(_NOUN_AFTER.match(r.text, q.end))


def _claim_sleep(r: Reading, q: Quantity, *, slept: bool) -> bool:
    advising = bool(_ADVICE.match(r.text, q.end))
    if q.is_range and q.unit == "h":
        older = bool(_OLDER.search(r.text))
        population = "older" if older else "adult" if _ADULT.search(r.text) else ""
        norm = PopulationRange(called_near(r, q, "sleep_hr"), population)
        r.claim(q, "norm:sleep_hr", "STD-SLP-001", norm)
    elif q.op in {"ge", "gt", "le", "lt"} and q.unit == "h" and not advising:
        said = bool(_ASSERTED.match(r.text, q.op_end)) and not re.search(
            r"권장|기준|성인|필요|목표|지침", r.text
        )
        edge = PrintedEdge("sleep_hr", q.op, called_near(r, q, "sleep_hr"), said)
        r.claim(q, "norm:sleep_hr", "STD-SLP-001", edge)
    elif advising and not slept:
        return False
    elif not slept and _is_gap(r, q):
        longer = re.match(
            r" ?(?:정도|가량|쯤|이|만큼|만)? ?(?:더 ?)?(?:길|많|넘|초과|여유)", r.rest(q, 10)
        )
        gap = SleepGap("up" if longer else "down", q.unit)
        r.claim(q, "difference:sleep_hr", "VER-CMP-001", gap)
    elif (
        q.op in {"than", "from", "upto"}
        and q.unit == "h"
        and not slept
        and not r.near(q, "sleep_hr", 3)
    ):
        match = re.match(
            r"[^,.]{0,8}?(?:(?P<up>길|많|넘|초과|오래)|(?P<down>짧|적|부족|모자|못))",
            r.text[q.op_end : q.op_end + 14],
        )
        against = ComparedEdge("sleep_hr", str(match.lastgroup) if match else "")
        r.claim(q, "comparison:sleep_hr", "VER-CMP-001", against)
    elif q.is_range:
        return False
    else:
        _claim_hours(r, q)
    return True


def _is_gap(r: Reading, q: Quantity) -> bool:
    return bool(
        _SHORTFALL.match(r.text, q.end)
        and re.search(r"보다|권장|기준|까지|에서|에 ?비해", r.before(q, 20))
    )


def _claim_hours(r: Reading, q: Quantity) -> None:
    if q.unit == "hm":
        r.claim(q, "value:sleep_hr", "VER-SLEEP-001", HoursMinutes())
    elif q.unit == "min":
        r.claim(q, "value:sleep_hr", "VER-SLEEP-001", SleepMinutes())
    else:
        r.claim(q, "value:sleep_hr", "VER-VALUE-001", StatedValue("sleep_hr", q.approx))
