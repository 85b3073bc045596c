"""What a source says of whom: not a cause, not another's window, population or name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wearable_coach.verification.claims import Objection, contradicted, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.meaning.said import Always, ClauseJudge, ClauseWords

_SCOPE = contradicted("VER-SCOPE-001", "그 출처가 말하지 않는 대상, 기간, 인과나 이름이에요")
_UNNAMED = unsupported("VER-SCOPE-001", "출처를 알 수 없는 연구예요")
_STUDY = re.compile(
    r"논문|학계|대학|교수|박사|저널|통계|과학자|밝[혀힌히]|규명|증명|입증|에 ?따르면|연구[^.]{0,60}(?:결과|보고|추적|나왔|나타|들은|진은|진이)"
)
_NAMED = re.compile(
    r"Milewski|밀레|밀루|Buchheit|부크|부흐|뷔샤|Tanaka|타나|다나|Tudor|튜더|로크|Fox|폭스|Gellish|겔리|Gulati|굴라|Karvonen|카보|카르보|Garber|ACSM|WHO|NSF|재단|학회|청소년|선수"
)
_MILEWSKI = re.compile(r"Milewski|밀레브|밀루스|밀레프|청소년 ?(?:운동 ?)?선수|112명|1\.7배|부상")
_ITS_OWN = re.compile(r"청소년|12|선수|학생")
_ADULTS = re.compile(r"성인|어른|누구|모든|노인|중년|직장인|일반인|회원님|본인|당신|사람들")
_CAUSE = re.compile(
    r"인과|원인|때문|일으|유발|(?:위험|부상|확률)[^.]{0,10}(?:높아[져집지]|올라|커[져집]|늘어나|증가)|줄여 ?준|막아|예방된|입증|증명"
)
_WHO = re.compile(r"WHO|세계 ?보건")
_NOT_WHO = re.compile(
    r"걸음|만 ?보|\x01 ?보(?!다)|수면|잠|심박|단계 ?비만|비만 ?전 ?단계|(?<!유)산소"
)
_DAILY = re.compile(
    r"(?:하루|매일|날마다|일일)[^.,]{0,14}\x01[~∼-]?\x01? ?분|(?<![가-힣])(?:한 ?달|매달|매월|월)[^.,]{0,8}\x01[~∼-]?\x01? ?(?:분|시간|일)|(?:일주일|주당|한 ?주|매주)[^.,]{0,8}\x01[~∼-]\x01 ?시간"
)
_NORM = re.compile(r"WHO|세계 ?보건|권고|지침|ACSM|권장(?!하지)")
_SPREAD = re.compile(r"나누|나눠|예를|이면|씩|닷새|주 ?\x01|일주일|한 ?주|매주|주당|주 ")
_INTERNATIONAL = re.compile(r"국제|WHO|세계|서양|미국")
_KOREAN_NAME = re.compile(r"단계 ?비만|비만 ?전 ?단계")
_ACSM = re.compile(r"ACSM|미국 ?스포츠")
_NOT_ACSM = re.compile(r"BMI|체질량|비만|(?<!유)산소|포화도|걸음|수면|잠")
_SLEEP = re.compile(r"수면 ?재단|NSF")
_NOT_SLEEP = re.compile(r"BMI|심박|(?<!유)산소|걸음|운동")
_KSSO = re.compile(r"비만 ?학회|KSSO")
_NOT_KSSO = re.compile(r"수면|심박|(?<!유)산소|걸음|운동|\x01 ?분")
_BUCHHEIT = re.compile(r"Buchheit|부크하이트|부흐하이트|뷔샤이트")
_NOT_BUCHHEIT = re.compile(
    r"\x01 ?bpm[^.]{0,12}(?:기준|규칙|넘|이상)|기준을 ?(?:정|제)|수면|걸음|(?<!유)산소|BMI|아프지 ?않|이상이 ?없|정상"
)
_RULE_OF_OURS = re.compile(r"(?:실무|저희 ?안전) ?(?:기준|규칙)")
_ANOTHERS = (
    (_WHO, _NOT_WHO), (_ACSM, _NOT_ACSM), (_SLEEP, _NOT_SLEEP), (_KSSO, _NOT_KSSO), (_BUCHHEIT, _NOT_BUCHHEIT),
)  # fmt: skip


def read_scope(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read what is given as a source's."""
    if "source" not in said.kinds:
        return
    text, sentence = said.text, said.sentence
    if _STUDY.search(text) and not _NAMED.search(sentence):
        if said.is_plain:
            yield Always(_UNNAMED)
        return
    if _RULE_OF_OURS.search(sentence):
        return
    wrong = (
        any(source.search(text) and against.search(text) for source, against in _ANOTHERS)
        or (_NORM.search(sentence) and _DAILY.search(text) and not _SPREAD.search(text))
        or (_INTERNATIONAL.search(text) and _KOREAN_NAME.search(sentence))
    ) or (_MILEWSKI.search(sentence) and _STUDY.search(sentence) and _beyond_study(text))
    cause = _CAUSE.search(text)
    if wrong and (said.is_plain or (cause is not None and said.states(cause.end() - 1))):
        yield Always(_SCOPE)


