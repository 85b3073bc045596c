"""Help that is sent to, refused, put off, left to choice or talked down: what is said of a doctor and of the ambulance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from wearable_coach.korean import Link, Modality, Polarity, Role, Standing
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.lexicon import listed
from wearable_coach.verification.meaning.said import (
    Always,
    ClauseJudge,
    ClauseWords,
    FromLevel,
    not_understood,
)
from wearable_coach.verification.morphemes import HELPLINES
from wearable_coach.verification.word_kinds import KindFound

AMBULANCE, DOCTOR = "ambulance", "doctor"
_HELP = frozenset({"doctor", "helpline"})
_REFUSED = contradicted(
    "VER-FORBID-003", "병원이나 119에 갈 필요가 없다고, 나중이라고 말하지 않아요"
)
_ALARM = contradicted("VER-FORBID-005", "안전 0단계인데 경보를 울려요")
_UNMOVED = contradicted("STD-SAFE-001", "위험 신호가 있는 동안에는 움직이지 않아요")
_UNREAD = not_understood("진료나 119를 두고 무엇을 말하는지 알 수 없어요")
_CONTACTS = listed("help_words", "contacts")
"""Predicates by which one gets help, or sends for it."""
_LEAVES = listed("help_words", "leaves")
"""By which it is left or put off; denied they call for it: 미루지 마세요."""
_OF_HELPERS = listed("help_words", "of_helpers")
"""What those who help do themselves."""
_NEEDS = listed("help_words", "needs")
"""What says that help is due, or is not."""
_PRIORITY = re.compile(
    r"먼저|우선|순서|앞이|앞서|첫 ?번째|처음|기본|원칙|필수|정답|답이|답은|방법|대상|상황|필요|급하|급해|급합|지금|바로|순위|낫|맞|안전|빠르|좋"
)
_URGENT = re.compile(
    r"지금|바로|먼저|부터|즉시|당장|우선|곧|오늘|꼭|필요|권장|요망|[!]|연락|전화|예약|상담|신고|대상"
)
_DELAY = re.compile(
    r"내일|모레|글피|나중|이따|다음 ?(?:주|달|번|에|날)|주말|월요일|며칠|하루 ?이틀|한숨|퇴근|저녁|아침|오후|(?:시간|분|일|주|달)(?:쯤|정도)? ?(?:더|뒤|후|지나|있다)|그때 ?(?:가서|[전연부병])|끝나고|끝난 ?(?:뒤|후|다음)|(?:식사|밥|샤워|운동|일|회의|방송|드라마)[을를]? ?(?:다 |마저 )?(?:하고|먹고|마치고|끝내고|뒤에|후에)|검진 ?때|정기 ?(?:검진|검사)|여유 ?(?:있|날|되|가)|천천히|시간 ?(?:날|나실|되실|될) ?때|편하신 ?(?:때|날)|짬이|틈이|틈 ?(?:날|나실)|한가|형편|여건|지나서|지나고|(?:주말|연휴|휴일|며칠|하루) ?지나"
)
_TODAY = re.compile(r"오늘|지금|당장|바로|즉시|곧장|이번 ?(?:아침|오전|오후|저녁)")
_NOT_EVEN = re.compile(r"[^,.]{0,8}(?:없이|말고|않고)")
_AFTERWARDS = re.compile(r"(?:나중|그다음|다음|뒷전|내일|주말)(?: ?일)?(?:이|예요|여)")
_NAMED_FIRST = frozenset({Role.TOPIC, Role.SUBJECT, Role.BARE})
_CHOSEN = re.compile(
    r"[실ㄹ을를할갈볼올탈는은]지(?:는|를|도)? ?[^.]{0,10}(?:편하|편한|고르|골라|마음대로|자유|알아서|내키는|선택|원하)"
)
_FRONTED = frozenset({Role.TOPIC, Role.PLACE})
_WANDERING = re.compile(r"왔다 ?갔다|서성|돌아다니|걸어 ?다니|집안일|청소")
_NOW = re.compile(r"지금|당장|바로(?! ?앞)|즉시|곧장|먼저|우선")
_MANNER = re.compile(r"혼자|직접|운전|걸어서|뛰어|스스로|무리해|억지로|서둘러 ?뛰|몰고|몰아")
_ITS_OWN = re.compile(r"(?:저|나|제|내|코치|이모|고모|여기|챗봇|AI)[가는은도]?(?= )")
_WAITS_FOR_WORSE = re.compile(
    r"(?:심해지|나빠지|잦아지|길어지|떨어지|이어지)(?:기를|길|는 ?걸|는지)? ?[^,.]{0,8}(?:기다렸다가|기다려서|지켜보다가|두고 ?보다가|두었다가|본 ?(?:뒤|다음|후))|(?:못 ?[가-힣]{1,6}|없을|안 ?될|못할) ?(?:때|지경|경우에?)(?:만|까지|에야)|때에야|고 ?나서야"
)
_TOO_MUCH = re.compile(
    r"과(?=하|한|해|합|잉|민)|지나치(?=[게ㄴ다지])|지나친|유난|호들갑|오버|(?<![가-힣])괜(?=히|한)|귀찮|번거|창피|민망|민폐|낭비|아깝|아까[워운]|상술|장삿속|겁(?=주|을 ?주|부터|만)|돈만|부질|쓸데없|소용없|불필요|수선|야단|엄살|약한 ?사람|큰일 ?난 ?것처럼|일을? ?(?:크게|키우)"
)
_CONTACT_LATER = re.compile(
    r"(?:연락|신고|방문|검사|전화)[^.]{0,8}(?:미루|미뤄|나중|늦추|늦춰|천천히|내일|다음)"
)
_LEFT_ALONE = re.compile(
    r"혼자 ?(?:두|계시|있으|지내|가|걸어|운전|판단|결정)|스스로 ?(?:판단|결정)|숨기[세시고]|감추[세시고]|가볍게 ?(?:볼|보[셔아]|여기|넘)|예사로|서두르(?:실|지)|급할 ?(?:것|건)|급하지|미뤄도|늦춰도|천천히 ?(?:결정|생각|판단|가)"
)
_OF_A_GOAL = re.compile(r"향상|목표|감량|유지|개선|운동|단축|완주|판단하며")
_NO_HURRY = re.compile(r"(?:서두르|서두를|급하|급할|급히)[^.]{0,10}(?:않|없|아니)")
_WHAT_IT_IS_FOR = re.compile(
    r"(?:부르는|쓰는|타는|거는|누르는|이용하는|찾는|가는) ?(?:거|것|건|게|번호|곳|데|차|사람|분)[^.]{0,8}(?:예요|이에요|입니다|이죠|죠|이니|이야)|다른 ?(?:분|사람|환자|이)[가-힣]{0,3}[^.]{0,10}(?:위해|비워|양보|먼저)"
)
"""What says who calls it in general, or leaves it to others: no act of this person."""
_IF = re.compile(r"(?:면|거든|때는|때|경우(?:에는|에|엔)?),? $")
_AS_IT_IS = re.compile(
    r"(?:이런|이|지금|그런|말씀하신|이렇게|이 ?정도|[\x01][^ ]{0,5}) ?[^,]{0,16}(?:면|때는|때|경우(?:에는|에|엔)?),? $|(?:있다|있으시다|계시다)면,? $|주변에[^,]{0,14}면,? $|면 ?안 ?되"
)


_WORSE = re.compile(
    r"심해지|나빠지|악화|계속되|이어지|잦아지|(?<![가-힣])(?:또|다시|더|못) |없어지|길어지"
)
"""What has not come yet: a day that is not this one."""


_HELP_NOUN = re.compile(
    r"^(?:119|112|109|1577.*|1388)$|의사|의료|병원|진료|응급|구급|주치의|의원|전문의|내과|외과|산부인과|보건소|선생|약사|상담|전화|연락|신고|예약|방문|확인|검사|호출|상의|검진|상황실|센터|대원|접수|창구|필요|이유|까닭|일|것|단계|상황|정도|대상|번호|도움|쪽|편|허락|허가|승인|동의|소견|의견|조언"
)
_LINES = f"[{''.join(HELPLINES.values())}]"
_HELP_WORD = re.compile(rf"{_LINES}|병원|진료|응급|구급|의사|의료")
_TOLD_NOBODY = re.compile(
    r"(?:누구|아무|의사|주치의|의료진|가족|보호자)[^.,]{0,8}(?:말|여쭤|여쭙|묻|물어|알리|상의|상담|보이|보여)[^.,]{0,6}지(?:는|도)? ?(?:마|말)"
)
_THAN = re.compile(r"보다,? ?$")
_ABOVE_ALL = re.compile(r"(?:무엇|누구|그|평소|다른|어떤)[가-힣]{0,3}보다,? ?$")
_WITHOUT = re.compile(r"[^ ]+(?: 상담| 진료)? ?없이")
_BEFORE = re.compile(r"전(?:까지|에)?(?:는|은)?,? ?$|전(?:까지|에)(?:는)? ")
_NO_EXERCISE = re.compile(
    r"(?:운동|계획|훈련|움직|시작|뛰|달리|걷)[^.]{0,14}(?:지 ?(?:마|말|않)|쉬|미루|멈|삼가|피하|안 ?[돼되됩])"
)
_CALLS = frozenset({"전화하다", "연락하다", "부르다", "신고하다", "누르다", "걸다"})
_WORRYING = frozenset({"걱정하다", "염려하다", "불안하다", "불안해하다", "놀라다", "서두르다"})
_LEFT_ROLES = frozenset({Role.OBJECT, Role.TOPIC, Role.BARE, None})
_WHEN = frozenset({"뒤", "후", "전", "이후", "이전", "다음", "직전", "직후"})
_ON_FOOT = frozenset({"걸어가다", "뛰어가다", "운전하다", "몰다", "달려가다"})
_NEUTRAL = frozenset({"기다리다", "움직이다", "끝나다", "가리키다", "뜻하다"})
_LISTED = re.compile(r"(?:조건|항목|기준|요인|표시|신호)[은이도]? ?없")


class Sent(Enum):
    """What a clause does with help."""

    DONE = auto()
    """Sends to it, now."""
    REFUSED = auto()
    PUT_OFF = auto()
    CHOICE = auto()
    """Leaves it to choice."""
    OPEN = auto()
    """Only supposes or asks it."""
    TOLD = auto()
    """Speaks of it and sends nobody: what a doctor does, what was done."""
    UNREAD = auto()


class WhereHelpIsDue(NamedTuple):
    """What may not be said where a doctor is to be asked first: a red flag, or a screening that bars exercise."""

    objection: Objection

    def judge(self, evidence: Evidence) -> Objection | None:
        """Refuse it on such a day."""
        is_due = evidence.facts.safety_level >= SafetyLevel.CONTACT or evidence.cap == "none"
        return self.objection if is_due else None


class Frightening(NamedTuple):
    """What sends a person to an emergency room whose day and whose words name no reason."""

    objection: Objection

    def judge(self, evidence: Evidence) -> Objection | None:
        """Refuse it on such a day."""
        is_calm = evidence.facts.safety_level <= SafetyLevel.REDUCE and evidence.cap != "none"
        return self.objection if is_calm and not _A_REASON.search(evidence.question) else None


_A_REASON = re.compile(
    r"쓰러|의식|숨|가슴|마비|힘이|어눌|피[가를 ]|혈당|혈압|열[이은 ]|체온|토[하했]|경련|두통|통증|아[프파픈]|저[리려]|어지|죽고|자해|다[치쳤]|부딪|넘어|임신|약"
)
_EMERGENCY_ROOM = re.compile(r"응급실|구급차|앰뷸런스|응급 ?구조")


def _is_urgent(word: KindFound, said: ClauseWords) -> bool:
    return bool(_EMERGENCY_ROOM.match(said.text, word.start))


def read_help(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read what is said of a doctor or the ambulance."""
    if not said.kinds & _HELP:
        return
    sent = {_sent(said, f) for f in said.found if f.kind in _HELP}
    if Sent.REFUSED in sent:
        yield Always(_REFUSED)
    elif Sent.PUT_OFF in sent or Sent.CHOICE in sent:
        yield WhereHelpIsDue(_REFUSED)
    elif Sent.DONE in sent and any(_is_urgent(f, said) for f in said.found):
        yield Frightening(_ALARM)
    elif Sent.UNREAD in sent and Sent.DONE not in sent:
        yield FromLevel(_UNREAD, SafetyLevel.CONTACT)


