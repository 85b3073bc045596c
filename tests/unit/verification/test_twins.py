"""What is right of a day stands, and its twin that a physician would not say does not."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from tests.support.days_told import told
from wearable_coach.records import Message
from wearable_coach.verification import judge_messages

CORPORA = Path(__file__).parents[2] / "corpora" / "twins"


class Twins(NamedTuple):
    """A right sentence and its wrong twin, about one day."""

    day: str
    right: str
    wrong: str
    question: str = ""


def _all() -> list[Twins]:
    return [
        Twins(*row)
        for path in sorted(CORPORA.glob("*.yaml"))
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def _refused(text: str, twins: Twins) -> list[str]:
    said = [Message(role="assistant", content=text)]
    if twins.question:
        said.insert(0, Message(role="user", content=twins.question))
    found = judge_messages(said, day=told(twins.day), kind=None, by_ear=False).verdicts()
    return [
        f"{v.verdict} {v.rule} {v.span!r}: {v.reason}"
        for v in found
        if v.verdict != "supported" and not v.claim.startswith("required")
    ]


@pytest.mark.parametrize("twins", _all(), ids=lambda t: t.right)
def test_a_right_sentence_stands(twins: Twins) -> None:
    assert _refused(twins.right, twins) == []


@pytest.mark.parametrize("twins", _all(), ids=lambda t: t.wrong)
def test_its_wrong_twin_does_not(twins: Twins) -> None:
    assert _refused(twins.wrong, twins)
