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


def _how_often(way: str) -> str:
    """Return whether a sentence bids something daily or some days of a week; empty where neither, or both."""
    daily, weekly = _DAILY.search(way), _WEEKLY.search(way)
    if bool(daily) == bool(weekly):
        return ""
    return "daily" if daily else "weekly"