def _sent(said: ClauseWords, word: KindFound) -> Sent:
    stands = said.standing(word.start)
    if stands is None:
        return _named_alone(said, word)
    if _is_talked_down(said) or _is_outdone(said, stands) or _is_done_without(said, word, stands):
        return Sent.REFUSED
    if _is_held_off(said, word, stands):
        return Sent.REFUSED
    if _holds_back(said, word, stands) or _is_called_due(said, word, stands):
        return Sent.DONE
    return Sent.CHOICE if _CHOSEN.search(said.text) else _of_statement(said, word, stands)


def _of_statement(said: ClauseWords, word: KindFound, stands: Standing) -> Sent:
    main = said.stands
    is_fronted = stands.is_staged and stands.role in _FRONTED and not _is_about_help(stands)
    if is_fronted and main is not None and _is_about_help(main):
        stands = main._replace(named=stands.named)  # 119에는 가라앉은 뒤에 알려도 돼요
    if stands.is_open or stands.is_staged or _is_after(stands):
        return Sent.OPEN
    return _of_whole(said, word, stands)


def _is_held_off(said: ClauseWords, word: KindFound, stands: Standing) -> bool:
    """Say whether help waits until it is worse, or is said to be no need: 심해지기를 기다렸다가, 119 부를 것 없이."""
    before = said.sentence[: said.clause.start + word.start]
    if _WAITS_FOR_WORSE.search(before) and not stands.is_denied:
        return True
    is_needless = _NO_NEED.search(said.text, word.start) is not None
    return is_needless and stands.frame.predicate.lemma in _CONTACTS