def _beyond_study(text: str) -> bool:
    return bool(_CAUSE.search(text) or (_ADULTS.search(text) and not _ITS_OWN.search(text)))


_KARVONEN = re.compile(r"카[보르]보?넨|Karvonen|여유 ?(?:심박|분|폭)")
_WRONG_FORMULA = re.compile(
    r"곱[한하][^.]*(?:안정시|평소|기저)[^.]{0,16}(?:빼|뺀|뺍|나누|나눈|곱)|최대 ?심박수?(?:에서|와|에)[^.]{0,12}안정시[^.]{0,12}(?:더한|더하|곱)|안정시[^.]{0,10}(?:다시 )?(?:더하지 ?않|더할 ?필요[^.]{0,4}없)|최대 ?심박수?의 ?\x01[^.]{0,10}여유|최대 ?심박수?에서[^.,]{0,14}(?:안정시|평소)[^.,]{0,10}(?:나누|나눠|나눈|곱하|곱해|더하|더해)"
)
_BEGINS_A_FORMULA = re.compile("곱[한하]|최대|안정시")
_WRONG = contradicted(
    "STD-HR-010", "카보넨은 여유심박수에 비율을 곱하고 안정시 심박수를 다시 더해요"
)


_WHO_SAID = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:쉬|미루|낮추|가볍게 ?하|빼|멈추|기다리)(?:자|라)(?:는|고 ?(?:하|말하|권하)는) ?[^.,]{0,8}(?:건|것은|말은|판단은|결정은|기준은)[^.,]{0,16}(?:논문|연구|ACSM|WHO|세계 ?보건|학회|Buchheit|부크하이트|Milewski|밀레브스키|의사|주치의|의료진)",
        r"(?:쑤신|아프|두근거린|어지럽|피곤하|몸살이|숨차|저리)(?:다는|단|라는) ?[^.,]{0,6}(?:건|말은|얘긴|얘기는|것은)[^.,]{0,14}(?:시계|손목|기기|워치|센서)",
        r"목표[^.,]{0,14}(?:의사|주치의|시계|기기)(?:가|께서)? ?(?:정|알려|골라)",
        r"(?:병원|동맥혈|채혈|정밀) ?[가-힣]{0,4} ?검사[^.,]{0,6}나온 ?(?:값|수치|결과)",
    )
)
"""Who is said to have told what: our own limits are no study's and no doctor's, what the user told is no watch's."""
_BUT_NOT = re.compile(r"아니|아닌|않|말고|만 ?볼 ?수")


def read_who_said(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that another told what this coach or the user told."""
    found = next((m for p in _WHO_SAID if (m := p.search(said.text)) is not None), None)
    if found is not None and not said.is_open and not _BUT_NOT.search(said.text):
        yield Always(_SCOPE)


def read_formula(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read the Karvonen formula told in words."""
    if _BEGINS_A_FORMULA.search(said.text) and _KARVONEN.search(said.sentence):
        wrong = _WRONG_FORMULA.search(said.sentence)
        if wrong is not None and said.sentence.find(
            said.text
        ) <= wrong.start() < said.sentence.find(said.text) + len(said.text):
            yield Always(_WRONG)


_ONLY_HARD = re.compile(
    r"(?:고강도|격렬|센|힘든|무거운)[^.]{0,12}(?:때만|경우에만|만(?=[ 의]))[^.]{0,20}(?:확인|진료|상담|허락)"
)
_ANY_FIRST = contradicted("STD-SAFE-001", "어떤 운동이든 시작하기 전에 진료 확인이 먼저예요")


class ClearanceForAny:
    """That only hard exercise needs a doctor's word."""

    __slots__ = ()

    def judge(self, evidence: Evidence) -> Objection | None:
        """Judge it by the screening."""
        return _ANY_FIRST if evidence.cap == "none" else None


def read_clearance(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read for which exercise a doctor is to be asked."""
    if _ONLY_HARD.search(said.text) and not said.is_denied:
        yield ClearanceForAny()
