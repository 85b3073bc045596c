"""Readings become days: amounts once, sleep on the day of waking, means with what they mean."""

from __future__ import annotations

import pytest

from wearable_coach.sources.devices.amounts import OTHER, PHONE, WATCH, Amounts, Recorder
from wearable_coach.sources.devices.clock import (
    HOME,
    Moment,
    Stamps,
    day_of,
    iso_day,
    moment_at,
    moment_of,
    offset_of,
    years_between,
    zone_of,
)
from wearable_coach.sources.devices.daily import AWAKE, DAY_MEAN, LOWEST, NIGHT_MEAN, SPOT, DayBook
from wearable_coach.sources.devices.nights import Nights, less_awake
from wearable_coach.sources.devices.pulse import Pulse
from wearable_coach.sources.devices.units import factor, number
from wearable_coach.sources.real_days import Collector, ImportResult

DAY = day_of("2026-03-01") or 0
MIDNIGHT = DAY * 86400.0
HOUR = 3600.0
ON_WRIST, IN_POCKET = Recorder(WATCH, "wrist"), Recorder(PHONE, "pocket")


def test_of_phone_and_watch_in_one_time_the_watch_counts_and_alone_each_does() -> None:
    amounts = Amounts()
    amounts.add(IN_POCKET, MIDNIGHT + 8 * HOUR, MIDNIGHT + 8 * HOUR + 600, 1000)
    amounts.add(ON_WRIST, MIDNIGHT + 8 * HOUR, MIDNIGHT + 8 * HOUR + 600, 900)
    amounts.add(IN_POCKET, MIDNIGHT + 9 * HOUR, MIDNIGHT + 9 * HOUR + 600, 300)
    found = amounts.of(DAY)
    assert found is not None
    assert (found.value, found.was_several) == (1200, True)


def test_what_crosses_midnight_is_shared_and_a_day_long_interval_is_a_total() -> None:
    amounts = Amounts()
    amounts.add(IN_POCKET, MIDNIGHT + 23.75 * HOUR, MIDNIGHT + 24.25 * HOUR, 600)
    assert [round(amounts.of(day).value) for day in (DAY, DAY + 1)] == [300, 300]
    amounts.add(Recorder(OTHER, "band"), MIDNIGHT, MIDNIGHT + 24 * HOUR, 8000)
    assert amounts.of(DAY).value == 8000, "not 8,300: the band's day holds the walk"


def test_of_two_totals_of_a_day_the_larger_of_the_first_rank_counts() -> None:
    amounts = Amounts()
    for recorder, value in ((ON_WRIST, 5000), (IN_POCKET, 9000), (Recorder(WATCH, "ring"), 5200)):
        amounts.add_total(recorder, DAY, value)
    assert amounts.of(DAY).value == 5200
    assert amounts.of(DAY + 1) is None


def night(*spans: tuple[float, float], recorder: Recorder = ON_WRIST) -> Nights:
    nights = Nights()
    for start, end in spans:
        nights.add_asleep(recorder, MIDNIGHT + start * HOUR, MIDNIGHT + end * HOUR, 0)
    nights.gather()
    return nights


def test_sleep_counts_for_the_day_of_waking_and_what_overlaps_is_slept_once() -> None:
    nights = night((-1.5, 2), (1, 3), (3.5, 6))
    assert nights.hours(DAY) == 7
    assert nights.hours(DAY - 1) is None
    assert nights.waking_day(MIDNIGHT - HOUR) == DAY
    assert nights.waking_day(MIDNIGHT + 12 * HOUR) is None


def test_a_nap_is_added_and_a_long_time_awake_parts_two_sleeps() -> None:
    assert night((-2, 5), (13, 14)).hours(DAY) == 8
    evening = night((19, 20.5), (23, 29))
    assert (evening.hours(DAY), evening.hours(DAY + 1)) == (1.5, 6)


def test_time_in_bed_is_no_sleep() -> None:
    nights = Nights()
    nights.add_in_bed(DAY)
    nights.gather()
    assert nights.hours(DAY) is None
    assert nights.only_in_bed() == 1