def _named_alone(said: ClauseWords, word: KindFound) -> Sent:
    """Read help in a mere name: 진료 문의., → 119; 병원은 선택 사항."""
    left = next((sent for pattern, sent in _LEFT_BY_NAME if said.has(pattern)), None)
    if left is not None:
        return left
    if _AFTER_IT.match(said.sentence, said.clause.start + word.end):
        return Sent.PUT_OFF
    if _WHERE_NEEDED.search(said.text[: word.start]) and not said.has(_NOW):
        return Sent.OPEN
    if said.has(_DELAY):
        return Sent.TOLD
    is_called = _CALLED_FOR.match(said.text, word.start) and not _GONE_BEFORE.search(said.text)
    return Sent.DONE if said.has(_URGENT) or is_called else Sent.TOLD


_LEFT_TO_CHOICE = re.compile(
    r"선택(?! ?(?:사항)?[이은가]? ?(?:아니|아닌|아님))|자유|마음대로|알아서"
)
_PUT_OFF_BY_NAME = re.compile(r"나중|뒷전|다음 ?(?:일|순서|문제)|(?:→|➡|:) ?그?다음")
_AFTER_IT = re.compile(r"[^가-힣a-zA-Z0-9,]*(?:그?다음|나중|이따)")
_ONLY_THEN = re.compile(r"(?:때|경우에?|뒤에?|다음에?|날)만")
_LEFT_BY_NAME = (
    (_ONLY_THEN, Sent.REFUSED),
    (_LEFT_TO_CHOICE, Sent.CHOICE),
    (_PUT_OFF_BY_NAME, Sent.PUT_OFF),
)
_WHERE_NEEDED = re.compile(
    r"필요(?:하면|하다면|시|할 ?때)|원하(?:면|시면)|(?:면|거든|때는?|경우(?:에는|엔)?),? ?[^,]{0,8}$"
)
_CALLED_FOR = re.compile(
    rf"(?:{_LINES}|[가-힣]+)(?: ?(?:에|로|부터|먼저|신고|연락|전화|호출|문의|상담|예약|진료|방문|우선|필수|대상|신호|상황|요망|필요|권장|요|상의))*"
    r"\*{0,2}[.!~]*\s*(?:$|→|\(|[^가-힣a-zA-Z]*$)"
)
"""Help and what is done with it, at the end of what is said."""
_GONE_BEFORE = re.compile(r"불필요|필요 ?없|없음|않음|제외|보류|취소|말고|대신|완료|기록|이력|결과")


