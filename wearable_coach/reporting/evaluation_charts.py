"""Pictures of an evaluation: shares with their intervals, and differences with theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from wearable_coach.evaluation.comparison import Difference, Figure
from wearable_coach.evaluation.score import BY_KEY

_WIDTH, _LABELS, _NUMBERS = 720, 170, 120
_PLOT = _WIDTH - _LABELS - _NUMBERS
_BAR, _GAP, _TOP, _FOOT = 13, 14, 8, 24
_ROW = 30
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_HALF_CHARACTER = 4


class Series(NamedTuple):
    """One model's figures, by measure."""

    name: str
    role: str
    figures: dict[str, Figure]


def bars_svg(measures: Sequence[str], series: Sequence[Series]) -> Markup:
    """Return a chart of shares: a bar a model, a whisker for the interval."""
    group = len(series) * _BAR + _GAP
    height = _TOP + len(measures) * group + _FOOT
    parts = [_axis(height)]
    for i, key in enumerate(measures):
        top = _TOP + i * group
        parts.append(_label(BY_KEY[key].label, top + (group - _GAP) / 2))
        parts += [_bar(s, s.figures[key], top + j * _BAR) for j, s in enumerate(series)]
    return _svg(height, parts, "지표별 비율과 95 % 구간")


def forest_svg(measures: Sequence[str], differences: dict[str, Difference]) -> Markup:
    """Return a chart of differences [points]: a dot, its interval, and where no difference is.

    Differences point to the right where the candidate is better.
    """
    shown = [(key, d) for key in measures if (d := differences.get(key)) and d.low is not None]
    reach = max([0.1, *(abs(x) for _, d in shown for x in (d.low, d.high) if x is not None)]) * 1.08
    height = _TOP + len(shown) * _ROW + _FOOT
    middle = _LABELS + _PLOT / 2
    parts = [
        Markup('<line class="axis" x1="{0:.1f}" y1="{1}" x2="{0:.1f}" y2="{2}"/>').format(
            middle, _TOP, height - _FOOT
        )
    ]
    for share in (-1, -0.5, 0.5, 1):
        x = middle + share * _PLOT / 2
        parts.append(_tick(x, height, f"{share * reach * 100:+.0f}점"))
    parts.append(_tick(middle, height, "차이 없음"))
    for i, (key, found) in enumerate(shown):
        parts += _dot(key, found, _TOP + i * _ROW + _ROW / 2, middle, reach)
    return _svg(height, parts, "후보에서 비교 모델을 뺀 차이와 95 % 구간")


def _dot(key: str, found: Difference, y: float, middle: float, reach: float) -> list[Markup]:
    sign = 1 if BY_KEY[key].way == "higher" else -1
    ends = sorted(sign * (x or 0) for x in (found.low, found.high))
    value = sign * (found.difference or 0)
    x1, x2, x = (middle + v / reach * _PLOT / 2 for v in (*ends, value))
    kind = "good" if ends[0] > 0 else "bad" if ends[1] < 0 else "even"
    text = f"{(found.difference or 0) * 100:+.1f}점 (n={found.n:,})"
    return [
        _label(BY_KEY[key].label, y),
        Markup('<line class="whisker {3}" x1="{0:.1f}" y1="{2:.1f}" x2="{1:.1f}" y2="{2:.1f}"/>').format(x1, x2, y, kind),
        Markup('<circle class="dot {2}" cx="{0:.1f}" cy="{1:.1f}" r="5"/>').format(x, y, kind),
        _number(text, y),
    ]  # fmt: skip


def _bar(series: Series, figure: Figure, top: float) -> Markup:
    middle = top + _BAR / 2
    if figure.share is None:
        return _number("해당 없음", middle)
    low, high = (_x(v if v is not None else figure.share) for v in (figure.low, figure.high))
    width = max(_x(figure.share) - _LABELS, 1)
    return Markup(
        '<rect class="share {6}" x="{0}" y="{1:.1f}" width="{2:.1f}" height="{3}"><title>{7}</title></rect>'
        '<line class="whisker" x1="{4:.1f}" y1="{8:.1f}" x2="{5:.1f}" y2="{8:.1f}"/>{9}'
    ).format(
        _LABELS,
        top + 1,
        width,
        _BAR - 2,
        low,
        high,
        series.role,
        f"{series.name}: {figure.share * 100:.1f} %",
        middle,
        _number(f"{figure.share * 100:.0f} % (n={figure.n:,})", middle),
    )


def _axis(height: float) -> Markup:
    return Markup("").join(
        Markup('<line class="axis" x1="{0:.1f}" y1="{1}" x2="{0:.1f}" y2="{2}"/>').format(
            _x(t), _TOP, height - _FOOT
        )
        + _tick(_x(t), height, f"{t * 100:.0f} %")
        for t in _TICKS
    )


def _x(share: float) -> float:
    return _LABELS + share * _PLOT


def _tick(x: float, height: float, text: str) -> Markup:
    return Markup('<text class="tick" x="{0:.1f}" y="{1}" text-anchor="middle">{2}</text>').format(
        x, height - 8, text
    )


def _label(text: str, y: float) -> Markup:
    return Markup('<text class="name" x="{0}" y="{1:.1f}" text-anchor="end">{2}</text>').format(
        _LABELS - 10, y + _HALF_CHARACTER, text
    )


def _number(text: str, y: float) -> Markup:
    return Markup('<text class="tick" x="{0}" y="{1:.1f}" text-anchor="end">{2}</text>').format(
        _WIDTH - 2, y + _HALF_CHARACTER, text
    )


def _svg(height: float, parts: Sequence[Markup], title: str) -> Markup:
    return Markup('<svg viewBox="0 0 {0} {1:.0f}" role="img" aria-label="{2}">{3}</svg>').format(
        _WIDTH, height, title, Markup("").join(parts)
    )
