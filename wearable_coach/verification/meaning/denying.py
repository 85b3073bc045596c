"""A denial of a denial: what is meant is not sure, and nobody lets it pass."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wearable_coach.verification.meaning.said import (
    Always,
    ClauseJudge,
    ClauseWords,
    not_understood,
)

_TWICE = re.compile(
    r"(?:없는|없을|않은|않는|않을|아닌|못하는|못할|못한|안 ?되는|안 ?될|안 ?되지는|없지는|않지는|아니지는)[^.,]{0,10}(?:없|아니|아닙|않)|(?:않는다고|없다고|아니라고|못한다고|않다고)[^.,]{0,8}(?:어렵|어려|힘들)|(?:안 ?될|못 ?할|안 ?할|안 ?갈|마다할|피할|막을|말릴) ?(?:것|건|이유|까닭|필요)[^.,]{0,6}(?:없|않|아니)|(?:아니|없)(?:라|다)고[^.,]{0,8}(?:수|순) ?(?:는|도)? ?없"
)
_NO = r"(?:(?<![가-힣])(?:안|못) ?[가-힣]{1,5}|[가-힣]*[가-힣]지(?:는|도|를)? ?(?:않|못)[가-힣]*|(?:[가-힣]+ ?)?없[가-힣]*|[가-힣]*아[니닌닐][가-힣]*)"
_SAID_OF_IT = re.compile(
    rf"{_NO}(?:다|라)고(?!도)(?:는|까지는?)? ?(?:[가-힣]{{1,4}} ?)?(?:못|안|뭣|뭐하|어렵|어려|힘들|곤란|무리|[가-힣]{{0,4}}지 ?(?:는 ?)?(?:않|못)|[가-힣]{{1,5}} ?수(?:는|가|도)? ?없)"
    r"|없지(?:는|도|만은)? ?않|[가-힣]지(?:는|도|를)? ?(?:않|못)[을는할하은던았했] ?(?:수|순)(?:는|가|도)? ?없"
    r"|[가-힣]지(?:는|도)? ?(?:않|못)[는을하할] ?(?:사람|이|분|때|날|경우|데|적|곳)[은이는도]? ?(?:없|드물|아니)"
    r"|(?:못|안) ?[가-힣]{1,3} ?것도 ?없|지 ?말(?:란|라는|라고는) ?(?:법|말|뜻|건|이야기)[은이]? ?(?:없|아니|아닙)|아닐 ?수 ?(?:는|가)? ?없|(?:않|없|못하|안 ?하)[으시]{0,2}면 ?안 ?[되될돼][가-힣]{0,3} ?(?:건|것은|이유|까닭)[^.,]{0,4}(?:아니|아닙|없)|불필요하지 ?않|모르지 ?않|[가-힣]지 ?(?:않|못)[을하할]{1,2} ?(?:이유|까닭|것)[은이도가]? ?없"
    r"|(?:않|못|없|안 ?[가-힣]{1,3})[가-힣]{0,3}기(?:는|만|가)? ?(?:뭣|뭐하|어렵|힘들|곤란)|(?:않|못|없|아니)[가-힣]{0,3}(?:것|건|게|바)[은도이]? ?(?:아니|아닙|아닌)"
)
_OBLIGES = re.compile(r"지 ?않으면 ?안|단정|판단하지|보지 ?않|빼지 ?않|인지 ?아닌지|지 ?아닌지")


def read_denied_twice(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read a denial of a denial: beside a word of health, or of what is said, known or done."""
    text = said.text
    is_twice = _TWICE.search(text) if said.found else None
    if is_twice is None:
        is_twice = _SAID_OF_IT.search(text)
    if is_twice is None or _OBLIGES.search(text):
        return
    yield Always(_DOUBLE)


_DOUBLE = not_understood("부정이 겹쳐서 뜻을 정할 수 없어요")