def _is_about_help(stands: Standing) -> bool:
    return stands.frame.predicate.lemma in _CONTACTS | _LEAVES


def _of_whole(said: ClauseWords, word: KindFound, stands: Standing) -> Sent:
    """Read what is said of help in a clause that stands by itself."""
    predicate = stands.frame.predicate
    if predicate.is_past or predicate.lemma in _NEUTRAL or said.has(_LISTED):
        return Sent.TOLD
    if predicate.lemma in _LEAVES:
        return _left(stands)
    if predicate.lemma == "말다":  # 119 말고
        return Sent.REFUSED if stands.is_denied else Sent.DONE
    return _denied(said, stands) if stands.is_denied else _affirmed(said, word, stands)


def _is_talked_down(said: ClauseWords) -> bool:
    """Say whether a clause calls help too much, a shame or a waste."""
    found = (said.standing(m.start()) for m in _TOO_MUCH.finditer(said.text))
    return any(one is not None and not one.is_denied and not one.is_open for one in found)


def _is_outdone(said: ClauseWords, stands: Standing) -> bool:
    """Say whether something else is called better than help: 병원에 눕는 것보다 산책이 나아요."""
    if not said.clause.left_aside or not _THAN.search(said.text) or _ABOVE_ALL.search(said.text):
        return False
    is_compared = stands.role is Role.REFERENCE or stands.link is Link.MODIFIES
    return is_compared and not _HELP_WORD.search(said.sentence, said.clause.end)


