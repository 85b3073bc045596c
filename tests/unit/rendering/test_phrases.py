from __future__ import annotations

import re
from importlib.resources import files
from random import Random

import pytest
from jinja2 import UndefinedError

from tests.support.cases import some
from wearable_coach.rendering.phrases import (
    VOICES,
    PhraseBook,
    Speaker,
    _joined,
    environment,
    phrase_book,
)

_TEXTS = [
    "안정시 심박수 {{ rhr | josa('은') }} '{{ label }}'이에요.",
    "{{ k.minutes }}분, {{rhr}}까지",
    '{{ rhr | josa("으로") }} 시작해요.',
]
_VALUES = {"rhr": "62bpm", "label": "정상", "k": {"minutes": 30}}


@pytest.mark.parametrize("text", _TEXTS)
def test_joining_a_phrase_says_what_jinja_says(text: str) -> None:
    context = environment().from_string("").new_context(_VALUES)
    render = _joined(text)
    assert render is not None
    assert "".join(render(context)) == environment().from_string(text).render(_VALUES)


@pytest.mark.parametrize(
    "text", ["{% if a %}b{% endif %}", "{{ n | comma }}", "{{ a + b }}", "{{ a if b else c }}"]
)
def test_what_is_more_than_fields_is_left_to_jinja(text: str) -> None:
    assert _joined(text) is None


def _book(slots: dict[str, list[str]]) -> PhraseBook:
    book = PhraseBook()
    book.slots.update(slots)
    return book


@pytest.mark.parametrize("text", ["{{ nothing }}", "{{ k.nothing }}"])
def test_a_phrase_that_wants_a_missing_value_is_an_error(text: str) -> None:
    speaker = Speaker(_book({"a": [text]}), voice=0, rng=Random(0), values=dict(_VALUES))
    with pytest.raises(UndefinedError):
        speaker.say("a")


def test_a_voice_knows_at_most_four_ways_and_voices_differ() -> None:
    book = _book({"a": [f"말 {n}" for n in range(10)]})
    known = [book.ways("a", voice) for voice in range(VOICES)]
    assert all(len(ways) == 4 for ways in known)
    assert len(set(known)) > 5


def test_every_interpretation_phrase_has_fields_that_can_be_joined() -> None:
    book = phrase_book(
        "interpretation",
        "interpretation_vitals",
        "interpretation_today",
        "interpretation_missing",
    )
    for slot, ways in some(book.slots.items()):
        assert len(ways) == len(set(ways)), slot
        for text in ways:
            assert _joined(text) is not None, (slot, text)


def test_phrases_end_in_polite_style() -> None:
    folder = files("wearable_coach.rendering") / "phrases"
    for name in ("interpretation", "interpretation_vitals", "interpretation_today"):
        text = (folder / f"{name}.yaml").read_text(encoding="utf-8")
        assert not re.search(r"(습니다|한다|이다)\.", text), name
