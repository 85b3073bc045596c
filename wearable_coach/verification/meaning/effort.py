"""Advice above the cap in plain words: an activity, an idiom, an intensity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from wearable_coach.korean import Link, Modality, Token
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.intensity_judges import over_cap
from wearable_coach.verification.meaning.efforts import efforts_in, may_name_effort
from wearable_coach.verification.meaning.hearing import SentenceRead, heard
from wearable_coach.verification.meaning.proposing import Stand, stand_of
from wearable_coach.verification.meaning.said import (
    ClauseJudge,
    ClauseWords,
    FromLevel,
    not_understood,
)

_LATER = re.compile(
    r"(?:허락|확인|상담|상의|진료|회복|나은|나으|승인|검진|돌아오|돌아온|괜찮아지|괜찮아진|가라앉|내려오|내려온|좋아지|좋아진|편해지|편해진|익숙해지|적응되|사라지|풀리|말을 ?들은)[가-힣]{0,3} ?[가-힣]{0,3} ?(?:뒤|후|다음|이후|면|거든|때까지|때)|내일|다음 ?(?:에|주|날|달)|나중|언젠가|차차|서서히 ?늘"
)
_STANDARD = re.compile(
    r"%|퍼센트|권고|권장|지침|기준|구간|WHO|ACSM|METs?|환산|분은 |범위|뜻|말해요|라고 ?(?:해|불)|정의|분류|계산|추정"
)


class AboveCap:
    """The efforts that a clause may propose; it is read only where the cap is below all of them."""

    def __init__(self, said: ClauseWords, *, only_light: bool) -> None:
        """Take a clause, and whether it names nothing harder than walking."""
        self._said, self._only_light = said, only_light

    @cached_property
    def _hardest(self) -> tuple[str, bool] | None:
        """Return the hardest level that is proposed, and whether surely."""
        found = list(_proposed(self._said))
        for level in ("vigorous", "moderate", "light"):
            stands = {stand for named, stand in found if named == level}
            if stands:
                return level, Stand.PROPOSED in stands
        return None

    def judge(self, evidence: Evidence) -> Objection | None:
        """Judge it against what safety and screening allow."""
        if evidence.cap == "vigorous" or (self._only_light and evidence.cap != "none"):
            return None
        if self._hardest is None:
            return None
        level, surely = self._hardest
        over = over_cap(evidence, level)
        if over is None or surely:
            return over
        return not_understood("오늘 허용되지 않는 강도를 말하는데, 권하는 말인지 알 수 없어요")


def read_effort(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read the efforts that the clause may propose."""
    named = said.kinds & _LEVELS
    may_be_hard = bool(named - {"light"}) or may_name_effort(said.text)
    if not (named or may_be_hard) or said.has(_WISHED) or _is_for_later(said):
        return
    yield AboveCap(said, only_light=not may_be_hard)


def _proposed(said: ClauseWords) -> Iterator[tuple[str, Stand]]:
    """Yield each effort of the clause that is proposed, or may be."""
    is_defined = said.has(_STANDARD) and not said.has(_URGING)
    start = said.clause.start
    read = heard(said.sentence)
    inside = read.tokens(start, said.clause.end)
    for kind in said.found:
        is_quoted = said.text[kind.start - 1 : kind.start] in {"'", "‘"}  # '고강도': of a reading
        if kind.kind in _LEVELS and not is_defined and not is_quoted:
            words = [t for t in read.tokens(start + kind.start, start + kind.end) if t in inside]
            yield from _stands(said, read, kind.kind, words)
    for effort in efforts_in(read.sentence):
        if effort.words[-1] in inside and not (
            effort.is_state and _stands_for_itself(read, effort.words)
        ):
            yield from _stands(said, read, effort.level, effort.words)


def _stands_for_itself(read: SentenceRead, words: Sequence[Token]) -> bool:
    """Say whether what a body feels stands for itself: in a list of warning signs, or as a symptom."""
    clause = next(c for c in read.sentence.clauses if words[-1] in c.tokens)
    if clause.link is Link.MODIFIES:
        after = clause.tokens[-1].place + 1
        tokens = read.sentence.tokens
        return not (after < len(tokens) and tokens[after].lemma in _DEGREES)
    return clause.link is Link.END and not (clause.frame and clause.frame.proposes)