def _is_done_without(said: ClauseWords, word: KindFound, stands: Standing) -> bool:
    """Say whether something is done without help: 의사 없이 정하세요, 상담 없이 걱정하지 마세요."""
    if not _WITHOUT.match(said.text, word.start):
        return False
    return stands.is_denied or stands.frame.predicate.lemma in _WORRYING


def _holds_back(said: ClauseWords, word: KindFound, stands: Standing) -> bool:
    """Say whether something is forbidden until help was asked, or help is taken to have been called already.

    진료를 받기 전까지는 운동하지 마세요; 119에 연락하셨으면 앉아 계세요.
    """
    predicate = stands.frame.predicate
    if stands.link is Link.IF and predicate.is_past and predicate.lemma in _CALLS:
        return word.kind == "helpline"
    is_before = stands.link is Link.UNTIL or bool(_BEFORE.search(said.text))
    if word.kind != "doctor" or not is_before:
        return False
    rest = said.sentence[said.clause.start :]
    return bool(_NO_EXERCISE.search(rest))


_NO_NEED = re.compile(
    r"(?:[ㄹ을를갈할볼걸를릴부]|ᆯ)? ?(?:것|필요|이유|일|까닭)(?:까지)?(?:도)? 없이"
)
_DUE = re.compile(
    r"(?:수치|숫자|값|때|일|상황|단계|조치|날|차례|까닭|이유|사람|신호|순서|시점)(?:[이예입]|인|라|로|$|[.!~])"
)
"""What a day is called on which help is asked: 문의하실 수치, 119를 누를 때."""
_COMES_FIRST = re.compile(
    r"(?:먼저|우선|첫 ?번째|1순위|최우선|필수)(?:이(?!라는)|예|입|인|고|며|라(?!는)|다|여|거든|죠|[.!~]|$)"
)
_ASKED_OF = re.compile(
    r"(?:불러|신고해|연락해|전화해|걸어)(?: ?(?:달라고|주라고|달라|주십사))[^.]{0,6}(?:하|해|부탁|말|청)"
)
_ASKED_FOR = frozenset(
    {"안내하다", "안내드리다", "나다", "요하다", "부탁하다", "부탁드리다", "넣다", "권하다"}
)
"""What a coach does to send somebody to help: 119 연락을 안내해 드립니다 (whose reader takes 안내 for 안 나다)."""
_AS_AN_OBJECT = re.compile(
    r"(?:연락|신고|문의|상담|진료|전화|방문|호출)[^ ]{0,3}[을를부터기] ?(?:먼저 ?|꼭 ?)?(?:안내|요[하한함]|부탁|넣|권)"
)


