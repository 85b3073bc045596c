"""What a person's own days before a day say of it: of real dates, before the day, of that person, of enough of them."""

import io
import json
import math
import random
import zipfile
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.cases import some
from tests.support.device_exports import apple_document, apple_record
from wearable_coach.records import PAST_MEANS, PastDays, Vitals
from wearable_coach.sources import read_days
from wearable_coach.sources.day_lines import json_of_days
from wearable_coach.sources.day_store import HeldDays, RealDay
from wearable_coach.standards.past_days import usual_before

_HEADER = "id,date,resting_heart_rate,sleep_hr,steps"
_FIRST = date(2024, 3, 1)


def rows_of(person: str, days: Mapping[int, tuple[object, object, object]]) -> list[str]:
    return [
        f"{person},{_FIRST + timedelta(n)},{','.join('' if x is None else str(x) for x in readings)}"
        for n, readings in days.items()
    ]


def read(folder: Path, *rows: str, header: str = _HEADER) -> HeldDays:
    (folder / "days.csv").write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return read_days(folder / "days.csv").days


def pasts(days: HeldDays, person: str = "real-0001") -> list[PastDays | None]:
    return [d.profile.past for d in days if d.person_key == person]


def lines_of(days: HeldDays) -> list[str]:
    return "".join(json_of_days(days)).splitlines()


def test_a_mean_is_of_the_seven_dates_before_the_day_and_of_at_least_four_of_them(
    tmp_path: Path,
) -> None:
    days = {n: (60 + n, 6 + n / 10, 1000 * n) for n in range(1, 9)}
    found = pasts(read(tmp_path, *rows_of("a", days)))
    assert found[:4] == [None] * 4
    assert found[4] == PastDays(resting_heart_rate=63, sleep_hr=6.25, steps=2500)
    assert found[7] == PastDays(resting_heart_rate=64, sleep_hr=6.4, steps=4000)


def test_a_date_that_is_not_there_is_no_day_of_the_seven(tmp_path: Path) -> None:
    readings = (60, 7, 5000)
    far = dict.fromkeys((1, 2, 3, 10, 11, 12, 13, 14), readings)
    told = dict(zip(far, pasts(read(tmp_path, *rows_of("a", far))), strict=True))
    assert told[12] is None
    assert told[13] is None  # three of the seven dates before it
    assert told[14] == PastDays(resting_heart_rate=60, sleep_hr=7, steps=5000)


def test_a_reading_that_a_day_lacks_is_in_no_mean(tmp_path: Path) -> None:
    days = {n: (60, None if n == 2 else 7.5, 5000) for n in range(1, 6)}
    assert pasts(read(tmp_path, *rows_of("a", days)))[-1] == PastDays(
        resting_heart_rate=60, steps=5000
    )


def test_days_after_a_day_and_days_of_others_say_nothing_of_it(tmp_path: Path) -> None:
    own = dict.fromkeys(range(1, 6), (60, 7, 5000))
    others = dict.fromkeys(range(1, 6), (90, 4, 20000))
    after = dict.fromkeys(range(6, 12), (99, 3, 1))
    alone = pasts(read(tmp_path, *rows_of("a", own)))
    lines = [*rows_of("a", after), *rows_of("a", own), *rows_of("b", others)]
    random.Random(1).shuffle(lines)
    days = read(tmp_path, *lines)
    mine = {d.person_key for d in days if d.vitals == Vitals(resting_heart_rate=60, sleep_hr=7, steps=5000)}  # fmt: skip
    assert len(mine) == 1
    told = [d.profile.past for d in days if d.person_key in mine and d.vitals.steps == 5000]
    assert sorted(map(repr, told)) == sorted(map(repr, alone))


def test_a_baseline_says_of_how_many_days_it_is_the_median(tmp_path: Path) -> None:
    days = dict.fromkeys(range(1, 17), (60, None, 5000))
    found = pasts(read(tmp_path, *rows_of("a", days)))
    assert [p and p.baseline_days for p in found] == [None] * 14 + [14, 15]


def test_a_baseline_that_the_table_states_is_of_no_known_number_of_days(tmp_path: Path) -> None:
    rows = [f"{r},66" for r in rows_of("a", dict.fromkeys(range(1, 17), (60, 7, 5000)))]
    days = read(tmp_path, *rows, header=f"{_HEADER},baseline_rhr")
    assert days[15].profile.baseline_rhr == 66
    assert days[15].profile.past == PastDays(resting_heart_rate=60, sleep_hr=7, steps=5000)


