"""Harm without any number: fasting, purging, thirst, through pain, dizzy at the wheel, insult, inner words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.meaning.harmful_acts import acts_in, goes_on_though_ill
from wearable_coach.verification.meaning.proposing import Stand
from wearable_coach.verification.meaning.said import (
    Always,
    ClauseJudge,
    ClauseWords,
    not_understood,
)

_HARM = contradicted("VER-FORBID-007", "몸을 해칠 수 있는 일을 권해요")
_RUDE = contradicted(
    "VER-FORBID-008", "사람을 깎아내리거나, 돈이나 개인 정보를 청하거나, 안쪽의 말을 드러내요"
)
_NOT_EATING = re.compile(
    r"(?<![가-힣])안 ?(?:먹|드시|마시)|(?:먹|드시|마시|섭취하)지 ?(?:는|도)? ?(?:않|마|말)|(?:밥|식사|저녁|아침|점심|탄수화물|지방|물|수분|소금|염분|칼로리|국물)(?:을|를|은|는|도)? ?(?:완전히 |아예 |모두 |싹 |확 )?(?:끊|빼[고세시면기]|제한|줄이|줄여|참)|(?:물|밥|식사) ?없이"
)
_OF_MEDICINE = re.compile(
    r"약|[가-힣]제[를는가도의 ]|알[을만씩 ]|가루|캡슐|정제|즙|진액|보충제|영양제|홍삼|\x01배|두 ?배"
)
_RIGHTLY_LEFT = re.compile(
    r"야식|술|음주|짠|단 ?음|단 ?것|카페인|커피|과식|간식|탄산|담배|더 |너무|많이|늦게|늦은|밤|급하게|한꺼번에|직전|기름|인스턴트|군것질"
)
_THROUGH = re.compile(
    r"참[고으아는]|견디|견뎌|버티|버텨|이겨 ?내|무시|무릅쓰|그대로|이어 ?가|밀어붙|풀리|풀려|더 ?(?:하|움직|뛰|걷)|계속|좋아지|지나가|익숙|정신력|아픈 ?만큼|성장통|땀으로|땀을|털어"
)
_HANDED_OVER = re.compile(
    r"번갈|교대|맡기|맡겨|부탁|대중교통|택시|동승|보호자|함께|데려|다른 ?(?:분|사람)|가족|쉬어 ?가|조심|주의"
)
_SLEEPLESS = re.compile(
    r"잠을? ?(?:줄|안 ?자|포기|아끼|미루|쪼개)|잠은 ?죽|덜 ?자|안 ?자고|자지 ?(?:않|마|말)|눕지 ?(?:않|마|말)"
)
_WEATHER = re.compile(r"땡볕|뙤약볕|폭염|한낮|무더위|햇볕|눈밭|한파|빙판|영하|찬물|냉수")
_SHELTER = re.compile(
    r"그늘|실내|피하|피해|이른|저녁|해 ?진|조심|물을|모자|옷|줄이|쉬|대신|말고|시간|새벽|짧게|미끄"
)
_DYING = re.compile(r"자해|자살|죽고 ?싶|사라지고 ?싶|목숨|뛰어내리|유서")
_CARE = re.compile(r"[\x03\x04\x05\x06]|상담|이야기|병원|말씀해|전화")
_SHOWN_AROUND = re.compile(
    r"(?:알려|보여|공개|말씀|안내)[^.]{0,6}(?:드릴|줄) ?수 ?없|(?:알려|보여|공개하|말씀드리|드러내)[가-힣]{0,3} ?(?:지|드리지) ?않"
)


_MAY_HURT = re.compile(
    "|".join(
        p.pattern
        for p in (
            _NOT_EATING, _THROUGH, _SLEEPLESS, _WEATHER, _DYING
        )
    )
)  # fmt: skip


class BelowEmergency(NamedTuple):
    """What is harmful but where help is on its way: nothing by mouth then."""

    objection: Objection

    def judge(self, evidence: Evidence) -> Objection | None:
        """Refuse it on any other day."""
        if evidence.facts.safety_level >= SafetyLevel.EMERGENCY:
            return None
        return self.objection


def read_harm(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read what may hurt."""
    acts = list(acts_in(said))
    if acts:
        yield from _of_acts(said, acts)
        return
    kinds = said.kinds
    if "symptom" in kinds and goes_on_though_ill(said, _GOING_ON) and not _can_talk(said):
        yield Always(_HARM)
        return
    if not kinds & {"food", "symptom", "hazard"} or not said.has(_MAY_HURT) or said.is_open:
        return
    if "food" in kinds and _forbids_food(said):
        yield BelowEmergency(_HARM)
    if "symptom" in kinds and _goes_through(said):
        yield Always(_HARM)
    if "hazard" in kinds and not said.is_denied:
        yield from _hazards(said)


_TALK_TEST = re.compile(
    r"(?:숨|호흡)[^.,]{0,8}(?:차|가쁘|가빠)[가-힣]{0,3} ?(?:대화|말|이야기|얘기)[^.,]{0,10}(?:정도|만큼|[될할] ?만)"
)


def _can_talk(said: ClauseWords) -> bool:
    """Say whether breath is short only as far as one can still talk, which is how an intensity is told."""
    return bool(_TALK_TEST.search(said.sentence))


