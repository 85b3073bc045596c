"""At an emergency every kind of answer says the act, what to do meanwhile and whom to call, in 400 characters."""

import re
from random import Random
from typing import get_args

import pytest

from tests.support.cases import some
from tests.support.days import day
from tests.unit.answers.test_every_condition_and_reason import DAY, FAST, WELL
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.composers import composer, frames
from wearable_coach.answers.emergencies import emergency_kind
from wearable_coach.records import Kind, Message, Profile, Symptom, Vitals
from wearable_coach.rendering.phrases import VOICES, phrase_book
from wearable_coach.standards.answer_format import length_range, section_order
from wearable_coach.standards.table import table
from wearable_coach.verification import judge_messages

RED_FLAGS = table("safety")["symptoms"]["red_flags"]
LOW = {"oxygen_saturation": 88}
DAYS = {
    **{flag: ({"symptoms": (flag,)}, {}) for flag in RED_FLAGS},
    "oxygen": ({}, LOW),
    "fast": ({"symptoms": ("palpitations",)}, FAST),
    "all of a young patient": (
        {"symptoms": tuple(RED_FLAGS[:4]), "conditions": ("cvd", "anticoagulant", "diabetes"), "age": 15},
        LOW,
    ),
    "little told": ({"symptoms": ("chest_pain",), "baseline_rhr": None}, dict.fromkeys(DAY)),
}  # fmt: skip
TRIES = 10
WAITS = re.compile("빠져|알려 주시면|대한비만학회|Tudor|권장|지침|목표 심박수|다시 시작")


def briefs(name, kind):
    profile, vitals = DAYS[name]
    of_day = day(Profile(**(WELL | profile)), Vitals(**(DAY | vitals)))
    for n in range(TRIES):
        yield Brief(of_day, "", n % VOICES, n % frames(kind), Random(n))


def answers(name, kind):
    for brief in some(briefs(name, kind)):
        draft = composer(kind).compose(brief)
        yield brief, [m for turn in draft.turns for m in turn]


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("name", DAYS)
def test_it_is_short_says_119_first_and_nothing_that_can_wait(name, kind):
    for brief, said in some(answers(name, kind)):
        first = said[1].removeprefix("## 지금 할 일\n").split(".")[0]
        assert "119" in first, said[1]
        for text in some(said[1::2]):
            assert len(text) <= length_range(kind, level=4)[1]
            assert not WAITS.search(text), text
        headings = tuple(re.findall("^## (.+)$", said[1], re.MULTILINE))
        assert headings == section_order(kind, level=4, cap="none")
        roles = ("user", "assistant")
        messages = [Message(role=roles[i % 2], content=text) for i, text in enumerate(said)]
        judged = judge_messages(messages, day=brief.day, kind=kind, by_ear=False)
        assert [v for v in judged.verdicts() if v.verdict != "supported"] == []


def test_every_kind_of_emergency_has_its_acts_in_the_table_and_its_words():
    slots, kinds = phrase_book("emergencies").slots, table("urgent_acts")["kinds"]
    found = {emergency_kind(next(briefs(name, "coaching"))) for name in DAYS}
    assert found >= {"stroke", "fainting", "breathing", "heart_attack", "cyanosis", "oxygen"}
    assert all(f"e4.do.{kind}" in slots for kind in some(found))
    assert found - {"oxygen"} <= kinds.keys()


def test_who_cannot_breathe_sits_and_who_fainted_lies():
    slots = phrase_book("emergencies").slots
    assert not [w for k in ("breathing", "cyanosis", "oxygen") for w in some(slots[f"e4.do.{k}"]) if re.search("눕|누우|누워", w)]  # fmt: skip
    assert all(re.search("눕|누우|누워", w) for w in some(slots["e4.do.fainting"]))


@pytest.mark.parametrize("other", ["cyanosis", "dyspnea_at_rest", "chest_pain"])
def test_who_fainted_and_breathes_badly_is_not_laid_down(other):
    of_day = day(Profile(**(WELL | {"symptoms": ("syncope", other)})), Vitals(**DAY))
    assert emergency_kind(Brief(of_day, "", 0, 0, Random(0))) != "fainting"


def test_a_low_oxygen_alone_is_taken_again_with_a_warm_still_hand():
    for _, said in some(answers("oxygen", "health_interpretation")):
        assert re.search(r"손을 따뜻하게 하고.*다시 재", said[1])


def test_a_report_of_all_readings_is_refused_at_an_emergency():
    report = "".join(f"## {h}\n119에 전화하세요.\n\n" for h in section_order("health_interpretation", level=0, cap="vigorous"))  # fmt: skip
    brief = next(briefs("oxygen", "health_interpretation"))
    said = [Message(role="user", content="어때요?"), Message(role="assistant", content=report)]
    judged = judge_messages(said, day=brief.day, kind="health_interpretation", by_ear=False)
    assert "structure:sections" in {v.claim for v in judged.verdicts() if v.verdict != "supported"}


def test_every_red_flag_is_a_symptom():
    assert set(RED_FLAGS) <= set(get_args(Symptom))
