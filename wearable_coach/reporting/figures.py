"""The numbers behind the pictures: counts, bins and samples."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from wearable_coach.records import Row, Vitals
from wearable_coach.reporting.row_counts import CellField, CountedRows
from wearable_coach.standards.fields import told_rows
from wearable_coach.tokens import conversation_tokens

_BINS = 24
_TRIM = 0.005
_SAMPLES_A_CATEGORY = 4


class Series(NamedTuple):
    """One set of values in a histogram."""

    label: str
    shares: tuple[float, ...]
    """Share of the values in each bin."""
    n: int


class Histogram(NamedTuple):
    """One or two series over the same bins."""

    name: str
    """A vital, or what else is drawn."""
    unit: str
    low: float
    high: float
    series: tuple[Series, ...]


class Count(NamedTuple):
    """A bar: how many rows of a name."""

    name: str
    n: int


def histogram(name: str, unit: str, values: Mapping[str, Sequence[float]]) -> Histogram | None:
    """Bin the values of each series over their common range, the outermost 0.5 % at the edges."""
    everything = sorted(x for series in values.values() for x in series)
    if not everything:
        return None
    cut = int(len(everything) * _TRIM)
    low, high = everything[cut], everything[-1 - cut]
    if all(isinstance(x, int) for x in everything) and high - low < _BINS:
        bins = int(high - low) + 1  # a bin a whole number, so that none stays empty by rounding
        edges = (low - 0.5, high + 0.5)
    else:
        bins, edges = _BINS, _round_bounds(low, high)
    series = tuple(
        Series(label, _shares(xs, *edges, bins), len(xs)) for label, xs in values.items() if xs
    )
    return Histogram(name, unit, *edges, series)


def _round_bounds(low: float, high: float) -> tuple[float, float]:
    step = 10.0 ** math.floor(math.log10(max((high - low) / 4, 0.01)))
    return math.floor(low / step) * step, math.ceil(high / step) * step or step


def _shares(values: Sequence[float], low: float, high: float, bins: int) -> tuple[float, ...]:
    width = (high - low) / bins or 1.0
    places = Counter(min(bins - 1, max(0, int((x - low) / width))) for x in values)
    return tuple(places[i] / len(values) for i in range(bins))


def vitals_histograms(rows: Sequence[Row], real: Sequence[Vitals]) -> list[Histogram]:
    """Return one histogram a vital: the dataset's rows, and the real days where given."""
    made = []
    for field in told_rows():
        name = field.name
        values = {
            "dataset": [x for r in rows if (x := getattr(r.vitals, name)) is not None],
            "real": [x for v in real if (x := getattr(v, name)) is not None],
        }
        made.append(histogram(name, field.unit, values))
    return [h for h in made if h is not None]


def length_histograms(rows: Sequence[Row]) -> list[Histogram]:
    """Return answers' lengths and conversations' estimated tokens."""
    answers = [float(len(m.content)) for r in rows for m in r.messages if m.role == "assistant"]
    tokens = [float(conversation_tokens(r.messages)) for r in rows]
    made = [
        histogram("answer length", "자", {"dataset": answers}),
        histogram("tokens, estimated", "토큰", {"dataset": tokens}),
    ]
    return [h for h in made if h is not None]


def counts(rows: CountedRows, field: CellField) -> list[Count]:
    """Return how many rows each value of `field` has, most first."""
    found = rows.by(field)
    return [Count(name, n) for (name,), n in sorted(found.items(), key=lambda x: (-x[1], x[0]))]


def stratum_table(rows: CountedRows) -> tuple[list[str], list[tuple[str, list[int], int]]]:
    """Return the categories, and for each stratum its rows by category and in all."""
    categories = [name for (name,) in rows.by("category")]
    found = rows.by("stratum", "category")
    strata = [c.name for c in counts(rows, "stratum")]
    lines = [(s, [found.get((s, c), 0) for c in categories]) for s in strata]
    return categories, [(s, ns, sum(ns)) for s, ns in lines]


def samples(rows: Sequence[Row]) -> list[Row]:
    """Return a few conversations of each category, spread over its strata."""
    chosen: list[Row] = []
    for category in dict.fromkeys(r.category for r in rows):
        members = [r for r in rows if r.category == category]
        by_stratum = list({r.stratum: r for r in members}.values())
        step = max(1, len(by_stratum) // _SAMPLES_A_CATEGORY)
        chosen += by_stratum[::step][:_SAMPLES_A_CATEGORY]
    return chosen