def test_a_session_less_its_time_awake_is_slept() -> None:
    assert [*less_awake(0, 100, [(90, 120), (20, 30), (25, 40)])] == [(0, 20), (40, 90)]
    assert [*less_awake(0, 10, [(0, 10)])] == []


def test_the_daily_mean_counts_every_hour_alike_and_needs_a_day_that_was_worn() -> None:
    pulse = Pulse()
    for hour in range(9):
        pulse.add(MIDNIGHT + hour * HOUR, 60)
    assert pulse.mean(DAY) is None
    for place in range(700):
        pulse.add(MIDNIGHT + 10 * HOUR + place * 5, 160)
    assert pulse.mean(DAY) == (9 * 60 + 160) / 10


def test_the_lowest_half_hour_stands_for_rest_and_no_single_low_reading_does() -> None:
    pulse = Pulse()
    for place in range(12 * 12):
        pulse.add(MIDNIGHT + place * 300, 52 if 36 <= place < 42 else 70)
    pulse.add(MIDNIGHT + 20 * HOUR, 31)
    assert pulse.lowest(DAY) == 52
    pulse.add(MIDNIGHT, 300)
    assert pulse.impossible == 1


def handed(book: DayBook) -> ImportResult:
    collector = Collector()
    collector.begin("test")
    book.hand_over(collector)
    return collector.result()


def test_saturation_is_told_apart_by_whether_one_slept() -> None:
    book = DayBook("fitbit", "test")
    book.nights.add_asleep(ON_WRIST, MIDNIGHT, MIDNIGHT + 6 * HOUR, 0)
    for hour, percent in ((2, 94), (3, 96), (12, 99), (24 + 12, 98), (1, 20)):
        book.add_spot(Moment(MIDNIGHT + hour * HOUR), percent)
    book.nights.add_night(ON_WRIST, DAY + 1, 7)
    book.add_spot(Moment(MIDNIGHT + 60 * HOUR), 97)
    result = handed(book)
    assert [day.vitals.oxygen_saturation for day in result.days] == [95, 98, 97]
    assert [dict(day.provenance).get("oxygen_saturation") for day in result.days] == [
        NIGHT_MEAN,
        AWAKE,
        SPOT,
    ]
    counts = dict(result.counts)
    assert counts["beside_overnight_mean:oxygen_saturation"] == 1
    assert counts["impossible:oxygen_saturation"] == 1


def worn_for_two_days() -> DayBook:
    book = DayBook("fitbit", "test")
    for day in (0, 1):
        for place in range(12 * 12):
            book.pulse.add(MIDNIGHT + day * 86400 + place * 300, 64)
    return book


def test_a_resting_rate_that_no_device_states_is_derived_and_says_so() -> None:
    result = handed(worn_for_two_days())
    assert [day.vitals.resting_heart_rate for day in result.days] == [64, 64]
    how = dict(result.days[0].provenance)
    assert (how["resting_heart_rate"], how["heart_rate"]) == (LOWEST, DAY_MEAN)
    assert result.days[0].profile.hr_context == "24h"
    assert dict(result.counts)["derived:resting_heart_rate"] == 2


def test_where_a_device_states_any_resting_rate_none_is_derived_beside_it() -> None:
    book = worn_for_two_days()
    book.add_reading("resting_heart_rate", DAY, 55)
    result = handed(book)
    assert [day.vitals.resting_heart_rate for day in result.days] == [55, None]
    assert "derived:resting_heart_rate" not in dict(result.counts)


def test_of_several_readings_the_first_rank_counts_and_then_the_latest() -> None:
    book = DayBook("fitbit", "test")
    for value, by in ((70, (OTHER, 9)), (60, (WATCH, 1)), (61, (WATCH, 5)), (62, (WATCH, 3))):
        book.add_reading("weight", DAY, value, by=by)
    assert handed(book).days[0].vitals.weight == 61


