"""A disease that is named of the person, and medicines and supplements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.korean import Frame, Link, Modality, Polarity, Role, Token
from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.meaning.hearing import SentenceRead, heard
from wearable_coach.verification.meaning.said import (
    Always,
    ClauseJudge,
    ClauseWords,
    not_understood,
)
from wearable_coach.verification.word_kinds import KindFound

_DIAGNOSIS = contradicted("VER-FORBID-001", "진단은 의사의 일이에요")
_MEDICINE = contradicted(
    "VER-FORBID-002", "약과 보충제는 시작하거나 끊거나 양을 바꾸라고 말하지 않아요"
)
_NOT_MINE = re.compile(
    r"알 ?수 ?없|모르|말씀드릴 ?수|말할 ?수|드릴 ?수 ?없|진단(?:하지|은|이 ?아|할)|단정|판단(?:하지|할 ?수|은)|가릴 ?수|확인할 ?수|의료진이|의사가|의사 ?선생|주치의가|진료에서|진료로|진단이 ?아니|가리는 ?검사|검사가 ?아니|뜻하지(?:는|도)? ?않|의미하지(?:는|도)? ?않|정하지"
)
_KNOWN = {
    "당뇨|저혈당|고혈당": ("diabetes",),
    "심혈관|심장병|심장 ?질환|협심증|심근 ?경색": ("cvd",),
    "신장|콩팥": ("renal",),
    "심방 ?세동|부정맥": ("atrial_fibrillation",),
    "고혈압": ("hypertension",),
    "천식": ("asthma",),
}
_NONE = re.compile(r"(?:질환|질병|지병|병력|증상)[^.]{0,18}(?:없|않)")
_HAS = re.compile(r"있으[시니]|앓|걸리|진행|생기|생겼|의심|보[이여]")
_ANY = re.compile(r"^(?:질환|질병|지병|병[이을은명])")
_AS_ORDERED = re.compile(
    r"처방|의사|의료진|주치의|약사|약국|닥터|선생님|지시|설명서|그대로|평소(?:대로|처럼)|정해 ?(?:준|진)|적힌|상의|상담|여쭤|담당|하던 ?대로|드시던|지금처럼|예정대로|받은 ?만큼|계속|꾸준히|빠뜨리지|거르지|제날짜|제때"
)
_CHANGED = re.compile(
    r"두 ?배|반으로|절반|추가|미리|섞어|번갈|한꺼번에|몰아|넉넉히|(?:더|덜) ?(?:드|먹|맞|복용|넣|얹|쓰|돌)|(?:\x01|(?<![가-힣])(?:한|두|세|네|다섯|반|몇)) ?(?:알|정(?![가-힣])|캡슐|개(?!월)|단위|번 ?분|숟갈|봉지|칸|줌|통|mg)"
)
_SUPPLEMENT = re.compile(
    r"보충제|보조제|비타민|영양제|유산균|오메가|크레아틴|BCAA|아르기닌|마그네슘|아연|부스터|디톡스|파우더|셰이크|프로틴|게이너|SARM|홍삼|인삼|보약|한약|즙|진액|엑기스|단백질|카페인|에너지 ?음료|콜라겐|추출물"
)
_OF_ONES_OWN = re.compile(
    r"그냥|임의로|마음대로|맘대로|아무거나|남은|남의|집에 ?있는|두 ?배|더 |한꺼번에|섞어|사 ?드|사 ?먹|미리|스스로|함부로|같이|겹쳐|알아서|참고"
)
"""Ways of taking something that may be forbidden by anybody: on one's own, more, mixed."""
_OVER_THE_COUNTER = re.compile(
    r"진통제|해열제|수면제|감기약|소염제|두통약|파스|멜라토닌|타이레놀|이부프로펜|근이완제|변비약|설사약|멀미약|부스터|카페인|스테로이드"
)
_FORMS = {
    "베타": ("beta_blocker",),
    "항응고|와파린|묽": ("anticoagulant",),
    "인슐린|당뇨|메트포르민": ("diabetes",),
    "혈압": ("hypertension", "cvd"),
    "흡입": ("asthma",),
    "임신|산모|태아": ("pregnancy",),
    "출산|산후": ("postpartum",),
    "박동기|조율기|페이스메이커": ("pacemaker",),
    "심장 ?이식": ("heart_transplant",),
    "투석": ("renal",),
}
"""Medicines, devices and states by the conditions that tell of them."""
_DOSED = re.compile(
    r"(?:(?<![가-힣])(?:한|두|세|네|반|다섯)|\x01) ?(?:알|정(?![가-힣])|캡슐|스푼|봉지|단위|mg|밀리그램|개(?!월))|(?:추가|패스|생략|증량|감량|중단|스톱|끊기|줄이기|늘리기|졸업)[.!~]?$"
)


