"""Whether a sentence of a topic stands in the wrong place: in another question's answer, or before another person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.own_words import bears_no_child

_ANSWERS_ANOTHER = re.compile(
    r"(?:네|아니요|아니에요|맞아요)[,.] |(?:둘 다|어느 쪽|어느 것도|그것만으로는|까닭에 따라) |[^.]*어느 한쪽"
)
"""So begins what answers another question of the topic; it is none in the middle of this one's answer."""
_DAILY = re.compile(r"날마다|매일|하루도 빠짐없이")
_WEEKLY = re.compile(
    r"하루걸러|월·?수·?금|(?:일주일에|한 주에?|주) ?(?:\d|한두|두세|세 번|네 번|이틀|사흘)"
)
"""How often: who is bid one daily and another thrice a week has to choose between two."""
_DANGER = re.compile(r"119|응급실|(?:가슴이|숨이|쓰러)[^.]*(?:진료|병원|의사)")
_SOOTHES = re.compile(r"[^.]*(?:금방 (?:나아|괜찮|가라)|흔한 일|흔해요|대개 (?:지나|가라앉|빠져))")
_STILL_ACHES = re.compile(r"그래도 아프면")
_ACHES = re.compile(r"아프|아파|아픈|통증|쑤시|결리|저리|시큰|뻐근|불편|삐")
_WITH_CHILD = re.compile(r"(?:임신|수유)(?! ?(?:한|하는|중인) 분)")

_BEGINS = re.compile(
    r"(?:걷는 것|걷기)부터|주 2번부터|초보|안 하던 (?:분|사람)|막 시작|시작한 지 얼마|운동이 처음"
)
_BEGINNING = re.compile(r"처음|초보|입문|시작|다시|쉬었|오랜만|부터")
_PRESUMES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(presumed), re.compile(told))
    for presumed, told in (
        (r"물에 들어가면|수경|물안경", r"수영|헤엄|물|풀"),
        (r"안쪽의 걷기는", r"걷|산책|새벽|아침 운동|공복"),
        (r"보호대는", r"보호대|밴드|테이핑|차면|차도|차는"),
        (r"화나게|화난", r"화[가날내난를]|짜증|분노|예민|소리 지르|소리를 지르|열받"),
        (r"약을 먹어도", r"약|아프|아파|통증|생리통"),
        (r"커피 한 잔쯤|커피를 마신 뒤|커피를 더하지", r"커피|카페인|아메리카노|라떼|카누"),
        (r"바람막이|챙 있는", r"옷|입|챙|모자|준비물|나가|날|뛸|달리"),
        (r"어린이|청소년은|아이는|아이가", r"아이|애[가기는들를한 ]|아기|아들|딸|어린이|청소년|학생|중\d|고\d|초등|자녀|손주|육아|등교|엄마|주부"),
        (r"야간(?! 모드)|교대|당직|밤 근무", r"야간|교대|당직|밤샘|밤새|근무|나이트|간호사|철야"),
        (r"생리(?!식염)|월경", r"생리|월경|폐경|갱년기|임신|여성|여자"),
    )
)  # fmt: skip
"""What a sentence takes for told, and the words of a question that tell it."""


def misplaced(way: str, said: Sequence[str], brief: Brief, question: str) -> bool:
    """Say whether a sentence does not go on from what was said, or speaks to another than this person.

    Args:
        way: The sentence that would be said next.
        said: What the answer holds already.
        brief: The person and day.
        question: What is asked; it may speak of somebody else.
    """
    if _WITH_CHILD.search(way) and "임신" not in question and bears_no_child(brief):
        return True
    if said and _ANSWERS_ANOTHER.match(way):
        return True
    if _STILL_ACHES.search(way) and not any(map(_ACHES.search, (question, *said))):
        return True
    own = _how_often(way)
    if own and any(_how_often(one) not in {"", own} for one in said):
        return True
    return bool(_SOOTHES.match(way)) and any(map(_DANGER.search, said))


def presumes(way: str, question: str) -> bool:
    """Say whether a sentence takes something for told that a question does not tell: a brace, a swim, anger.

    >>> presumes("배부른 채로 물에 들어가면 속이 더부룩해요.", "마라톤 아침에 뭘 먹죠")
    True
    """
    return any(it.search(way) and not told.search(question) for it, told in _PRESUMES)


def is_for_beginners(way: str, question: str, brief: Brief) -> bool:
    """Say whether a sentence speaks to one who begins, and this person has trained for long and asks of no beginning."""
    trains = brief.profile.regularly_active is True or brief.profile.athlete
    return trains and bool(_BEGINS.search(way)) and not _BEGINNING.search(question)


def _how_often(way: str) -> str:
    """Return whether a sentence bids something daily or some days of a week; empty where neither, or both."""
    daily, weekly = _DAILY.search(way), _WEEKLY.search(way)
    if bool(daily) == bool(weekly):
        return ""
    return "daily" if daily else "weekly"
