"""Whether a heard need fits what was told in figures: nobody with a glucose of 320 is sent for sugar."""

from __future__ import annotations

import re

from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.urgency import NOTHING, SELF, Need
from wearable_coach.standards.table import table

_LOW_SUGAR, _INFANT, _ANY = "low_sugar", "infant", "persistent_symptom"
_BABY = re.compile(
    r"아기|애기|신생아|영아|젖먹이|갓난|백일|개월|아이|애가|애는|아가|돌쟁이|둥이|조카|손주|손자|손녀|아들|딸"
    r"|생후|분유|기저귀|태어난 ?지|(?<![가-힣])애(?:가|는|도|한테)?(?![가-힣])"
)


_CALLED = "아기"
"""How a need of this kind calls who is named nowhere."""
_DIABETES = re.compile(r"당뇨|혈당|인슐린")


def _knows_diabetes(asked: Asked) -> bool:
    told = "diabetes" in asked.known.profile.conditions
    return told or bool(_DIABETES.search(asked.user_words))


def fitting(need: Need, asked: Asked) -> Need:
    """Return a need, or nothing where a told reading says that it is not this one.

    The day keeps the level of the told reading itself.
    """
    told = asked.known.told
    if need.kind == _LOW_SUGAR and need.who == SELF and told.glucose is not None:
        return need if told.glucose < table("told")["glucose_mg_dl"]["low_below"] else NOTHING
    if need.kind == _LOW_SUGAR and need.by_ear and not _knows_diabetes(asked):
        return need._replace(kind=_ANY)
    if need.kind == _INFANT and need.by_ear and not _BABY.search(asked.user_words):
        who = SELF if need.who == _CALLED else need.who
        return need._replace(kind=_ANY, who=who) if told.temperature is None else NOTHING
    return need
