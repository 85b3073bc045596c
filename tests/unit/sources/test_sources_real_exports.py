"""The real exports, where they are at hand."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from random import Random

import pytest

from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.sources import ImportResult, complete_day, detect, read_days, real_day_index

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
LIFESNAPS = DATA / "lifesnaps_daily.csv"

pytestmark = pytest.mark.skipif(
    not LIFESNAPS.exists(), reason="the real exports are not beside this checkout (../shared/data)"
)


@cache
def lifesnaps() -> ImportResult:
    return read_days(LIFESNAPS)


def test_no_lifesnaps_row_is_lost() -> None:
    result = lifesnaps()
    assert result.n_rows == 7410 == len(result.days) + len(result.rejects)
    assert len({d.person_key for d in result.days}) == 71
    reasons = Counter(reason for r in result.rejects for reason in r.reasons)
    assert reasons["empty_day"] == 2526
    assert sum(reasons.values()) - reasons["empty_day"] < 20


def test_real_values_are_plausible_in_the_products_units() -> None:
    nights = [d.vitals.sleep_hr for d in lifesnaps().days if d.vitals.sleep_hr is not None]
    ways = [d.vitals.distance_km for d in lifesnaps().days if d.vitals.distance_km is not None]
    assert sum(nights) / len(nights) == pytest.approx(6.55, abs=0.05)
    assert sum(ways) / len(ways) == pytest.approx(5.8, abs=0.2)
    assert all(d.vitals.active_calories is None for d in lifesnaps().days)


def test_no_identifier_of_an_export_is_kept() -> None:
    kept = repr(lifesnaps()) + repr(read_days(DATA))
    with LIFESNAPS.open(encoding="utf-8") as rows:
        identifiers = {row.split(",", 1)[0] for row in rows}
    assert not [i for i in identifiers if len(i) > 10 and i in kept]
    assert "1503960366" not in kept


def test_the_fitabase_folder_is_merged() -> None:
    assert detect(DATA) == "fitabase"
    result = read_days(DATA)
    assert result.n_rows == len(result.days) + len(result.rejects)
    assert len({d.person_key for d in result.days}) == 33
    assert sum(d.vitals.weight is not None for d in result.days) == 67
    assert sum(d.vitals.sleep_hr is not None for d in result.days) == 410


def test_real_days_serve_the_common_strata_and_all_complete() -> None:
    days = lifesnaps().days
    index = real_day_index(days, hrmax_formula=DEFAULT_FORMULA)
    assert len(index["normal"]) > 800
    assert len(index["sleep_very_short"]) > 800
    assert index["rhr_elevated"]
    for stratum, places in index.items():
        for place in places[:: max(1, len(places) // 15)]:
            complete_day(
                days[place],
                Random(place),
                stratum=stratum,
                kind="health_interpretation",
                hrmax_formula=DEFAULT_FORMULA,
            )
