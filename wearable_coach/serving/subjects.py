"""Which topic a free question is about, of readings or of everyday life: likeness to known questions, telling words."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from wearable_coach.answers.coaching.topic import Topic, book
from wearable_coach.answers.coaching.topics import TOPICS
from wearable_coach.serving.symptoms import mentions, pattern, squeezed
from wearable_coach.standards.topics import EverydayTopic, everyday_topics

Answerable = Topic | EverydayTopic

_WORD_LIFTS = 0.28
"""What one step of weight of a telling word adds to likeness (0 to 1)."""
THRESHOLD = 0.34
"""Below it a question is about nothing that the coach has an answer for."""
_MARK = "everyday."
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
    """Return the topics that a question may be about, best first; empty when there is none."""
    likeness = _likeness(question)
    said = squeezed(question)
    found = []
    for name, topic in _topics().items():
        lift = _WORD_LIFTS * _words_weight(name, said)
        score = likeness.get(name, 0.0) + lift
        if score >= THRESHOLD:
            found.append(Match(topic, score))
    return sorted(found, key=lambda m: -m.score)


@cache
def _topics() -> dict[str, Answerable]:
    """Return every topic by its name here; one of everyday life has its mark before it."""
    of_readings: dict[str, Answerable] = {topic.name: topic for topic in TOPICS}
    return of_readings | {_MARK + name: topic for name, topic in everyday_topics().items()}


def known_questions() -> Iterable[tuple[str, str]]:
    """Yield the questions that are known, each with its topic's name here."""
    for name, ways in book().slots.items():
        topic, _, rest = name.partition(".")
        if topic in _topics() and (rest == "q" or rest.startswith("q.")):
            yield from ((topic, text) for text in ways)
    for name, everyday in everyday_topics().items():
        yield from ((_MARK + name, text) for text in everyday.questions)


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
    asked = list(known_questions())
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
    found = {name: tuple(_compiled(row.items())) for name, row in rows.items()}
    for name, topic in everyday_topics().items():
        keys = [re.escape(squeezed(key)) for key in topic.keys]
        found[_MARK + name] = tuple(_compiled([(1, keys)]))
    return found


def _compiled(row: Iterable[tuple[int, list[str]]]) -> Iterable[tuple[int, re.Pattern[str]]]:
    for weight, patterns in row:
        yield weight, re.compile("|".join(f"(?:{p})" for p in patterns))


def _words_weight(topic: str, said: str) -> int:
    return max(
        (weight for weight, pattern in _telling_words().get(topic, ()) if pattern.search(said)),
        default=0,
    )


def is_unanswered(name: str, question: str, topic: Answerable | None) -> bool:
    """Say whether a question names, undenied, what a list of the lexicon holds, and its topic is not about that."""
    if not mentions(name, question):
        return False
    if not isinstance(topic, EverydayTopic):
        return True
    about = [squeezed(key) for key in (*topic.keys, topic.about, *topic.questions)]
    named = [match[0] for match in pattern(name).finditer(squeezed(question))]
    return not all(any(word in said for said in about) for word in named)
