"""What a plan says of itself it holds, and it takes up what the person told of themselves."""

import re

from tests.support.cases import some
from tests.unit.answers.test_made_for_the_person import PLAN, section, texts


def test_nobody_with_a_kidney_disease_is_taken_to_be_on_dialysis():
    for text in some(texts(PLAN, {"conditions": ("renal",)})):
        told = [s for s in re.split(r"[.\n]", section(text, "운동 전 확인")) if "투석" in s]
        assert all(re.search(r"다면|면 ", s) for s in some(told)), told


def test_what_is_counted_as_the_first_week_is_named():
    for text in some(texts(PLAN, vitals={"sleep_hr": 5.2})):
        assert not re.search(r"뒤 첫 주로 쳐", section(text, "진행 계획")), text
