"""What the tiny base learns from: copying, and loose sentences of generated answers, never a report.

Only rows of the train split are used, so valid's question frames and voices are new to the base.
"""

from __future__ import annotations

import re
from random import Random
from typing import NamedTuple

from wearable_coach.dataset.batches import make_plan
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.dataset.rows import generate_row

SEED = 2020
ROWS = 9000
_MARKS = re.compile(r"^(?:- |\d+\. |\| *)|\*\*|[|]")
_ENDS = re.compile(r"(?<=[.?!])\s+")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MOST_SENTENCES = 10
_MOST_PIECES = 32


class CorpusExchange(NamedTuple):
    """A system prompt, a question's sentences and an answer's, loose."""

    system: str
    question: tuple[str, ...]
    answer: tuple[str, ...]


class Lesson(NamedTuple):
    """One example: what is said, and what the base is to answer."""

    system: str
    user: str
    answer: str


def exchanges() -> list[CorpusExchange]:
    """Generate rows and take them apart."""
    plan = make_plan(Recipe().scaled_to(ROWS), SEED, ())
    found = []
    for spec in plan.specs:
        if spec.split == "train":
            said = generate_row(spec, plan.settings).row.messages
            asked, answered = _sentences(said[1].content), _sentences(said[2].content)
            found.append(CorpusExchange(said[0].content, asked, answered))
    return found


def _sentences(text: str) -> tuple[str, ...]:
    """Return a text's sentences without headings, bullets and emphasis."""
    lines = (line for line in text.split("\n") if not line.startswith(("#", "|-")))
    bare = (_MARKS.sub("", line).strip() for line in lines)
    return tuple(s for line in bare for s in _ENDS.split(line) if s)


def lesson(of: CorpusExchange, pieces: list[str], far: float, rng: Random) -> Lesson:
    """Return an example; `far` in the making [0, 1], questions and answers are longer."""
    if rng.random() < 0.3 - 0.2 * far:
        return _copying(pieces, rng)
    sentences = _chosen(of.answer, far, rng)
    asked = _asked(of.question, sentences, far, rng)
    system = of.system if rng.random() < 0.1 + 0.6 * far else ""
    return Lesson(system, " ".join(asked), " ".join(sentences))


def _copying(pieces: list[str], rng: Random) -> Lesson:
    text = "".join(rng.choice(pieces) for _ in range(rng.randint(3, _MOST_PIECES))).strip()
    return Lesson("", text, text)


def _chosen(answer: tuple[str, ...], far: float, rng: Random) -> list[str]:
    """Return a few sentences in any order, those with numbers twice as likely."""
    count = min(len(answer), rng.randint(1, 1 + int(far * _MOST_SENTENCES)))
    weighed = sorted(answer, key=lambda s: rng.random() ** (2 if _NUMBER.search(s) else 1))
    return weighed[:count]


def _asked(question: tuple[str, ...], answer: list[str], far: float, rng: Random) -> list[str]:
    """Return what the answer speaks of, and more beside it the farther the making is."""
    numbers = {n for s in answer for n in _NUMBER.findall(s)}
    told = [s for s in question if rng.random() < far or numbers & set(_NUMBER.findall(s))]
    return told or [rng.choice(question)]