def _is_called_due(said: ClauseWords, word: KindFound, stands: Standing) -> bool:
    """Say whether help is called what comes first, asked for, or what the day is for, in words of its own."""
    if said.has(_DELAY) and _is_late(said, word):
        return False
    after = said.text[word.end :]
    if _ASKED_OF.search(after):
        return True
    frame, main = stands.frame, said.stands
    is_left = stands.is_denied or (main is not None and main.is_denied)
    if is_left or (main is not None and main.is_open) or "?" in said.text:
        return False
    if _COMES_FIRST.search(after) and _is_help(stands):
        return True
    if frame.predicate.lemma in _ASKED_FOR and _AS_AN_OBJECT.search(said.text, word.start):
        return True
    is_for = stands.link is Link.MODIFIES and frame.predicate.ending == "ㄹ"
    return is_for and frame.predicate.lemma in _CONTACTS and bool(_DUE.search(after))


def _is_after(stands: Standing) -> bool:
    """Say whether help only says when: 진료 뒤에, 상담 전까지."""
    return stands.named is not None and stands.named.lemma in _WHEN


def _left(stands: Standing) -> Sent:
    """Read help beside a predicate of leaving: 진료를 미루세요, 연락을 미루지 마세요."""
    if stands.role not in _LEFT_ROLES or not _is_help(stands):
        return Sent.TOLD
    is_left = stands.frame.polarity is Polarity.AFFIRMED
    return Sent.REFUSED if is_left else Sent.DONE


_NOT_A_CHOICE = re.compile(
    r"(?:선택|권유|권고|자유|나중 ?일|좋은 ?(?:게|것)|고민할 ?(?:일|것))[가-힣 ]{0,4} ?아니"
)


def _denied(said: ClauseWords, stands: Standing) -> Sent:
    lemma = stands.frame.predicate.lemma
    if lemma == "아니다" and said.has(_NOT_A_CHOICE):
        return Sent.DONE
    if said.has(_MANNER) or lemma in _ON_FOOT or (lemma == "아니다" and _ITS_OWN.search(said.text)):
        return Sent.TOLD
    if stands.role is Role.SUBJECT and lemma in _OF_HELPERS:
        return Sent.TOLD
    if lemma in _NEEDS and not _is_help(stands):
        return Sent.TOLD
    return Sent.REFUSED if lemma in _CONTACTS | _NEEDS else Sent.UNREAD


def _is_help(stands: Standing) -> bool:
    """Say whether the phrase that a word stands in is help itself, not what belongs to it: 진료 기록."""
    return stands.named is None or bool(_HELP_NOUN.search(stands.named.lemma))


