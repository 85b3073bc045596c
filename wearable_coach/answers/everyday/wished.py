"""What a user wishes of a plan in the chat: so many days, so many minutes, a day or a move left out."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_DAYS = "월화수목금토일"
_NUMBERS = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6}
_OFTEN = re.compile(
    r"(?<![가-힣])(?:주(?:에)?|일주일에?|한 ?주에?) ?(?:딱 )?(?P<low>[1-7]|한|두|세|네|다섯|여섯)(?:[~-](?P<high>[1-7]))? ?(?:일|번|회|날)"
)
_LONG = re.compile(r"(?<![\d~.])(?P<low>\d{1,3})(?:~(?P<high>\d{1,3}))?분")
_LONGEST_SESSION = 100
"""More is of a week [min]."""
_LEFT_OUT_DAY = re.compile(
    rf"(?P<days>(?:[{_DAYS}],? ?)*[{_DAYS}])요일(?:은|엔|에는|에|날은?|만)? ?(?:[가-힣]+ ){{0,2}}?[가-힣]{{0,4}}?(?:안 ?[돼되]|못 ?[해하가]|빼|제외|힘들|어려워|불가)"
)
_LEFT_OUT_MOVE = re.compile(
    r"(?P<move>[가-힣A-Za-z]{2,8}?)(?:[은는을를]|하는 거|같은 ?거는?)? ?(?:빼 ?[줘주고]|제외하?|못 ?해|말고)"
)
_NO_MOVE = frozenset(
    {"그거", "이거", "저거", "그것", "아니", "요일", "운동", "그건", "이건", "걱정", "오늘"}
)
_LISTED = re.compile(
    rf"(?<![가-힣])(?P<days>(?:[{_DAYS}][·, ]{{0,2}}){{1,7}})(?:요일)?(?=[은는에엔로, .]|으로|마다|처럼|$)"
)
_NAMED = re.compile(rf"(?P<day>[{_DAYS}])요일")
_DAILY = re.compile(r"(?<!거의 )(?:매일|날마다)[^.]*(?:하세요|해 보세요|돼요|좋아요)")
_LEAVES_OUT = re.compile(r"빼|미루|미뤄|피하|피해|쉬|말고|마세요|않|대신")
_ALL_DAYS = 7
_PLANS = re.compile(r"계획|루틴|프로그램|스케줄|일정|식으로 짜|짜 ?(?:줘|주|줄|달)")


class Wished(NamedTuple):
    """What a plan is to keep to."""

    days: int | None = None
    """A week."""
    minutes: int | None = None
    """A session."""
    no_days: frozenset[str] = frozenset()
    no_moves: frozenset[str] = frozenset()

    def allows(self, way: str) -> bool:
        """Say whether a sentence bids nothing that goes against it.

        >>> wished_in("주 3회 30분 계획").allows("월수금은 30분 걷기, 화목은 20분 근력으로 하세요.")
        False
        """
        named = _days_named(way)
        if named & self.no_days:
            return False
        if self.days is not None and (
            len(named) > self.days
            or (self.days < _ALL_DAYS and bool(_DAILY.search(way)))
            or any(_number(m["low"]) > self.days for m in _OFTEN.finditer(way))
        ):
            return False
        lows = [int(m["low"]) for m in _LONG.finditer(way)]
        if self.minutes is not None and any(self.minutes < low < _LONGEST_SESSION for low in lows):
            return False
        return not any(
            move in one and not _LEAVES_OUT.search(one)
            for one in re.split(r"(?<=[.!?]) ", way)
            for move in self.no_moves
        )

    def names(self, way: str) -> bool:
        """Say whether a sentence is about just so many days a week.

        >>> wished_in("주 3회 30분 가능한 계획").names("주 3회도 충분히 쓸 만해요.")
        True
        """
        return self.days is not None and any(
            _number(m["low"]) <= self.days <= _number(m["high"] or m["low"])
            for m in _OFTEN.finditer(way)
        )


@lru_cache(maxsize=256)
def wished_in(said: str) -> Wished:
    """Return what all that a user said asks a plan to keep to; what is said last counts.

    >>> wished_in("계획 짜줘, 수요일은 회식이라 안돼").no_days
    frozenset({'수'})
    """
    if not _PLANS.search(said):
        return Wished()
    often, long = [*_OFTEN.finditer(said)], [*_LONG.finditer(said)]
    days = {one for m in _LEFT_OUT_DAY.finditer(said) for one in m["days"] if one in _DAYS}
    moves = {m["move"] for m in _LEFT_OUT_MOVE.finditer(said)} - _NO_MOVE
    return Wished(
        _number(often[-1]["high"] or often[-1]["low"]) if often else None,
        int(long[-1]["high"] or long[-1]["low"]) if long else None,
        frozenset(days),
        frozenset(one for one in moves if not one.endswith("요일")),
    )


def is_wish_alone(question: str) -> bool:
    """Say whether a turn tells nothing but what a plan is to keep to.

    >>> is_wish_alone("수요일은 회식이라 안돼"), is_wish_alone("수요일에 뭐 먹어요?")
    (True, False)
    """
    tells = any(one.search(question) for one in (_LEFT_OUT_DAY, _LEFT_OUT_MOVE, _OFTEN, _LONG))
    return tells and "?" not in question and len(question) <= _SHORT


_SHORT = 40
"""What is longer tells something else, too [characters]."""


def asks_for_plan(question: str) -> bool:
    """Say whether a question asks for a plan of exercise."""
    return bool(_PLANS.search(question))


def _days_named(way: str) -> set[str]:
    listed = {
        one
        for m in _LISTED.finditer(way)
        for one in m["days"]
        if one in _DAYS and len(m["days"].strip(" ,·")) > 1
    }
    return listed | {m["day"] for m in _NAMED.finditer(way)}


def _number(written: str) -> int:
    return _NUMBERS[written] if written in _NUMBERS else int(written)
