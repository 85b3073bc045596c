"""From a value of a vital whose unit speaks for it to a claim; thresholds and edges of any field."""

from __future__ import annotations

import re

from wearable_coach.verification.claims import unsupported
from wearable_coach.verification.class_words import called_near
from wearable_coach.verification.edge_judges import (
    ComparedEdge,
    EdgeDistance,
    PrintedEdge,
    PrintedRange,
)
from wearable_coach.verification.norms import RULES
from wearable_coach.verification.number_judges import StatedValue
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.sentence import Quantity
from wearable_coach.verification.stance import is_conditional
from wearable_coach.verification.told_claims import ValueOfTold

HIGHER = r"높|올라|올랐|오른|오르|상승|증가|빠르|빨라|웃돌|뛰었|커요|큰|플러스|위예|위로|뛴"


LOWER = r"낮|내려|내렸|내린|떨어|하락|감소|느리|느려|밑돌|작아|작은|아래|마이너스"


DIFFERING = re.compile(
    rf" ?\)?(?:정도|가량|쯤|이나|만큼|가까이|남짓|만|씩)? ?(?:이|가|은|는|을|를|로|으로|의|더)? ?(?:더 |덜 |정도 |조금 |약간 |크게 |많이 )?(?:(?P<up>{HIGHER}|많|길|늘|초과|더(?= ))|(?P<down>{LOWER}|적|짧|줄|부족|모자|못 ?미|덜)|(?P<any>차이|변화|벌어))"
)


def read_threshold(r: Reading, q: Quantity, field: str) -> None:
    """Read "95% 이상": an edge of a standard, said of the person or in general."""
    asserted = bool(
        re.match(
            r" ?(?:이에요|예요|입니다|이라|라서|이므로|으로 나|이어서|였|이었|어요|었|습니다|어서|은 상태|인 상태)",
            r.text[q.op_end :],
        )
    ) and not re.search(
        r"권장|기준|정상|분류|범위|성인|경우|목표|필요|충족|충분|보통", r.text[: q.op_end + 12]
    )
    edge = PrintedEdge(field, q.op, called_near(r, q, field), asserted)
    r.claim(q, f"norm:{field}", RULES[field], edge)


def read_nowhere(r: Reading, q: Quantity) -> None:
    """Refuse a number about what the nine readings and the profile cannot know."""
    refusal = unsupported("VER-NOWHERE-001", "입력에 없는 지표의 값이에요")
    r.claim(q, "nowhere", "VER-NOWHERE-001", ValueOfTold(refusal))


def read_edge(r: Reading, q: Quantity, field: str) -> None:
    """Read "95%부터" or "95%보다 낮아요"."""
    if q.op == "from":
        edge = PrintedEdge(field, "ge", called_near(r, q, field))
        r.claim(q, f"norm:{field}", RULES[field], edge)
        return
    rest = r.text[q.op_end : q.op_end + 14]
    match = re.match(
        rf"[^,.]{{0,6}}?(?:(?P<up>{HIGHER}|많|길|긴)|(?P<down>{LOWER}|적|짧|부족|모자))", rest
    )
    direction = (
        str(match.lastgroup) if match and not is_conditional(r.text, q.op_end + match.end()) else ""
    )
    own = r.near(q, field, 4) and field not in {"oxygen_saturation", "bmi"}
    if own:
        r.claim(q, f"value:{field}", "VER-VALUE-001", StatedValue(field, q.approx))
    else:
        r.claim(q, f"comparison:{field}", "VER-CMP-001", ComparedEdge(field, direction))


def read_plain(r: Reading, q: Quantity, field: str, scale: str = "1") -> None:
    """Read a value of a vital whose unit speaks for it: steps, km, kcal, kg, BMI."""
    rule = RULES.get(field, "VER-VALUE-001")
    bands = field in {"steps", "bmi", "oxygen_saturation", "resting_heart_rate"}
    if q.is_range and bands:
        r.claim(q, f"norm:{field}", rule, PrintedRange(field, called_near(r, q, field)))
    elif q.op in {"ge", "gt", "le", "lt"} and bands:
        read_threshold(r, q, field)
    elif q.op in {"than", "from"} and bands:
        read_edge(r, q, field)
    elif (diff := DIFFERING.match(r.text, q.end)) and bands and not states_level(r, q):
        direction = diff.lastgroup if diff.lastgroup in {"up", "down"} else ""
        r.claim(q, f"difference:{field}", "VER-CMP-001", EdgeDistance(field, direction, scale))
    elif q.op == "upto" and bands:
        r.claim(q, f"comparison:{field}", "VER-CMP-001", ComparedEdge(field, ""))
    elif not q.is_range:
        r.claim(q, f"value:{field}", "VER-VALUE-001", StatedValue(field, q.approx, scale))


def states_level(r: Reading, q: Quantity) -> bool:
    """Say whether "72bpm으로" or "74bpm까지 올랐" states a value, not a difference."""
    return bool(_LEVEL.match(r.text, q.end))


_LEVEL = re.compile(r" ?(?:까지|으로|로|이라|라서|이며|이고|인데|은|는|이에|예요|이어)")
