"""Cases whose whole coaching conversations are kept as golden texts."""

from __future__ import annotations

from random import Random

from tests.support.days import day
from wearable_coach.answers.brief import Brief
from wearable_coach.records import Profile, Vitals

_GIVEN: dict[str, tuple[Profile, Vitals, int, int, int]] = {
    "chest_pain": (Profile(age=58, sex="M", symptoms=("chest_pain",)), Vitals(), 0, 2, 3),
    "low_oxygen": (Profile(age=44), Vitals(oxygen_saturation=91), 4, 7, 2),
    "borderline_oxygen": (
        Profile(age=37, sex="F"),
        Vitals(oxygen_saturation=94, sleep_hr=7.2),
        8,
        11,
        3,
    ),
    "fever": (Profile(age=29, symptoms=("fever",)), Vitals(resting_heart_rate=72), 10, 5, 5),
    "short_night": (
        Profile(age=33, regularly_active=True),
        Vitals(sleep_hr=5.2, steps=4210),
        1,
        1,
        4,
    ),
    "raised_resting_rate": (
        Profile(age=41, baseline_rhr=58, regularly_active=True),
        Vitals(resting_heart_rate=70),
        5,
        9,
        5,
    ),
    "beta_blocker": (
        Profile(age=66, conditions=("beta_blocker",), regularly_active=True),
        Vitals(resting_heart_rate=55),
        3,
        13,
        9,
    ),
    "diabetes_inactive": (
        Profile(age=52, conditions=("diabetes",), regularly_active=False),
        Vitals(bmi=26.4),
        7,
        4,
        9,
    ),
    "schoolboy_athlete": (
        Profile(age=15, sex="M", athlete=True),
        Vitals(sleep_hr=6.5),
        11,
        15,
        2,
    ),
    "nothing_told": (Profile(), Vitals(), 6, 17, 33),
    "own_target": (
        Profile(age=45, baseline_rhr=63, regularly_active=True),
        Vitals(resting_heart_rate=64),
        2,
        6,
        0,
    ),
    "pregnancy": (
        Profile(age=31, conditions=("pregnancy",), regularly_active=True),
        Vitals(),
        13,
        10,
        1,
    ),
    "who_bmi": (Profile(age=36), Vitals(bmi=24.2), 9, 12, 10),
    "medicine": (Profile(age=50), Vitals(resting_heart_rate=66), 4, 14, 11),
    "odd_distance": (Profile(age=30), Vitals(steps=8000, distance_km=2.4), 12, 18, 3),
}
NAMES = tuple(_GIVEN)


def golden_case(name: str) -> Brief:
    """Return the case `name`, fresh."""
    profile, vitals, frame, voice, seed = _GIVEN[name]
    return Brief(day(profile, vitals), name, voice, frame, Random(seed))
