"""A word for a reading that is denied, once or twice, judged by the reading's class: 부족하지 않다고는 할 수 없어요."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.korean import Link, Modality, Role, Standing
from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.meaning.said import ClauseJudge, ClauseWords
from wearable_coach.verification.norms import RULES
from wearable_coach.verification.wording import right_class

_SHORT = frozenset({"short", "very_short"})
_ENOUGH = frozenset({"recommended", "long"})
_HIGH = frozenset({"high", "very_high"})
_LOW = frozenset({"low", "very_low", "low_normal"})
_LOW_OXYGEN = frozenset({"borderline", "low", "critical"})
_MOVED = frozenset({"somewhat_active", "active", "highly_active"})
_STILL = frozenset({"sedentary", "low_active"})
_WORDS: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {
    "sleep_hr": (
        (r"(?:충분|넉넉|푹|잘)(?:히|하게)? ?(?:안 |못 )?(?:주무|자[고다지]|잤|쉬[셨었])", _ENOUGH),
        (r"부족|모자라|모자랐|짧", _SHORT),
        (r"충분하|넉넉하", _ENOUGH),
    ),
    "resting_heart_rate": ((r"높|빠르|빠른", _HIGH), (r"낮|느리|느린", _LOW)),
    "oxygen_saturation": (
        (r"낮|떨어|모자라", _LOW_OXYGEN),
        (r"정상|아무렇지|충분|높", frozenset({"normal"})),
    ),
    "bmi": ((r"정상", frozenset({"normal"})),),
    "steps": ((r"많|활동적|충분|넉넉", _MOVED), (r"적(?=[게은지다어])|부족|모자라", _STILL)),
}  # fmt: skip
"""Field → words that weigh it, and the classes for which they are right."""
_ANY = re.compile("|".join(p for rows in _WORDS.values() for p, _ in rows))
_DENYING = re.compile(r"[않못없]|아니|아닙|아닌|아닐|어렵|어려|힘들|(?<![가-힣])안 ")
_OF_ELSE = re.compile(
    r"평소|기저|보다|더 [낮높]|강도|목표|최대|여유|위험|가능성|오차|기준선|변화|운동|근거|자료|기록|이유|편차|정확"
)
_ASLEEP = re.compile(r"잠|수면|주무|잤")
_MOST_READ = 2
_SAID = frozenset({Modality.ASSERT, Modality.QUOTE})


class Weighed(NamedTuple):
    """A word for a reading, said of it or denied of it."""

    field: str
    classes: frozenset[str]
    is_denied: bool

    def judge(self, evidence: Evidence) -> Objection | None:
        """Judge it by the reading's class."""
        actual = evidence.classes.get(self.field)
        if actual is None or actual == "unknown" or (actual in self.classes) != self.is_denied:
            return None
        return contradicted(RULES[self.field], right_class(self.field, actual))


def read_weighed(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read a word that weighs a reading in a clause that denies something."""
    text = said.text
    if not _ANY.search(text) or not _DENYING.search(text) or _OF_ELSE.search(text):
        return
    if said.sentence[: said.clause.start].rstrip().endswith("보다"):
        return  # the clause is what something else is compared with
    fields = said.fields or (("sleep_hr",) if _ASLEEP.search(text) else ())
    field = next((f for f in fields[:_MOST_READ] if f in _WORDS), None)
    if field is None:
        return
    for pattern, classes in _WORDS[field]:
        found = re.search(pattern, text)
        stands = None if found is None else said.standing(found.end() - 1)
        if stands is not None and _says(stands):
            yield Weighed(field, classes, stands.is_denied)
            return


def _says(stands: Standing) -> bool:
    """Say whether a word is what a clause says of a reading, no name beside it: 낮음, 부족."""
    is_said = stands.is_predicate or stands.role is Role.COMPLEMENT
    is_whole = stands.link is not Link.MODIFIES
    return is_said and is_whole and stands.modality in _SAID


_RISEN = re.compile(r"올랐|올라|오른|오르|높아|상승|뛰었|뛴|늘었|늘어")
_THAN_USUAL = re.compile(r"평소|기저|본인 ?기준")
_OF_THE_PULSE = frozenset({"resting_heart_rate", "baseline_rhr"})


class Risen(NamedTuple):
    """That the resting rate rose above the usual one, or did not."""

    is_denied: bool

    def judge(self, evidence: Evidence) -> Objection | None:
        """Judge it by the change."""
        flag = evidence.classes.get("rhr_delta")
        if flag is None or (flag == "none") == self.is_denied:
            return None
        return contradicted("STD-HR-030", "평소와의 차이가 말과 달라요")


def read_risen(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that one may, or may not, speak of a rise: 올라갔다고 볼 수밖에 없어요."""
    risen = _RISEN.search(said.text)
    if risen is None or not _DENYING.search(said.text) or not _THAN_USUAL.search(said.sentence):
        return
    stands = said.standing(risen.start())
    is_pulse = bool(set(said.fields) & _OF_THE_PULSE)
    if stands is None or stands.link is Link.MODIFIES:
        return
    if is_pulse and stands.modality in _SAID:
        yield Risen(stands.is_denied)