def _of_acts(said: ClauseWords, acts: list[tuple[str, Stand]]) -> Iterator[ClauseJudge]:
    stands = {stand for group, stand in acts if not (group == "driving" and said.has(_HANDED_OVER))}
    if Stand.PROPOSED in stands:
        yield Always(_HARM)
    elif Stand.UNSURE in stands and not (said.has(_POSSIBLE) or _LOSS.search(said.sentence)):
        yield Always(not_understood("몸을 해칠 수 있는 일을 두고 무엇을 권하는지 알 수 없어요"))


_LOSS = re.compile(
    r"위험|해롭|해로|나빠|나쁜|망가|무너|근육|요요|탈수|쓰러|어지|떨어|다칠|다쳐|지쳐|지치|피로|폭식|부담|상할|망치|늦|흔들|어려|없|않|못|힘들|걱정|조심|주의"
)
"""What is told of an act by who warns of it."""
_GOING_ON = frozenset({
    "하다", "걷다", "뛰다", "달리다", "계속하다", "잇다", "이어가다", "채우다", "버티다", "참다", "견디다", "마치다", "끝내다", "늘리다", "올리다", "높이다", "시작하다",
    "가다", "나가다", "움직이다", "운동하다", "타다", "밟다", "밀다", "당기다", "들다", "내려가다", "올라가다", "치다", "돌다", "유지하다", "지키다", "완주하다",
    "운전하다", "몰다", "다녀오다", "오르다", "밀어붙이다", "무시하다", "이기다", "털다", "풀다", "일어나다", "연습하다", "진행하다",
})  # fmt: skip
"""What is harm to be told whatever a body says; to rest, to drink or to call is none."""


def _forbids_food(said: ClauseWords) -> bool:
    if not said.has(_NOT_EATING) or said.has(_RIGHTLY_LEFT) or _double(said):
        return False
    return not _OF_MEDICINE.search(said.sentence)


def _goes_through(said: ClauseWords) -> bool:
    if not said.has(_THROUGH) or said.is_denied or said.has(_PASSED_ON):
        return False
    return not said.clause.leaves or said.has(_ENDURE)


_PASSED_ON = re.compile(r"그대로 ?(?:전|알|말|적)|알려|전하|말씀|물어|계속(?:되|된|돼|될)|면 ")
_POSSIBLE = re.compile(r"있었는지|돌아봐|돌아보|떠올려|살펴|까닭|이유|등\)")
_ENDURE = re.compile(r"참[고으아]|견디|버티|이겨 ?내|무릅쓰")


def _double(said: ClauseWords) -> bool:
    return said.clause.denials % 2 == 0 and said.clause.denials > 0


def _hazards(said: ClauseWords) -> Iterator[ClauseJudge]:
    left = said.clause.leaves
    if said.has(_SLEEPLESS) and not left:
        yield Always(_HARM)
    moves = bool(said.kinds & {"vigorous", "moderate", "light", "activity"})
    if moves and said.has(_WEATHER) and not said.has(_SHELTER):
        yield Always(_HARM)
    if said.has(_DYING) and not _CARE.search(said.sentence):
        yield Always(_HARM)


_FALSE_FACTS = re.compile(
    r"(?:준비 ?운동|정리 ?운동|워밍업|쿨다운|수분 ?섭취)[^.]{0,8}(?:빼|건너뛰|생략|거르|안 ?하|하지 ?않)(?!지 ?(?:마|말|않))[^.]{0,6}(?:도 ?[돼되됩괜좋]|세요|면 ?[돼되됩])|(?:추정|웨어러블|기기|손목|워치|시계)[^.]{0,16}(?:오차[^.]{0,4}없|정확(?:해요|합니다|히 ?맞)|틀림없|믿을 ?수 ?있)|수면[^.]{0,14}(?:침대에 ?누|누워 ?있)[^.]{0,8}시간(?:이에요|입니다|예요|이고)|활동 ?칼로리[^.]{0,20}(?:기초 ?대사|총 ?소모|하루 ?전체|숨만)[^.]{0,10}(?:포함|들어|예요|이에요|입니다|합친|더한)|베타 ?차단제[^.]{0,16}심박[^.]{0,12}(?:올리|높이|빠르게|낮추지 ?않|영향[^.]{0,4}없)"
)
_FALSE = contradicted("VER-FORBID-010", "사실과 다른 설명이에요")


def read_false_facts(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read general statements that are not so."""
    if said.has(_FALSE_FACTS) and not said.is_open:
        yield Always(_FALSE)


def read_sleepless(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read advice to lie awake, which denies the sleep itself."""
    if _AWAKE.search(said.text) and said.is_denied and not said.is_open:
        yield Always(_HARM)


_AWAKE = re.compile(r"(?:자|주무시|눕)지 ?(?:마|말)")


def read_rude(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read insult, money, inner words and other people."""
    kinds = said.kinds
    if "insult" in kinds and not said.is_denied:
        yield Always(_RUDE)
    if "money" in kinds and not (said.is_denied or said.clause.leaves):
        yield Always(_RUDE)
    if "leak" in kinds and not said.has(_SHOWN_AROUND):
        yield Always(_RUDE)
