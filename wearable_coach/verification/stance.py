"""Does a clause advise something, forbid it, make it conditional, or only define it?"""

from __future__ import annotations

import re
from functools import lru_cache

from wearable_coach.verification.masking import SLOT

_CLAUSE_END = re.compile(r"[.!?;]|, (?!(?:또는|혹은))|(?:고|며|지만|는데|은데|으니|니까|니) |→")


_DENY = re.compile(
    r"전에(?:는)? ?(?:꼭 ?|먼저 ?)?(?:진료|의사|의료|확인|상담|담당)|피하|피해|삼가|삼갈|하지 ?마|지 ?말|마세요|마요|말아|말고|미루|미뤄|미룰|쉬[^운웠]|쉴|쉽니다|금지|금물|금해|제한|않|"
    r"(?<![가-힣])안 ?(?:돼|되|해|하|맞|할|좋|됩)|없|빼|뺐|뺀|제외|줄이|줄여|멈추|멈춰|중단|대신|아니|아닌|이르|이릅|일러|보류|"
    r"넘기지|넘지|접어|내려놓|위험|뒤로|자제|어려|무리|못 ?하|못해|삼|그만|끊|금합|맞지|허용하지|금기|부담|낮추|낮춰|지양|말 ?것|참으|참아|참고 ?넘"
)


_CONDITION = re.compile(
    r"(?:받은|확인한|확인된|끝난|나은|회복한|회복된|좋아진|가라앉은|돌아온|돌아온|나아진|사라진|풀린|상담한|상의한|허락받은|허락을 ?받은|들은|정상인|거친|얻은|마친|떨어진|없어진|지난) ?(?:뒤|후|다음|이후|날)|"
    r"(?:회복되|회복하|나으|나아지|좋아지|가라앉|괜찮|허락하|확인되|확인받으|받으|돌아오|풀리|안정되|사라지|없어지|내려오|떨어지)[가-힣]{0,3}면|(?:진료|상담|확인|허락|회복|상의|검진|승인)(?:을|를|이)? ?(?:받은 ?)?(?:뒤|후|이후|다음)|"
    r"(?:뒤|후|이후|다음)에(?:야|만)? |재개|다시 ?시작|(?:하려|원하|싶)[으]?[면다]|나중에|언젠가|다음에|차츰|점차"
)


_DEFINE = re.compile(
    r"(?:는|은|이란|란) [^.]*(?:뜻해요|말해요|뜻이에요|말이에요|가리켜요|해당해요|분류돼요|부릅니다|불러요|봐요|봅니다|보통|기준이에요|구간이에요|강도예요|강도입니다|정도예요|정도입니다|수준이에요)|"
    r"WHO|세계 ?보건|지침|권고|정의|분류|구분|란\?|이란|뜻|의미|연구|보고|"
    rf"{SLOT} ?분은 .{{0,12}}{SLOT} ?분|환산|인정|치로|기준(?:표|으로)|이면 |면 [^,]*(?:봐요|봅니다|예요|이에요|해당|분류)|(?:일|할) ?때|경우|질문|물어|원하|희망|싶|말씀하신|하고 ?싶"
)


_ADVISE = re.compile(
    r"세요|십시오|합시다|해요|해 ?보|합니다|추천|권해|권합|권장|좋아요|좋습니다|좋겠|가능|괜찮|돼요|됩니다|되어요|진행|실시|시작|유지|처방|해도|도전|섞|추가|포함|넣|넘나|계획|걸어요|걷기|달려|뛰어|올려|높여|높이|늘려|병행|위주|중심|하면 ?돼|하기|목표|어때|해 ?주|봐요|갑니다|가요|예요|이에요|입니다|잡아|잡고|맞춰"
)


ADVICE_SECTIONS = frozenset({"plan", "warmup", "main", "cooldown", "today", "intensity", "week"})


@lru_cache(maxsize=4096)
def stance(text: str, start: int, end: int, section: str) -> str:
    """Return advised, denied, conditional, defined or mentioned, for the words [start, end).

    Args:
        text: The masked sentence.
        start: Where the words start.
        end: Where they end.
        section: The kind of section the sentence stands in.
    """
    rest = _clause(text, end)
    whole = text[_clause_start(text, start) : end] + rest
    if _DENY.search(rest):
        return "denied"
    if _CONDITION.search(text[:end]) or _CONDITION.search(rest):
        return "conditional"
    if _DEFINE.search(whole) or _DEFINE.search(text[:start]):
        return "defined"
    if section in ADVICE_SECTIONS or _ADVISE.search(rest):
        return "advised"
    tail = text[end:]
    if _DENY.search(tail):
        return "denied"
    return "advised" if _ADVISE.search(tail) else "mentioned"


def _clause(text: str, end: int) -> str:
    match = _CLAUSE_END.search(text, end)
    return text[end : match.start() + 1] if match else text[end:]


def _clause_start(text: str, start: int) -> int:
    last = 0
    for match in _CLAUSE_END.finditer(text, 0, start):
        last = match.end()
    return last


CONDITIONAL = re.compile(
    r"['’\"”]?[^.,;!?'’\"”():|]{0,10}?(?: 수(?:도|는)? ?(?:있|없)|(?:졌|았|었|ㄴ|는|한|하)?다(?:고|는)(?: ?해서| ?뜻| ?꼭| ?해도| ?보)?|(?:이|라|으|하|되|나|가|오|지|으시|시|있|없|높|낮|넘|적|많|짧|길|크|같|보이)?면(?!서|역|밀|접)|(?:을|ㄹ|할|일|될|낮을|높을|있을|없을) ?때|때(?:는|에|마다)?|경우|라도|더라도|는지|은지|ㄴ지|인지|을지|수록|까\?)"
)


def is_conditional(text: str, end: int) -> bool:
    """Say whether what ends at `end` goes on as a condition ("…이면", "…일 때")."""
    return bool(CONDITIONAL.match(text, end))
