"""What must hold for a person with a condition: no heart rate for some, no breath held, no blows, no empty stomach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.korean import LEFT_BY, Link
from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.meaning.said import ClauseJudge, ClauseWords

_UNFIT = contradicted("STD-SAFE-001", "알려 준 상태에 맞지 않는 말이에요")
_NO_BPM = frozenset(
    {"beta_blocker", "pacemaker", "atrial_fibrillation", "heart_transplant", "pregnancy"}
)
_BY_PULSE = r"(?:심박(?! ?조율)(?:수)?|맥박?)(?:로|으로|를|을|에)? ?[^.,]{0,14}(?:맞추|맞춰|조절|기준으로|목표로|정하|정해|잡으|잡아|보며|보면서|따라|올리|유지|채우)"
_BLOWS = r"축구|풋살|농구|럭비|복싱|격투|킥복싱|주짓수|유도|태권도|스키|스노보드|보드|스케이트|승마|하키|산악|스파링|암벽"
_DONE: tuple[tuple[frozenset[str], re.Pattern[str]], ...] = tuple(
    (frozenset(conditions.split()), re.compile(pattern))
    for conditions, pattern in (
        (" ".join(sorted(_NO_BPM)), _BY_PULSE),
        ("hypertension cvd pregnancy", r"(?:숨|호흡)(?:을|은)? ?(?:꾹 |꽉 )?참[고으아는]|최대 ?(?:무게|중량)|한계 ?(?:무게|중량)|1RM|물구나무"),
        ("asthma", r"흡입[기제용약][^.,]{0,10}(?:두고|놓고|빼고|없이|꺼내지)|(?:찬 ?(?:공기|바람)|추운 ?(?:날|데)|영하|먼지|꽃가루)[^.,]{0,14}(?:뛰|달리|운동하|마시|들이|나가)|(?:준비 ?운동|몸 ?풀기)[^.,]{0,10}(?:짧게|생략|건너|빼고|없이)"),
        ("anticoagulant", _BLOWS),
        ("pregnancy", r"누워만|누워서만|등을 ?대고 ?누|반듯이 ?누|똑바로 ?누|엎드[려린]|배를 ?(?:대|깔)|점프|줄넘기|사우나|핫요가|반신욕|윗몸"),
        ("postpartum", r"달리기|뛰[세시어기]|점프|줄넘기|버피|윗몸|크런치|복근|무거운"),
        ("diabetes", r"공복|빈속|식사[^.,]{0,6}(?:거르|건너|빼)|(?:저혈당|당분|사탕|주스)[^.,]{0,12}(?:참|버티|미루|나중)|맨발"),
        ("renal", r"단백질[^.,]{0,12}(?:늘리|많이|두 ?배|듬뿍)|물[^.,]{0,8}(?:최대한|많이|듬뿍)"),
    )
)  # fmt: skip
"""What must not be done, by condition."""
_NEEDED: tuple[tuple[frozenset[str], re.Pattern[str]], ...] = tuple(
    (frozenset(conditions.split()), re.compile(pattern))
    for conditions, pattern in (
        (" ".join(sorted(_NO_BPM)), r"자각도|RPE|대화(?:가|를)? ?(?:되|나누|가능|이어)|(?:숨|몸|힘든) ?(?:의 ?)?느낌|느끼는 ?힘"),
        ("asthma", r"흡입[기제용약]|준비 ?운동|몸 ?(?:푸는|풀기)|마스크|목도리"),
        ("hypertension", r"혈압(?:을|부터)? ?(?:재|측정|확인)|숨을 ?(?:내쉬|쉬)|호흡"),
        ("diabetes", r"혈당(?:을|부터)? ?(?:재|측정|확인|보)|간식|당분|사탕|주스"),
        ("anticoagulant", r"보호대|헬멧|부딪[^.,]{0,8}(?:피|조심)"),
        ("pregnancy postpartum", r"산부인과|골반 ?(?:바닥|저근)|검진"),
    )
)  # fmt: skip
"""What must not be waved away, by condition."""


class Unfit(NamedTuple):
    """What does not fit people of some conditions."""

    conditions: frozenset[str]

    def judge(self, evidence: Evidence) -> Objection | None:
        """Refuse it to one of them."""
        return _UNFIT if self.conditions & set(evidence.profile.conditions) else None


def read_patient(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read what must not be done, or not be left, with a condition."""
    for conditions, pattern in _DONE:
        done = pattern.search(said.text)
        if done is not None and _is_meant(said, done.end() - 1):
            yield Unfit(conditions)
    for conditions, pattern in _NEEDED:
        needed = pattern.search(said.text)
        if needed is None or _NOT_LEFT.search(said.text):
            continue
        if _WAVED.search(said.text) and said.denies(needed.end() - 1):
            yield Unfit(conditions)


_NOT_LEFT = re.compile(r"(?:거르|빼|빼먹|빠뜨리|건너뛰|생략하|줄이)지 ?(?:는|도)? ?(?:않|마|말)")
_WAVED = re.compile(r"[않없]|말[고아]|마[세시십요]|안 |빼|생략|건너|대신")


def _is_meant(said: ClauseWords, place: int) -> bool:
    """Say whether an act is proposed or called fit: neither denied, asked nor supposed."""
    stands = said.standing(place)
    if stands is None or stands.is_denied:
        return False
    if stands.link is Link.MODIFIES and said.stands is not None:
        stands = said.stands  # 심박수로 맞추는 방법을 써도 돼요
        if stands.frame.predicate.lemma in LEFT_BY:  # 숨을 참는 동작은 피해요
            return stands.is_denied
    if stands.is_denied or stands.is_open:
        return False
    return stands.is_proposed or bool(_CALLED_FIT.search(said.text))


_CALLED_FIT = re.compile(
    r"좋[아습은]|맞[아습는]|괜찮|안전|무난|권장|권해|권하|추천|충분|도움|돼요|됩니다|가능|문제없|알맞|적당|적합|있습니다|있어요|없습니다|없어요"
)
