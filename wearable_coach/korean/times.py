"""Time: is a clause about now, today, last night, the past, what recurs, what began or what will come?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from wearable_coach.korean.clauses import Cut
from wearable_coach.korean.meanings import Polarity, TimeKind, WordKind
from wearable_coach.korean.parts import Argument, Predicate, Token, When
from wearable_coach.korean.shapes import SLOT
from wearable_coach.korean.tables import listed, table

_ORDER = (
    TimeKind.SINCE,
    TimeKind.RECURRING,
    TimeKind.LAST_NIGHT,
    TimeKind.FUTURE,
    TimeKind.PAST,
    TimeKind.TODAY,
    TimeKind.NOW,
)
"""Where a clause has words of several, the first counts."""
_ADVISING = frozenset({"would_be_good", "better", "wishes", "must"})
"""With these 겠 is polite, nothing to come: 쉬시는 게 좋겠어요."""
_NUMBER = rf"(?:{SLOT}|\d+|[가-힣]{{1,3}}) ?"
_SPAN = r"(?:년|달|개월|주일|주|일|시간|분|해|틀|흘|칠)"
_MORE = {
    TimeKind.SINCE: rf"[가-힣]*(?:제|까|늘|침|심|녁|밤|벽|주|달|년|월|일|전|때|터|뒤|후) ?부(?:터|턴|텀)|{_SPAN} ?째|계속(?![되하])",
    TimeKind.RECURRING: rf"(?<![가-힣])늘(?![가-힣])|(?:날|때|밤|침|녁|번|{_SPAN}|끼) ?마다|(?:주|하루|한 ?달|일주일)에? {_NUMBER}(?:번|회|차례)",
    TimeKind.PAST: rf"{_NUMBER}{_SPAN} ?전|^전에",
    TimeKind.FUTURE: rf"{_NUMBER}{_SPAN} ?(?:뒤|후)에?(?![가-힣])",
}


def when(
    tokens: Sequence[Token], clause: Cut, predicate: Predicate, said: Sequence[Argument]
) -> When:
    """Return the time of a clause, from its words, else from its tense.

    Args:
        tokens: The sentence's words.
        clause: Which of them are its own.
        predicate: Its predicate.
        said: Its arguments; one that it compares with says no time (어제보다).
    """
    own = _own(tokens, clause, said)
    text = " ".join(t.surface for t in own)
    if any(t.lemma == "지" and t.kind is WordKind.NOUN for t in own):
        return When(TimeKind.SINCE, "", is_over=False)
    for kind in _ORDER:
        found = _words(kind).search(text)
        if found and not (kind is TimeKind.PAST and not predicate.is_past and _is_before(found)):
            word = found.group().strip()
            return When(kind, word, is_over=predicate.is_past and _is_long_ago(word))
    if predicate.is_past:
        return When(TimeKind.PAST, "", is_over=False)
    names = set(predicate.auxiliaries)
    is_act = predicate.lemma not in listed("acts", "states")
    is_coming = "will" in names or ("will_have" in names and is_act and not names & _ADVISING)
    return When(TimeKind.FUTURE if is_coming else TimeKind.UNSAID, "", is_over=False)


def ends_what_was(predicate: Predicate, polarity: Polarity) -> bool:
    """Say whether a statement says that what was said before is over ("지금은 괜찮아요")."""
    if polarity is Polarity.DENIED:
        return False
    return predicate.lemma in listed("times", "well") or (
        predicate.lemma in listed("times", "ends") and predicate.is_past
    )


def _own(tokens: Sequence[Token], clause: Cut, said: Sequence[Argument]) -> list[Token]:
    compared = [(a.start, a.end) for a in said if a.role == "reference"]
    own = (tokens[k] for k in clause.words)
    return [t for t in own if not any(s <= t.start < e for s, e in compared)]


def _is_before(found: re.Match[str]) -> bool:
    """Say whether it is so long before something: 취침 1시간 전에는 피하세요."""
    return found.group().rstrip().endswith("전")


def _is_long_ago(word: str) -> bool:
    return word in {w.replace("_", " ") for w in listed("times", "long_ago")} or word.endswith(
        ("년 전", "년전")
    )


@cache
def _words(kind: TimeKind) -> re.Pattern[str]:
    rows: dict[str, str] = table("times")
    words = sorted(rows[kind.value].split(), key=len, reverse=True)
    listed_ones = "|".join(w.replace("_", " ?") for w in words)
    more = f"|{_MORE[kind]}" if kind in _MORE else ""
    return re.compile(rf"(?<![가-힣])(?:{listed_ones}){more}")
