"""What each amount of a sentence is, by its role in its clause, and whether it holds."""

from __future__ import annotations

import re
from collections.abc import Callable

from wearable_coach.korean import AmountKind, Bound, HolderKind, Modality, TimeKind
from wearable_coach.verification.amounts.about import HEART, field_of, wrong_unit_of
from wearable_coach.verification.amounts.distances import judge_distance
from wearable_coach.verification.amounts.edges import NORM, is_edge, is_general, is_printed
from wearable_coach.verification.amounts.equals import is_same
from wearable_coach.verification.amounts.named_edges import is_rightly_placed, misplaced
from wearable_coach.verification.amounts.proposals import (
    is_dose,
    is_goal,
    is_goal_said,
    is_rpe,
    is_share,
    is_target,
)
from wearable_coach.verification.amounts.told import Told, told_in
from wearable_coach.verification.amounts.values import is_told_rightly
from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.class_words import words_in
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.lexicon import source_mentions
from wearable_coach.verification.morphemes import HELPLINES
from wearable_coach.verification.sentence import Mention
from wearable_coach.verification.wording import plain

_UP = re.compile(r"위(?:에|로|쪽)|높|올라|오른|올랐|오르|상승|빠르|빠른|웃돌|많|뛴|뛰었")
_DOWN = re.compile(r"아래|낮|내려|내린|떨어|하락|느리|느린|밑돌|적(?=[어은게])")
_INSIDE = re.compile(r"들어|속하|속해|해당|포함|사이|안에|이내|머물|놓여|있[어습는고]")
_OUTSIDE = re.compile(r"벗어|밖|바깥|넘|밑돌|모자")
_MIXED = re.compile(
    r"중강도 ?(\d+) ?분[^.]{0,12}고강도 ?(\d+) ?분[^.]{0,30}?(?:중강도[^.]{0,10})?(\d+) ?분"
)
_RULE = re.compile(r"규칙|실무 ?기준|원칙|[이라]면 |경우|때[는는에]|으로 ?(?:봐|보[는고아]|볼)")
_RECKONED = re.compile(r"[×*÷=+/]\s?$|[\d)] ?[−-] ?$")
_RECKONS = re.compile(r" ?[)=×*÷]|\s[−-]\s?[\d(]|\s\+\s")
"""Signs around a term of a formula."""
_OF_NORMS = frozenset({"norm", "comparison", "difference"})
_BESIDE = 12
"""How far the year stands from its source [characters]."""
_WORDED = re.compile(
    r"[일이삼사오육칠팔구]?[십백천만][일이삼사오육칠팔구십백천만 ]*|(?:하나|한|두|둘|세|셋|네|넷|다섯|여섯|일곱|여덟|아홉|열|스물|서른|마흔|쉰|예순|일흔|여든|아흔)"
)
_HAS_NUMBER = re.compile(
    r"\d|[일이삼사오육칠팔구]?[십백천만]|다섯|여섯|일곱|여덟|아홉|열|스물|서른|마흔|쉰|예순|일흔|여든|아흔|[한두세네] ?시간|절반"
)
_IDIOMS = frozenset(
    {"하나", "절반", "둘", "한 번", "두 번", "한두", "만큼", "이만", "십분", "천천", "백방", "만일"}
)
_NOT_TODAY = frozenset({TimeKind.RECURRING, TimeKind.SINCE, TimeKind.FUTURE})
_OF_THE_PERSON = re.compile(
    r"[가-힣]{0,2}(?:이시|이신|이니|이므로|이라서|셨|이세요|입니다|긴 ?분|은 ?분)"
)

Finding = Objection | bool | None
"""True: it holds; an objection: it does not; None: nothing says what it is."""


