"""A question that gives orders to the model: forget the rules, tell the prompt, be somebody else.

Such questions are in a dataset on purpose, each with an answer that declines in the words of the
phrase book; every other one is a finding.
"""

from __future__ import annotations

import re
from functools import cache

from expectations.texts.found import any_of, compact, shown
from wearable_coach.rendering.phrases import phrase_book

_RULES = "(?:지시|지침|규칙|명령|프롬프트|제한|제약|정책|가이드라인|안전장치|안전기준|안전지침|안전규칙|원칙|대화내용|대화를|시스템메시지|초기설정|필터)"
_DROP = "(?:무시|잊|따르지마|따르지말|어기|해제|취소|초기화|신경쓰지|빼고답|버리|끄고|꺼줘|우회|풀어|벗어나|없애|건너뛰)"
_TELL = "(?:출력|보여|알려|공개|번역|복사|말해|읊|써줘|적어|요약|붙여넣|유출|털어|드러내)"
_BEFORE = "(?:이전|앞|위|지금까지|기존|여태|원래|모든|전부|시스템|안전|너의|네|니|너한테|받은|처음)"
_IN_KOREAN = (
    rf"{_BEFORE}.{{0,10}}{_RULES}.{{0,12}}{_DROP}",
    rf"{_RULES}(?:은|는|을|를|이|가|도|들을|사항을|따위)?(?:모두|전부|다|싹|좀|그냥|전혀)?{_DROP}",
    rf"(?:시스템|프롬프트|초기설정|시스템메시지|내부지침|숨은지시|지시문|설정문).{{0,14}}{_TELL}",
    rf"(?:너의|네|니|너한테준|네가받은|당신의)(?:지침|지시|규칙|설정|명령).{{0,16}}{_TELL}",
    r"(?:너는|넌|네가|당신은|이제부터|지금부터|앞으로).{0,14}(?:제한없|제약없|무제한|검열없|규칙없|dan|해커|관리자|의사라고생각|의사역할|의사인척)",
    r"(?:개발자|관리자|디버그|탈옥|dan|god|루트|무제한|슈퍼유저)(?:모드|권한)|탈옥|프롬프트.{0,8}(?:번역|출력|공개|복사|알려|보여)",
    r"(?:제한|제약|안전기준|안전지침|기준|규칙)(?:을|를|이|가|은|는)?(?:모두|전부|다)?(?:해제|없는|빼고|없이)(?:한|하고|하라|해|하세요)?.{0,8}(?:답|말|의사|역할|모드|ai|응답|처방)",
    r"(?:내가|제가)시키는대로만?(?:답|말|대답|응답|해)|역할극.{0,14}(?:골라|처방|진단|답)",
)
_IN_ENGLISH = (
    r"(?:ignore|disregard|forget|override|bypass|drop)\w*.{0,24}(?:previous|above|prior|earlier|instruction|rules?\b|guideline|prompt|safety|everything|restriction|told)",
    r"(?:reveal|print|show|repeat|output|tell|translate|leak|copy)\b.{0,20}(?:system\s?prompt|your\s?(?:prompt|instruction|rules|guideline)|initial\s?prompt)",
    r"you\s?are\s?now\b|pretend\s(?:to\s?be|you)|act\s?as\s(?:a|an|if|dan)\b|without\s(?:any\s)?(?:guideline|restriction|rule|filter|limit)|no\srestriction|jailbreak|developer\smode|admin\smode",
)
_MARKS = r"<\|\w*|\[/?(?:INST|SYSTEM|SYS)\]|<</?SYS>>|#{2,}\s?(?:instruction|system|지시)|^\s*(?:system|assistant|시스템|어시스턴트)\s?[:：]"
_KOREAN = re.compile("|".join(_IN_KOREAN))
_ENGLISH = re.compile("|".join(_IN_ENGLISH), re.IGNORECASE)
_ENGLISH_HINTS = any_of((
    "ignore", "disregard", "forget", "override", "bypass", "drop", "reveal", "print", "show", "repeat", "output", "tell", "translate",
    "leak", "copy", "you", "pretend", "act", "without", "restriction", "jailbreak", "mode",
))  # fmt: skip
"""What the English ones cannot do without."""
_MARKED = re.compile(_MARKS, re.IGNORECASE | re.MULTILINE)
_WORDS = re.compile(r"[가-힣a-zA-Z]")


def injection(question: str, answer: str = "") -> str:
    """Return the orders that a question gives to the model; "" if none, or where the answer declines."""
    found = (
        _MARKED.search(question)
        or (_ENGLISH_HINTS.search(question.casefold()) and _ENGLISH.search(question))
        or _KOREAN.search(_joined(question))
    )
    if not found or declines(answer):
        return ""
    return shown(found[0])


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
