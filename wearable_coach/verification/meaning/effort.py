"""Advice above the cap in plain words: an activity, an idiom, an intensity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.verification.claims import Objection
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.intensity_judges import over_cap
from wearable_coach.verification.meaning.said import ClauseJudge, Said, not_understood

_LATER = re.compile(
    r"허락|확인 ?(?:을 ?)?(?:받|한 ?뒤|후|된)|상담 ?(?:뒤|후|을 ?받)|진료 ?(?:뒤|후|를 ?받은)|회복(?:되|하|된|한|한 ?뒤)|나은 ?(?:뒤|다음|후)|나으시?면|내일|다음 ?(?:에|주|날)|나중|(?:돌아오|괜찮아지|가라앉|내려오|좋아지|편해지|익숙해지|적응되|사라지)[가-힣]{0,3}(?:면|ㄴ 뒤|은 ?뒤|거든)|(?:뒤|후|다음|때)에(?:야|는|만|도)? |언젠가|차차|서서히 ?늘"
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


def read_effort(said: Said) -> Iterator[ClauseJudge]:
    """Read the hardest effort that the clause proposes."""
    level = next((k for k in ("vigorous", "moderate", "light") if k in said.kinds), None)
    if level is None or not said.is_proposed or _LATER.search(said.sentence):
        return
    if said.clause.is_past and not said.clause.advises:
        return
    if said.has(_STANDARD) and not _URGING.search(said.text):
        return
    if said.kinds & {"doctor", "helpline"}:
        return
    if said.has(_WISHED) or said.clause.left_aside:
        return
    advised = said.clause.advises
    if level == "light":
        if advised and said.has(_LIGHT_ACT):
            yield AboveCap("light", surely=True)
    elif advised or said.has(_UNUSUAL):
        yield AboveCap(level, surely=advised)


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
    r"(?:산책|걷|걸|운동|체조|스트레칭|요가|움직)[^.]{0,14}(?:세요|보세|십시오|시죠|합시다|좋|괜찮|돼요|됩니다|어떨|볼까|추천|권)"
)
