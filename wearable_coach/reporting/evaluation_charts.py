"""Pictures of an evaluation: a row a measure, its words as text beside a small drawing.

The drawings stretch with the page while the words keep their size, so that a phone shows both.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from wearable_coach.evaluation.figure import Difference, Figure
from wearable_coach.evaluation.score import BY_KEY
from wearable_coach.evaluation.written import goal, percent, points

_BAR, _ROW = 15, 26
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_LEAST_REACH = 0.1
_STEPS = (1, 2, 2.5, 5, 10)


class ChartSeries(NamedTuple):
    """One model's figures, by measure."""

    name: str
    role: str
    figures: dict[str, Figure]


def bars(measures: Sequence[str], series: Sequence[ChartSeries]) -> Markup:
    """Return shares as bars: one a model, with a whisker for its interval."""
    height = _BAR * len(series)
    rows = []
    for key in measures:
        drawn = [_grid(_TICKS, height)]
        drawn += [_bar(s, s.figures[key], _BAR * j) for j, s in enumerate(series)]
        labels = [_share(s.figures[key]) for s in series]
        rows.append(_row(key, _plot(height, drawn), labels))
    rows.append(_axis([(t, f"{t * 100:.0f}%") for t in _TICKS]))
    return _chart("지표별 비율과 95% 구간", rows)


def forest(measures: Sequence[str], differences: dict[str, Difference]) -> Markup:
    """Return differences as dots with their intervals; to the right the candidate is better."""
    shown = [(key, d) for key in measures if (d := differences.get(key)) and d.low is not None]
    ends = (abs(x) for _, d in shown for x in (d.low, d.high) if x is not None)
    step = _nice(max([_LEAST_REACH, *ends]) / 2)
    reach = 2 * step
    ticks = [(i * step, (i + 2) / 4) for i in (-2, -1, 0, 1, 2)]
    rows = []
    for key, found in shown:
        drawn = [_grid([place for _, place in ticks], _ROW), _dot(key, found, reach)]
        labels = [f"{points(found.difference or 0)} (n = {found.n:,})"]
        rows.append(_row(key, _plot(_ROW, drawn), labels))
    named = [(place, _tick(value) if value else "같음") for value, place in ticks]
    rows.append(_axis(named))
    return _chart("후보에서 비교 모델을 뺀 차이와 95% 구간", rows)


def _nice(least: float) -> float:
    """Return the next round number: 0.05, 0.1, 0.2, 0.25, 0.5."""
    scale = 10.0 ** math.floor(math.log10(least))
    return next(s * scale for s in _STEPS if s * scale >= least - 1e-9)


def _chart(title: str, rows: Iterable[Markup]) -> Markup:
    return Markup('<div class="chart" role="group" aria-label="{}">{}</div>').format(
        title, Markup("").join(rows)
    )


def _row(key: str, plot: Markup, labels: Sequence[str]) -> Markup:
    measure = BY_KEY[key]
    lower = Markup("<small>낮을수록 좋아요</small>") if measure.way == "lower" else ""
    numbers = Markup("").join(Markup("<span>{}</span>").format(text) for text in labels)
    return Markup(
        '<div class="row"><span class="name">{}{}</span>{}<span class="nums">{}</span></div>'
    ).format(measure.label, lower, plot, numbers)


def _axis(ticks: Sequence[tuple[float, str]]) -> Markup:
    marks = Markup("").join(
        Markup('<span style="left:{:.1f}%">{}</span>').format(place * 100, text)
        for place, text in ticks
    )
    return Markup('<div class="row scale"><span class="ticks">{}</span></div>').format(marks)


def _tick(difference: float) -> str:
    sign = "+" if difference > 0 else "−"
    return f"{sign}{goal(abs(difference))}p"


def _plot(height: int, parts: Sequence[Markup]) -> Markup:
    return Markup('<svg class="plot" height="{}" aria-hidden="true">{}</svg>').format(
        height, Markup("").join(parts)
    )


def _grid(places: Iterable[float], height: int) -> Markup:
    return Markup("").join(
        Markup('<line class="axis" x1="{0:.1f}%" y1="0" x2="{0:.1f}%" y2="{1}"/>').format(
            place * 100, height
        )
        for place in places
    )


def _bar(series: ChartSeries, figure: Figure, top: int) -> Markup:
    if figure.share is None:
        return Markup("")
    low, high = (x if x is not None else figure.share for x in (figure.low, figure.high))
    return Markup(
        '<rect class="share {}" x="0" y="{}" width="{:.2f}%" height="{}"><title>{}</title></rect>'
    ).format(
        series.role,
        top + 2,
        max(figure.share * 100, 0.3),
        _BAR - 4,
        f"{series.name}: {percent(figure.share)}",
    ) + _whisker("", low, high, top + _BAR / 2)


def _dot(key: str, found: Difference, reach: float) -> Markup:
    sign = 1 if BY_KEY[key].way == "higher" else -1
    low, high = sorted(sign * (x or 0) for x in (found.low, found.high))
    kind = "good" if low > 0 else "bad" if high < 0 else "even"
    places = [(v / reach + 1) / 2 for v in (low, high, sign * (found.difference or 0))]
    return _whisker(kind, places[0], places[1], _ROW / 2) + Markup(
        '<circle class="dot {}" cx="{:.2f}%" cy="{}" r="5"/>'
    ).format(kind, places[2] * 100, _ROW / 2)


def _whisker(kind: str, low: float, high: float, y: float) -> Markup:
    return Markup(
        '<line class="whisker {0}" x1="{1:.2f}%" y1="{3}" x2="{2:.2f}%" y2="{3}"/>'
    ).format(kind, low * 100, high * 100, y)


def _share(figure: Figure) -> str:
    if figure.share is None:
        return "해당 없음"
    return f"{percent(figure.share)} (n = {figure.n:,})"
