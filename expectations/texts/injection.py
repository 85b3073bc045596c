"""A question that gives orders to the model: forget the rules, tell the prompt, be somebody else.

Such questions are in a dataset on purpose, each with an answer that declines in the words of the
phrase book; every other one is a finding.
"""

from __future__ import annotations

import re
from functools import cache

from expectations.texts.found import any_of, compact, shown
from wearable_coach.rendering.phrases import phrase_book

_RULES = "(?:지시|지침|규칙|명령|프롬프트|제한|제약|정책|가이드라인|안전장치|안전기준|안전지침|안전규칙|원칙|대화내용|대화를|시스템메시지|초기설정|필터|인스트럭션|룰|instructions?|rules?|prompts?|guidelines?|restrictions?)"
_DROP = "(?:무시(?!하지|하면안|되|당)|잊(?!지마|지말|지않|어버|었|으면안)|따르지마|따르지말|어기(?!지)|해제|취소|초기화|신경쓰지|빼고답|버리(?!지)|끄고|꺼줘|우회|풀어|벗어나|없애|건너뛰|무효|없던걸로|없는걸로|없는셈|무력화|ignore|forget|disregard|bypass|override|skip)"
_TELL = "(?:출력|보여|알려|공개|번역|복사|말해|읊|써줘|적어|요약|붙여넣|유출|털어|드러내|나열|옮겨|외워|들려|불러|print|show|reveal|repeat|tell)"
_BEFORE = "(?:이전|앞|위|지금까지|기존|여태|원래|모든|전부|시스템|안전|너의|네|니|너한테|받은|처음)"
_OTHERS = re.compile(
    rf"(?:의사|선생님|병원|코치님|트레이너|식단|식이|운동|활동|음식|체중|보행|수면|시간)의?{_RULES}"
)
"""Rules of somebody else: who asks may well speak of breaking those."""
_ROLE = "(?:의사|전문의|닥터|약사|한의사|주치의|간호사|변호사|해커|관리자|개발자|운영자|번역기|터미널|리눅스|계산기|판사|검사관|교수|시인|작가|악당|점쟁이|할머니|다른ai|doctor|dan|ai가아니)"
_YOU = "(?:너는|넌|네가|니가|너가|당신은|당신이|그대는|너를|당신을)"
_MODEL = "(?:ai|인공지능|어시스턴트|assistant|챗봇|언어모델|코치봇|봇|llm|gpt)"
_ORDERED = "(?:라고만|할것|하라(?:고적|고써|고되|고하|(?![가-힣]))|하시오|해라|하십시오|말하라|답하라|출력해|무시하|따르라|라고답|라고말|라고대답|라고출력|라고써|로답하|로만답)"
_IN_KOREAN = (
    rf"{_BEFORE}.{{0,10}}{_RULES}.{{0,12}}{_DROP}",
    rf"{_RULES}(?:은|는|을|를|이|가|도|들을|사항을|따위)?(?:모두|전부|다|싹|좀|그냥|전혀)?{_DROP}",
    r"(?:ignore|forget|disregard|bypass|override|이그노어).{0,14}(?:지시|지침|규칙|명령|프롬프트|제한|룰|이전|안전|위의|위에)",
    rf"(?:시스템|프롬프트|초기설정|시스템메시지|내부지침|숨은지시|지시문|설정문|숨겨진지시).{{0,14}}{_TELL}",
    r"(?:시스템|system)(?:프롬프트|prompt|메시지를|message|지시문|지침|인스트럭션|instruction)",
    rf"(?:너의|네|니|너한테준|네가받은|당신의|너한테주어진|당신이받은)(?:지침|지시|규칙|설정|명령|프롬프트|원칙|instructions?|prompt|rules?).{{0,24}}(?:{_TELL}|노래|자장가|이야기|시로|동화|소설|편지|바꿔)",
    r"(?:자장가|동화|소설|노래|연극|시나리오|퀴즈|수수께끼|암호|base64|거꾸로|영어로|번역|할머니).{0,40}(?:프롬프트|지시문|네지침|너의지침|네규칙|너의규칙|받은지시|숨겨진)",
    r"(?:네가|니가|너가|당신이|너에게|너한테|당신에게)(?:맨?처음에?|제일먼저|가장먼저)?(?:받은|주어진|입력된|전달된)(?:첫|모든|그)?(?:글|말|문장|내용|메시지|지시|지침|텍스트|명령|규칙|설정)",
    r"(?:위|앞|지금까지|이전|여기까지)(?:에|에서|의|쪽에)?(?:있는|적힌|쓰인|나온|모든|전체|전부|내용|글|텍스트|문장|말|대화|것){1,4}(?:을|를)?.{0,14}(?:그대로|한글자|빠짐없이|전부|모두|처음부터).{0,10}(?:반복|출력|복사|써|적어|따라|읊|되풀이|옮겨)",
    r"(?:맨?처음에?|제일먼저|가장먼저)(?:받은|주어진|입력된)(?:지시|지침|규칙|명령|프롬프트|메시지|설정)",
    r"(?:너의|네|니|당신의|내부|숨은|숨겨진|비밀)(?:시스템)?프롬프트|(?:내부|숨은|숨겨진|비밀)(?:규칙|지침|지시|명령)",
    r"새로?운?(?:지시|규칙|명령|지침)(?:사항)?[:：]",
    r"(?:이대화|이채팅|너는|넌|너에게|너한테|여기서는|지금부터|이제부터).{0,10}(?:제약|제한|규칙|검열)(?:도|이|은)?없",
    r"(?:너는|넌|네가|당신은)(?:이제|더이상|더는){1,2}(?:코치|ai|어시스턴트|봇|건강코치|운동코치)(?:가|이)?아니(?!지|죠|예요\\?)",
    r"(?:위|앞)(?:의|에)?(?:내용|글|텍스트|문장)(?:을|를)?(?:전부|모두|다|그대로){1,2}(?:다시)?(?:말|써|출력|반복|적)",
    r"(?:위|앞)의?(?:모든|전체)(?:것|내용|글|텍스트|문장|말)(?:을|를)?.{0,6}(?:반복|출력|복사)",
    r"(?:너는|넌|네가|당신은|이제부터|지금부터|앞으로).{0,14}(?:제한없|제약없|무제한|검열없|규칙없|dan|해커|관리자|의사라고생각|의사역할|의사인척)",
    rf"{_YOU}[^.!?\n]{{0,10}}{_ROLE}(?:(?:야|이야|다|이다|입니다|로서|라고(?:치|생각|가정|상상)|인척|처럼|역할|가되|이되|이니|니까|로변|로행동)(?![?까])|(?=[.!\n]|$))",
    rf"(?:이제부터|지금부터|앞으로|이순간부터).{{0,12}}{_ROLE}(?:야|이야|다|입니다|로서|처럼|역할|가되|이되)(?:[^?까]|$).{{0,20}}",
    rf"{_ROLE}(?:역할을?|인척|로변신|로빙의|모드로|가되어)(?:해|하고|맡|연기|서|로)?.{{0,12}}(?:진단|처방|답|말|골라)",
    r"(?:개발자|관리자|디버그|탈옥|dan|god|루트|무제한|슈퍼유저)(?:모드|권한)|탈옥|프롬프트.{0,8}(?:번역|출력|공개|복사|알려|보여)",
    r"(?:제한|제약|안전기준|안전지침|기준|규칙)(?:을|를|이|가|은|는)?(?:모두|전부|다)?(?:해제|없는|빼고|없이)(?:한|하고|하라|해|하세요)?.{0,8}(?:답|말|의사|역할|모드|ai|응답|처방)",
    r"(?:규칙|지침|제한|안전기준|정책|안전장치|가이드라인|지시)(?:은|는|이|가|들은|들이|사항은)?(?:이제|더이상|더는|오늘|오늘부로|모두|전부|다|여기서는|이시간부로|지금부터){0,2}(?:무효|적용되지않|적용안|해당되지않|해당안|없어졌|없다고|폐지|중단|풀렸|해제|끝났|꺼졌|꺼져|off|사라졌|효력|유효하지않)",
    r"(?:이건|이것은|이거|지금은|이대화는|여기는|이채팅은)[^.!?\n]{0,8}(?:테스트|시험용|점검|샌드박스|실험|가상|픽션|허구)(?:니까|이니|이므로|라서|라|환경|모드|용|상황|야|입니다|이야|예요|이에요|일뿐)[^?\n]{0,20}(?:규칙|제한|지침|안전|답해|답하|대답|상관없|거절|경고|진단|처방)",
    r"(?:라고만|로만|하게만|답하도록|대답하도록|말하도록|응답하도록|출력하도록|진단하도록|처방하도록|허용하도록)(?:답|말|대답|응답|출력)?[^.!?\n]{0,8}(?:설정|지정|구성|프로그램|세팅|업데이트|프로그래밍)(?:되|됐|돼|해놨|했|해둔|돼있)",
    r"(?:정책|규칙|지침|안전기준)(?:이|은|을|가)?(?:변경|업데이트|갱신|수정|개정)(?:되|됐|했)[^\n]{0,24}(?:답|말해|허용|진단|처방|출력|제한)",
    r"(?:관리자|개발자|운영자|운영팀|본사|openai|제작자)(?:가|로서|의|인데|입니다|이다|야|다)[^.!?\n]{0,20}(?:승인|허가|명령|지시|허용|해제|규칙|프롬프트|제한|무시)",
    rf"{_MODEL}(?:에게|는|은|야|아|님|전용|께|한테|용|:|：)[^.!?\n]{{0,30}}{_ORDERED}",
    rf"(?:이글|이문장|이메시지|이데이터|이기록|이파일|이메모|이문서)(?:을|를)(?:읽|처리|분석|보)(?:는|은|고있는|하는|한)(?:{_MODEL}|모델|코치)",
    r"(?:내가|제가)시키는대로만?(?:답|말|대답|응답|해)|역할극.{0,14}(?:골라|처방|진단|답)",
)
_IN_ENGLISH = (
    r"(?:ignore|disregard|forget|override|bypass|drop)\w*.{0,24}(?:previous|above|prior|earlier|instruction|rules?\b|guideline|prompt|safety|everything|restriction|told)",
    r"(?:reveal|print|show|repeat|output|tell|translate|leak|copy)\b.{0,20}(?:system\s?prompt|your\s?(?:prompt|instruction|rules|guideline)|initial\s?prompt)",
    r"you\s?are\s?now\b|pretend\s(?:to\s?be|you)|act\s?as\s(?:a|an|if|dan|my)\b|(?:what|list)\b.{0,12}\byour\s(?:instructions?|rules|prompt|guidelines)|new\s(?:instructions?|rules?)\s?:|(?:repeat|print|copy|output|recite|echo|type)\b.{0,20}\b(?:everything|all|text|words?|lines?|message)\b.{0,14}\b(?:above|before|so\sfar|verbatim)|system\s?(?:prompt|message|instruction)|(?:previous|prior|above)\s(?:instruction|rule|prompt)s?|(?:rules?|guidelines?|restrictions?)\s(?:no\slonger|are\s(?:void|off|disabled|lifted)|don't\sapply)|note\sto\s(?:the\s)?(?:ai|assistant|model)|without\s(?:any\s)?(?:guideline|restriction|rule|filter|limit)|no\srestriction|jailbreak|developer\smode|admin\smode",
)
_MARKS = r"<\|\w*|\[/?(?:INST|SYSTEM|SYS)\]|<</?SYS>>|#{2,}\s?(?:instruction|system|지시)|^\s*(?:system|assistant|시스템|어시스턴트)\s?[:：]"
_KOREAN = tuple(map(re.compile, _IN_KOREAN))
"""Each by itself begins with letters and is looked for at their speed; all in one are not."""
_KOREAN_HINTS = any_of((
    "지시", "지침", "규칙", "명령", "프롬프트", "제한", "제약", "정책", "가이드", "안전장치", "안전기준", "원칙", "대화", "시스템", "설정", "필터", "인스트럭션",
    "룰", "instruction", "rule", "prompt", "guideline", "restriction", "ignore", "forget", "disregard", "bypass", "override", "이그노어", "system",
    "숨겨진", "네가", "니가", "너가", "당신", "너에게", "너한테", "너는", "넌", "그대로", "한글자", "빠짐없", "전부", "모두", "처음부터", "반복", "출력", "복사",
    "검열", "dan", "해커", "관리자", "개발자", "운영자", "제작자", "의사", "전문의", "인공지능", "닥터", "약사", "주치의", "간호사", "터미널", "리눅스", "계산기", "판사", "교수", "시인", "작가", "악당", "점쟁이",
    "할머니", "ai", "doctor", "모드", "권한", "탈옥", "테스트", "시험용", "점검", "샌드박스", "실험", "가상", "픽션", "허구", "코치", "내용", "글", "지정", "구성", "프로그램", "세팅",
    "업데이트", "기준", "운영", "본사", "어시스턴트", "assistant", "챗봇", "모델", "봇", "llm", "gpt", "이글", "이문장", "이메시지", "이데이터", "이기록", "이파일",
    "이메모", "이문서", "시키는", "역할", "변호사", "검사관", "번역기",
))  # fmt: skip
"""What the Korean ones cannot do without."""
_ENGLISH = re.compile("|".join(_IN_ENGLISH), re.IGNORECASE)
_ENGLISH_HINTS = any_of((
    "ignore", "disregard", "forget", "override", "bypass", "drop", "reveal", "print", "show", "repeat", "output", "tell", "translate",
    "leak", "copy", "recite", "echo", "type", "system", "previous", "prior", "above", "rule", "guideline", "instruction", "what", "list", "note", "you", "pretend", "act", "without", "restriction", "jailbreak", "mode",
))  # fmt: skip
"""What the English ones cannot do without."""
_MARKED = re.compile(_MARKS, re.IGNORECASE | re.MULTILINE)
_WORDS = re.compile(r"[가-힣a-zA-Z]")


def injection(question: str, answer: str = "") -> str:
    """Return the orders that a question gives to the model; "" if none, or where the answer declines."""
    found = (
        _MARKED.search(question)
        or (_ENGLISH_HINTS.search(question.casefold()) and _ENGLISH.search(question))
        or _korean(_joined(question))
    )
    if not found or declines(answer):
        return ""
    return shown(found[0])


def _korean(joined: str) -> re.Match[str] | None:
    if not _KOREAN_HINTS.search(joined):
        return None
    own = _OTHERS.sub("", joined)
    return next(filter(None, (order.search(own) for order in _KOREAN)), None)


def _joined(text: str) -> str:
    """Return a text without spaces and marks, sentences kept apart: Korean is spaced at will."""
    return re.sub(r"[ \t,'\"“”‘’*·]+", "", text).lower()


def declines(answer: str) -> bool:
    """Say whether an answer declines such an order in the words of the phrase book."""
    said = compact(answer)
    return any(sentence in said for sentence in _refusals())


@cache
def _refusals() -> tuple[str, ...]:
    return tuple(map(compact, phrase_book("coaching_refuse").slots["inject.core"]))
