"""What fits whom: easy on the joints beside stairs, without gear beside a barbell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.meaning.hearing import heard
from wearable_coach.verification.meaning.proposing import Stand, stand_of
from wearable_coach.verification.meaning.said import Always, ClauseJudge, ClauseWords

_UNFIT = contradicted("VER-FIT-001", "맞는다고 한 것과 맞지 않는 종목이에요")
_EASY = r"(?:편|부담[^.]{0,8}(?:없|적|덜)|순한|순해|순하|무리[^.]{0,6}(?:없|덜|적)|안전|좋|착|딱|맞|충격[^.]{0,6}(?:없|적|덜)|쉬게|보호|아끼|아껴|걱정|염려|헤아|생각|덜|가벼|제격|그만|수월|쉬운|쉬워)"
_HURTS = r"(?:안 ?좋|아프|아픈|불편|약하|약한|시큰|시린|쑤시|붓|부은|상하|다치|다친|부러)"
_IMPACT = r"계단|런지|달리|러닝|(?<!건너)뛰(?!어난)|뜀|조깅|줄넘기|점프|버피|스쿼트|등산|산행|오르막|내리막|농구|축구|풋살|배드민턴|테니스|크로스핏|하산|박스|에어로빅|복싱|마라톤|인터벌|데드리프트|레그 ?프레스|무릎 ?꿇|오리걸음|쪼그|트램펄린|스피닝"
_ARMS = r"턱걸이|오버헤드|벤치|푸시업|팔굽혀|철봉|매달리|수영|자유형|접영|배드민턴|테니스|프레스|머리 ?위|던지|스매싱|클라이밍|물구나무"
_FALLS = r"(?<!실내 )(?<!고정 )(?<!실내)자전거(?! ?머신)|등산|스케이트|스키|보드|인라인|승마|한 ?발|외발|줄넘기|배드민턴|축구|사이클|언덕|사다리|보수볼|짐볼|눈 ?감|빙판|트램펄린|암벽|클라이밍|계단"
_FITS = (
    (rf"(?:관절|무릎|발목|뼈|연골|고관절|하중|실리는 ?무게)[^.]{{0,18}}(?:{_EASY}|{_HURTS})|저충격(?! ?에어로빅)|충격이 ?(?:없|적|거의)", _IMPACT),
    (rf"(?:허리|디스크)[^.]{{0,18}}(?:{_EASY}|{_HURTS})", rf"{_IMPACT}|굿모닝|윗몸|깊이 ?숙|깊이 ?굽|무거운|바벨|골프|역도|화분|삽질"),
    (rf"(?:어깨|팔을|오십견)[^.]{{0,16}}(?:{_EASY}|{_HURTS}|들기 ?어려|수술)", _ARMS),
    (rf"손목[^.]{{0,14}}(?:{_EASY}|{_HURTS}|골절)", r"푸시업|팔굽혀|플랭크|물구나무|버피|벤치|테니스|배드민턴|골프|클라이밍|역도"),
    (rf"(?:발 ?감각|발바닥|족저)[^.]{{0,14}}(?:{_EASY}|{_HURTS}|둔|무디)", r"맨발|자갈|모래밭|점프|줄넘기|달리|등산|지압"),
    (r"(?:넘어질|넘어지|낙상|미끄러질|부딪힐)[^.]{0,10}(?:없|적|덜|드문)|균형[^.]{0,10}(?:걱정|필요|염려)[^.]{0,4}(?:없|적|되는|하시)", _FALLS),
    (r"층간 ?소음|조용(?:히|한)|소리[^.]{0,6}안|울리지 ?않|쿵쿵[^.]{0,8}않|아랫집|아래층|이웃[^.]{0,8}(?:눈치|걱정|피해)|발소리[^.]{0,8}(?:없|안|적)", r"점프|점핑|줄넘기|버피|(?<!건너)뛰(?!어난)|뜀|달리|박스|에어로빅|줌바|트램펄린|덤벨을 ?내려놓"),
    (r"맨몸으로만|기구 ?없이|도구 ?없이|장비 ?없이|빈손", r"덤벨|바벨|머신|케틀벨|레그 ?프레스|랫풀|실내 ?자전거|로잉|아령|밴드"),
    (r"초보|입문|처음이|처음 ?하|운동 ?습관이 ?없|첫날", r"크로스핏|버피|인터벌|타바타|마라톤|하프|풀코스|데드리프트|스파링|스피닝|전력|질주|턱걸이|역도|고강도|물구나무"),
    (r"(?:임신|산모|임산부|태아|배 ?속|산후|출산)", r"스키|점프|점핑|복싱|승마|(?<!실내 )(?<!고정 )(?<!실내)자전거(?! ?머신)|등산|배드민턴|크로스핏|핫요가|줄넘기|달리기|엎드|윗몸|플랭크|축구|농구|스쿠버|역도|고중량|거꾸로|(?<!옆으로 )누워 ?하|트램펄린|스케이트|격투|(?<!건너)뛰(?!어난)|뜀"),
    (rf"(?:천식|기관지|찬 ?바람|먼지)[^.]{{0,18}}(?:{_EASY}|피할|피하기)", r"겨울|새벽|강변|야외|한강|추운|눈밭|산길|황사|도로"),
    (rf"(?:혈압)[^.]{{0,14}}(?:{_EASY}|있는|높)", r"거꾸로|물구나무|숨 ?(?:을 ?)?(?:꾹 ?)?참|역도|데드리프트|힘껏|고중량|무거운"),
    (rf"(?:어르신|연세|고령|노인)[^.]{{0,14}}{_EASY}", r"물구나무|점프|보수볼|짐볼|눈 ?감|외발|한 ?발|사다리|빙판|킥복싱|스파링|줄넘기|크로스핏|격투|데드리프트|역도"),
    (r"실내에서|집에서|집 ?안", r"등산|둘레길|스키|서핑|골프 ?라운|자전거 ?도로|한강|야외"),
    (r"비 ?오는|눈 ?오는|미세먼지|추운 ?날|더운 ?날", r"야외 ?(?:달리|조깅|러닝)|둘레길|등산|한강"),
)  # fmt: skip
_TABLE = tuple((re.compile(fit), re.compile(against)) for fit, against in _FITS)


def read_fit(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read a claim of fit beside what does not fit, in one sentence."""
    for fit, against in _TABLE:
        claim = fit.search(said.text)
        if claim is None:
            continue
        for named in against.finditer(said.sentence):
            if named.group().startswith(("한", "외")) and _HELD_ON.search(said.sentence):
                continue
            inside = said.clause.start + claim.start(), said.clause.start + claim.end()
            if not inside[0] <= named.start() < inside[1] and _is_meant(said, named):
                yield Always(_UNFIT)
                return


