"""A feeling that a user tells is heard before anything else is said."""

from __future__ import annotations

import re

from wearable_coach.rendering.phrases import Speaker

_FEELINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("glad", re.compile(r"해냈|성공했|완주했|신기록|뿌듯|기뻐요|좋아졌어요|빠졌어요!|늘었어요!")),
    ("ashamed", re.compile(r"의지가 약|한심|부끄럽|(?<!전)자책|나만 못|저만 못|이것밖에")),
    ("sad", re.compile(r"속상|우울|슬퍼|울적|눈물|외로|허무|좌절|서글|막막")),
    ("cross", re.compile(r"짜증|답답하네|답답해|화가 나|화나|열받|지긋지긋|왜 자꾸|맨날 쉬")),
    ("tired", re.compile(r"지쳤|지쳐|번아웃|진이 빠|너무 힘들|힘들어 죽|그만하고 싶|포기하고 싶")),
    ("worried", re.compile(r"걱정|불안|무서워|무섭|겁나|겁이 나|신경이 쓰|마음이 (?:좀 )?쓰")),
)
"""What is felt, the strongest first, and the words that tell it."""
_NOT_SO = re.compile(
    r"걱정(?:은|할 건)? ?(?:없|마|말|안)|괜한 걱정|안 무서|불안하지 않|짜증(?:은)? 안"
)


def feeling_told(text: str) -> str:
    """Return what feeling a text tells, empty where it tells none.

    >>> feeling_told("열심히 했는데 안 빠져서 속상해요"), feeling_told("몇 분 걸을까요?")
    ('sad', '')
    """
    said = _NOT_SO.sub("", text)
    return next((name for name, words in _FEELINGS if words.search(said)), "")


def heard(text: str, speaker: Speaker) -> str:
    """Return the sentence that hears the feeling of a text; empty where it tells none."""
    name = feeling_told(text)
    return speaker.say(f"hear.{name}") if name else ""
