"""Oura, WHOOP, Withings, Zepp, Google Fit and Open Wearables on what their exports do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.device_exports import EXPORTS, write_folder
from wearable_coach.sources import ImportResult, detect, read_days


def read(tmp_path: Path, **files: str) -> ImportResult:
    """Read CSVs, or JSON where a text begins so, by their names."""
    made = {
        f"{name}.{'json' if text.startswith(('{', '[')) else 'csv'}": text.encode()
        for name, text in files.items()
    }
    return read_days(write_folder(tmp_path / "export", made))


def with_changed(device: str, tmp_path: Path, old: str, new: str) -> ImportResult:
    """Read a device's example with some text of it changed."""
    files = EXPORTS[device]()
    assert any(old.encode() in data for data in files.values())
    made = {name: data.replace(old.encode(), new.encode()) for name, data in files.items()}
    return read_days(write_folder(tmp_path / device, made))


def test_ouras_rest_periods_and_deleted_sleeps_are_no_sleep(tmp_path: Path) -> None:
    result = with_changed("oura", tmp_path, "late_nap", "deleted")
    assert result.days[0].vitals.sleep_hr == 7.0
    assert dict(result.counts)["no_sleep:sleep_hr"] == 2


def test_ouras_older_trends_and_its_api_say_the_same_vitals(tmp_path: Path) -> None:
    trends = read(
        tmp_path / "trends",
        oura="date,Total Sleep Time,Average Resting Heart Rate,Lowest Resting Heart Rate,Steps,Activity Burn\n2026-03-01,25200,57,51,8010,352\n",
    )
    api = read(
        tmp_path / "api",
        activity=json.dumps({"data": [{"day": "2026-03-01", "steps": 8010, "active_calories": 352, "equivalent_walking_distance": 6900}, {"steps": 1}]}),
        sleep=json.dumps({"data": [{"day": "2026-03-01", "type": "long_sleep", "total_sleep_duration": 25200, "lowest_heart_rate": 51}]}),
        spo2=json.dumps({"data": [{"day": "2026-03-01", "spo2_percentage": {"average": 96.4}}]}),
    )  # fmt: skip
    told = {"resting_heart_rate": 51, "sleep_hr": 7.0, "steps": 8010, "active_calories": 352}
    assert trends.days[0].vitals.model_dump(exclude_none=True) == told
    assert api.days[0].vitals.model_dump(exclude_none=True) == told | {
        "distance_km": 6.9,
        "oxygen_saturation": 96,
    }
    assert dict(api.counts)["unread_time:day"] == 1
    assert dict(api.days[0].provenance)["resting_heart_rate"] == "lowest at night"


def test_a_cycle_of_whoop_is_the_day_of_its_waking_and_naps_count(tmp_path: Path) -> None:
    files = EXPORTS["whoop"]()
    result = read_days(write_folder(tmp_path / "whoop", files))
    assert result.days[0].vitals.sleep_hr == 7.4
    del files["sleeps.csv"]
    alone = read_days(write_folder(tmp_path / "cycles", files))
    assert alone.days[0].vitals.sleep_hr == 7.0
    assert dict(alone.counts)["without_waking:sleep_hr"] == 1


@pytest.mark.parametrize(
    ("header", "value", "kg"),
    [("Weight (lb)", "134.9", 61.2), ("Weight (kg)", "61.2", 61.2), ("Weight (st)", "9.64", 61.2)],
)
def test_withings_weight_is_in_the_unit_of_its_column(
    header: str, value: str, kg: float, tmp_path: Path
) -> None:
    weight = f'Date,"{header}","Fat mass (kg)",Comments\n"2026-03-01 07:10:00",{value},20,\n'
    assert read(tmp_path, weight=weight).days[0].vitals.weight == kg


def test_withings_awake_time_is_no_sleep_and_a_night_without_stages_is_in_bed(
    tmp_path: Path,
) -> None:
    result = read(
        tmp_path,
        sleep='from,to,"light (s)","deep (s)","rem (s)","awake (s)"\n'
        "2026-02-28T23:00:00+09:00,2026-03-01T07:00:00+09:00,18000,3600,3600,1800\n"
        "2026-03-01T23:00:00+09:00,2026-03-02T07:00:00+09:00,,,,\n"
        "2026-03-02T23:00:00+09:00,later,1,1,1,1\n",
    )
    assert [day.vitals.sleep_hr for day in result.days] == [7.0]
    counts = dict(result.counts)
    assert counts["in_bed_only:sleep_hr"] == counts["unread_time:sleep_hr"] == 1


def test_zepps_rem_stands_beside_the_light_sleep_only_where_the_night_has_room(
    tmp_path: Path,
) -> None:
    result = with_changed("zepp", tmp_path, "2026-02-28 15:13:00+0000", "2026-02-28 16:20:00+0000")
    assert result.days[0].vitals.sleep_hr == 4.7
    assert dict(result.counts)["rem_inside_light:sleep_hr"] == 1


def test_a_heart_rate_of_zepp_that_no_heart_has_is_left_aside(tmp_path: Path) -> None:
    result = with_changed("zepp", tmp_path, "2026-03-01,05:00,65\n", "2026-03-01,05:00,255\n")
    assert dict(result.counts)["impossible:heart_rate"] == 1


def test_google_fits_calories_and_its_sleep_by_the_calendar_day_are_not_read(
    tmp_path: Path,
) -> None:
    result = read(
        tmp_path,
        daily="Date,Move Minutes count,Calories (kcal),Step count,Sleep duration (ms)\n2026-03-01,42,2210,7023,25200000\n",
    )
    assert result.days[0].vitals.model_dump(exclude_none=True) == {"steps": 7023}


def test_google_fits_sleep_is_its_segments_but_those_awake(tmp_path: Path) -> None:
    result = read_days(write_folder(tmp_path / "fit", EXPORTS["google_fit"]()))
    assert result.days[0].vitals.sleep_hr == 6.0


def test_google_fits_daily_file_is_read_in_korean(tmp_path: Path) -> None:
    daily = "날짜,이동 시간(분),칼로리(kcal),거리(m),걸음 수\n2026-03-01,42,2210,5100,7023\n"
    result = read(tmp_path, daily=daily)
    assert result.days[0].source == "google_fit"
    assert (result.days[0].vitals.steps, result.days[0].vitals.distance_km) == (7023, 5.1)


def test_open_wearables_users_are_apart_and_of_two_providers_one_counts(tmp_path: Path) -> None:
    def row(user: str, provider: str, steps: int) -> dict[str, object]:
        return {"date": "2026-03-01", "user_id": user, "source": {"provider": provider}, "steps": steps, "distance_meters": 4000}  # fmt: skip

    rows = [row("a", "garmin", 5000), row("a", "apple", 5200), row("b", "oura", 3000)]
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"data": rows}), encoding="utf-8")
    assert detect(path) == "open_wearables"
    result = read_days(path)
    assert [(day.person_key, day.vitals.steps) for day in result.days] == [
        ("real-0001", 5200),
        ("real-0002", 3000),
    ]


def test_open_wearables_recovery_says_sleep_where_no_night_does(tmp_path: Path) -> None:
    recovery = {"date": "2026-03-01", "source": {"provider": "whoop"}, "sleep_duration_seconds": 25200, "resting_heart_rate_bpm": 52}  # fmt: skip
    path = tmp_path / "recovery.json"
    path.write_text(json.dumps([recovery]), encoding="utf-8")
    vitals = read_days(path).days[0].vitals
    assert (vitals.sleep_hr, vitals.resting_heart_rate) == (7.0, 52)