class RiskyFor(NamedTuple):
    """A sport that is proposed, which some conditions rule out whatever its intensity."""

    conditions: frozenset[str]

    def judge(self, evidence: Evidence) -> Objection | None:
        """Refuse it for who has one of them."""
        return _RISKY if self.conditions & set(evidence.profile.conditions) else None


_RISKY = contradicted("VER-FIT-001", "말씀하신 상태에 맞지 않는 종목이에요")
_RISKS = (
    (
        re.compile(
            r"격투|복싱|권투|주짓수|유도|태권도|레슬링|스파링|축구|풋살|농구|럭비|하키|스키|스노보드|스케이트|인라인|승마|클라이밍|암벽|씨름|산악 ?자전거"
        ),
        frozenset({"anticoagulant", "pregnancy"}),
    ),
    (
        re.compile(r"줄넘기|점프|점핑|트램펄린|버피|뜀뛰|달리기|전력 ?질주|마라톤"),
        frozenset({"pregnancy", "postpartum"}),
    ),
    (
        re.compile(r"물구나무|거꾸로|역도|최대 ?중량|고중량"),
        frozenset({"hypertension", "cvd", "pregnancy", "postpartum"}),
    ),
)
"""Sports with falls or blows, with jumps, with held breath; by whom they are not for."""


def read_risky_sport(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read a sport that some conditions rule out."""
    if not said.kinds & {"activity", "vigorous"}:
        return
    for sports, conditions in _RISKS:
        named = sports.search(said.text)
        if named is not None and _is_proposed(said, named):
            yield RiskyFor(conditions)


def _is_proposed(said: ClauseWords, named: re.Match[str]) -> bool:
    read = heard(said.sentence)
    start = said.clause.start
    words = read.tokens(start + named.start(), start + named.end())
    return bool(words) and stand_of(read.sentence, words).stand is Stand.PROPOSED


def _is_meant(said: ClauseWords, named: re.Match[str]) -> bool:
    """Say whether what does not fit is named as what does, and not left out or asked for."""
    read = heard(said.sentence)
    words = read.tokens(named.start(), named.end())
    if not words:
        return False
    stand, by = stand_of(read.sentence, words)
    return stand in {Stand.PROPOSED, Stand.UNSURE} or (
        stand is Stand.TOLD and by is not None and by.predicate.lemma in _PUT
    )


_HELD_ON = re.compile(r"(?:의자|벽|난간|손잡이|등받이|기둥|식탁)[^.]{0,6}(?:잡|짚|붙)")
_PUT = frozenset({"넣다", "담다", "고르다", "준비하다", "짜다", "엮다", "구성하다", "배정하다", "추가하다", "골라보다", "예약하다", "보다"})  # fmt: skip
