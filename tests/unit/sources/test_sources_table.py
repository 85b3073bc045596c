"""Plain tables: tolerant of a header's look, never of its units."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wearable_coach.errors import BadInput
from wearable_coach.sources import ImportResult, detect, read_days

NINE = "heart_rate,resting_heart_rate,sleep_hr,steps,distance_km,active_calories,oxygen_saturation,weight,bmi"


def read(tmp_path: Path, text: str, name: str = "t.csv") -> ImportResult:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert detect(path) == "table"
    return read_days(path)


def test_a_full_row_comes_through_as_it_is(tmp_path: Path) -> None:
    (day,) = read(tmp_path, f"{NINE}\n72,62,6.5,8123,5.2,350,97,70.2,22.9\n").days
    assert day.vitals.model_dump() == dict(
        zip(NINE.split(","), (72, 62, 6.5, 8123, 5.2, 350, 97, 70.2, 22.9), strict=True)
    )
    assert day.source == "table"


def test_case_spaces_hyphens_and_a_byte_order_mark_do_not_matter(tmp_path: Path) -> None:
    (day,) = read(
        tmp_path, "\ufeff Heart Rate , Sleep-HR,STEPS,Age,Sex\n 72 ,7.5, 8000 ,45,male\n"
    ).days
    assert (day.vitals.heart_rate, day.vitals.sleep_hr, day.vitals.steps) == (72, 7.5, 8000)
    assert (day.profile.age, day.profile.sex) == (45, "M")


@pytest.mark.parametrize(
    ("column", "cell", "field", "value"),
    [
        ("sleep_min", "400", "sleep_hr", 6.67),
        ("Sleep (min)", "400", "sleep_hr", 6.67),
        ("sleepDurationMinutes", "400", "sleep_hr", 6.67),
        ("수면 시간(분)", "400", "sleep_hr", 6.67),
        ("distance_m", "6400", "distance_km", 6.4),
        ("Distance (mi)", "4", "distance_km", 6.44),
        ("weight_lb", "150", "weight", 68.0),
        ("spo2", "97", "oxygen_saturation", 97),
        ("RHR", "61.5", "resting_heart_rate", 62),
        ("심박수", "72", "heart_rate", 72),
        ("안정시 심박수(bpm)", "61", "resting_heart_rate", 61),
        ("활동 칼로리", "350", "active_calories", 350),
    ],
)
def test_a_column_with_a_known_name_and_unit_is_read_in_the_products_unit(
    tmp_path: Path, column: str, cell: str, field: str, value: float
) -> None:
    result = read(tmp_path, f"steps,{column}\n8000,{cell}\n")
    assert getattr(result.days[0].vitals, field) == value
    assert any(f"{column!r} is read as {field}" in note for note in result.notes)


@pytest.mark.parametrize(
    ("column", "remedy"),
    [
        ("calories", "--map 'calories'=active_calories"),
        ("distance", "'distance' says no unit; if it is distance_km [km] add --map"),
        ("sleep", "--map 'sleep'=sleep_hr (of another unit :min and so on behind it)"),
        ("칼로리", "--map '칼로리'=active_calories"),
        ("body weight", "--map 'body weight'=weight"),
    ],
)
def test_a_column_that_may_be_a_field_is_asked_about_with_what_to_add(
    tmp_path: Path, column: str, remedy: str
) -> None:
    with pytest.raises(BadInput) as error:
        read(tmp_path, f"steps,{column}\n8000,400\n")
    assert remedy in str(error.value)
    assert f"else --map {column!r}=-" in str(error.value)
    assert "t.csv" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "column",
    ["heart_rate_variability", "HRV", "sleep_score", "step_goal", "min_heart_rate", "basal_calories", "fat_mass", "심박변이도", "수면 점수", "목표 걸음수", "체지방량"],
)  # fmt: skip
def test_what_sounds_like_a_field_and_means_another_is_never_proposed(
    tmp_path: Path, column: str
) -> None:
    result = read(tmp_path, f"steps,{column}\n8000,40\n")
    assert f"t.csv: left aside the columns {column}" in result.notes
    assert set(result.days[0].vitals.model_dump(exclude_none=True)) == {"steps"}


def test_a_column_that_is_no_reading_is_left_aside_and_said(tmp_path: Path) -> None:
    result = read(tmp_path, "steps,mood\n8000,fine\n")
    assert "t.csv: left aside the columns mood" in result.notes
    assert len(result.days) == 1


def test_rows_are_refused_with_the_codes_of_the_standard(tmp_path: Path) -> None:
    text = (
        "heart_rate,steps,oxygen_saturation,age\n"
        "many,8000,97,40\n"
        "72,-5,97,40\n"
        "72,8000,0.97,40\n"
        "72,8000,97,140\n"
        ",,,40\n"
        "72,8000\n"
        "1_0,8000,97,40\n"
        "72,8000,97,40\n"
    )
    result = read(tmp_path, text)
    assert [r.reasons for r in result.rejects] == [
        ("type:heart_rate",),
        ("range:steps",),
        ("range:oxygen_saturation",),
        ("range:age",),
        ("empty_day",),
        ("columns",),
        ("type:heart_rate",),
    ]
    assert [r.line for r in result.rejects] == [2, 3, 4, 5, 6, 7, 8]
    assert len(result.days) == 1


def test_a_file_that_says_no_person_is_one_persons_and_says_so(tmp_path: Path) -> None:
    rows = "".join(f"2024-01-{i:02d},60\n" for i in range(1, 16))
    result = read(tmp_path, "date,resting_heart_rate\n" + rows)
    assert {d.person_key for d in result.days} == {"real-0001"}
    assert [d.profile.baseline_rhr for d in result.days] == [None] * 14 + [60]
    assert any("one person's" in note for note in result.notes)


def test_days_without_dates_are_no_baseline(tmp_path: Path) -> None:
    result = read(tmp_path, "resting_heart_rate\n" + "60\n" * 20)
    assert {d.person_key for d in result.days} == {"real-0001"}
    assert {d.profile.baseline_rhr for d in result.days} == {None}


def test_an_id_column_gives_a_baseline_and_a_pseudonym(tmp_path: Path) -> None:
    rows = "".join(f"Kim Chul,2024-01-{i:02d},60\n" for i in range(1, 16))
    result = read(tmp_path, "id,date,resting_heart_rate\n" + rows)
    assert result.days[-1].profile.baseline_rhr == 60
    assert "Kim" not in repr(result)


def test_a_stated_baseline_is_kept(tmp_path: Path) -> None:
    rows = "".join(f"a,2024-01-{i + 1:02d},60,55\n" for i in range(15))
    result = read(tmp_path, "id,date,resting_heart_rate,baseline_rhr\n" + rows)
    assert {d.profile.baseline_rhr for d in result.days} == {55}


def test_conditions_and_activity_are_read_from_a_csv(tmp_path: Path) -> None:
    (day,) = read(
        tmp_path,
        "steps,conditions,regularly_active,hr_context\n8000,beta_blocker;cvd,no,rest\n",
    ).days
    assert day.profile.conditions == ("beta_blocker", "cvd")
    assert day.profile.regularly_active is False
    assert day.profile.hr_context == "rest"


def test_a_word_that_no_field_knows_is_rejected(tmp_path: Path) -> None:
    result = read(tmp_path, "steps,sex,conditions\n8000,X,\n8000,F,tired\n")
    assert [r.reasons for r in result.rejects] == [("type:sex",), ("type:conditions",)]


def test_json_lines_are_read_flat_and_nested(tmp_path: Path) -> None:
    lines = (
        {"heart_rate": 72, "sleep_hr": 7, "age": 40},
        {"profile": {"age": 40, "baseline_rhr": 60}, "vitals": {"steps": 8000}, "person": "x"},
        {"steps": 8000, "regularly_active": True},
        {"steps": True},
        [1],
    )
    text = "".join(json.dumps(line) + "\n" for line in lines) + "{broken\n"
    result = read(tmp_path, text, "t.jsonl")
    assert [d.profile.age for d in result.days] == [40, 40, None]
    assert result.days[1].profile.baseline_rhr == 60
    assert result.days[2].profile.regularly_active is True
    assert [(r.line, r.reasons) for r in result.rejects] == [
        (4, ("type:steps",)),
        (5, ("not_an_object",)),
        (6, ("not_json",)),
    ]


def test_a_json_key_in_another_unit_is_converted_or_asked_about(tmp_path: Path) -> None:
    (day,) = read(tmp_path, '{"vitals": {"sleep_min": 400}}\n', "t.jsonl").days
    assert day.vitals.sleep_hr == 6.67
    with pytest.raises(BadInput, match="calories"):
        read(tmp_path, '{"vitals": {"calories": 400}}\n', "t.jsonl")


def test_a_free_text_goal_is_not_carried_into_records(tmp_path: Path) -> None:
    result = read(tmp_path, '{"steps": 8000, "goal": "call me at 010"}\n', "t.jsonl")
    assert [r.reasons for r in result.rejects] == [("unknown:goal",)]
