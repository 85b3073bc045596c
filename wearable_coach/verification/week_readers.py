"""Minutes: a session, a week, the WHO's numbers, and vigorous minutes counted twice."""

from __future__ import annotations

import re

from wearable_coach.verification.claims import Remembered
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.sentence import Quantity
from wearable_coach.verification.week_judges import (
    RULE,
    Equivalence,
    SessionMinutes,
    WeeklyGap,
    WeeklyRange,
    WeeklySum,
)

_WHO = re.compile(r"WHO|세계 ?보건 ?기구")


_GAP = re.compile(
    r" ?(?:이|을|를|정도|쯤|가량|만|만큼)? ?(?:더 ?)?(?:남|모자|부족|적(?=[어은게])|많|넘|채우|더 ?필요|필요|더하|더 ?걸|웃돌|초과|여유)"
)


_EQUIVALENT = re.compile(
    r"환산|상당|맞먹|인정|치(?:로|예|는|를)|해당|같(?=[은아이])|계산|쳐|칩|취급|곱|두 ?배|×"
)


_SESSION = re.compile(
    r"하루|한 ?번에|회당|(?:\x01|한) ?회|매회|매일|걷|걸|\x01 ?주 ?차|첫 ?주|다음 ?주|자전거|수영|조깅|달리|뛰|러닝|유산소|운동|시간|본운동|산책|페달|씩|중강도|저강도|고강도|활동|춤|등산|체조"
)


_MET = re.compile(
    r"들어(?:요|가)|해당(?:해|하)|채워(?:요|줘)|채우(?:는|고)|충족|맞(?:아요|는|춰|췄)|안에 ?(?:있|들)|지켜"
)
_NOT_MET = re.compile(
    r"모자라|모자란|부족|아직|남았|남아|까지|못|않|않고|안 ?[되돼]|별도|따로|하면|려면|넣지|세지"
)


def says_met(behind: str) -> bool:
    """Say whether the words behind a recommended range tell that a week reaches it, as "범위에 들어요" does."""
    return bool(_MET.search(behind)) and not _NOT_MET.search(behind)


def read_weekly(r: Reading, q: Quantity, *, weekly: bool) -> bool:
    """Read weekly minutes; False when the minutes are of something else."""
    who = bool(_WHO.search(r.text))
    level = _level_name(r, q)
    if not q.is_range and not weekly and _GAP.match(r.text, q.end) and r.section == "week":
        r.claim(q, "difference:week", RULE, WeeklyGap())
        return True
    if who and q.sign == "" and _GAP.match(r.text, q.end) and not q.is_range and not weekly:
        r.claim(q, "difference:week", RULE, WeeklyGap())
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
        meets = r.section == "week" and says_met(r.text[q.end :])
        r.claim(q, "week:who", RULE, WeeklyRange(level, meets))
        return True
    r.claim(q, "week:sum", RULE, WeeklySum(level, who, q.op))
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
        Remembered(Equivalence()),
        span=(q.start, other.end),
        slots=(q.first, other.last),
    )
    return True


def speaks_of_session(r: Reading) -> bool:
    """Say whether a sentence, or its section, is about exercise of a session."""
    return bool(_SESSION.search(r.text)) or r.section in {"main", "plan", "intensity", "week"}


def read_session(r: Reading, q: Quantity) -> bool:
    """Read the minutes of one session."""
    if not speaks_of_session(r):
        return False
    r.claim(q, "session:min", "STD-PLAN-001", SessionMinutes())
    return True