def test_days_without_a_date_have_no_past(tmp_path: Path) -> None:
    days = read(tmp_path, *["60,7,5000"] * 20, header="resting_heart_rate,sleep_hr,steps")
    assert set(pasts(days)) == {None}


def test_an_export_of_a_phone_tells_the_days_before_its_days(tmp_path: Path) -> None:
    records = [
        apple_record("QuantityTypeIdentifierStepCount", str(4000 + n), "count", "09:00-09:10")
        .replace("2026-03-01", f"2026-03-{n:02d}")
        for n in range(1, 6)
    ]  # fmt: skip
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("apple_health_export/export.xml", apple_document(*records))
    (tmp_path / "export.zip").write_bytes(kept.getvalue())
    days = read_days(tmp_path / "export.zip").days
    assert [d.profile.past for d in days] == [None] * 4 + [PastDays(steps=4003)]


def _slowly(days: list[tuple[int, RealDay]], at: int) -> PastDays | None:
    """Reckon a day's past out of the other days, one by one."""
    own = days[at][0]
    before = {own - n: day.vitals for n, day in days if n < own}
    return usual_before(before).past


def test_a_running_mean_is_the_mean_of_the_days_by_themselves(tmp_path: Path) -> None:
    draw = random.Random(7)

    def maybe(value: float) -> float | None:
        return value if draw.random() < 0.8 else None

    days = {
        n: (
            maybe(draw.randint(45, 90)),
            maybe(round(draw.uniform(3, 11), 2)),
            maybe(draw.randint(1, 30000)),
        )
        for n in range(1, 120)
        if draw.random() < 0.85
    }
    days = {n: r for n, r in days.items() if r != (None, None, None)}
    held = read(tmp_path, *rows_of("a", days))
    dated = list(zip(days, held, strict=True))
    for at in some(range(len(dated))):
        assert dated[at][1].profile.past == _slowly(dated, at)


def test_the_lines_of_import_hold_what_the_days_do(tmp_path: Path) -> None:
    rows = [*rows_of("a", {n: (60 + n % 3, 7.25, 5000 + n) for n in range(1, 17)})]
    days = read(tmp_path, *rows)
    for line, day in some(list(zip(lines_of(days), days, strict=True))):
        told = json.loads(line)["profile"]
        assert told == day.profile.model_dump(mode="json", exclude_defaults=True)


def test_lines_of_import_are_read_with_the_days_before(tmp_path: Path) -> None:
    rows = rows_of("a", {n: (60 + n % 3, 7.25, 5000 + n) for n in range(1, 17)})
    days = read(tmp_path, *rows)
    (tmp_path / "days.jsonl").write_text("".join(json_of_days(days)), encoding="utf-8")
    again = read_days(tmp_path / "days.jsonl")
    assert pasts(again.days) == pasts(days) != [None] * 16
    assert lines_of(again.days)[-1] == lines_of(days)[-1]


def test_a_line_with_impossible_days_before_is_refused_with_its_field(tmp_path: Path) -> None:
    line = {"profile": {"past": {"sleep_hr": 40}}, "vitals": {"steps": 5000, "sleep_hr": 7}}
    lines = [line, {**line, "profile": {"past": {"sleep_hr": 7}}}, {**line, "profile": {"past": 3}}]
    (tmp_path / "days.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    result = read_days(tmp_path / "days.jsonl")
    assert [r.reasons for r in result.rejects] == [("range:past.sleep_hr",)]
    assert [d.profile.past for d in result.days] == [PastDays(sleep_hr=7), None]


def test_a_column_of_a_table_says_nothing_of_the_days_before(tmp_path: Path) -> None:
    days = read(tmp_path, "a,2024-03-01,60,7,5000,7", header=f"{_HEADER},past")
    assert days[0].profile.past is None


@pytest.mark.parametrize("name", PAST_MEANS)
def test_a_mean_is_rounded_halves_up_as_the_reading_itself_is(name: str) -> None:
    low = {"sleep_hr": 7.01, "steps": 5000, "resting_heart_rate": 60}[name]
    high = {"sleep_hr": 7.02, "steps": 5001, "resting_heart_rate": 61}[name]
    past = usual_before({n: Vitals(**{name: low if n % 2 else high}) for n in range(1, 5)}).past
    assert past is not None
    assert math.isclose(getattr(past, name), high)
