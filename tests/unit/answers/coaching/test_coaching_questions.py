"""What a question tells, and that it tells enough."""

from __future__ import annotations

import re

from tests.support.cases import some
from wearable_coach.answers.coaching.composer import FRAMES, compose
from wearable_coach.answers.coaching.registers import casual, indirect
from wearable_coach.records import Vitals
from wearable_coach.rendering.numbers_ko import hours, hours_minutes, plain
from wearable_coach.rendering.phrases import phrase_book
from wearable_coach.sources.strata import STRATA, belongs

_DEFINED = tuple(s for s in STRATA if s != "normal")


def _asked(draft):
    """All that the user says in a conversation: a reading may be told in the second turn."""
    return " ".join(question for question, _ in draft.turns)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_shaping_keeps_what_makes_the_stratum(many):
    met = set()
    for case in some(case for case in many if case.stratum in _DEFINED):
        met.add(case.stratum)
        assert belongs(case.stratum, case.day), case.stratum
    assert met == set(_DEFINED)


def test_a_case_without_readings_tells_none(sampled):
    case = sampled(3, stratum="no_vitals")
    assert all(value is None for value in case.vitals.__dict__.values())


def test_every_reading_stands_in_what_the_user_says(many):
    told = set()
    for case in many:
        question = _squeezed(_asked(compose(case)))
        for name, value in case.vitals.model_dump(exclude_none=True).items():
            told.add(name)
            if name == "sleep_hr":
                ways = {
                    _squeezed(hours(value)),
                    _squeezed(hours_minutes(value)),
                    f"{round(value * 60)}분",
                }
            else:
                ways = {plain(value), f"{value:,}"}
            assert any(way in question for way in ways), (name, value, question)
    assert told == set(Vitals.model_fields)


def test_age_baseline_and_conditions_stand_in_the_first_question(many):
    names = phrase_book("coaching_words").slots
    told = set()
    for case in many:
        question = _squeezed(compose(case).turns[0][0])
        p = case.profile
        if p.age is not None:
            told.add("age")
            assert f"{p.age}세" in question
        if p.baseline_rhr is not None:
            told.add("baseline")
            assert f"{p.baseline_rhr}bpm" in question
        for condition in p.conditions:
            told.add("condition")
            stem = names[f"name.{condition}"][0][:2]
            other = {"cvd": "심장병", "renal": "콩팥"}.get(condition, stem)
            assert stem in question or other in question, (condition, question)
    assert told == {"age", "baseline", "condition"}


def test_being_active_or_not_is_told(many):
    for case in some(c for c in many if c.profile.regularly_active is not None):
        assert "운동" in _squeezed(compose(case).turns[0][0])


def test_the_heart_rate_is_told_with_how_it_was_taken(many):
    for case in some(c for c in many if c.vitals.heart_rate is not None):
        question = _squeezed(compose(case).turns[0][0])
        assert re.search(r"쉬면서|쉴때|운동중|24시간평균", question), question


def test_every_family_asks_in_its_own_way(sampled):
    assert FRAMES >= 12
    texts = {
        compose(sampled(11, stratum="sleep_short", frame=f)).turns[0][0] for f in range(FRAMES)
    }
    assert len(texts) == FRAMES


def test_plain_speech_drops_every_polite_ending():
    assert (
        casual("저는 45세예요. 제 목표 심박수는 얼마인가요?")
        == "나는 45세야. 내 목표 심박수는 얼마인가?"
    )
    assert casual("어제 5.2시간 잤어요. 괜찮죠?") == "어제 5.2시간 잤어. 괜찮지?"


def test_an_indirect_question_is_a_clause():
    assert indirect("오늘 뛰어도 되나요?") == "오늘 뛰어도 되는지"
    assert indirect("괜찮을까요?") == "괜찮을지"
    assert indirect("안 가도 되죠?") is None


def test_who_thanks_in_a_later_turn_does_so_once(sampled):
    later = [q for seed in range(600) for q, _ in compose(sampled(seed)).turns[1:]]
    thanked = [q for q in some(later) if re.search("고마|고맙|감사|땡큐", q)]
    assert not [q for q in some(thanked) if len(re.findall("고마|고맙|감사|땡큐", q)) > 1]
