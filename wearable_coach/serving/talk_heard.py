"""Which topics a question is heard to be about, without the formulas of talk (a farewell, thanks) where something is asked."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from wearable_coach.answers.everyday.closest import stems_of
from wearable_coach.learned.topics import OF_READINGS, TopicHeard, topics_heard, unsure_below
from wearable_coach.serving.symptoms import pattern, squeezed
from wearable_coach.serving.turns import without_lead
from wearable_coach.standards.topics import everyday_topics

FORMULAS = frozenset({
    "greeting", "farewell", "thanks", "praise_of_coach", "laughing", "apology", "small_talk", "good_news",
})  # fmt: skip
"""Topics that are no more than manners: they answer a turn that is nothing else."""
_ARGUING = frozenset({"argue_numbers", "can_i_trust_you", "same_answers"})
"""Topics that object to what was said; an objection that is hardly heard has a word of theirs."""
_TELLING = 0.4
"""What more of the topics speak of tells none apart [share]."""
_GLAD = "good_news"
"""Of these the one that tells of body and training, in whatever words."""
_SURELY = 0.5
"""How far inside a formula lies that may speak of body and training, too [margins]."""
_SURELY_ARGUED = -0.4
"""How far inside an objection lies that needs none of its words [margins]."""
_SURE_PERCENT = 10
_SENTENCE = re.compile(
    r"(?<=[.?!\n~])\s*|(?<=[ㅋㅎㅠㅜ]{2})(?![ㅋㅎㅠㅜ])|\s(?=(?:근데|그런데|그럼|그러면|그리고|그나저나)[요은는]?[ ,])"
)
_ASKS = re.compile(
    r"[?]|(?:까|나|가|죠|니|냐|돼|되|하나|어때|어떰)(?:요|여|용)?[ .~!ㅋㅎㅠㅜ]*$|몇|얼마|언제|어떻게|어떤|무슨|무엇|뭐|뭘|추천|(?:알려|가르쳐|해) ?[줘주]"
)
_MARKED = re.compile(r"[가-힣]{2,}(?:은|는)(?=[ ?]|$)")
_ASKING = frozenset(
    {"언제", "어디", "누가", "누구", "어느", "얼마", "이건", "그건", "이거", "그거"}
)
"""Beginnings of words that ask or point, which name nothing."""


@lru_cache(maxsize=1024)
def heard_in(question: str) -> tuple[TopicHeard, ...]:
    """Return the topics that a question is heard to be about, the nearest first.

    Where a turn sounds like a formula and one of its sentences asks something, that sentence is heard alone.

    Args:
        question: The user's own words.
    """
    said = without_lead(question)
    heard = _fitting(said)
    if heard[0].name in FORMULAS and heard[0].score < _SURELY:
        parts = [part for one in _SENTENCE.split(said) if one and (part := without_lead(one))]
        others = (_fitting(part) for part in parts if asks(part)) if len(parts) > 1 else ()
        return next((other for other in others if _is_of_something(other)), heard)
    return heard


def _is_of_something(heard: tuple[TopicHeard, ...]) -> bool:
    nearest = heard[0]
    is_sure = nearest.score >= unsure_below(_SURE_PERCENT)
    return is_sure and nearest.name not in FORMULAS | _ARGUING


def _fitting(said: str) -> tuple[TopicHeard, ...]:
    return tuple(one for one in topics_heard(said) if _fits(one, said))


def _fits(one: TopicHeard, said: str) -> bool:
    """Say whether a topic may be what is meant: a formula is said in its words, or in others that are about nothing else."""
    if one.name in FORMULAS:
        least = unsure_below(_SURE_PERCENT)
        if one.name != _GLAD and is_about_health(said):
            least = _SURELY
        return one.score >= least or is_named(one.name, said)
    if one.name in _ARGUING:
        return one.score >= _SURELY_ARGUED or is_named(one.name, said)
    return True


def asks(said: str) -> bool:
    """Say whether words ask or wish for something."""
    return bool(_ASKS.search(said))


def last_resort(question: str) -> TopicHeard | None:
    """Return the topic that is nearest whatever speaks against it, for a question that nothing else is found for.

    None where it is not heard surely, or is a formula and the question asks something.
    """
    said = without_lead(question)
    nearest = topics_heard(said)[0]
    is_manners = nearest.name in FORMULAS | _ARGUING and asks(said)
    is_sure = nearest.score >= unsure_below(_SURE_PERCENT) and nearest.name != OF_READINGS
    return nearest if is_sure and not is_manners else None


def is_about_health(said: str) -> bool:
    """Say whether words name body, mind or training."""
    return bool(pattern("health").search(squeezed(said)))


def is_named(name: str, said: str) -> bool:
    """Say whether one of the words that a topic goes by stands in a text."""
    text = squeezed(said)
    return any(squeezed(key) in text for key in everyday_topics()[name].keys)


def shares_a_word(name: str, said: str) -> bool:
    """Say whether a topic speaks of something that a text names; a text that names nothing leaves it open."""
    stems = stems_of(said) - _ASKING
    return not stems or not stems.isdisjoint(_stems(name)) or is_named(name, said)


def shares_subject(name: str, said: str) -> bool:
    """Say whether a topic speaks of what a text is of (찜질은 …), of all that it names where it marks nothing so."""
    marked = stems_of(" ".join(_MARKED.findall(said))) - _ASKING
    stems = marked or stems_of(said) - _ASKING
    return bool(stems) and stems <= _stems(name) and any(_is_telling(stem) for stem in stems)


@cache
def _is_telling(stem: str) -> bool:
    """Say whether few topics speak of something, so that it tells them apart."""
    names = everyday_topics()
    return sum(stem in _stems(name) for name in names) <= _TELLING * len(names)


def names_nothing(said: str) -> bool:
    """Say whether a text has no word that tells what it is about: 그럼 괜찮아요?"""
    return not stems_of(said) - _ASKING


@cache
def _stems(name: str) -> frozenset[str]:
    topic = everyday_topics()[name]
    ways = (way for point in topic.points for way in point.ways)
    return stems_of(" ".join((*topic.keys, topic.about, *topic.questions, *ways)))
