"""LifeSnaps daily export (Yfantidou et al. 2022): its units, bins and traps."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from wearable_coach.sources.export_columns import Column, number, readings_of, worn
from wearable_coach.sources.importer import Importer, row_by_row
from wearable_coach.sources.real_days import Collector, RawDay
from wearable_coach.sources.sheets import Sheet
from wearable_coach.standards.table import table

_NAME = "lifesnaps"
_COLUMNS = frozenset({"id", "date", "resting_hr", "minutesAsleep", "steps", "distance"})
"""What makes a header LifeSnaps'."""

_READ = {
    "heart_rate": Column("bpm"),
    "resting_heart_rate": Column("resting_hr"),
    "sleep_hr": Column("minutesAsleep", 60, 2),
    "steps": Column("steps"),
    "distance_km": Column("distance", 1000, 2),
    "oxygen_saturation": Column("spo2"),
}
_SEX = {"MALE": "M", "FEMALE": "F"}
_HR_MEAN = ("heart_rate", "24h mean")
_SPO2_MEAN = ("oxygen_saturation", "overnight mean")


def read_lifesnaps(sheet: Sheet, collector: Collector) -> None:
    """Take every row of a LifeSnaps file into `collector`.

    ``distance`` is metres, ``minutesAsleep`` is what was slept (``sleep_duration`` is time in
    bed), ``calories`` is total energy and so no active energy, ``age`` and ``bmi`` are bins.
    """
    width = len(sheet.header)
    for line, cells in sheet.rows:
        if len(cells) != width:
            collector.reject(line, ("columns",), _NAME, sheet.name)
            continue
        row = dict(zip(sheet.header, cells, strict=True))
        if not row["id"].strip():
            collector.reject(line, ("missing:id",), _NAME, sheet.name)
            continue
        _take(row, line, sheet.name, collector)


def _take(row: Mapping[str, str], line: int, file: str, collector: Collector) -> None:
    bins, wrong = _bins(row)
    if wrong:
        collector.reject(line, (wrong,), _NAME, file)
        return
    vitals = readings_of(row, _READ)
    if vitals["steps"] == 0 and not worn(0, number(row.get("sedentary_minutes"))):
        vitals["steps"] = vitals["distance_km"] = None
        if all(value is None for value in vitals.values()):
            collector.reject(line, ("not_worn",), _NAME, file)
            return
    exact_rhr = number(row["resting_hr"])
    has_hr = vitals["heart_rate"] is not None
    collector.add(
        RawDay(
            line=line,
            file=file,
            source=_NAME,
            person=row["id"].strip(),
            date=row["date"].strip(),
            profile={
                "sex": _SEX.get(row.get("gender", "").strip().upper()),
                "hr_context": "24h" if has_hr else None,
            },
            vitals=vitals,
            provenance=(
                *((_HR_MEAN,) if has_hr else ()),
                *((_SPO2_MEAN,) if vitals["oxygen_saturation"] is not None else ()),
            ),
            age_range=bins[0],
            bmi_range=bins[1],
            exact_rhr=exact_rhr if isinstance(exact_rhr, float) else None,
        )
    )


def _bins(
    row: Mapping[str, str],
) -> tuple[tuple[tuple[int, int] | None, tuple[float, float] | None], str]:
    """Return the age and BMI ranges, and the code of a bin that cannot be read."""
    try:
        age = _age_range(row.get("age", "").strip())
    except ValueError:
        return (None, None), "type:age"
    try:
        bmi = _bmi_range(row.get("bmi", "").strip())
    except ValueError:
        return (None, None), "type:bmi"
    return (age, bmi), ""


@cache
def _age_range(text: str) -> tuple[int, int] | None:
    bins = table("population")["imports"]["lifesnaps"]["age_bins"]
    if not text:
        return None
    if text in bins:
        return (bins[text][0], bins[text][1])
    age = int(float(text))
    return (age, age)


@cache
def _bmi_range(text: str) -> tuple[float, float] | None:
    rows = table("population")["imports"]["lifesnaps"]
    if not text:
        return None
    if text in rows["bmi_bins"]:
        low, high = rows["bmi_bins"][text]
        return (low, high)
    return (float(text), float(text) + rows["whole_bmi_width"])


_HEADER = "id,date,spo2,bpm,resting_hr,minutesAsleep,steps,distance,calories,sedentary_minutes,age,gender,bmi"
LIFESNAPS = Importer(
    name=_NAME,
    form="LifeSnaps",
    label_ko="실제 하루(LifeSnaps)",
    recognises=lambda sheet: frozenset(sheet.header) >= _COLUMNS,
    start=row_by_row(read_lifesnaps),
    reads=frozenset(_READ),
    lacks=frozenset({"active_calories", "weight", "bmi"}),  # its calories are total, its bmi a bin
    examples=(
        f"{_HEADER}\nb2f0a1,2021-05-24,95.5,71.7,62.5,445.0,8833.0,6517.5,2351.59,713,<30,MALE,24.0\n",
    ),
)
