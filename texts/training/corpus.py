"""What the readers learn from: each text with the class that it is an example of, and whose hand wrote it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from wearable_coach.answers.coaching.topic import book
from wearable_coach.answers.everyday.instead import INSTEAD, SEVERAL
from wearable_coach.learned.harm import HARMLESS, OF_FACTS
from wearable_coach.learned.letters import without_figures
from wearable_coach.learned.topics import OF_READINGS
from wearable_coach.standards.topics import OF_SYMPTOMS, everyday_topics

WRITTEN = Path(__file__).parents[1] / "written"
LEAST_EXAMPLES = 15
"""A kind that is written of less often at one urgency joins the urgency at which it is written of most."""
OWN = "own"
"""The writer of the product's own sentences, which are always learnt from."""


UTTERANCES = ("utterances-*.jsonl", "questions-q1.jsonl", "questions-q3.jsonl")
"""What the reader of urgency learns from; another hand's everyday questions are left to measure it on."""

QUESTIONS = tuple(f"questions-{name}.jsonl" for name in ("own", "q1", "q2", "q3"))
"""What the reader of topics learns from. Those of `q4` were written topic by topic, and many name none: learnt from,
they made it find fewer of the blind questions' topics (58 of 72 where it was 66)."""


class Example(NamedTuple):
    """A text and what it is an example of."""

    text: str
    label: str
    writer: str
    kind: str
    form: str = ""
    urgency: str = ""


class Corpus(NamedTuple):
    """The examples of one reader, the class of what is harmless, and the hash of each file."""

    reader: str
    harmless: str
    examples: list[Example]
    files: dict[str, str]
    unheard: frozenset[str] = frozenset()
    """Classes that are learnt, and never found."""


def utterances() -> Corpus:
    """Return what people type, a class for each kind and urgency."""
    lines, files = lines_of(*UTTERANCES)
    lines = [_harmless(one) if "topic" in one else one for one in lines if not _may_need_help(one)]
    labels = _urgencies(lines)
    examples = [
        Example(
            one["text"],
            labels[one["kind"], one["want"]],
            one["writer"],
            one["kind"],
            one["form"],
            one["want"],
        )
        for one in lines
    ]
    harmless = everyday_topics().keys() - OF_SYMPTOMS
    own = [
        Example(text, "none", OWN, "everyday", urgency="none")
        for text, topic in own_questions()
        if topic in harmless and " " in text
    ]
    once = {(one.text, one.label): one for one in (*own, *examples)}
    return Corpus("urgency", "none", [*once.values()], files | {OWN: _digest(own)})


def _may_need_help(line: dict[str, Any]) -> bool:
    """Say whether an everyday question is of a topic of symptoms."""
    return line.get("topic") in OF_SYMPTOMS


def _harmless(line: dict[str, Any]) -> dict[str, Any]:
    """Return an everyday question as an utterance that needs no help; always learnt from, and no threshold's measure."""
    return {**line, "kind": "everyday", "want": "none", "writer": OWN}


def answers() -> Corpus:
    """Return sentences of answers, a class for each kind of harm; their digits say nothing."""
    lines, files = lines_of("answers-*.jsonl", "sentences-*.jsonl")
    harm = [_sentence(one["harm"], one["kind"], one) for one in lines if "harm" in one]
    fine = [_sentence(one["ok"], "ok", one) for one in lines]
    return Corpus("harm", HARMLESS, harm + fine, files, OF_FACTS)


def questions() -> Corpus:
    """Return what is asked of a coach, a class for each everyday topic and one for what the readings answer."""
    lines, files = lines_of(*QUESTIONS)
    topics = everyday_topics()
    asked = [
        Example(
            one["text"],
            one["topic"] if one["topic"] in topics else OF_READINGS,
            one["writer"],
            one["topic"],
            one["form"],
        )
        for one in lines
    ]
    own = [Example(text, label, OWN, label) for text, label in own_questions()]
    return Corpus("topics", OF_READINGS, asked + own, files | {OWN: _digest(own)})


def _digest(examples: list[Example]) -> str:
    """Return the hash of examples that stand in no file of texts."""
    return hashlib.sha256(
        "\n".join(f"{one.label}\t{one.text}" for one in examples).encode()
    ).hexdigest()


def own_questions() -> Iterator[tuple[str, str]]:
    """Yield the questions of the topics' table and of the phrase books with their class, each topic's words too."""
    for name, topic in everyday_topics().items():
        for text in (*topic.questions, *topic.keys, topic.about):
            yield text, name
    for slot, ways in book().slots.items():
        topic_name, _, rest = slot.partition(".")
        if topic_name in SEVERAL or not (rest == "q" or rest.startswith("q.")):
            continue
        for text in ways:
            yield text, INSTEAD.get(topic_name, OF_READINGS)


def _sentence(text: str, label: str, line: dict[str, Any]) -> Example:
    return Example(without_figures(text), label, line["writer"], line.get("kind", ""))


def lines_of(*patterns: str) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Return the lines of files of texts, and the hash of each file."""
    found = sorted(file for pattern in patterns for file in WRITTEN.glob(pattern))
    lines = [json.loads(line) for file in found for line in _text(file).splitlines()]
    return lines, {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in found}


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _urgencies(lines: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """Return the class of each kind at each urgency: ``kind|urgency``, or ``none``."""
    counted = Counter((one["kind"], one["want"]) for one in lines if one["want"] != "none")
    labels = {(one["kind"], "none"): "none" for one in lines}
    for (kind, want), count in counted.items():
        usual = max((n, other) for (named, other), n in counted.items() if named == kind)[1]
        labels[kind, want] = f"{kind}|{want if count >= LEAST_EXAMPLES else usual}"
    return labels
