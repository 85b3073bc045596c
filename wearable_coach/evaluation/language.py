"""Reading an answer as language: sentences, their ending, and what they send the person to do."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^.!?\n…]+[.!?…]*")
_TRAILING = re.compile(r"[\s.!?…\"'”’)\]~*_^ㅎㅋ\U0001F300-\U0001FAFF☀-➿]+$")
_SKIPPED_LINE = re.compile(r"^\s*(?:#{1,6}\s|\|)")
_POLITE = re.compile(r"(?:요|죠)$")
_OTHER_ENDING = re.compile(
    r"(?:니다|니까|시오|십시오|십시다|읍시다|[가-힣]다|[가-힣]자|[가-힣]라|[가-힣]까|[가-힣]어|[가-힣]야|[가-힣]지|[가-힣]네|[가-힣]군)$"
)
_LEAST_WORDS = 2

MEDICAL = re.compile(
    r"(?:진료|의료기관|병원|의사|의료진|의원|주치의|응급실|구급차)[^.!?\n]{0,30}?"
    r"(?:가세요|가 ?보세요|가셔야|받으세요|받아 ?보세요|받으셔야|받아야|상담하세요|상담해 ?보세요|상의하세요|연락하세요|"
    r"방문하세요|내원하세요|찾으세요|찾아가세요|확인받으세요|권해요|권합니다|필요해요|필요합니다|좋겠어요|좋아요)"
    r"|119(?:에|로)? ?(?:전화|연락|신고)"
)
_CONDITION = re.compile(
    r"(?:[가-힣]면(?![허역])|경우|[을할일] ?때|때(?:는|에는|엔)?|동안|전에|계속되|지속되|나빠지|심해지|없어지지|라도|거나)"
)
_LACKING = re.compile(
    r"(?:없|모르|모릅|몰라|알 ?수 ?없|빠져|빠진|비어|알려 ?주|말씀해 ?주|필요해요|필요합니다|확인이 ?필요|재 ?보|측정해|입력|있어야|있으면)"
)


def sentences(text: str) -> list[str]:
    """Return the sentences of an answer; headings and tables are none."""
    found = []
    for line in text.split("\n"):
        if _SKIPPED_LINE.match(line):
            continue
        found += [s.strip() for s in _SENTENCE.findall(line) if s.strip(" \t-*·.!?")]
    return found


def politeness(sentence: str) -> bool | None:
    """Say whether a sentence ends in 해요체; None when it ends in no verb (a list's item)."""
    ending = _TRAILING.sub("", sentence)
    if _POLITE.search(ending):
        return True
    if _OTHER_ENDING.search(ending) and len(ending.split()) >= _LEAST_WORDS:
        return False
    return None


def sends_to_doctor(text: str) -> str | None:
    """Return the first sentence that sends the person to medical care without a condition."""
    for sentence in sentences(text):
        match = MEDICAL.search(sentence)
        if match and not _CONDITION.search(sentence):
            return sentence
    return None


def says_it_lacks(text: str) -> bool:
    """Say whether an answer says of anything that it is not known or is needed."""
    return any(_LACKING.search(sentence) for sentence in sentences(text))