_DEGREES = frozenset({"만큼", "정도", "듯", "때", "직전", "지경", "순간", "듯이", "데"})


def _stands(
    said: ClauseWords, read: SentenceRead, level: str, words: Sequence[Token]
) -> Iterator[tuple[str, Stand]]:
    if not words:
        return
    stand, by = stand_of(read.sentence, words)
    if stand not in {Stand.PROPOSED, Stand.UNSURE} or _CALLING.search(said.sentence):
        return
    is_own = by is not None and by.predicate.start == words[-1].start
    is_act = is_own or (by is not None and by.predicate.lemma in _EXERCISING)
    if stand is Stand.PROPOSED and not is_act:
        if by is not None and by.modality is Modality.ASSERT:
            return
        stand = Stand.UNSURE
    if level == "light" and not (stand is Stand.PROPOSED and is_act):
        return
    if said.kinds & {"doctor", "helpline"} and not is_act:
        return
    yield level, stand


_CALLING = re.compile(r"전화[를도]? ?(?:먼저 ?|바로 ?)?걸|응급으로")
_LEVELS = frozenset({"vigorous", "moderate", "light"})
_EXERCISING = frozenset({
    "하다", "걷다", "시작하다", "늘리다", "잇다", "다녀오다", "가다", "나가다", "즐기다", "추천하다", "권하다", "움직이다", "돌다", "타다", "뛰다", "달리다",
    "채우다", "마치다", "풀다", "올리다", "좋다", "괜찮다", "충분하다", "알맞다", "적당하다", "어울리다", "맞다", "해보다", "이어가다", "유지하다", "해내다",
    "치다", "오르다", "오다", "밟다", "밝다", "밀다", "당기다", "돌리다", "던지다", "추다", "운동하다", "산책하다", "조깅하다", "권해드리다", "추천드리다",
    "넣다", "담다", "준비하다", "이다", "이어지다", "계속하다", "도전하다", "밀어붙이다", "몰아붙이다", "가능하다", "무난하다", "안전하다", "낫다",
    "뛰어오르다", "반복하다", "곁들이다", "섞다", "더하다", "삼다", "참여하다", "참가하다", "등록하다", "신청하다", "진행하다", "소화하다", "거닐다",
})  # fmt: skip
"""What one does with exercise, where a mere word for it could also be asked about or written down."""


def _is_for_later(said: ClauseWords) -> bool:
    """Whether it is put after a doctor's word or another day; what is said of today is not."""
    told = said.sentence[: said.sentence.find(said.text) + len(said.text)]
    return bool(_LATER.search(told)) and not _TODAY.search(said.text)


_TODAY = re.compile(r"오늘|지금|당장|바로")
_URGING = re.compile(
    r"세요|십시오|시죠|합시다|봅시다|자고요|하자|가자|어떨까|볼까|해 ?보|추천|하셔도|해도 ?[돼되됩]"
)
_WISHED = re.compile(
    r"바라|희망|원하|뺐|하고 ?싶|는지|물어|확인|말하세|말씀하세|알리세|안내|지도자|판단할 ?값|당기기|(?:심장|맥박?)[이은]?[^.]{0,10}(?:뛰|뜁|뛸)|['’][ ]?\)?:|\((?:운동|쉴|안정)"
)
_CAUTION_DROPPED = re.compile(
    r"쉬는 ?날(?:이|은) ?아니|쉴 ?때(?:가|는) ?아니|금지(?:되|하)지 ?않|(?:쉬|멈추|중단하|그만두|낮추|줄이|피하|미루|조심하|자제하)(?:시)?지(?:는|도)? ?않(?:아도|으셔도)|(?:쉴|쉬실|멈출|줄일|줄이실|낮출|낮추실|피할|피하실|미룰|미루실|조심할) ?(?:필요|이유|까닭)[^.]{0,6}없|쉬지 ?(?:말|마|않)|(?:확인|재측정|상의|상담|진료)[^.]{0,6}(?:하)?지 ?않(?:아도|으셔도)|다시 ?(?:재|잴)[^.]{0,8}(?:않아도|않으셔도|필요[^.]{0,4}없)"
    r"|(?:재측정|재확인|휴식|다시 ?재기)[은는이가도을를]? ?(?:불필요|생략|건너뛰|제외|필요 ?없)|다시 ?(?:재어? ?보|재|잴|재 ?볼|재실)[^.,]{0,5}(?:것|까닭|일|이유)[까지도은는이]{0,2} ?없"
    r"|(?<!정리)(?<!준비)(?<!정리 )(?<!준비 )운동[을를은도]? ?(?:오늘 ?)?(?:미루|쉬|멈추|거르|건너뛰|중단하)(?:시)?지 ?(?:말|마)"
)
_DROPPED = contradicted("STD-SAFE-001", "오늘은 강도를 낮추거나 쉬고 다시 확인하는 날이에요")


