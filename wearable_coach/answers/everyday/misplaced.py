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
        (r"소변이 새|새는 느낌", r"소변|요실금|새[요는서나면]|샌|샐|골반|케겔|출산|산후"),
        (r"줄넘기보다", r"줄넘기|줄을|줄 없이|이단"),
        (r"의자에 앉아 코로", r"집에서|연습|복식|긴장|불안|잠들|자기 전"),
        (r"폐경|갱년기", r"폐경|갱년기|[4-6]0대|화끈|열감|골다공|골밀도|뼈|골감소"),
    )
)  # fmt: skip
"""What a sentence takes for told, and the words of a question that tell it."""


_PARTS = (
    "손목|손가락|손", "팔꿈치|엘보", "어깨", "허리", "엉덩이|고관절|골반|안장", "무릎", "정강이", "종아리", "발목", "발바닥|뒤꿈치|족저", "머리|두통",
)  # fmt: skip
_ACHING = (
    r"(?: 앞| 뒤| 옆| 안쪽| 바깥쪽| 한 점)?(?:이|가|도)? ?(?:콕 |자꾸 |부어 |닳아 )*"
    r"(?:아프|아파|아픈|통증|붓|부었|부으|뻐근|저리|저려|배기|시큰|쑤시|꺾이고)"
)
_PART = tuple(re.compile(part) for part in _PARTS)
_ACHING_PART = tuple(re.compile(f"(?:{part}){_ACHING}") for part in _PARTS)
"""Parts of the body, and as a sentence says that one of them aches."""
_NOW = re.compile(r"119|응급|산부인과에")
"""What is said whatever part was asked of."""


def of_another_part(way: str, question: str) -> bool:
    """Say whether a sentence speaks of an ache elsewhere than where the question has it.

    >>> of_another_part("엉덩이가 배기면 패드 바지를 입으세요.", "자전거 타면 무릎이 아파요.")
    True
    """
    asked = {at for at, part in enumerate(_PART) if part.search(question)}
    if not asked or _NOW.search(way):
        return False
    aching = {at for at, part in enumerate(_ACHING_PART) if part.search(way)}
    return bool(aching) and aching.isdisjoint(asked)


_HARDER = re.compile(r"(?:쉬워지면|익숙해지면|편해지면|익으면)[, ]")
_NAMED = re.compile(
    r"일어[서나]|스쿼트|밀기|들기|당기기|걷기|걸으|걸어|서기|플랭크|매달|조이|자전거|번씩|세트"
)


def is_step_after_none(way: str, said: Sequence[str]) -> bool:
    """Say whether a sentence makes an exercise harder that none of those said names.

    >>> is_step_after_none("쉬워지면 높이를 낮추세요.", ["다리가 가늘어진 게 걱정이시군요."])
    True
    """
    return bool(_HARDER.match(way)) and not any(map(_NAMED.search, said))


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
    if is_step_after_none(way, said):
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