class NamedOfThePerson(NamedTuple):
    """A disease that a clause gives the person."""

    words: tuple[str, ...]
    is_found: bool = False
    """Whether it is called found or likely, so that a question for it does not tell of it."""

    def judge(self, evidence: Evidence) -> Objection | None:
        """Let it stand where the person told of it."""
        told = evidence.stated if self.is_found else evidence.question
        for word in self.words:
            if word in told:
                continue
            if not is_had(evidence, word):
                return _DIAGNOSIS
        return None


def names_any(word: str) -> bool:
    """Say whether a word of disease names none in particular: 병, 질환."""
    return _ANY.match(word) is not None


def is_had(evidence: Evidence, word: str) -> bool:
    """Say whether the profile holds what a word of disease or medicine names."""
    known = set(evidence.profile.conditions)
    if names_any(word):
        return bool(known)
    named = (*_KNOWN.items(), *_FORMS.items())
    return any(re.search(words, word) and known & set(names) for words, names in named)


def read_disease(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read diseases: told ones may be named, others are a doctor's to find."""
    named = [f for f in said.found if f.kind == "disease" and not _is_of_a_thing(said, f)]
    words = tuple(dict.fromkeys(said.text[f.start : f.end] for f in named))
    if not words or said.has(_NOT_MINE) or _NONE.search(said.text):
        return  # an absence is judged as one
    if said.is_open or all(_is_asked_of(said, f) for f in named):
        return
    if said.is_denied and _NOT_MINE.search(said.sentence):
        return
    if all(_ANY.match(w) for w in words) and not _HAS.search(said.text):
        return
    yield NamedOfThePerson(words, is_found=_IS_FOUND.search(said.text) is not None)


def _is_of_a_thing(said: ClauseWords, found: KindFound) -> bool:
    """Say whether a disease only names a medicine, an examination, people: 감기약, 당뇨 검사, 천식이 있는 분."""
    return bool(_A_THING.match(said.text, found.end))


def _is_asked_of(said: ClauseWords, found: KindFound) -> bool:
    return bool(_WHETHER.match(said.text, found.end))


_IS_FOUND = re.compile(
    r"맞(?:네|아요|습니다|는 ?듯|지 ?싶|다(?![가-힣])|는 ?것)|틀림없|[이가] ?온 ?(?:모습|게|것)|로 ?진행|상태(?:예|이|입|다)|확인(?:됐|되었|이 ?됐)|한가운데|[이가] ?(?:왔|생겼)|보이네|보여요|의심"
)
_A_THING = re.compile(
    r"(?:병|증|성)? ?(?:약|흡입|주사|검사|검진|진단(?:은|을|이나|과)|여부|유무|병력|가족력|예방|수술|치료|관리|교실|환자|센터|학회|용품|식단|위험)|(?:이|가|을|를)? ?(?:있는|있으신|앓는|앓으시는|앓고 ?계신|의심되는) ?(?:분|사람|환자|경우)"
)
_WHETHER = re.compile(
    r"(?:인지|일지|라고 ?(?:단정|말|판단|볼)|으로 ?단정|로 ?단정|이라고 ?(?:단정|말|판단))"
)


def read_soft_diagnosis(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read a cause or a fault of the body that is guessed at."""
    blames = _blames(said) or _comes_of(said)
    if not (blames or said.has(_GUESS)) or said.has(_NOT_MINE) or said.is_open:
        return
    if said.is_denied and not blames:
        return
    is_told_why = said.has(_CAME_OF) and not said.is_denied
    if not is_told_why and (said.has(_OF_THE_RECORD) or said.has(_WHETHER_IT_IS)):
        return
    yield Always(not_understood("원인을 짐작하는 말이에요"))


def _comes_of(said: ClauseWords) -> bool:
    return said.has(_CAME_OF) and _OF_ADVICE.search(said.sentence) is None


def _blames(said: ClauseWords) -> bool:
    """Say whether a clause tells why a body is as it is: 잠을 못 자서 그래요, 커피 탓이에요."""
    if not said.has(_BECAUSE) or _OF_ADVICE.search(said.sentence):
        return False
    return bool(_OF_THE_BODY.search(said.sentence)) or bool(said.fields)


_CAME_OF = re.compile(
    r"(?:서|느라|니까) ?[^.,]{0,12}(?:오른|올라간|올라가신|뛴|떨어진|내려간|높아진|낮아진|빨라진|느려진|높은|낮은|빠른|느린|그런) ?(?:거|것|겁|탓)(?:예|이|입|라|네)"
    r"|(?:좁아진|좁아지신|모자란|모자라신|지친|지치신|약해진|붓고|부은|막힌) ?(?:탓|까닭|것 ?같|거예|것이|듯)|쪽일 ?(?:거예|것이|듯)|잘못 ?(?:잰|쟀|측정[된한]) ?(?:거라|거예|것이|겁)"
)
"""What a reading or a complaint is said to come of: 스트레스를 받아서 올라간 거예요, 기관지가 좁아진 탓이에요."""
_WHETHER_IT_IS = re.compile(r"(?:때문|탓|영향)인지")
_BECAUSE = re.compile(
    r"(?:(?<!기 )(?<!기)때문|탓|영향|부작용|전조|징후)(?:이에요|예요|입니다|이죠|이야|이지|일 ?거|인 ?것 ?같|으로 ?보)|[가-힣]서 ?(?:그래요|그렇습니다|그런 ?(?:거|것|겁)|그러(?:시|신|실)|그럴 ?(?:거|것|겁)|그렇다)|(?:니까|느라) ?그(?:래요|렇|런)"
)
_OF_ADVICE = re.compile(r"권하|권해|권합|까닭|계획|안내|쓰지 ?않|계산|공식|추정|지침|규칙|이유")
_OF_THE_BODY = re.compile(
    r"심박|맥박|맥이|산소|포화도|잠|수면|피곤|피로|어지|아프|아픈|통증|숨|가슴|두근|저리|붓|부은|부었|열이|열은|몸|체중|살이|혈압|혈당|머리|다리|무릎|허리|어깨|손|발|배가|속이"
)
_OF_THE_RECORD = re.compile(r"걸음|거리|기록|입력|측정|기기|착용|값")
_GUESS = re.compile(
    r"(?<![가-힣])(?:폐|심장|간|신장|콩팥|위장?|장|뇌|혈관|신경|갑상선|호르몬|관절|뼈|면역|자율신경|귀|전정)[^.]{0,6}(?:쪽 ?)?(?:문제|이상(?! 간격| 쉬)|탓|때문(?!에 ?(?:심박|지켜야|몸의 ?느낌))|염증|고장|약해|나빠|막혀|막힌|눌)|(?<!심장이식 )(?:커피|카페인|스트레스|피로|피곤|긴장|과로|수면 ?부족|잠 ?부족|음주|술|운동 ?부족|근육|나이|체질|날씨|감기|더위|추위|식사|탈수|생리|호르몬|기계|기기|시계|무리)[^.]{0,10}(?:때문|탓|영향|덕분|부작용)|기미|의심(?:돼|되|이|할|해)|가능성이 ?(?:높|크|커|있)|전형적|징후|초기 ?(?:증상|단계)"
)


class IfTaken(NamedTuple):
    """A medicine that is spoken of though nobody told of it."""

    words: tuple[str, ...]

    def judge(self, evidence: Evidence) -> Objection | None:
        """Let it stand where it is known, or where a condition is known that none of them names."""
        if "약" in evidence.question or any(w in evidence.question for w in self.words):
            return None
        known = set(evidence.profile.conditions)
        for word in self.words:
            telling = [c for form, named in _FORMS.items() if re.search(form, word) for c in named]
            if not known & (set(telling) or known):
                return not_understood("알려 주지 않은 약에 대한 말이에요")
        return None


_TAKING = frozenset({
    "먹다", "드시다", "복용하다", "맞다", "바르다", "붙이다", "뿌리다", "쓰다", "넣다", "챙기다", "마시다", "섞다", "사다", "구하다", "추가하다", "시작하다",
    "더하다", "곁들이다", "투여하다", "삼키다", "털다", "먹이다", "사용하다", "추천하다", "권하다", "권해드리다", "추천드리다", "잡수다", "찾다", "들다",
    "주무시다", "좋다", "낫다", "괜찮다", "도움", "충분하다", "필요하다", "모자라다", "채우다", "타다", "물다", "활용하다", "시도하다",
})  # fmt: skip
_CHANGING = frozenset({
    "끊다", "줄이다", "늘리다", "바꾸다", "건너뛰다", "멈추다", "중단하다", "빼다", "거르다", "미루다", "쉬다", "버리다", "그만두다", "덜다", "내리다", "낮추다",
    "빼먹다", "졸업하다", "패스하다", "생략하다", "나누다", "쪼개다", "조절하다", "대신하다", "올리다", "높이다", "떼다", "잊다", "치우다", "그만하다", "놓다",
    "비우다", "안녕하다", "필요없다", "몰다", "앞당기다", "늦추다", "옮기다", "조정하다",
})  # fmt: skip
_OPEN = frozenset({Modality.CONDITION, Modality.HYPOTHETICAL, Modality.ASK, Modality.WISH})


def read_medicine(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read what is said of medicines and supplements."""
    words = tuple(dict.fromkeys(w.strip() for w in said.words("medicine")))
    if not words or said.has(_TO_TELL):
        return
    acts = list(_acts(said))
    refused = [why for act in acts if (why := _objection(said, *act)) is not None]
    is_right = _is_ordered(said) or _is_asked(said)
    if refused:
        yield Always(refused[0])
    elif is_right or (acts and all(_is_forbidden(act) for act, _ in acts)):
        return
    elif _is_left(said) or (not acts and _is_dosed(said)) or _is_lauded(said):
        yield Always(_MEDICINE)
    elif not (said.is_open or said.is_denied or said.clause.leaves or said.text.endswith("?")):
        yield IfTaken(words)


def _is_dosed(said: ClauseWords) -> bool:
    return said.has(_DOSED) and not _SAYS_NO.search(said.text)


def _is_lauded(said: ClauseWords) -> bool:
    return said.has(_SUPPLEMENT) and said.has(_LAUDED) and not said.is_denied


_SAYS_NO = re.compile(r"금지|금물|말고|마세요|마라|안 ?돼|않|없|말아|\?$")
_LAUDED = re.compile(
    r"부담 ?없|괜찮|마음 ?편|효과|도움|좋(?!지)|번쩍|살아나|무난|안전|추세|비밀|비법|최고|챙기|필수|추천"
)


def _acts(said: ClauseWords) -> Iterator[tuple[Frame, Link]]:
    """Yield what is said to be done with the medicine, in its own clause and after it."""
    read = heard(said.sentence)
    places = {t.place for f in said.found if f.kind == "medicine" for t in _tokens(said, read, f)}
    begun = False
    for clause in read.sentence.clauses:
        has_it = any(t.place in places for t in clause.tokens)
        begun |= has_it
        frame = clause.frame
        if frame is None or not begun or frame.predicate.lemma not in _TAKING | _CHANGING:
            continue
        if _is_of(frame, read, places) if has_it else not _names_another(frame):
            yield frame, clause.link


def _is_of(frame: Frame, read: SentenceRead, places: set[int]) -> bool:
    """Say whether a statement is about the medicine itself, not about what goes with it."""
    starts = {t.start for t in read.sentence.tokens if t.place in places}
    named = [a for a in frame.arguments if any(a.start <= s < a.end for s in starts)]
    acts_on = [a for a in frame.arguments if a.role is Role.OBJECT and a not in named]
    if acts_on and not set(acts_on[0].words) & _OF_A_DOSE:
        return False  # 베타차단제는 심박수를 낮추므로
    roles = _PRAISED if frame.predicate.lemma in _PRAISING else _HANDLED
    return not named or any(a.role in roles and "때문" not in a.words for a in named)


_HANDLED = frozenset({Role.OBJECT, Role.TOPIC, Role.BARE})
_PRAISED = frozenset({Role.OBJECT, Role.TOPIC, Role.BARE, Role.SUBJECT})


def _tokens(said: ClauseWords, read: SentenceRead, found: KindFound) -> list[Token]:
    start = said.clause.start
    return read.tokens(start + found.start, start + found.end)


def _names_another(frame: Frame) -> bool:
    """Say whether a statement is about something else: 약은 그대로 드시고 운동은 줄이세요."""
    return any(
        a.role in {Role.TOPIC, Role.OBJECT, Role.SUBJECT} and not set(a.words) & _OF_A_DOSE
        for a in frame.arguments
    )


_OF_A_DOSE = frozenset(
    {"약", "알", "정", "캡슐", "용량", "양", "분", "것", "거", "단위", "복용", "주사"}
)


def _objection(said: ClauseWords, act: Frame, link: Link) -> Objection | None:
    if _is_forbidden(act):
        return _of_a_denial(said, act)
    lemma = act.predicate.lemma
    if act.predicate.is_past or act.modality is Modality.WISH or _with_doctor(said):
        return None
    if act.modality in _OPEN | {Modality.QUOTE} or link is Link.MODIFIES:
        return _MEDICINE if _is_promised(said, lemma, act, link) else None
    if lemma in _CHANGING:
        return _MEDICINE if act.proposes or act.modality is not Modality.ASSERT else _UNCLEAR
    if not act.proposes and lemma not in _PRAISING:
        return None
    is_right = _is_ordered(said) and not said.has(_CHANGED) and not said.has(_SUPPLEMENT)
    return None if is_right else _MEDICINE


def _of_a_denial(said: ClauseWords, act: Frame) -> Objection | None:
    lemma = act.predicate.lemma
    if lemma == "필요하다":
        return None if said.has(_SUPPLEMENT) else _MEDICINE
    is_stopped = (
        lemma in _TAKING - _PRAISING - _RECOMMENDING and act.modality is not Modality.ASSERT
    )
    allowed = any(said.has(p) for p in (_OF_ONES_OWN, _SUPPLEMENT, _OVER_THE_COUNTER, _CHANGED))
    return _UNCLEAR if is_stopped and not allowed and not _is_asked(said) else None


def _is_promised(said: ClauseWords, lemma: str, act: Frame, link: Link) -> bool:
    """Say whether good is told of what is only supposed: 반 알 늘리시면 잠이 잘 와요, 쉬셔도 괜찮아요."""
    if act.modality is Modality.ASK and link is not Link.THOUGH:
        return False
    if _OF_HARM.search(said.sentence[said.clause.start :]):
        return False
    light = _MADE_LIGHT_OF if link is Link.MODIFIES else _CHANGED
    return lemma in _CHANGING or bool(light.search(said.sentence))


_MADE_LIGHT_OF = re.compile(
    rf"{_CHANGED.pattern}|(?:것|게|편|일)(?:도|이|은)?[^.]{{0,16}}(?:방법|요령|선택|지혜|답이|비결|무난|흔한)"
)
_OF_HARM = re.compile(
    r"위험|부작용|나빠|해로|악화|안 ?[돼되됩]|마세|마시고|마시길|마라|말고|말아|마요|말자|멈추|연락|진료|물어|여쭤|여쭙|문의|흔들|탈 ?나|의사|약사|모르|없어지지|주의"
)
_PRAISING = frozenset({"좋다", "낫다", "괜찮다", "충분하다", "필요하다"})
_RECOMMENDING = frozenset({"권하다", "추천하다", "권해드리다", "추천드리다"})
_UNCLEAR = not_understood("약을 두고 무엇을 부정하는지 알 수 없어요")


def _is_forbidden(act: Frame) -> bool:
    return act.polarity is Polarity.DENIED or act.modality is Modality.FORBID


def _is_ordered(said: ClauseWords) -> bool:
    return bool(_AS_ORDERED.search(said.sentence))


def _is_asked(said: ClauseWords) -> bool:
    """Whether the sentence leaves it to a doctor or a pharmacist."""
    return bool(_LEFT_TO.search(said.sentence))


def _with_doctor(said: ClauseWords) -> bool:
    return bool(_WITH_DOCTOR.search(said.sentence) or _LEFT_TO.search(said.sentence))


def _is_left(said: ClauseWords) -> bool:
    is_optional = said.has(_SUPPLEMENT) or said.has(_OVER_THE_COUNTER)
    return bool(_INSTEAD.search(said.text)) and not is_optional


_INSTEAD = re.compile(r"(?:약|제|주사|인슐린)(?:을|를)? ?(?:대신(?!하|할|해)|보다|말고)")
_TO_TELL = re.compile(
    r"(?:약|복용|복용약|처방전)[^.]{0,10}(?:정리|메모|알리|알려|말씀|말하|확인|물어|이름|보여|가져|적어)|부딪|챙겨 ?가|(?:함께|같이) ?말|달라지|구급|진료에서|(?:약|복용)[^.]{0,6}(?:아는|보는|살피는|살핀) ?(?:사람|분|의사)[이가만] ?(?:판단|정하|정해|결정|살펴)|계산하지 ?못|비워|한계는"
)
_WITH_DOCTOR = re.compile(
    r"(?:의사|의료진|주치의|약사|약국|담당|선생님|산부인과|닥터)[^.]{0,16}(?:상의|상담|물어|여쭤|여쭙|묻고|확인|정하|정해|정할|결정|먼저|의논|허락|얘기|이야기|말해|만 )"
)
_LEFT_TO = re.compile(
    r"(?:의사|의료진|주치의|약사|선생님|담당|닥터|진료)[가-힣 ]{0,8}(?:의논|정하|정할|정해|결정|판단|보실|볼|살피|몫|일이|만)|(?:의사|의료진|주치의|약사|약국|선생님|닥터)[^.]{0,8}(?:물어|여쭤|여쭙|상의|상담|의논|얘기|이야기|확인)|되는지[^.]{0,16}(?:물어|여쭤|확인)"
)
