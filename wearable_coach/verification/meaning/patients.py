"""What must hold for a person with a condition: no heart rate for some, no breath held, no blows, no empty stomach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.korean import LEFT_BY, Link
from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.meaning.said import ClauseJudge, ClauseWords

_UNFIT = contradicted("STD-SAFE-001", "알려 준 상태에 맞지 않는 말이에요")
_NO_BPM = frozenset(
    {"beta_blocker", "pacemaker", "atrial_fibrillation", "heart_transplant", "pregnancy"}
)
_BY_PULSE = r"(?:심박(?! ?조율)(?:수)?|맥박?)(?:로|으로|를|을|에)? ?[^.,]{0,14}(?:맞추|맞춰|조절|기준으로|목표로|정하|정해|잡으|잡아|잡는|잡고|잡기|보며|보면서|따라|올리|유지|채우)"
_BLOWS = r"축구|풋살|족구|농구|럭비|복싱|격투|킥복싱|주짓수|유도|태권도|스키|스노보드|보드|스케이트|승마|하키|산악|스파링|암벽"
_DONE: tuple[tuple[frozenset[str], re.Pattern[str]], ...] = tuple(
    (frozenset(conditions.split()), re.compile(pattern))
    for conditions, pattern in (
        (" ".join(sorted(_NO_BPM)), _BY_PULSE),
        ("hypertension cvd pregnancy", r"(?:숨|호흡)(?:을|은)? ?(?:꾹 |꽉 |오래 |한참 )?(?:참[고으아는은]|멈[추춘춰])|(?:한두|한|두) ?번(?:만|쯤)? ?(?:겨우|간신히|가까스로|만)? ?(?:들|밀|당길)|(?:겨우|간신히|가까스로) ?(?:한 ?번 ?)?(?:들|밀|당길)|최대 ?(?:무게|중량)|한계 ?(?:무게|중량)|1RM|물구나무|이를 ?악물|힘을? ?(?:꽉|꾹|바짝) ?(?:주|준)|(?:배|아랫배|얼굴)에 ?힘을? ?(?:꽉|잔뜩)"),
        ("asthma", r"흡입[기제용약][^.,]{0,6}(?:(?:집|차|방|서랍|사물함|라커)[가-힣]{0,3} ?(?:두고|놓고|넣어 ?두)|빼고|없이|꺼내지|안 ?(?:챙|가져))|마스크[는를]? ?(?:벗|빼)|(?:쌕쌕|기침)[^.,]{0,8}(?:나도|해도|참고)|(?:찬 ?(?:공기|바람)|추운 ?(?:날|데)|영하|먼지|꽃가루)[^.,]{0,14}(?:뛰|달리|운동하|마시|들이|나가|도는|돌[고기]|공터|야외|바깥|밖에서|운동장|공원|강변)|(?:준비 ?운동|몸 ?풀기)[^.,]{0,10}(?:짧게|생략|건너|빼고|없이)"),
        ("anticoagulant", _BLOWS),
        ("pregnancy", r"천장[을를]? ?보고 ?누|바로 ?누|다이빙|스쿠버|고지대|숨을? ?참|누워만|누워서만|등을 ?대고 ?누|반듯이 ?누|똑바로 ?누|엎드[려린]|배를 ?(?:대|깔)|점프|줄넘기|사우나|핫요가|반신욕|윗몸"),
        ("postpartum", r"달리기|뛰[세시어기]|점프|줄넘기|버피|윗몸|플랭크|레그 ?레이즈|크런치|복근|무거운"),
        ("diabetes", r"공복|빈속|식전에|식사[^.,]{0,6}(?:거르|건너|빼)|(?:떨려|어지러워|식은땀이 ?나|기운이 ?없어)도|(?:사탕|당분|간식|주스)[은는을를도]? ?(?:굳이 ?|따로 ?)?(?:필요 ?없|안 ?챙|빼|두고)|(?:저혈당|당분|사탕|주스)[^.,]{0,12}(?:참|버티|미루|나중)|맨발"),
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
    if _NOT_STOPPED.search(said.text[place:]):
        return True
    stands = said.standing(place)
    if stands is None or stands.is_denied:
        return False
    is_manner = stands.link is Link.MODIFIES or _AS_IT_IS.match(said.text, place)
    if is_manner and said.stands is not None:
        stands = said.stands  # 심박수로 맞추는 방법을 써도 돼요
        if stands.frame.predicate.lemma in LEFT_BY:  # 숨을 참는 동작은 피해요
            return stands.is_denied
    if stands.is_denied or stands.is_open:
        return False
    return stands.is_proposed or bool(_CALLED_FIT.search(said.text))


_AS_IT_IS = re.compile(r"[가-힣]{1,2} ?채(?:로)? ")
"""How something is done: 숨을 멈춘 채 버티세요."""
_NOT_STOPPED = re.compile(
    r"(?:말리|막|마다하|꺼리|삼가|피하|가리|뜯어말리)지(?:는|도)? ?(?:않|못|마|말)|안 ?(?:말[리려립]|막)"
)
"""Who does not hold back from an act lets it be done."""
_CALLED_FIT = re.compile(
    r"좋[아습은]|맞[아습는]|괜찮|안전|무난|권장|권해|권하|추천|충분|도움|돼요|됩니다|가능|문제없|알맞|적당|적합|있습니다|있어요|없습니다|없어요"
)


_OTHERS_WORD = re.compile(
    r"(?:트레이너|강사|관장|코치|친구|이웃|지인|인터넷|유튜브|블로그|카페|동호회)[가-힣]{0,4} ?(?:말|말씀|조언|의견|얘기|이야기|글|영상)[을를대]?(?:로)? ?(?:그대로 ?)?(?:따르|따라|들으|믿|하시)"
)
_LATER = re.compile(
    r"(?P<due>산부인과|골반 ?(?:바닥|저근)|검진|혈당|혈압|당분|흡입[기제]|준비 ?운동|보호대|확인|상담|상의|진료|허락)[가-힣 ]{0,8}?(?:이|가|은|는) ?(?:나중|뒷전|맨 ?뒤|그다음 ?일|다음 ?문제|둘째)(?:이|예|에|입|여|로|라)"
)
_WITHOUT_A_WORD = re.compile(
    r"(?:확인|허락|진료|상담|상의|검사|검진|소견|동의)[^.,]{0,10}(?:(?:전|끝나기 ?전|받기 ?전)(?:에라도|이라도|부터)|기다리지 ?(?:말|않|마)|받지 ?않[고아]도?|없이도?|건너뛰고)[^.,]{0,14}(?:시작|운동|걷|걸|뛰|하셔|하시|해 ?[도보])"
)
_ASKED_LATER = re.compile(
    r"(?:의사|주치의|선생님|전문의|의료진|산부인과|병원|내과)[가-힣]{0,3} ?(?:와|과|께|에게|하고|에)?[^.,]{0,4}(?:나중에|천천히|언젠가|한가할 ?때|시간 ?날 ?때)[^.,]{0,10}(?:상의|상담|여쭤|여쭙|물어|말씀|확인|가)"
)


class WithAnyCondition(NamedTuple):
    """What is said to a person with a condition."""

    objection: Objection

    def judge(self, evidence: Evidence) -> Objection | None:
        """Refuse it to one who has any."""
        return self.objection if evidence.profile.conditions else None


class AMinor:
    """That a coach may set an intensity at this age."""

    __slots__ = ()

    def judge(self, evidence: Evidence) -> Objection | None:
        """Refuse it to one who is no adult."""
        age = evidence.profile.age
        least = table("activity")["who_2020"]["ages"]["adult_from"]
        return _UNFIT if age is not None and age < least else None


_OF_AN_AGE = re.compile(
    r"(?:정해|짜|맞춰|잡아|권해)[^.,]{0,8}(?:좋은|알맞은|맞는|적당한|괜찮은|수 ?있는) ?(?:나이|연령|때)|(?:나이|연령)[^.,]{0,12}(?:상관없|문제없|괜찮|충분)"
)


def read_clearance_left(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that what comes first with a condition comes later, or that another's word stands for a doctor's."""
    for pattern in (_OTHERS_WORD, _LATER, _WITHOUT_A_WORD, _ASKED_LATER):
        found = pattern.search(said.sentence, said.clause.start)
        if found is None or found.start() >= said.clause.end:
            continue
        if said.supposes(found.end() - 1 - said.clause.start):
            continue
        if _NOT_SO.search(said.sentence[found.end() :]) is None:
            yield WithAnyCondition(_UNFIT)
    age = _OF_AN_AGE.search(said.text)
    if age is not None and not said.denies(age.end() - 1) and not said.supposes(age.start()):
        yield AMinor()


_NOT_SO = re.compile(
    r"^[^.]{0,16}(?:[않못]|아니|아닙|아닌|마세|말[고아]|마시|위험|안 ?[돼되됩]|금물|곤란)"
)
