"""Cells as people and exports write them: each is read, counted by its kind, or refused with its value."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from wearable_coach.sources import read_days
from wearable_coach.sources.column_names import Meaning
from wearable_coach.sources.number_cells import CellReading
from wearable_coach.sources.table_options import table_options


@pytest.mark.parametrize(
    ("field", "text", "value", "kind"),
    [
        ("heart_rate", "72 bpm", 72, "unit"),
        ("heart_rate", "72.4", 72, "rounded"),
        ("heart_rate", "72.5", 73, "rounded"),
        ("heart_rate", "７２", 72, "full_width"),
        ("steps", "8,432", 8432, "thousands"),
        ("steps", "8,432보", 8432, "unit"),
        ("steps", "8123.0", 8123, ""),
        ("sleep_hr", "7:12", 7.2, "hours_minutes"),
        ("sleep_hr", "7시간 12분", 7.2, "hours_minutes"),
        ("sleep_hr", "432분", 7.2, "unit"),
        ("sleep_hr", "7.199017778", 7.2, "rounded"),
        ("distance_km", "5,200 m", 5.2, "unit"),
        ("weight", "70,5", 70.5, "decimal_comma"),
        ("oxygen_saturation", "97%", 97, "unit"),
        ("oxygen_saturation", "97％", 97, "full_width"),
    ],
)
def test_a_number_is_read_as_it_is_meant(field: str, text: str, value: float, kind: str) -> None:
    cell = CellReading(Meaning(field)).cell(text)
    assert (cell.value, cell.code) == (value, "")
    assert (f"{kind}:{field}" in cell.kinds) if kind else not cell.kinds


@pytest.mark.parametrize("text", ["--", "NA", "n/a", "NaN", "null", "-1", "-999", "없음", "－１"])
def test_what_says_missing_is_missing_and_counted(text: str) -> None:
    cell = CellReading(Meaning("steps")).cell(text)
    assert math.isnan(cell.value)
    assert "missing:steps" in cell.kinds


@pytest.mark.parametrize(
    "field", ["heart_rate", "resting_heart_rate", "sleep_hr", "oxygen_saturation", "weight", "bmi"]
)
def test_a_zero_that_cannot_be_is_missing_and_counted(field: str) -> None:
    cell = CellReading(Meaning(field)).cell("0.0")
    assert math.isnan(cell.value)
    assert cell.kinds == (f"zero:{field}",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("many", "type:steps"),
        ("1_0", "type:steps"),
        ("-5", "range:steps"),
        ("inf", "nan:steps"),
        ("7:12", "type:steps"),
        ("8432 kg", "type:steps"),
        ("8,43,2", "type:steps"),
    ],
)
def test_what_is_no_reading_is_refused_by_its_code(text: str, code: str) -> None:
    assert CellReading(Meaning("steps")).cell(text).code == code


def test_a_comma_is_decimal_where_columns_are_parted_by_another_sign(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text(
        "date;weight;distance_km;steps\n2024-01-05;70,5;5,432;8,432\n", encoding="utf-8"
    )
    (day,) = read_days(path).days
    assert day.vitals.model_dump(exclude_none=True) == {"steps": 8432, "distance_km": 5.43, "weight": 70.5}  # fmt: skip


def test_every_kind_is_told_with_how_often(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text(
        "date,steps,distance_km,sleep_hr,weight\n"
        "2024-01-01,0,4.2,0,70\n2024-01-02,8000,0,0,0\n2024-01-03,--,3,7:12,70\n2024-01-04,12,0,7,\n",
        encoding="utf-8",
    )
    result = read_days(path)
    assert dict(result.counts) == {"zero:steps": 1, "zero:distance_km": 1, "zero:sleep_hr": 2, "zero:weight": 1, "missing:steps": 1, "hours_minutes:sleep_hr": 1}  # fmt: skip
    assert [day.vitals.steps for day in result.days] == [None, 8000, None, 12]
    assert result.days[3].vitals.distance_km == 0


def test_nothing_but_zeros_is_no_day(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("date,steps,sleep_hr\n2024-01-01,0,0\n2024-01-02,,\n", encoding="utf-8")
    assert [r.reasons for r in read_days(path).rejects] == [("not_worn",), ("empty_day",)]


def test_a_person_says_what_means_missing(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text(
        "date,steps,active_calories\n2024-01-01,8000,0.0\n2024-01-02,x,0\n", encoding="utf-8"
    )
    options = table_options(missing="--, X ,0")
    result = read_days(path, options=options)
    assert [day.vitals.active_calories for day in result.days] == [None]
    assert dict(result.counts) == {"missing:active_calories": 2, "missing:steps": 1}


def test_a_refused_row_says_its_value_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("date,steps,heart_rate\n2024-01-01,many,7200\n", encoding="utf-8")
    (reject,) = read_days(path).rejects
    told = reject.as_json()
    assert told["reasons"] == ["type:steps", "range:heart_rate"]
    assert told["values"] == ["many", "7200"]
    assert "--missing" in told["remedies"][0]
    assert "20 to 250" in told["remedies"][1]
