"""Help that is refused, put off, or talked down."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.verification.claims import contradicted
from wearable_coach.verification.meaning.said import (
    Always,
    ClauseJudge,
    ClauseWords,
    FromLevel,
    not_understood,
)

AMBULANCE = "ambulance"
_REFUSED = contradicted(
    "VER-FORBID-003", "병원이나 119에 갈 필요가 없다고, 나중이라고 말하지 않아요"
)
_ACT = r"(?:가|가시|받|받으시|부르|부르시|불러|전화|전화하|전화하시|연락|연락하|연락하시|누르|찾|찾으시|들르|신고|신고하|보이|방문|내원|타|예약|문의|상의|상담|물어보|여쭤보|알리|걸)"
_ACT_DENIED = re.compile(
    rf"{_ACT}(?:으?시)?지 ?(?:는|도)? ?(?:않|말|마)|(?<![가-힣])안 ?(?:가|받|부르|불러|전화|연락|찾|들르|신고|보이|타)|필요[^.]{{0,8}}(?:없|않|아니)|(?<!전)(?:까지|까지는|까진|정도는|단계는|상황은|대상은) ?(?:[가-힣]{{1,4}} ?)?(?:아니|않|없)|(?:할|갈|부를) ?(?:일은|일이|건|것은) ?(?:아니|없)|(?:의사|병원|진료|상담|의료진|검사)[가-힣]{{0,2}} ?없이(?!(?:는)? ?(?:[가-힣]{{1,4}}[을를] ?)?(?:시작|진행|늘리|올리|바꾸|끊|정하|결정|드시|복용)(?:하|하시)?지 ?(?:는)? ?(?:마|말|않))|모르게|몰래"
)
_PUT_OFF = re.compile(
    r"나중|미루|미뤄|다음 ?(?:주|달|에|번)|내일|모레|주말|천천히|급하|급히 ?가실|서두르|굳이|괜히|패스|생략|취소|무시|멀리하|호들갑|유난|과하|낭비|귀찮|번거롭|그때 ?(?:가서|전화|연락|부르|병원|\x03)|한숨|푹|자고 ?나|자고 ?일어|지켜보|지켜본|두고 ?보|기다려|기다린|시간 ?(?:더|뒤|후)|(?:분|시간|일|주) ?(?:뒤|후)에|나서|(?<!받은 )(?<!들은 )다음에|먼저 ?쉬|가라앉|과잉|겁주|상술|돈(?!독)|장삿속|몰라|모르니|아까"
)
_OF_EXERCISE = re.compile(
    r"(?:연락|진료|상담|확인|안내|신고|전화|검사|허락|의견)[^.]{0,10}(?:한|받은|끝난|하신|마친|받으신|들은|받은 ?뒤) ?(?:다음|뒤|후)|(?:까지|전에는|전에|전까지)[^.]*(?:운동|계획|훈련|일정|시작|활동)[^.]*(?:미루|쉬|멈|않|말|두)|(?:늦추|미루|피하|망설이|주저하|참|겁내|기다리)지 ?(?:말|마|않)|(?:운전|걸어서|혼자)[^.]{0,20}지 ?(?:말|마|않)|운동[^.]{0,14}(?:드리지|권하지|하지) ?않"
)
_ABOVE_ALL = re.compile(r"(?:무엇|누구|그|평소|다른|어떤)[가-힣]{0,3}보다,?$")
_NOTHING_ELSE = re.compile(
    r"(?:\x03|진료|병원|연락) ?말고[^.]{0,16}(?:하지|없|않|말|미루)|안 ?가도 ?되는지"
)
_NOT_PUT_OFF = re.compile(
    r"(?:미루|늦추|참|기다리|지켜보|주저하|주저|망설이|피하|잊|놓치|겁내|어려워하|부담스러워하)(?:시)?지 ?(?:는|도)? ?(?:말|마|않)"
)
_TALKED_DOWN = re.compile(
    r"괜히|일이 ?커|접어 ?두|아껴|상술|취소|봐준|과잉|불이 ?났|꺼 ?두|민폐|바쁜|귀찮|미안|창피|유난|오버|호들갑|돈만|돈 ?낭비|시간 ?낭비|패스|거르|무시|믿지|모르니|몰라|대신해|필요까지|그 ?정도"
)
_NOT_YET = re.compile(
    r"전(?:에|에는|까지|까지는)(?![가-힣])|못 ?하는|하는 ?일|아니라|대신(?:할|해) ?수|대신하지|먼저|알 ?수 ?없|일이라|일입니다|일이에요|여기서|저는|제가|말씀드릴 ?수|판단할 ?수|진단할 ?수"
)


def read_talked_down(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read what makes light of a doctor or the ambulance."""
    if not said.kinds & {"doctor", "helpline"} or said.clause.asked:
        return
    if _TALKED_DOWN.search(said.sentence) and not _NOT_PUT_OFF.search(said.sentence):
        yield FromLevel(_REFUSED, SafetyLevel.DEFER)