def test_age_is_of_the_day_and_height_the_last_before_it() -> None:
    book = DayBook("fitbit", "test")
    book.set_person(born_day=day_of("1990-03-02"), sex="M")
    for day in (0, 1):
        book.add_reading("weight", DAY + day, 70)
    book.add_height(MIDNIGHT - 86400, 176)
    book.add_height(MIDNIGHT + 40 * 86400, 177)
    first, second = handed(book).days
    assert (first.profile.age, second.profile.age) == (35, 36)
    assert first.profile.height_cm == 176
    assert years_between(DAY, DAY) == 0


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-03-01", "2026-03-01"),
        ("2026/3/1", "2026-03-01"),
        ("03/01/26 07:30:00", "2026-03-01"),
        ("3/1/2026", "2026-03-01"),
        ("Mar 1, 2026", "2026-03-01"),
        ("1 Mar 2026", "2026-03-01"),
        ("2026년 3월 1일", "2026-03-01"),
        ("2026. 3. 1.", "2026-03-01"),
        ("2026-02-30", None),
        ("Mar 1-7", None),
        ("someday", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_exports_write_it_and_never_guessed(text: str, iso: str | None) -> None:
    day = day_of(text)
    assert (None if day is None else iso_day(day)) == iso


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2026-03-01T07:30:00+09:00", 7.5),
        ("2026-03-01 07:30:00 +0900", 7.5),
        ("2026-02-28T22:30:00Z", 7.5),
        ("2026-03-01 07:30:00", 7.5),
        ("03/01/26 7:30 AM", 7.5),
        ("03/01/26 12:30 AM", 0.5),
        ("2026-03-01T07:30:00 nowhere", None),
        ("yesterday", None),
    ],
)
def test_a_time_is_the_wearers_own(text: str, local: float | None) -> None:
    at = moment_of(text, HOME)
    assert (None if at is None else (at.local_s - MIDNIGHT) / HOUR) == local


def test_a_time_without_a_zone_is_the_homes_or_utc_where_no_home_is_given() -> None:
    at, unknown = moment_of("2026-03-01 07:30:00", HOME), moment_of("2026-03-01 07:30:00")
    assert at is not None
    assert unknown is not None
    assert unknown.utc_s - at.utc_s == at.offset_s == 9 * HOUR
    assert moment_at(-1) is None
    assert moment_at(MIDNIGHT, 19 * HOUR) is None


def test_offsets_zones_and_series_of_times() -> None:
    assert [offset_of(text) for text in ("+0900", "UTC-03:30", "UTC+9", "Z", "soon")] == [
        32400,
        -12600,
        32400,
        0,
        None,
    ]
    assert zone_of("Asia/Seoul") is not None
    assert zone_of("Middle/Earth") is None
    berlin = Stamps(zone_of("Europe/Berlin"))
    summer, winter = berlin.local_s("07/01/26 22:30:00"), berlin.local_s("2026-01-01T22:30:00Z")
    assert [at % 86400 / HOUR for at in (summer, winter)] == [0.5, 23.5]
    assert berlin.local_s("never") is None


def test_units_are_known_by_their_field_or_not_at_all() -> None:
    assert factor("distance_km", "mi") == pytest.approx(1.609344)
    assert factor("weight", "lb") == pytest.approx(0.45359237)
    assert factor("heart_rate", "count/min") == 1
    assert factor("active_calories", "kJ") == pytest.approx(1 / 4.184, rel=1e-5)
    assert factor("weight", "km") is None
    assert factor("height_cm", "in") == 2.54


@pytest.mark.parametrize(
    ("said", "value"),
    [("1,234", 1234), (" 72 ", 72), ("--", None), ("1.5e3", 1500), ("12,34", None), (True, None), ("inf", None), (float("nan"), None), (7, 7), (None, None), ("72 bpm", None)],
)  # fmt: skip
def test_a_number_is_what_it_says_and_nothing_else_is_one(
    said: object, value: float | None
) -> None:
    assert number(said) == value
