"""Which reader reads a quantity, by its unit; and the last one, for what none has read."""

from __future__ import annotations

import re
from collections.abc import Callable

from wearable_coach.standards.fields import fields_by_unit
from wearable_coach.verification.age_readers import read_age, read_decade
from wearable_coach.verification.bare_readers import UnknownNumber, read_bare, read_other, read_rpe
from wearable_coach.verification.bpm_readers import read_bpm
from wearable_coach.verification.claims import Refused, contradicted
from wearable_coach.verification.doses import read_dose
from wearable_coach.verification.frequency_readers import read_days
from wearable_coach.verification.percent_readers import read_percent
from wearable_coach.verification.plain_readers import read_nowhere, read_plain
from wearable_coach.verification.progress_readers import read_progress, read_week
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.sentence import Quantity
from wearable_coach.verification.time_readers import read_time

SCALED = fields_by_unit()


def read_quantities(r: Reading) -> None:
    """Read every quantity that no claim answers for yet."""
    for q in r.quantities:
        if q.start not in r.done:
            read_quantity(r, q)
    claim_leftovers(r)


def _idle(q: Quantity) -> bool:
    """Whether a numeral is an idiom ("한 번 더") and claims no number."""
    return (
        q.first == q.last
        and q.fixed == ("1",)
        and q.unit in {"times", "things", "cups", "persons", "steps", "min", "clock", ""}
    )


def read_quantity(r: Reading, q: Quantity) -> None:
    """Read a quantity by its unit."""
    if _idle(q):
        r.done.add(q.start)
    elif q.unit in SCALED:
        _read_scaled(r, q)
    elif q.unit == "times" and re.search(r"분당 ?(?:약 ?)?$", r.before(q, 6)):
        _read_beats(r, q)
    else:
        _BY_UNIT.get(q.unit, read_other)(r, q)


def _read_beats(r: Reading, q: Quantity) -> None:
    if any(m.field.startswith("nowhere") and 0 <= q.start - m.end < _CLAUSE for m in r.mentions):
        read_nowhere(r, q)
    else:
        read_bpm(r, q)


def _read_percent(r: Reading, q: Quantity) -> None:
    read_percent(r, q)
    if q.start not in r.done:
        read_dose(r, q)


def _read_minutes(r: Reading, q: Quantity) -> None:
    if not read_progress(r, q):
        read_time(r, q)


def _read_points(r: Reading, q: Quantity) -> None:
    if any(m.field == "rpe" for m in r.mentions) or r.row == "rpe":
        read_rpe(r, q)


def _read_bare(r: Reading, q: Quantity) -> None:
    if (q.is_range and ("척도" in r.text or r.carry == "rpe")) or any(
        m.field == "rpe" and 0 <= q.start - m.end <= _CLAUSE for m in r.mentions
    ):
        read_rpe(r, q)
    elif q.sign == "+" and re.search("평소|기준|안정", r.text):
        read_bpm(r, q)
    else:
        _read_unitless(r, q)


_CLAUSE = 14
"""How far a number stands from the field it is about, within a clause [characters]."""
_BY_UNIT: dict[str, Callable[[Reading, Quantity], object]] = {
    "bpm": _read_beats,
    "pct": _read_percent,
    "pctp": _read_percent,
    "h": read_time,
    "hm": read_time,
    "min": _read_minutes,
    "day": read_days,
    "times": read_days,
    "week": read_week,
    "age": read_age,
    "decade": read_decade,
    "point": _read_points,
    "": _read_bare,
}


def _read_unitless(r: Reading, q: Quantity) -> None:
    field = r.subject(
        q, {"bmi", "oxygen_saturation", "resting_heart_rate", "steps", "sleep_hr", "heart_rate"}
    )
    near = [m for m in r.mentions if m.field == "bmi" and 0 <= q.start - m.end <= 20]  # noqa: PLR2004 - the same clause
    if (
        (
            near
            and (q.is_range or q.op or field == "bmi")
            and not re.match(r" ?단계", r.text[q.end :])
        )
        or (
            q.is_range
            and re.search("비만|체중|과체중", r.text)
            and (r.row == "bmi" or r.carry == "bmi" or field == "bmi")
        )
        or (q.op in {"ge", "lt", "gt", "le"} and re.search("비만|저체중|과체중", r.text))
    ):
        read_plain(r, q, "bmi")
    elif (
        q.is_range
        and field in {"resting_heart_rate", "oxygen_saturation"}
        and re.search("정상|경계|범위", r.text)
    ):
        read_plain(r, q, field)
    else:
        read_bare(r, q)


def _read_scaled(r: Reading, q: Quantity) -> None:
    field, scale = SCALED[q.unit]
    about = r.subject(
        q,
        {
            "total_calories",
            "active_calories",
            "stride",
            "height_cm",
            "distance_km",
            "weight",
            "bmi",
            "steps",
        },
    )
    if about and about.startswith("nowhere"):
        read_nowhere(r, q)
    elif q.unit == "g" and about != "weight":
        return  # of food: a body is weighed in grams only where it is named
    elif q.unit == "kcal" and about == "total_calories":
        r.claim(q, "unit:active_calories", "VER-UNIT-001", _TOTAL)
    elif about == "stride" and q.unit in {"m", "cm"}:
        read_plain(r, q, "stride", "1" if q.unit == "m" else "0.01")
    elif q.unit in {"m", "cm"} and about == "height_cm":
        read_plain(
            r,
            q,
            "height_cm" if r.near(q, "height_cm", 8) else "implied_height",
            "100" if q.unit == "m" else "1",
        )
    elif ((r.near(q, field, _CLAUSE) or r.row == field) and not q.is_range) or not read_dose(r, q):
        read_plain(r, q, field, scale)


_TOTAL = Refused(contradicted("VER-UNIT-001", "활동 칼로리는 총 소모량이 아니에요"))


def claim_leftovers(r: Reading) -> None:
    """Every number must be answered for: what no reader claims is unsupported."""
    for q in r.quantities:
        if q.start in r.done:
            continue
        r.claim(q, f"number:{q.unit}" if q.unit else "number", "VER-NUM-001", UnknownNumber())