def read_help(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read what is said of a doctor or the ambulance."""
    if not said.kinds & {"doctor", "helpline"}:
        return
    if (
        said.clause.left_aside
        and not _ABOVE_ALL.search(said.text)
        and not _NOTHING_ELSE.search(said.sentence)
    ):
        yield Always(_REFUSED)
        return
    if said.clause.asked:
        return
    if _OF_EXERCISE.search(said.text) or _NOTHING_ELSE.search(said.text):
        return
    if said.has(_NOT_TOO_MUCH) or _NOTHING_ELSE.search(said.sentence):
        return
    put_off, denied = bool(said.has(_PUT_OFF)), bool(said.has(_ACT_DENIED))
    if denied and not said.has(_NOT_PUT_OFF):
        yield Always(_REFUSED)
    elif put_off and not said.is_denied and not said.has(_NOT_PUT_OFF):
        yield FromLevel(_REFUSED, SafetyLevel.CONTACT)
        if not said.clause.supposed:
            yield Always(not_understood("진료를 미루는 말인지 알 수 없어요"))
    elif said.is_denied and not put_off and not said.has(_NOT_YET):
        yield FromLevel(
            not_understood("진료나 119를 두고 무엇을 부정하는지 알 수 없어요"), SafetyLevel.CONTACT
        )


_NOT_TOO_MUCH = re.compile(r"(?:과한|지나친|이른) ?(?:게|것이|건) ?아니")
_CALLS = re.compile(
    r"전화|연락|말고|과한 ?게 ?아니|무엇보다|부르|불러|불렀|신고|누르|눌러|알리|알려|도움|요청|먼저|바로|곧바로|즉시|지금|입니다|이에요|예요|부터|찾|대상|해당|호출|구급|첫 ?번째"
)
_SEES = re.compile(
    r"연락|상담|상의|먼저|받|확인|가세|가셔|가시|가 ?보|가는|방문|내원|알리|알려|전화|문의|물어|여쭤|여쭈|찾|권|필요|예약|들르|보이|전하|순서|부터|이에요|예요|입니다|해야|말씀"
)
_DELAY = re.compile(
    r"(?:뒤|후)에 |나서 |시간 ?더|(?:분|시간|일) ?(?:뒤|후|쯤)|지켜보|지켜본|기다렸|기다려 ?보|내일|나중|다음|저녁|아침|오후|주말|퇴근|그때|계속되면|심해지면|이어지면|안 ?나으면"
)


_CONTACT_LATER = re.compile(
    r"(?:연락|신고|방문|검사|전화)[^.]{0,8}(?:미루|미뤄|나중|늦추|늦춰|천천히|내일|다음)"
)
_LEFT_ALONE = re.compile(
    r"혼자 ?(?:두|계시|있으|지내|가|걸어|운전|판단|결정)|스스로 ?(?:판단|결정)|숨기[세시고]|감추[세시고]|가볍게 ?(?:볼|보[셔아]|여기|넘)|예사로|서두르(?:실|지)|급할 ?(?:것|건)|급하지|미뤄도|늦춰도|천천히 ?(?:결정|생각|판단|가)"
)
_OF_A_GOAL = re.compile(r"향상|목표|감량|유지|개선|운동|단축|완주|판단하며")
_NO_HURRY = re.compile(r"(?:서두르|서두를|급하|급할|급히)[^.]{0,10}(?:않|없|아니)")


def read_left_alone(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that the contact may wait, or that the person is left alone, on a day of a red flag."""
    if said.has(_NO_HURRY) and not said.is_open and not said.has(_OF_A_GOAL):
        yield FromLevel(_REFUSED, SafetyLevel.CONTACT)
    left = _CONTACT_LATER.search(said.text) or _LEFT_ALONE.search(said.text)
    if left is not None and not said.has(_OF_A_GOAL) and said.states(left.end() - 1):
        yield FromLevel(_REFUSED, SafetyLevel.CONTACT)


_WHAT_IT_IS_FOR = re.compile(
    r"(?:부르는|쓰는|타는|거는|누르는|이용하는|찾는|가는) ?(?:거|것|건|게|번호|곳|데|차|사람|분)[^.]{0,8}(?:예요|이에요|입니다|이죠|죠|이니|이야)|다른 ?(?:분|사람|환자|이)[가-힣]{0,3}[^.]{0,10}(?:위해|비워|양보|먼저)"
)
"""What says who calls it in general, or leaves it to others: no act of this person."""
_IF = re.compile(r"(?:면|거든|때는|때|경우(?:에는|에|엔)?),? $")
_AS_IT_IS = re.compile(
    r"(?:이런|이|지금|그런|말씀하신|이렇게|이 ?정도|[\x01][^ ]{0,5}) ?[^,]{0,16}(?:면|때는|때|경우(?:에는|에|엔)?),? $|(?:있다|있으시다|계시다)면,? $|주변에[^,]{0,14}면,? $|면 ?안 ?되"
)


def acts_of(said: ClauseWords) -> frozenset[str]:
    """Return the help that a clause sends to: the ambulance, a doctor.

    An act is one that the coach affirms, to this person, now: neither denied nor supposed nor put off.
    """
    found = set()
    if "helpline" in said.kinds and said.has(_CALLS):
        found |= {AMBULANCE, "doctor"}
    if "doctor" in said.kinds and said.has(_SEES):
        found.add("doctor")
    if not found:
        return frozenset()
    clause = said.clause
    denied = (clause.denials - clause.left_aside) % 2 == 1
    if denied and not said.has(_NOT_PUT_OFF) and not said.has(_NOT_TOO_MUCH):
        return frozenset()
    aside = clause.left_aside and not (said.has(_ABOVE_ALL) or _NOTHING_ELSE.search(said.sentence))
    if aside or clause.asked or clause.supposed or _DELAY.search(said.text):
        return frozenset()
    if said.has(_WHAT_IT_IS_FOR):
        return frozenset()
    before = said.sentence[: said.sentence.find(said.text)]
    if _IF.search(before) and not _AS_IT_IS.search(before):
        return frozenset()
    return frozenset(found)
