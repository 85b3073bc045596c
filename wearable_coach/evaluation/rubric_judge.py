"""A model as a judge of answers: yes and no to a rubric, beside its agreement with a reader's labels; part of no decision."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from wearable_coach.chat.asking import Ask, ask_all
from wearable_coach.chat.contract import Answer, ChatModel
from wearable_coach.evaluation.kappa import ReaderAgreement, reader_agreement
from wearable_coach.records import Message
from wearable_coach.store import Store

_LINE = re.compile(r"^\W*(\d+)\W+(예|네|yes|아니요|아니오|no)\b", re.IGNORECASE | re.MULTILINE)
_YES = frozenset({"예", "네", "yes"})


class JudgedText(NamedTuple):
    """An answer that is put to a judge."""

    id: str
    asked: str
    text: str
    labels: Mapping[str, bool] = {}
    """What a reader says of it, by question; empty where nobody read it."""


class RubricFigure(NamedTuple):
    """One question of the rubric: what the judge says, and how far it may be believed."""

    key: str
    question: str
    yes: int
    n: int
    """Answers of which the judge said yes or no [count]."""
    agreement: ReaderAgreement | None
    """With a reader's labels, on other answers; None where there were none to compare."""


class RubricJudgement(NamedTuple):
    """What a judge says of a model's answers."""

    judge: str
    figures: tuple[RubricFigure, ...]
    unread: int
    """Answers of which the judge said nothing that could be read, or nothing at all [count]."""


def judge_by_rubric(
    store: Store, judge: ChatModel, texts: Sequence[JudgedText], labelled: Sequence[JudgedText]
) -> RubricJudgement:
    """Put answers to a judge, and labelled ones besides, so that its agreement stands beside its scores.

    Args:
        store: Where the judge's answers are kept, so that the same are asked once.
        judge: Any chat model.
        texts: The answers that are judged.
        labelled: Answers with a reader's labels.

    Raises:
        BadInput: the judge's key or settings are wrong, or the store cannot be written.
    """
    both = (*((f"judged/{t.id}", t) for t in texts), *((f"labelled/{t.id}", t) for t in labelled))
    said = ask_all(store, judge, [Ask(name, _conversation(text)) for name, text in both]).answers
    read = {name: _read(answer) for name, answer in said.each()}
    own = [read[f"judged/{t.id}"] for t in texts]
    figures = []
    for key, question in _rubric()["questions"].items():
        told = [one[key] for one in own if key in one]
        pairs = list(_pairs(key, labelled, read))
        agreement = reader_agreement(*zip(*pairs, strict=True)) if pairs else None
        figures.append(RubricFigure(key, question, sum(told), len(told), agreement))
    return RubricJudgement(judge.name, tuple(figures), sum(not one for one in own))


def _pairs(
    key: str, labelled: Sequence[JudgedText], read: Mapping[str, Mapping[str, bool]]
) -> Iterable[tuple[bool, bool]]:
    for text in labelled:
        said = read[f"labelled/{text.id}"]
        if key in said and key in text.labels:
            yield said[key], text.labels[key]


def read_labelled(folder: Path) -> list[JudgedText]:
    """Return the labelled answers of a folder, with the labels on which both passes agree; none where it is not there.

    Args:
        folder: ``texts/written/labelled``.
    """
    passes = [_lines(folder, f"labels-{n}.jsonl") for n in (1, 2)]
    return [
        JudgedText(
            name,
            row["asked"],
            row["text"],
            {k: passes[0][name][k] for k in _rubric()["questions"] if passes[0][name][k] == passes[1][name][k]},
        )
        for name, row in _lines(folder, "answers-*.jsonl").items()
    ]  # fmt: skip


def _lines(folder: Path, pattern: str) -> dict[str, dict[str, Any]]:
    rows = [
        json.loads(line)
        for path in sorted(folder.glob(pattern))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return {row["id"]: row for row in rows}


def _conversation(text: JudgedText) -> tuple[Message, ...]:
    rubric = _rubric()
    listed = "\n".join(f"{n}: {q}" for n, q in enumerate(rubric["questions"].values(), 1))
    told = (
        f"[물음]\n{text.asked}\n\n[답변]\n{text.text}\n\n[채점할 것]\n{listed}\n\n{rubric['form']}"
    )
    return (
        Message(role="system", content=rubric["system"]),
        Message(role="user", content=told),
    )


def _read(answer: object) -> dict[str, bool]:
    """Return what a judge says by question; a number that it says twice otherwise is left out."""
    if not isinstance(answer, Answer):
        return {}
    keys = dict(enumerate(_rubric()["questions"], 1))
    found: dict[str, set[bool]] = {}
    for number, word in _LINE.findall(answer.text):
        if int(number) in keys:
            found.setdefault(keys[int(number)], set()).add(word.lower() in _YES)
    return {key: said.pop() for key, said in found.items() if len(said) == 1}


@cache
def _rubric() -> dict[str, Any]:
    path = files("wearable_coach.evaluation") / "rubric.yaml"
    rubric: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return rubric
