"""Apple Health: units from the records, of phone and watch one, asleep and never in bed, and XML of any iOS."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.device_exports import apple_document
from wearable_coach.errors import BadInput
from wearable_coach.sources import ImportResult, read_days

Q = "HKQuantityTypeIdentifier"
SLEEP = "HKCategoryTypeIdentifierSleepAnalysis"
ASLEEP = "HKCategoryValueSleepAnalysisAsleep"


def record(
    kind: str, value: object, unit: str, start: str, end: str = "", source: str = "Apple Watch"
) -> str:
    """Write a record; times are ``03-01 09:00`` in Seoul."""
    times = (f'{name}="2026-{at}:00 +0900"' for name, at in (("startDate", start), ("endDate", end or start)))  # fmt: skip
    return f'<Record type="{kind}" sourceName="{source}" unit="{unit}" {" ".join(times)} value="{value}"/>'


def read(tmp_path: Path, *records: str) -> ImportResult:
    path = tmp_path / "export.xml"
    path.write_bytes(apple_document(*records))
    return read_days(path)


def test_phone_and_watch_of_one_time_are_one_walk(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        record(f"{Q}StepCount", 1200, "count", "03-01 09:00", "03-01 09:10", "나의 iPhone"),
        record(f"{Q}StepCount", 1100, "count", "03-01 09:00", "03-01 09:10"),
        record(f"{Q}StepCount", 400, "count", "03-01 18:00", "03-01 18:05", "나의 iPhone"),
        record(f"{Q}StepCount", 9999, "count", "03-01 18:00", "03-01 18:05", "Some App"),
    )
    assert result.days[0].vitals.steps == 1500
    assert dict(result.counts)["counted_once:steps"] == 1


@pytest.mark.parametrize(
    ("kind", "field", "said", "value"),
    [
        ("DistanceWalkingRunning", "distance_km", ("3.1", "mi"), 4.99),
        ("DistanceWalkingRunning", "distance_km", ("5000", "m"), 5.0),
        ("ActiveEnergyBurned", "active_calories", ("1000", "kJ"), 239),
        ("ActiveEnergyBurned", "active_calories", ("310", "Cal"), 310),
        ("BodyMass", "weight", ("150", "lb"), 68.0),
        ("BodyMass", "weight", ("11", "st"), 69.9),
    ],
)
def test_a_unit_is_the_records_own(
    kind: str, field: str, said: tuple[str, str], value: float, tmp_path: Path
) -> None:
    (day,) = read(tmp_path, record(f"{Q}{kind}", *said, "03-01 09:00", "03-01 09:10")).days
    assert getattr(day.vitals, field) == value


def test_an_unknown_unit_is_left_aside_and_counted(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        record(f"{Q}BodyMass", 61, "slug", "03-01 09:00"),
        record(f"{Q}StepCount", 61, "count", "03-01 09:00"),
    )
    assert result.days[0].vitals.weight is None
    assert dict(result.counts)["unknown_unit:weight"] == 1


def test_a_saturation_is_a_fraction_and_what_is_none_is_no_saturation(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        record(f"{Q}OxygenSaturation", 0.97, "%", "03-01 12:00"),
        record(f"{Q}OxygenSaturation", 97, "%", "03-01 13:00"),
    )
    (day,) = result.days
    assert day.vitals.oxygen_saturation == 97
    assert dict(day.provenance)["oxygen_saturation"] == "spot"
    assert dict(result.counts)["no_fraction:oxygen_saturation"] == 1


def test_sleep_is_what_is_called_asleep_on_the_day_of_waking(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        record(SLEEP, "HKCategoryValueSleepAnalysisInBed", "", "02-28 22:00", "03-01 08:00"),
        record(SLEEP, f"{ASLEEP}Core", "", "02-28 23:00", "03-01 02:00"),
        record(SLEEP, "HKCategoryValueSleepAnalysisAwake", "", "03-01 02:00", "03-01 02:30"),
        record(SLEEP, f"{ASLEEP}REM", "", "03-01 02:30", "03-01 05:30"),
        record(SLEEP, ASLEEP, "", "02-28 22:30", "03-01 07:30", "나의 iPhone"),
        record(SLEEP, "HKCategoryValueSleepAnalysisInBed", "", "03-01 23:00", "03-02 07:00"),
    )
    assert [day.vitals.sleep_hr for day in result.days] == [6.0]
    counts = dict(result.counts)
    assert (counts["in_bed_only:sleep_hr"], counts["counted_once:sleep_hr"]) == (1, 1)


def test_the_resting_rate_is_the_days_last_word(tmp_path: Path) -> None:
    (day,) = read(
        tmp_path,
        record(f"{Q}RestingHeartRate", 61, "count/min", "03-01 00:01", "03-01 20:00"),
        record(f"{Q}RestingHeartRate", 58, "count/min", "03-01 00:01", "03-01 23:00"),
        record(f"{Q}RestingHeartRate", 63, "count/min", "03-01 00:01", "03-01 10:00"),
    ).days
    assert day.vitals.resting_heart_rate == 58


def test_a_record_inside_a_correlation_counts_where_it_stands_by_itself(tmp_path: Path) -> None:
    weight = record(f"{Q}BodyMass", 61, "kg", "03-01 09:00")
    steps = record(f"{Q}StepCount", 100, "count", "03-01 09:00")
    (day,) = read(tmp_path, f"<Correlation>{steps}</Correlation>", steps, weight).days
    assert day.vitals.steps == 100


def test_a_day_is_the_wearers_own_wherever_they_were(tmp_path: Path) -> None:
    late = record(f"{Q}BodyMass", 61, "kg", "03-01 23:30").replace("+0900", "-0500")
    early = record(f"{Q}BodyMass", 62, "kg", "03-02 00:30")
    assert [day.vitals.weight for day in read(tmp_path, late, early).days] == [61, 62]


def test_forbidden_characters_in_a_name_do_not_stop_the_reading(tmp_path: Path) -> None:
    steps = record(f"{Q}StepCount", 100, "count", "03-01 09:00", source="Ap\x0bp")
    assert read(tmp_path, steps).days[0].vitals.steps == 100


@pytest.mark.parametrize("at", ["2026-03-01", "soon", "2026-02-31 09:00:00 +0900"])
def test_a_time_that_is_none_is_counted(at: str, tmp_path: Path) -> None:
    broken = f'<Record type="{Q}StepCount" sourceName="a" unit="count" startDate="{at}" endDate="{at}" value="9"/>'
    result = read(tmp_path, broken, record(f"{Q}StepCount", 100, "count", "03-01 09:00"))
    assert result.days[0].vitals.steps == 100
    assert dict(result.counts)["unread_time:steps"] == 1


def test_a_document_that_breaks_off_is_refused_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_bytes(apple_document(record(f"{Q}StepCount", 1, "count", "03-01 09:00"))[:-30])
    with pytest.raises(BadInput, match=r"export.xml, line \d+: not whole XML"):
        read_days(path)


def test_entities_in_a_document_are_never_expanded(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    bomb = b'<!DOCTYPE HealthData [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    path.write_bytes(b'<?xml version="1.0"?>' + bomb + b"<HealthData><Me x='&b;'/></HealthData>")
    with pytest.raises(BadInput, match="not whole XML"):
        read_days(path)


def test_the_clinical_document_beside_it_is_no_export(tmp_path: Path) -> None:
    path = tmp_path / "export_cda.xml"
    path.write_bytes(b'<?xml version="1.0"?><ClinicalDocument/>')
    with pytest.raises(BadInput):
        read_days(path)


def test_lines_in_messages_are_the_files_own(tmp_path: Path) -> None:
    result = read(tmp_path, record(f"{Q}BodyMass", 900, "kg", "03-01 09:00"))
    assert not result.days
    (reject,) = result.rejects
    document = (tmp_path / "export.xml").read_text(encoding="utf-8").splitlines()
    assert "BodyMass" in document[reject.line - 1]
