"""A disease that is named of the person, and medicines and supplements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.meaning.said import (
    Always,
    ClauseJudge,
    ClauseWords,
    not_understood,
)

_DIAGNOSIS = contradicted("VER-FORBID-001", "진단은 의사의 일이에요")
_MEDICINE = contradicted(
    "VER-FORBID-002", "약과 보충제는 시작하거나 끊거나 양을 바꾸라고 말하지 않아요"
)
_NOT_MINE = re.compile(
    r"알 ?수 ?없|모르|말씀드릴 ?수|말할 ?수|드릴 ?수 ?없|진단(?:하지|은|이 ?아|할)|단정|판단(?:하지|할 ?수|은)|가릴 ?수|확인할 ?수|의료진이|의사가|의사 ?선생|주치의가|진료에서|진료로|진단이 ?아니|가리는 ?검사|검사가 ?아니|뜻하지(?:는|도)? ?않|의미하지(?:는|도)? ?않|정하지"
)
_KNOWN = {
    "당뇨": ("diabetes",),
    "심혈관|심장병|심장 ?질환|협심증|심근 ?경색": ("cvd",),
    "신장|콩팥": ("renal",),
    "심방 ?세동|부정맥": ("atrial_fibrillation",),
}
_NONE = re.compile(r"(?:질환|질병|지병|병력|증상)[^.]{0,18}(?:없|않)")
_HAS = re.compile(r"있으[시니]|앓|걸리|진행|생기|생겼|의심|보[이여]")
_ANY = re.compile(r"^(?:질환|질병|지병|병[이을은명])")
_ACT = re.compile(
    r"먹|드시|드세|드셔|드실|드십|들고|복용(?:하시(?!니)|하세|하면|하셔|해 ?)|맞[으아고는]|바르|발라|붙이|뿌리|쓰[시세면고]|써|챙기|챙겨|추천|권[하해]|좋|도움|끊|줄이|줄여|늘리|늘려|바꾸|바꿔|건너뛰|멈추|멈춰|중단|빼|거르|걸러|미루|시작|효과|스톱|하루|#|\x01|알씩|한 ?알|섞|타서|대신|필요|사[시세다]|구해|괜찮|무방|상관|충분|내려|덜|더 |반으로|절반"
)
_AS_ORDERED = re.compile(
    r"처방|의사|의료진|주치의|약사|지시|설명서|그대로|평소대로|정해 ?준|상의|상담|여쭤|물어|담당|하던 ?대로"
)
_CHANGING = re.compile(
    r"끊|줄이|줄여|늘리|늘려|바꾸|바꿔|건너뛰|멈추|멈춰|중단|빼|거르|걸러|스톱|반으로|절반|덜 |더 "
)
_SUPPLEMENT = re.compile(
    r"보충제|비타민|영양제|유산균|오메가|크레아틴|BCAA|아르기닌|마그네슘|아연|부스터|디톡스|파우더|셰이크|프로틴|게이너|SARM|홍삼|인삼|보약|한약|즙|진액|엑기스|철분|단백질|캡슐|mg|멜라토닌|수면제|진통제|해열제|이부프로펜|타이레놀|아스피린|소염제|감기약|파스"
)


class NamedOfThePerson(NamedTuple):
    """A disease that a clause gives the person."""

    words: tuple[str, ...]

    def judge(self, evidence: Evidence) -> Objection | None:
        """Let it stand where the person told of it."""
        for word in self.words:
            if word in evidence.question:
                continue
            if not _has(evidence, word):
                return _DIAGNOSIS
        return None


def _has(evidence: Evidence, word: str) -> bool:
    known = set(evidence.profile.conditions)
    if _ANY.match(word):
        return bool(known)
    return any(re.match(words, word) and known & set(names) for words, names in _KNOWN.items())


def read_disease(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read diseases: told ones may be named, others are a doctor's to find."""
    words = tuple(dict.fromkeys(said.words("disease")))
    if not words or _NOT_MINE.search(said.text) or _NONE.search(said.text):
        return  # an absence is judged as one
    if all(_ANY.match(w) for w in words) and not _HAS.search(said.text):
        return
    if said.is_open or (said.is_denied and _NOT_MINE.search(said.sentence)):
        return
    yield NamedOfThePerson(words)


