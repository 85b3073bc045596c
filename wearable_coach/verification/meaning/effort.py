"""Advice above the cap in plain words: an activity, an idiom, an intensity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.intensity_judges import over_cap
from wearable_coach.verification.meaning.said import (
    ClauseJudge,
    ClauseWords,
    FromLevel,
    not_understood,
)

_LATER = re.compile(
    r"허락|확인 ?(?:을 ?)?(?:받|한 ?뒤|후|된)|상담 ?(?:뒤|후|을 ?받)|진료 ?(?:뒤|후|를 ?받은)|회복(?:되|하|된|한|한 ?뒤)|나은 ?(?:뒤|다음|후)|나으시?면|내일|다음 ?(?:에|주|날)|나중|(?:돌아오|괜찮아지|가라앉|내려오|좋아지|편해지|익숙해지|적응되|사라지)[가-힣]{0,3}(?:면|ㄴ 뒤|은 ?뒤|거든)|언젠가|차차|서서히 ?늘"
)
_STANDARD = re.compile(
    r"%|퍼센트|권고|권장|지침|기준|구간|WHO|ACSM|METs?|환산|분은 |범위|뜻|말해요|라고 ?(?:해|불)|정의|분류|계산|추정"
)


class AboveCap(NamedTuple):
    """An activity that is proposed."""

    level: str
    surely: bool
    """Whether it is plainly advised; else it is only not understood above the cap."""

    def judge(self, evidence: Evidence) -> Objection | None:
        """Judge it against what safety and screening allow."""
        over = over_cap(evidence, self.level)
        if over is None or self.surely:
            return over
        return not_understood("오늘 허용되지 않는 강도를 말하는데, 권하는 말인지 알 수 없어요")


def read_effort(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read the hardest effort that the clause proposes."""
    level = next((k for k in ("vigorous", "moderate", "light") if k in said.kinds), None)
    if level is None:
        return
    if said.clause.is_past and not said.clause.advises:
        return
    if said.has(_STANDARD) and not _URGING.search(said.text):
        return
    if said.kinds & {"doctor", "helpline"} and not said.has(_WITHOUT):
        return
    if said.has(_WISHED) or said.clause.left_aside:
        return
    advised = said.clause.advises
    counts = advised and said.has(_LIGHT_ACT) if level == "light" else advised or said.has(_UNUSUAL)
    if counts and not _is_for_later(said) and said.is_proposed:
        yield AboveCap(level, surely=advised)


def _is_for_later(said: ClauseWords) -> bool:
    """Whether it is put after a doctor's word or another day; what is said of today is not."""
    told = said.sentence[: said.sentence.find(said.text) + len(said.text)]
    return bool(_LATER.search(told)) and not _TODAY.search(said.text)


_TODAY = re.compile(r"오늘|지금|당장|바로")
_WITHOUT = re.compile(r"없이|말고|전에|전이라도|대신|안 ?받")
_URGING = re.compile(
    r"세요|십시오|시죠|합시다|봅시다|자고요|하자|가자|어떨까|볼까|해 ?보|추천|하셔도|해도 ?[돼되됩]"
)
_WISHED = re.compile(
    r"바라|희망|원하|뺐|하고 ?싶|는지|물어|확인|말하세|말씀하세|알리세|안내|지도자|판단할 ?값|당기기|(?:심장|맥박?)[이은]?[^.]{0,10}(?:뛰|뜁|뛸)|['’][ ]?\)?:"
)
_UNUSUAL = re.compile(
    r"인터벌|HIIT|타바타|크로스|스피닝|버피|줄넘기|스파링|복싱|질주|전력|한계까지|한계를 ?(?:넘|시험|밀|깨)|한계에 ?도전|턱까지|땀 ?좀|빡세|세게|쥐어짜|녹초|탈탈|죽|토할|밀어붙|몰아|상 ?강도|최대 ?강도|마라톤|점프|달리기|조깅|러닝|뛰"
)
_LIGHT_ACT = re.compile(
    r"(?:산책|걷|걸|운동|체조|스트레칭|요가|움직)[^.]{0,14}(?:세요|보세|십시오|시죠|합시다|좋|괜찮|돼요|됩니다|되는 ?날|가능|어떨|볼까|추천|권)"
)


_CAUTION_DROPPED = re.compile(
    r"쉬는 ?날(?:이|은) ?아니|쉴 ?때(?:가|는) ?아니|금지(?:되|하)지 ?않|(?:쉬|멈추|중단하|그만두|낮추|줄이|피하|미루|조심하|자제하)(?:시)?지(?:는|도)? ?않(?:아도|으셔도)|(?:쉴|쉬실|멈출|줄일|줄이실|낮출|낮추실|피할|피하실|미룰|미루실|조심할) ?(?:필요|이유|까닭)[^.]{0,6}없|쉬지 ?(?:말|마|않)|(?:확인|재측정|상의|상담|진료)[^.]{0,6}(?:하)?지 ?않(?:아도|으셔도)|다시 ?(?:재|잴)[^.]{0,8}(?:않아도|않으셔도|필요[^.]{0,4}없)"
)
_DROPPED = contradicted("STD-SAFE-001", "오늘은 강도를 낮추거나 쉬고 다시 확인하는 날이에요")


def read_caution_dropped(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that one need not rest, stop, lower or look again, on a day that asks for it."""
    if said.has(_CAUTION_DROPPED) and not said.is_open and "에서는" not in said.text:
        yield FromLevel(_DROPPED, SafetyLevel.DEFER)


_AS_EVER = re.compile(
    r"평소 ?(?:그대로|처럼|대로|하던)|하던 ?대로|원래 ?(?:하던 ?)?대로|계획(?:한|하신|대로)[^.]{0,12}(?:진행|그대로|하세|하시|해도|이어)|그대로 ?(?:하|이어|진행|유지)|강도[를는]? ?(?:그대로|유지)|무겁게|땀이 ?날 ?때까지|쉬지 ?않고"
)
_NO_EFFORT = re.compile(
    r"약|식사|드시|물|수면|잠|생활|일상|복용|처방|처럼 ?(?:쉬|지내)|내일|면 |면,|나면|뒤"
)


def read_as_ever(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read advice to go on as ever, on a day that asks for less."""
    if (
        said.has(_AS_EVER)
        and said.clause.advises
        and not said.has(_NO_EFFORT)
        and not _NO_EFFORT.search(said.sentence)
        and (said.is_plain or said.has(_UNRESTED))
    ):
        yield FromLevel(_DROPPED, SafetyLevel.REDUCE)


_UNRESTED = re.compile(r"쉬지 ?않고")
