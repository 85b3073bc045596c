"""Histograms as inline SVG; their colours come from the page's style."""

from __future__ import annotations

from markupsafe import Markup, escape

from wearable_coach.reporting.figures import Histogram

_WIDTH, _HEIGHT, _BASE = 320, 130, 108


_WHOLE_FROM = 1000


def histogram_svg(picture: Histogram, title: str) -> Markup:
    """Draw a histogram, called by its title: the dataset as bars, real days as a line over them."""
    top = max(max(s.shares) for s in picture.series) or 1.0
    parts = []
    for series in picture.series:
        step = _WIDTH / len(series.shares)
        heights = [share / top * (_BASE - 8) for share in series.shares]
        if series.label == "real":
            points = " ".join(
                f"{(i + 0.5) * step:.1f},{_BASE - h:.1f}" for i, h in enumerate(heights)
            )
            parts.append(f'<polyline class="real" points="{points}"/>')
        else:
            parts += [
                f'<rect class="bar" x="{i * step + 0.5:.1f}" y="{_BASE - h:.1f}" '
                f'width="{step - 1:.1f}" height="{h:.1f}"/>'
                for i, h in enumerate(heights)
                if h > 0
            ]
    middle = (picture.low + picture.high) / 2
    parts += [
        f'<text class="tick" x="{x}" y="{_HEIGHT - 6}" text-anchor="{anchor}">{_written(value)}</text>'
        for x, anchor, value in (
            (0, "start", picture.low),
            (_WIDTH / 2, "middle", middle),
            (_WIDTH, "end", picture.high),
        )
    ]
    label = escape(title)
    return Markup(  # noqa: S704 - numbers and escaped text only
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}">'
        f'<line class="axis" x1="0" x2="{_WIDTH}" y1="{_BASE}" y2="{_BASE}"/>{"".join(parts)}</svg>'
    )


def _written(value: float) -> str:
    """Write a bound: whole and with commas where it is large, never as a power of ten."""
    return f"{value:,.0f}" if abs(value) >= _WHOLE_FROM else f"{value:.4g}"