def read_soft_diagnosis(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read a cause or a fault of the body that is guessed at."""
    guess = _GUESS.search(said.text)
    if guess is None or _NOT_MINE.search(said.text) or _OF_THE_RECORD.search(said.text):
        return
    if said.states(guess.end() - 1) and said.is_plain:
        yield Always(not_understood("원인을 짐작하는 말이에요"))


_OF_THE_RECORD = re.compile(r"걸음|거리|기록|입력|측정|기기|착용|값")
_GUESS = re.compile(
    r"(?<![가-힣])(?:폐|심장|간|신장|콩팥|위장?|장|뇌|혈관|신경|갑상선|호르몬|관절|뼈|면역|자율신경|귀|전정)[^.]{0,6}(?:쪽 ?)?(?:문제|이상(?! 간격| 쉬)|탓|때문(?!에 심박)|염증|고장|약해|나빠|막혀|막힌|눌)|(?<!심장이식 )(?:커피|카페인|스트레스|피로|피곤|긴장|과로|수면 ?부족|잠 ?부족|음주|술|운동 ?부족|근육|나이|체질|날씨|감기|더위|추위|식사|탈수|생리|호르몬|기계|기기|시계|무리)[^.]{0,10}(?:때문|탓|영향|덕분|부작용)|기미|의심(?:돼|되|이|할|해)|가능성이 ?(?:높|크|커|있)|전형적|징후|초기 ?(?:증상|단계)"
)


class IfTaken(NamedTuple):
    """A medicine that is spoken of though nobody told of it."""

    words: tuple[str, ...]

    def judge(self, evidence: Evidence) -> Objection | None:
        """Let it stand where a medicine is known."""
        if "beta_blocker" in evidence.profile.conditions or evidence.profile.conditions:
            return None
        if any(word in evidence.question for word in self.words) or "약" in evidence.question:
            return None
        return not_understood("알려 주지 않은 약에 대한 말이에요")


def read_medicine(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read what is said of medicines and supplements."""
    words = tuple(dict.fromkeys(w.strip() for w in said.words("medicine")))
    if not words or said.has(_TO_TELL) or said.is_open:
        return
    ordered = bool(_AS_ORDERED.search(said.sentence))
    if said.is_denied or (said.clause.left_aside):
        if said.has(_CHANGING) and not ordered and not _FORBIDDING.search(said.text):
            yield Always(not_understood("약을 두고 무엇을 부정하는지 알 수 없어요"))
        return
    if said.has(_ACT) and not (ordered and not said.has(_SUPPLEMENT)):
        if said.clause.leaves and not said.has(_CHANGING):
            return
        yield Always(_MEDICINE)
    elif ordered and said.has(_CHANGING) and not _WITH_DOCTOR.search(said.sentence):
        yield Always(not_understood("약을 바꾸라는 말인지 알 수 없어요"))
    elif not _AS_ORDERED.search(said.text):
        yield IfTaken(words)


_TO_TELL = re.compile(
    r"(?:약|복용|복용약|처방전)[^.]{0,10}(?:정리|메모|알리|알려|말씀|말하|확인|물어|이름|보여|가져|적어)|부딪|챙겨 ?가|함께 ?말|달라지|구급|진료에서|(?:약|복용)[^.]{0,6}(?:아는|보는|살피는|살핀) ?(?:사람|분|의사)[이가만] ?(?:판단|정하|정해|결정|살펴)|계산하지 ?못|비워|한계는"
)
_FORBIDDING = re.compile(r"지 ?(?:는 ?|도 ?)?(?:마|말|않)")
_WITH_DOCTOR = re.compile(
    r"(?:의사|의료진|주치의|약사|담당)[^.]{0,16}(?:상의|상담|물어|여쭤|확인|정하|결정|먼저)"
)
_ = SafetyLevel
