"""What a turn of a talk is about: its own words without those that only lead in, and those of the turn before that it leans on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wearable_coach.answers.everyday.closest import stems_of

_LEAD = re.compile(
    r"(?:(?:아+|어+|음+|흠+|네|예|응|오+|ㅇㅇ|ㅇㅋ)[ ,.~!…]+"
    r"|(?:그럼|그러면|그라모|그라믄|그람|글면|그르면|그렇다면)(?:요|은|는)?[ ,.~!…]*(?:이제|인자)?"
    r"|(?:근데|근디|그런데|그리고|그나저나)(?:요|은|는)?[ ,.~!…]*"
    r"|(?:됐고|됐어|아니|아뇨|아니요|아니아니|아이고|맞아|맞다)(?:요|예)?[ ,.~!…]+)"
)
"""What takes up the answer before and says nothing of its own: 그럼, 됐고, 아니, 아 그리고."""
_LEAST_LEFT = 2
"""So many syllables must be left that something is said [letters]."""
_NOT_BUT = re.compile(
    r"^(?P<what>[^?.!,]{1,20}?)(?<!지)(?<!지 )말고(?:는|요)?(?![가-힣])[ ,.~]*(?P<but>[^ ].*)$"
)
"""A 말고 B: not that, but this; 하지 말고 forbids instead."""
_POINTING = re.compile(r"^(?:그|이|저)(?:거|것|게|런 ?거|런 ?것|건|쪽)$")
_PERMITTED = re.compile(r"[가-힣]+도 ?(?P<asks>[돼되될됩괜][가-힣]*.*)$")
"""The asking for leave that another thing takes over: 커피 마셔도 돼요?"""
_NOUN = re.compile(
    r"^[가-힣a-zA-Z]+?(?:은|는|이|가|도|을|를)?(?:요|이요|은요|는요|도요|이에요|예요)?[ ?.~!ㅋㅎㅠ]*$"
)
_TAIL = re.compile(r"(?:은요|는요|도요|이요|이에요|예요|은|는|이|가|도|을|를|요)?[ ?.~!ㅋㅎㅠ]*$")
_SHORT = 6
"""A turn of so many words may be no more than the end of the one before [words]."""
_SHORT_LETTERS = 30
_LINKED = 3
"""So many turns back is looked for what a short one is about."""


def without_lead(text: str) -> str:
    """Return a turn without the words that only take up the answer before.

    >>> without_lead("아 그럼 수영은요?")
    '수영은요?'
    >>> without_lead("그럼요")
    '그럼요'
    """
    left = text.strip()
    while (lead := _LEAD.match(left)) and _says_something(left[lead.end() :]):
        left = left[lead.end() :].strip()
    return left


def _says_something(text: str) -> bool:
    return len(re.findall(r"[가-힣a-zA-Z0-9]", text)) >= _LEAST_LEFT


def is_short(text: str) -> bool:
    """Say whether a turn is so short that it may lean on the one before."""
    left = without_lead(text)
    return len(left.split()) <= _SHORT and len(left) <= _SHORT_LETTERS


def stems_said(text: str) -> frozenset[str]:
    """Return the beginnings of the words that tell what a turn itself is about."""
    return stems_of(without_lead(text))


def joined_before(turns: Sequence[str]) -> str:
    """Return what the user's turns before are about: the last one, and while it is short those that it leans on.

    Args:
        turns: The user's earlier turns, the first one first.
    """
    said: list[str] = []
    for turn in reversed(turns[-_LINKED:]):
        said.insert(0, without_lead(turn))
        if not is_short(turn):
            break
    return " ".join(said)


def exchanged(text: str, before: str) -> str:
    """Return what is asked with the other thing in its place: 아니 커피 말고 운동이요, after 커피 마셔도 돼요?.

    Empty where nothing is exchanged.

    Args:
        text: What the user says.
        before: What the same user said before.

    >>> exchanged("아니 커피 말고 운동이요", "커피 마셔도 돼요?")
    '운동 해도 돼요?'
    >>> exchanged("그거 말고 조용한 거", "집에서 할 운동 추천해 줘")
    '집에서 할 운동 추천해 줘 조용한 거'
    """
    found = _NOT_BUT.match(without_lead(text))
    if found is None or not before:
        return ""
    what, but = found["what"].strip(), found["but"].strip()
    leave = _PERMITTED.search(before)
    if leave and _NOUN.match(but):
        return f"{_TAIL.sub('', but)} 해도 {leave['asks']}"
    kept = before if _POINTING.match(what) else _without(before, what)
    return f"{kept} {but}".strip()


def _without(before: str, what: str) -> str:
    """Return the words of a turn but for those that name a thing."""
    names = [_TAIL.sub("", word) for word in what.split()]
    return " ".join(w for w in before.split() if not any(n and w.startswith(n) for n in names))
