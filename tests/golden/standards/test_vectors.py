import json
from pathlib import Path

import pytest

from wearable_coach.day import answer_facts

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))[
    "vectors"
]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["id"])
def test_the_engine_agrees_with_every_worked_vector_key_by_key(vector):
    answer = answer_facts(vector["profile"], vector["vitals"], hrmax_formula="tanaka")
    assert answer == vector["expected"]
    assert list(answer) == list(vector["expected"])