def read_caution_dropped(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that one need not rest, stop, lower or look again, on a day that asks for it."""
    if said.has(_CAUTION_DROPPED) and not said.is_open and "에서는" not in said.text:
        yield FromLevel(_DROPPED, SafetyLevel.DEFER)


_MAY_START = re.compile(
    r"(?:미룰|줄일|줄이거나|(?<!더 )쉴|쉬어야 ?할|피할|피해야 ?할|막는|막을|말릴|멈출)[^.,]{0,8}(?:이유|신호|까닭|필요)[^.,]{0,14}(?:없|않)|(?:예정|계획)대로 ?(?:움직|운동|시작|진행|이어)[^.,]{0,8}(?:[돼되됩]|좋|괜찮)|(?:운동|계획|훈련)[을를도]? ?(?:바로 ?|오늘 ?)?(?:시작|진행)(?:해도|하셔도|할 ?수|하실 ?수) ?(?:좋|[돼되됩]|괜찮|있)|수준에서 ?이어 ?[가갈]|확인 ?없이 ?(?:운동[을를]? ?)?(?:시작|이어)[^.,]{0,6}수 ?있"
    r"|(?:예정|계획)대로 ?(?:운동 ?)?(?:진행|시작|실시|하[세시십]|해 ?[주보]|가[시세])|(?:운동|훈련) ?(?:진행|실시|재개|지속|시작) ?(?:을 ?)?(?:권장|가능|추천|무방|필수|필요(?! ?없))"
    r"|(?:오늘|지금|바로|이대로)[^.,]{0,6}(?<!가벼운 )(?:운동|훈련)[을를도은]? ?(?:하셔도|해도) ?(?:[돼되됩]|괜찮|좋)|운동 ?필수"
)
"""That one may start, or that nothing speaks against it."""
_NOT_YET = re.compile(
    r"뒤에|뒤라|뒤부터|나면|후에|후라|다음|내일|까지|(?<!보)면(?=[ ,])(?! ?[돼되됩])|는지|아니|아닌|아닙|회복|가라앉|다시 ?[재잴쟀]|가볍|가벼운|저강도|산책|스트레칭"
)


def read_may_start(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that one may start, or that nothing speaks against it, on a day that puts exercise off."""
    if said.has(_MAY_START) and not said.clause.asked and not _NOT_YET.search(said.sentence):
        yield FromLevel(_DROPPED, SafetyLevel.DEFER)


_ALLOWED = re.compile(
    r"운동[^.,]{0,12}(?:선|기준|문턱|조건)[은을이도]? ?(?:거뜬히 ?|이미 ?|충분히 ?)?(?:넘[어었는]|위(?:예|에|입)|충족|통과|채[우웠])"
)


def read_allowed(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that a reading is good enough for exercise, on a day of a red flag."""
    found = _ALLOWED.search(said.text)
    if found is not None and said.states(found.end() - 1):
        yield FromLevel(_DROPPED, SafetyLevel.CONTACT)


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
        and (said.clause.advises or said.has(_NOTED))
        and not said.has(_NO_EFFORT)
        and not _NO_EFFORT.search(said.sentence)
        and (said.is_plain or said.has(_UNRESTED))
    ):
        yield FromLevel(_DROPPED, SafetyLevel.REDUCE)


_UNRESTED = re.compile(r"쉬지 ?않고")
_NOTED = re.compile(r"(?:진행|실시|지속|유지|운동) ?(?:가능|무방)")
"""Advice as a notice writes it."""
