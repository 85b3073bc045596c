"""Which topic a free question is about: by ear whether of everyday life, of readings by likeness and telling words."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from wearable_coach.answers.coaching.topic import Topic, book
from wearable_coach.answers.coaching.topics import TOPICS
from wearable_coach.answers.everyday.answers import TALKING
from wearable_coach.learned.topics import OF_READINGS, TopicHeard, topics_heard, unsure_below
from wearable_coach.serving.holding import LONG_AGO
from wearable_coach.serving.looked_after import is_looked_after
from wearable_coach.serving.symptoms import mentions, pattern, squeezed
from wearable_coach.serving.talk_heard import (
    FORMULAS,
    heard_in,
    is_named,
    last_resort,
    shares_a_word,
)
from wearable_coach.serving.turns import without_lead
from wearable_coach.standards.topics import EverydayTopic, everyday_topics

Answerable = Topic | EverydayTopic

_WORD_LIFTS = 0.28
"""What one step of weight of a telling word adds to likeness (0 to 1)."""
THRESHOLD = 0.34
"""Below it a question is about nothing that the coach has an answer for."""
_UNSURE_PERCENT, _FAR_PERCENT = 10, 3
"""Of questions of an unknown hand, how many may be heard less surely than a topic, and than one that is far [%]."""
_SAID = re.compile(r"[가-힣a-z]|[ㅋㅎㅠㅜ]|ㄱㅅ|ㅇㅋ|ㅇㅇ|ㄴㄴ|ㅅㄱ|ㅂㅂ|ㅈㅅ")
"""What makes a text more than keys that were hit: a syllable, a word, a short form that people know."""
_SURELY_OF_IT = 0.0
"""How far inside a topic a question lies that may name nothing the topic speaks of [margins]."""
_NEAR_TOPICS = 1
"""How many other topics a point may be taken from."""
_MEDICINE, _UNKNOWN = "medicine", "unknown"
PRESSURES = re.compile(
    r"(?<![\d.])(?:[89]\d|1\d\d|2[0-4]\d) ?(?:/|에|에서) ?(?:[4-9]\d|1[0-4]\d)(?![\d.])"
)
"""Both numbers of a pressure: 148에 90, 130/85."""
_DECLINED = frozenset({"diagnose", _MEDICINE, "inject"})
_SURELY_DECLINED = 0.6
_LASTING_MEDICINE = re.compile(
    r"(?:혈압|당뇨|고지혈|콜레스테롤|갑상[선샘]|골다공증|심장|천식) ?(?:증 ?)?약"
)
"""A medicine that is taken day by day: who names it tells of an illness, and mostly asks something else."""
_OF_MEDICINE = re.compile(
    r"끊|줄[이여일]|늘[리려릴]|바꾸|바꿔|바꿀|건너|그만|중단|안 ?먹|추천|두 ?배|몇 ?[알번]|(?:먹|복용하|드시|맞)(?:어|여|해|셔|으셔|아)?(?:도|야|면)|먹을까|필요|무슨 ?약|어떤 ?약|효과|부작용|처방"
)
"""What is asked of a medicine itself; who only says that they take one asks something else."""
_BEYOND = "beyond"
_OWN = {"alcohol": frozenset({"alcohol", "hangover"})}
"""Topics that are about all that a list of the lexicon names."""
_NEEDS_NONE = re.compile(r"약 ?(?:을|은|도)? ?안 ?먹어도 ?(?:되는|될|견디|참)")
"""How bad something is, told by the medicine that it does not need."""
_SIZES = (2, 3)
_ENDINGS = re.compile(
    r"(?:인가요|나요|까요|은가요|는가요|한가요|할까|될까|되나|되는지|어요|아요|에요|예요|해요|습니다|세요|주세요|코치님?|알려줘|알려주|좀|요)+"
)


class Match(NamedTuple):
    """A topic and how well the question is one of its."""

    topic: Answerable
    score: float


class _Index(NamedTuple):
    postings: dict[str, list[tuple[int, float]]]
    owners: list[str]
    rarity: dict[str, float]


def ranked(question: str) -> list[Match]:
    """Return the topics that a question may be about, best first; empty when there is none.

    The reader of topics says whether a question is about everyday life, and about what. What it takes for a question
    of readings, or for nobody's, is compared with the questions of the phrase books.
    """
    if not _SAID.search(question.lower()):
        return []
    found = _found(question)
    if not found and (last := last_resort(question)) is not None:
        return [Match(everyday_topics()[last.name], 1.0)]
    return found


def _found(question: str) -> list[Match]:
    heard = heard_in(question)
    nearest = heard[0]
    of_readings = [m for m in _of_readings(question) if not _is_only_told(m, question)]
    if nearest.name == OF_READINGS:
        return of_readings or _second(heard, question)
    everyday = everyday_topics()[nearest.name]
    is_of_it = (
        nearest.score >= _SURELY_OF_IT
        or nearest.name in FORMULAS
        or shares_a_word(nearest.name, question)
    )
    if nearest.score < unsure_below(_UNSURE_PERCENT) or not is_of_it:
        return of_readings or _second(heard, question)
    declining = [m for m in of_readings if _declines(m)]
    return [*declining, Match(everyday, 1.0), *of_readings]


def topics_near(question: str, topic: EverydayTopic) -> tuple[tuple[str, float], ...]:
    """Return names of the topics that a question may be about, and how well each is heard [margins].

    Args:
        question: The user's own words.
        topic: The topic that answers; it comes first.
    """
    heard = topics_heard(without_lead(question))
    scores = {one.name: one.score for one in heard if one.name != OF_READINGS}
    others = [name for name in scores if name != topic.name and _may_join(name, topic, question)]
    near = [(name, scores[name]) for name in others[:_NEAR_TOPICS]]
    return ((topic.name, scores.get(topic.name, 0.0)), *near)


def _may_join(name: str, topic: EverydayTopic, question: str) -> bool:
    """Say whether points of a topic may stand beside another's: a formula where its words are said, manners beside no advice."""
    if name in FORMULAS:
        return topic.name in FORMULAS and is_named(name, question)
    return topic.name not in FORMULAS


