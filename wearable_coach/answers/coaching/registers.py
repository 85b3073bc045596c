"""Manners of asking: indirect questions, plain speech among friends, spaces left out."""

from __future__ import annotations

import re
from functools import lru_cache
from random import Random

_INDIRECT = (("나요?", "는지"), ("까요?", "지"), ("가요?", "지"))
_PLAIN = (
    ("이에요", "이야"),
    ("예요", "야"),
    ("니에요", "니야"),
    ("합니다", "해"),
    ("죠?", "지?"),
    ("코치님", "코치"),
    ("주실", "줄"),
    ("하시", "하"),
)
_SELF = re.compile(r"(?<![가-힣])(저(?=는|도|처럼|한테| 같은)|제(?=가 | ))")
_POLITE_END = re.compile(r"요(?=[.?,!~]|$)")


@lru_cache(maxsize=4096)
def indirect(question: str) -> str | None:
    """Return a question as a clause, ``…되나요?`` as ``…되는지``; None when it has no such form.

    >>> indirect("오늘 뛰어도 되나요?"), indirect("이게 정상인가요?"), indirect("괜찮죠?")
    ('오늘 뛰어도 되는지', '이게 정상인지', None)
    """
    for ending, clause in _INDIRECT:
        if question.endswith(ending):
            return question[: -len(ending)] + clause
    return None


def casual(text: str) -> str:
    """Return 해요체 said plainly, as to a friend.

    >>> casual("어제 5.2시간 잤어요. 오늘 운동해도 되나요?")
    '어제 5.2시간 잤어. 오늘 운동해도 되나?'
    """
    for polite, plain in _PLAIN:
        if polite in text:
            text = text.replace(polite, plain)
    text = _SELF.sub(lambda m: "나" if m[1] == "저" else "내", text)
    return _POLITE_END.sub("", text)


_MARKS = {
    "worried": (" ㅠㅠ", "ㅠㅠ", " ㅠ", "..."),
    "chatty": (" ㅋㅋ", "ㅎㅎ", "~", " ㅋㅋㅋ"),
    "casual": (" ㅋㅋ", "ㅋㅋ", " ㅎㅎ", " ㅠㅠ"),
    "terse": ("", " ㅠ", "..", "?"),
    "plain": ("", "", " ㅎㅎ", " ㅠㅠ"),
}
"""What people put behind a sentence by how they write; formal letters go without."""
_SLIPS = (
    ("되나요", "돼나요"),
    ("안 돼", "안되"),
    ("괜찮", "괜찬"),
    ("어떻게", "어떻해"),
    ("할게요", "할께요"),
    ("며칠", "몇일"),
    ("오랜만", "오랫만"),
    ("오늘은", "오늘는"),
    ("안정시", "안정 시"),
)
"""How words slip from the fingers; no number and no unit among them."""
_MARKED, _SLIPPED = 0.3, 0.12


def as_typed(text: str, register: str, rng: Random) -> str:
    """Return what is asked as people type it: now and then ㅠㅠ or ㅋㅋ behind, now and then a slip.

    Args:
        text: What is asked, spelled right.
        register: How this user writes; a formal letter stays as it is.
        rng: Randomness.
    """
    marks = _MARKS.get(register, ())
    if marks and rng.random() < _MARKED:
        text += marks[int(rng.random() * len(marks))]
    if marks and rng.random() < _SLIPPED:
        known = [slip for slip in _SLIPS if slip[0] in text]
        if known:
            right, wrong = known[int(rng.random() * len(known))]
            text = text.replace(right, wrong, 1)
    return text
