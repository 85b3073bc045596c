"""What renders every page: all that is put in is escaped."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from wearable_coach.reporting.charts import histogram_svg
from wearable_coach.reporting.markdown_view import answer_html


@cache
def environment() -> Environment:
    """Return what renders every page: all that is put in is escaped."""
    env = Environment(
        loader=PackageLoader("wearable_coach.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(histogram=histogram_svg, answer=answer_html)
    return env
