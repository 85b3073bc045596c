"""A number is read in whatever form and role it is written: right of its day it stands, else it does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.days import day
from wearable_coach.records import Message, Profile, Vitals
from wearable_coach.verification import judge_messages

CORPUS = yaml.safe_load(
    Path(__file__).parents[2].joinpath("corpora", "amounts.yaml").read_text("utf-8")
)


def pairs() -> Iterator[Any]:
    for kind, rows in CORPUS["pairs"].items():
        for about, right, wrong in rows:
            yield pytest.param(CORPUS["days"][about], right, wrong, id=f"{kind}: {right}")


def is_accepted(text: str, about: dict[str, Any]) -> bool:
    of = day(Profile(**about["person"]), Vitals(**about["readings"]))
    said = [Message(role="assistant", content=text)]
    return judge_messages(said, day=of, kind=None).accepted


@pytest.mark.parametrize(("about", "right", "wrong"), list(pairs()))
def test_what_holds_of_the_day_stands_and_its_twin_does_not(
    about: dict[str, Any], right: str, wrong: str
) -> None:
    assert (is_accepted(right, about), is_accepted(wrong, about)) == (True, False)


def alone(name: str) -> list[Any]:
    return [
        pytest.param(CORPUS["days"][about], text, id=f"{about}: {text}")
        for about, text in CORPUS[name]
    ]


@pytest.mark.parametrize(("about", "text"), alone("right"))
def test_a_number_that_holds_stands(about: dict[str, Any], text: str) -> None:
    assert is_accepted(text, about)


@pytest.mark.parametrize(("about", "text"), alone("wrong"))
def test_a_number_that_does_not_hold_does_not_stand(about: dict[str, Any], text: str) -> None:
    assert not is_accepted(text, about)
