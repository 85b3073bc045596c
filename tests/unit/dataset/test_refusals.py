"""A refusal is counted by its code and told with its words."""

import json

import pytest

from tasks.dataset import RealDays, _reject_counts, read_real_days
from wearable_coach.dataset.assembly import rejects_jsonl
from wearable_coach.dataset.batches import Accepted
from wearable_coach.dataset.refusals import RefusedRow, Why, of_verdicts
from wearable_coach.dataset.source_mix import SourceMix
from wearable_coach.errors import BadInput
from wearable_coach.records import Verdict
from wearable_coach.sources.real_days import Reject

VERDICTS = (
    Verdict(
        "value:weight", "contradicted", "VER-VALUE-001", "체중: 72kg", "체중: 맞는 값은 70.2kg"
    ),
    Verdict("class:bmi", "supported", "STD-BMI-001", "정상"),
    Verdict("number", "unsupported", "VER-NUM-001", "42"),
)
REFUSED = RefusedRow("r1", 0, (*of_verdicts(VERDICTS), Why("input:range:weight")))


def test_a_claim_that_holds_is_no_reason():
    assert [why.code for why in REFUSED.reasons] == [
        "contradicted:VER-VALUE-001",
        "unsupported:VER-NUM-001",
        "input:range:weight",
    ]


def test_the_file_of_rejects_tells_a_reason_in_a_line():
    told = json.loads(rejects_jsonl([REFUSED], []))["reasons"]
    assert told == [
        "contradicted:VER-VALUE-001: '체중: 72kg' 체중: 맞는 값은 70.2kg",
        "unsupported:VER-NUM-001: '42'",
        "input:range:weight",
    ]


def test_reasons_are_counted_by_code_whatever_their_words_hold():
    real = RealDays((), (Reject(3, ("range:weight",), "table", "days.csv"),), 1)
    counts = _reject_counts(Accepted([], [REFUSED, REFUSED]), real)
    assert counts == {
        "contradicted:VER-VALUE-001": 2,
        "input:range:weight": 2,
        "unsupported:VER-NUM-001": 2,
        "range:weight": 1,
    }


def test_files_of_which_no_row_is_taken_make_no_dataset_of_sampled_days(tmp_path):
    path = tmp_path / "days.csv"
    path.write_text("date,steps\n2024-01-01,many\n2024-01-02,\n", encoding="utf-8")
    with pytest.raises(BadInput) as error:
        read_real_days(SourceMix(vitals=(str(path),)))
    assert "none of 2 rows was taken: type:steps (days.csv, line 2)" in str(error.value)
    assert "empty_day (days.csv, line 3)" in str(error.value)


def test_how_files_were_read_is_told_with_the_days(tmp_path):
    path = tmp_path / "days.csv"
    path.write_text("date,steps,weight\n2024-01-01,8000,0\n", encoding="utf-8")
    told = read_real_days(SourceMix(vitals=(str(path),))).told
    assert told[0] == "read as zero:weight: 1"
    assert "one person's" in told[1]