def explained(  # noqa: PLR0913 - words, where they stand, and what is known
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
    return all(finding(t, evidence) is True for t in inside)


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
        if isinstance(why, Objection) and not evidence.was_told(told.words):
            found.append((told.amount.start, told.amount.said_end, why))
    return found


def finding(told: Told, evidence: Evidence) -> Finding:
    """Return whether an amount holds, by its role."""
    if told.amount.low is None or _is_reckoned(told):
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
    stated = _stated(told, evidence) if told.is_stated else None
    return stated if stated is not None and _says_reading(told) else True


def _says_reading(told: Told) -> bool:
    """Say whether a sentence speaks of a reading, not of units alone."""
    return bool(told.named) or (told.frame is not None and told.frame.predicate.is_past)


def _is_reckoned(told: Told) -> bool:
    """Say whether an amount is a term of a formula."""
    return bool(_RECKONED.search(told.lead) or _RECKONS.match(told.rest))


def _is_name(told: Told) -> bool:
    """Say whether an amount only names something: a line for help, the year of a source."""
    is_line = told.amount.kind is AmountKind.CODE or told.words.split("-")[0] in HELPLINES
    return is_line or _is_year(told)


def _of_role(told: Told, evidence: Evidence) -> Finding:
    if told.amount.is_range and (inside := _in_range(told, evidence)) is not None:
        return inside
    if _is_rate_of(told) or _is_other_end(told, evidence):
        return True
    if _is_crossed(told) and (crossed := _stated(told, evidence)) is not None:
        return crossed
    if any(is_right(told, evidence) for is_right in _PROPOSED):
        return True
    return _stated(told, evidence) if told.is_stated else None


_PROPOSED: tuple[Callable[[Told, Evidence], bool], ...] = (
    is_edge, is_goal, is_dose, is_target, is_share, is_rpe,
)  # fmt: skip


def _is_crossed(told: Told) -> bool:
    """Say whether a clause asserts on which side of an amount something lies: no goal then, but a reading."""
    is_bound = told.amount.bound is not Bound.EXACT
    return is_bound and told.modality is Modality.ASSERT and not is_general(told)


def _stated(told: Told, evidence: Evidence) -> Finding:  # noqa: PLR0911 - a line a reason
    """Judge an amount of a clause that states something."""
    field = field_of(told, evidence)
    reading = None if field is None else evidence.value(field)
    if field is None or reading is None or is_goal_said(told):
        return None
    if told.amount.is_range and not _is_spoken_range(told):
        return None
    if told.amount.bound is not Bound.EXACT and source_mentions()[0].search(told.sentence):
        return None
    if told.is_denied and told.amount.bound is Bound.EXACT and "밖에" not in told.rest[:4]:
        return None
    if field == "baseline_rhr" and told.amount.bound is not Bound.EXACT:
        return _than_usual(told, evidence)
    if is_told_rightly(told, field, reading, evidence) and _points_right(told, field, evidence):
        return True
    if not _is_of_today(told, field):
        return None
    return contradicted(
        "VER-VALUE-001" if told.amount.bound is Bound.EXACT else "VER-CMP-001",
        f"{LABELS.get(field, field)}: 오늘 값은 {plain(reading)}",
    )


def _than_usual(told: Told, evidence: Evidence) -> Finding:
    """Judge what lies on one side of one's usual rate: 평소 63보다 높아요."""
    usual, rest = evidence.value("baseline_rhr"), evidence.value("resting_heart_rate")
    if usual is None or rest is None or not told.rest.startswith(("보다", "bpm보다", "회보다")):
        return None
    if told.value == usual and is_told_rightly(told, "resting_heart_rate", rest, evidence):
        return True
    return contradicted(
        "VER-CMP-001", f"{LABELS['baseline_rhr']}: {plain(usual)}, 오늘 값은 {plain(rest)}"
    )


def _is_spoken_range(told: Told) -> bool:
    """Say whether a range is a reading that is told loosely: 두세 시간, 70대 초반."""
    return "대" in told.words or (
        not any(c.isdigit() for c in told.words) and "에서" not in told.words
    )


def _is_rate_of(told: Told) -> bool:
    """Say whether an amount only says of what another is a rate: 1분에 63번."""
    return (
        told.value == 1
        and bool(re.match(r" ?(?:에|당|동안|간)(?: |$)", told.rest))
        and len(told.others) > 1
    )


def _is_other_end(told: Told, evidence: Evidence) -> bool:
    """Say whether an amount is what a reading is rightly said to lie apart from: 만 보까지 1,600보가 남다."""
    if told.amount.is_apart or not re.match(r"(?:까지|에서|보다|를|을|에)", told.rest):
        return False
    later = [a for a in told.others if a.is_apart and a.start >= told.amount.end]
    return bool(later) and judge_distance(told._replace(amount=later[0]), evidence) is True


def _in_range(told: Told, evidence: Evidence) -> Finding:
    """Judge whether a reading is in the range that it is said to be in."""
    field = field_of(told, evidence)
    reading = None if field is None else evidence.value(field)
    says_inside, says_outside = _INSIDE.search(told.after), _OUTSIDE.search(told.after)
    if field is None or reading is None or not told.is_stated:
        return None
    if is_general(told) and not _is_reading_told(told, field, evidence):
        return None
    if bool(says_inside) == bool(says_outside):
        return None
    is_inside = told.value <= reading <= told.top
    if is_inside != (bool(says_inside) != told.is_denied):
        shown = f"{LABELS.get(field, field)}: 오늘 값은 {plain(reading)}"
        return contradicted("VER-CMP-001", shown)
    is_norm = NORM.search(told.sentence)
    return True if not is_norm or is_printed(field, told.value, told.top) else None


def _is_reading_told(told: Told, field: str, evidence: Evidence) -> bool:
    """Say whether the sentence gives the reading itself before an amount: BMI 27.6은 25~29.9 구간."""
    before = [a for a in told.others if a.start < told.amount.start and not a.is_range]
    return any(a.low == evidence.value(field) for a in before)


def _is_of_today(told: Told, field: str) -> bool:
    """Say whether an amount can only be the reading of this person on this day."""
    amount, frame = told.amount, told.frame
    if amount.kind not in {AmountKind.COUNT, AmountKind.SHARE} or amount.per not in {
        "",
        "min",
        "day",
    }:
        return False
    if told.modality not in {Modality.ASSERT, None} or is_general(told):
        return False
    if frame is not None and (
        frame.holder.kind is not HolderKind.USER or frame.time.kind in _NOT_TODAY
    ):
        return False
    if field == "age":
        return bool(_OF_THE_PERSON.match(told.sentence[amount.said_end :]))
    return _is_named(told, field) and not _is_idle(told)


def _is_named(told: Told, field: str) -> bool:
    """Say whether the clause itself names what an amount is of."""
    unit = told.amount.unit
    if unit in {"h", "min"}:
        return any(m.field == field for m in _mentions_here(told))
    if unit in {"", "bpm", "times", "night", "pct", "decade", "cm", "m"}:
        return any(m.field == field or {m.field, field} <= set(HEART) for m in _mentions_here(told))
    return _is_open(told)


def _mentions_here(told: Told) -> list[Mention]:
    start, end = told.clause.start, told.clause.end
    return [m for m in told.named if start <= m.start < end]


def _is_open(told: Told) -> bool:
    """Say whether a clause says something, or names a field for its number."""
    return told.frame is not None or bool(_mentions_here(told))


def _is_idle(told: Told) -> bool:
    return told.words in _IDIOMS or (len(told.words) == 1 and not told.words.isdigit())


def _points_right(told: Told, field: str, evidence: Evidence) -> bool:
    """Say whether a direction that follows the usual rate is the day's."""
    if field != "baseline_rhr":
        return True
    after = told.rest.split(".")[0][:24]
    delta = evidence.value("rhr_delta")
    up, down = _UP.search(after), _DOWN.search(after)
    if bool(up) == bool(down):
        return True
    return delta is not None and (delta > 0 if up else delta < 0)


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
