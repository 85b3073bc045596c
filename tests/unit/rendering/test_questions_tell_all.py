"""A question holds every reading and every stated fact, exactly: the model sees nothing else."""

from __future__ import annotations

import re
from random import Random

import pytest

from wearable_coach.answers.questions import (
    LAYOUTS,
    data_block,
    loosen,
    profile_block,
    profile_sentence,
    profile_terse,
)
from wearable_coach.records import Profile, Vitals
from wearable_coach.rendering.labels import labels, said

_SAMPLES = 60
_HM = re.compile(r"(\d+)(?:시간|h) ?(?:(\d+)(?:분|m(?![a-z])))?")


def _vitals(rng: Random) -> Vitals:
    """Nine readings whose numbers never coincide, some of them missing."""
    values = {
        "heart_rate": rng.randint(101, 110),
        "resting_heart_rate": rng.randint(41, 59),
        "sleep_hr": rng.choice([6.5, 7.25, 5.9, 6.53, 8.0]),
        "steps": rng.randint(2000, 15000),
        "distance_km": rng.randint(201, 299) / 100,
        "active_calories": rng.randint(300, 1900),
        "oxygen_saturation": rng.randint(93, 99),
        "weight": rng.randint(7001, 7999) / 100,
        "bmi": rng.randint(231, 289) / 10,
    }
    for name in rng.sample(sorted(values), rng.randint(0, 3)):
        del values[name]
    return Vitals.model_validate(values)


def _numbers(text: str) -> list[float]:
    found = [float(n.replace(",", "")) for n in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text)]
    return found + [int(h) + int(m or 0) / 60 for h, m in _HM.findall(text)]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_reading_is_told_exactly(layout: str) -> None:
    rng = Random(layout)
    told: set[str] = set()
    for _ in range(_SAMPLES):
        vitals = _vitals(rng)
        text = loosen(data_block(Profile(), vitals, layout=layout, rng=rng), rng)
        numbers = _numbers(text)
        there = vitals.model_dump(exclude_none=True)
        for name, value in there.items():
            assert any(abs(n - value) < 1e-9 for n in numbers), (name, value, text)
        told.update(there)
    assert told == set(Vitals.model_fields)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_readings_keep_the_order_of_the_plan_so_that_none_is_mistaken(layout: str) -> None:
    rng = Random(1)
    vitals = Vitals(heart_rate=103, resting_heart_rate=57, steps=8123, oxygen_saturation=97)
    text = data_block(Profile(), vitals, layout=layout, rng=rng).replace(",", "")
    places = [text.index(n) for n in ("103", "57", "8123", "97")]
    assert places == sorted(places)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_missing_is_not_mentioned(layout: str) -> None:
    rng = Random(2)
    text = data_block(Profile(), Vitals(weight=70.2), layout=layout, rng=rng)
    assert _numbers(text.replace("kg/m", "")) == [70.2]
    assert data_block(Profile(), Vitals(), layout=layout, rng=rng) == ""


@pytest.mark.parametrize("tell", [profile_sentence, profile_block, profile_terse])
def test_every_stated_profile_fact_is_told(tell: object) -> None:
    assert callable(tell)
    rng = Random(3)
    for _ in range(_SAMPLES):
        condition = rng.choice(sorted(labels()["conditions"]))
        symptom = rng.choice(sorted(labels()["symptoms"]))
        goal = rng.choice(sorted(labels()["goal"]))
        context = rng.choice(["rest", "exercise", "24h"])
        profile = Profile.model_validate(
            {
                "age": rng.randint(18, 39),
                "sex": rng.choice("MF"),
                "height_cm": rng.choice([168.0, 171.5]),
                "baseline_rhr": rng.randint(50, 70),
                "hr_context": context,
                "regularly_active": rng.random() < 0.5,
                "athlete": True,
                "desired_intensity": "vigorous",
                "goal": goal,
                "conditions": (condition,),
                "symptoms": (symptom,),
            }
        )
        text = tell(profile, rng=rng)
        for number in (profile.age, profile.height_cm, profile.baseline_rhr):
            assert number in _numbers(text), text
        for group, code in [
            ("conditions", condition),
            ("symptoms", symptom),
            ("goal", goal),
            ("hr_context", context),
            ("sex", profile.sex),
        ]:
            assert any(way in text for way in said(group, str(code))), (code, text)
        assert "선수" in text
        assert any(way in text for way in (*said("intensity", "vigorous"), "고강도")), text
        says_no = any(no in text for no in ("없어요", "안 하", "안 함", "하지는 않", "X"))
        assert says_no is not profile.regularly_active, text


@pytest.mark.parametrize("tell", [profile_sentence, profile_block, profile_terse])
def test_an_unknown_profile_invents_nothing(tell: object) -> None:
    assert callable(tell)
    for seed in range(_SAMPLES):
        text = tell(Profile(), rng=Random(seed))
        assert not re.search(r"\d", text)
        assert len(text) < 30, text