def _second(heard: Sequence[TopicHeard], question: str) -> list[Match]:
    """Return the everyday topic that is nearest of those that speak of what is named, where it is not far."""
    far = unsure_below(_FAR_PERCENT)
    near = (one for one in heard if one.name != OF_READINGS and one.score >= far)
    found = next((one for one in near if shares_a_word(one.name, question)), None)
    return [Match(everyday_topics()[found.name], THRESHOLD)] if found else []


def _declines(match: Match) -> bool:
    """Say whether a question asks for what a coach must not do, in so many words."""
    return (
        isinstance(match.topic, Topic)
        and match.topic.name in _DECLINED
        and match.score >= _SURELY_DECLINED
    )


def _is_only_told(match: Match, question: str) -> bool:
    """Say whether a question is taken to be about a medicine or a value that the person only tells."""
    if match.topic.name == _UNKNOWN:
        return bool(PRESSURES.search(question))  # 혈압은 148에 90이래: of which a topic speaks
    is_taken = _LASTING_MEDICINE.search(question) and not _OF_MEDICINE.search(question)
    return match.topic.name == _MEDICINE and bool(is_taken or _NEEDS_NONE.search(question))


def _of_readings(question: str) -> list[Match]:
    """Return the topics of the phrase books that a question is like."""
    likeness = _likeness(question)
    said = squeezed(question)
    found = []
    for topic in TOPICS:
        lift = _WORD_LIFTS * _words_weight(topic.name, said)
        score = likeness.get(topic.name, 0.0) + lift
        if score >= THRESHOLD:
            found.append(Match(topic, score))
    return sorted(found, key=lambda m: -m.score)


def _likeness(question: str) -> dict[str, float]:
    index = _index()
    grams = _weighted(_grams(question), index.rarity)
    sums: dict[int, float] = defaultdict(float)
    for gram, weight in grams.items():
        for place, other in index.postings.get(gram, ()):
            sums[place] += weight * other
    best: dict[str, float] = {}
    for place, score in sums.items():
        owner = index.owners[place]
        best[owner] = max(best.get(owner, 0.0), score)
    return best


@cache
def _index() -> _Index:
    """Index the questions of every topic, as the phrase books have them."""
    slots = book().slots
    asked = [
        (topic.name, text)
        for topic in TOPICS
        for name, ways in slots.items()
        if name == f"{topic.name}.q" or name.startswith(f"{topic.name}.q.")
        for text in ways
    ]
    counted = [_grams(text) for _, text in asked]
    spread: Counter[str] = Counter(gram for grams in counted for gram in grams)
    rarity = {gram: math.log(1 + len(asked) / n) for gram, n in spread.items()}
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, grams in enumerate(counted):
        for gram, weight in _weighted(grams, rarity).items():
            postings[gram].append((place, weight))
    return _Index(dict(postings), [name for name, _ in asked], rarity)


def _grams(text: str) -> Counter[str]:
    said = _ENDINGS.sub("", re.sub(r"[\W_]+", "", squeezed(text))) or squeezed(text)
    return Counter(
        said[at : at + size] for size in _SIZES for at in range(max(1, len(said) - size + 1))
    )


def _weighted(grams: Counter[str], rarity: dict[str, float]) -> dict[str, float]:
    unknown = max(rarity.values(), default=1.0)
    raw = {g: (1 + math.log(n)) * rarity.get(g, unknown) for g, n in grams.items()}
    norm = math.sqrt(sum(w * w for w in raw.values())) or 1.0
    return {g: w / norm for g, w in raw.items()}


@cache
def _telling_words() -> dict[str, tuple[tuple[int, re.Pattern[str]], ...]]:
    path = files("wearable_coach.serving") / "subjects.yaml"
    rows: dict[str, dict[int, list[str]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: tuple(_compiled(row.items())) for name, row in rows.items()}


def _compiled(row: Iterable[tuple[int, list[str]]]) -> Iterable[tuple[int, re.Pattern[str]]]:
    for weight, patterns in row:
        yield weight, re.compile("|".join(f"(?:{p})" for p in patterns))


def _words_weight(topic: str, said: str) -> int:
    return max(
        (weight for weight, pattern in _telling_words().get(topic, ()) if pattern.search(said)),
        default=0,
    )


def is_unanswered(name: str, question: str, topic: Answerable | None) -> bool:
    """Say whether a question names, undenied, what a list of the lexicon holds, and its topic is not about that.

    What was long ago, or looked after, and talk about the coach itself need no other answer.
    """
    if not mentions(name, question):
        return False
    if not isinstance(topic, EverydayTopic):
        return True
    is_past = any(word in question for word in LONG_AGO) or is_looked_after(question)
    if topic.field == TALKING or topic.name in _OWN.get(name, ()) or (name == _BEYOND and is_past):
        return False
    about = [squeezed(key) for key in (*topic.keys, topic.about, *topic.questions)]
    named = [match[0] for match in pattern(name).finditer(squeezed(question))]
    return not all(any(word in said for said in about) for word in named)