def _affirmed(said: ClauseWords, word: KindFound, stands: Standing) -> Sent:
    frame = stands.frame
    main = said.stands
    is_inside = stands.link is Link.MODIFIES and main is not None
    if is_inside and main is not None and frame.predicate.lemma not in _CONTACTS | _NEEDS:
        frame, stands = main.frame, main._replace(named=None)  # 진료가 되는 곳에 전화하세요
    lemma = frame.predicate.lemma
    is_advised = stands.modality is Modality.ADVISE or frame.proposes or _is_told_to(stands)
    if stands.role is Role.SUBJECT and lemma in _OF_HELPERS:
        return Sent.TOLD
    if _AFTERWARDS.search(said.text) and stands.role in _NAMED_FIRST:
        return Sent.PUT_OFF
    if stands.modality is Modality.PERMIT:
        is_left = "may" in frame.predicate.auxiliaries and lemma in _CONTACTS
        return Sent.CHOICE if is_left and _is_help(stands) else Sent.TOLD
    if (lemma in _CONTACTS and is_advised) or (lemma in _NEEDS and _is_first(said, stands)):
        return Sent.PUT_OFF if _is_late(said, word) else Sent.DONE
    return Sent.TOLD if lemma in _OF_HELPERS | _CONTACTS | _NEEDS else Sent.UNREAD


def _is_told_to(stands: Standing) -> bool:
    """Say whether who calls for help is told what to do in plain words: 119 부르고 앉아요."""
    predicate = stands.frame.predicate
    is_call = predicate.lemma in _CALLS and stands.role in {
        Role.BARE,
        Role.OBJECT,
        Role.PLACE,
        Role.FROM,
    }
    is_now = predicate.ending in {"고", "어요", "ㄴ다", "는다", "ㅂ니다", "습니다", "기"}
    return is_call and is_now and not predicate.auxiliaries and stands.modality is Modality.ASSERT


def _is_first(said: ClauseWords, stands: Standing) -> bool:
    """Say whether help is called what comes first or is needed: 119예요, 진료가 먼저예요."""
    return stands.role is Role.COMPLEMENT or said.has(_PRIORITY)


def _is_late(said: ClauseWords, word: KindFound) -> bool:
    """Say whether help is for later; a doctor may be seen later the same day."""
    if said.has(_TODAY if word.kind == "doctor" else _NOW):
        return False
    delays = (
        m
        for m in _DELAY.finditer(said.sentence, 0, said.clause.end)
        if not _NOT_EVEN.match(said.sentence, m.end())
    )
    stands = (said.standing(m.start() - said.clause.start) for m in delays)
    return any(s is not None and _puts_off(s) for s in stands)


def _puts_off(delay: Standing) -> bool:
    """Say whether a word of later belongs to what is done: 주말 지나 가세요, but not 퇴근은 나중 일이고."""
    is_joined = delay.modality is not Modality.ASSERT or delay.link in {Link.AND, Link.END}
    is_told = delay.frame.predicate.lemma == "이다"
    return not delay.is_denied and is_joined and not is_told


def read_left_alone(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that the contact may wait, or that the person is left alone, on a day of a red flag."""
    if said.has(_NO_HURRY) and not said.is_open and not said.has(_OF_A_GOAL):
        yield FromLevel(_REFUSED, SafetyLevel.CONTACT)
    about = _WANDERING.search(said.text)
    stands = None if about is None else said.standing(about.start())
    if stands is not None and stands.is_proposed:
        yield FromLevel(_UNMOVED, SafetyLevel.CONTACT)
    if said.has(_TOLD_NOBODY):
        yield Always(_REFUSED)
    left = _CONTACT_LATER.search(said.text) or _LEFT_ALONE.search(said.text)
    if left is not None and not said.has(_OF_A_GOAL) and said.states(left.end() - 1):
        yield FromLevel(_REFUSED, SafetyLevel.CONTACT)


def acts_of(said: ClauseWords) -> frozenset[str]:
    """Return the help that a clause sends to: the ambulance, a doctor.

    An act is one that the coach affirms, to this person, now: neither denied nor supposed nor put off nor left to choice.
    """
    if not said.kinds & _HELP:
        return frozenset()
    done = {f.kind for f in said.found if f.kind in _HELP and _sent(said, f) is Sent.DONE}
    if not done or said.has(_WHAT_IT_IS_FOR):
        return frozenset()
    before = said.sentence[: said.clause.start]
    if _IF.search(before) and (not _AS_IT_IS.search(before) or _WORSE.search(before)):
        return frozenset()
    return frozenset({AMBULANCE, DOCTOR} if "helpline" in done else {DOCTOR})
