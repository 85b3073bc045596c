"""Rendering the pages: one file each, nothing fetched from anywhere."""

from __future__ import annotations

import json
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from wearable_coach.records import GateReport
from wearable_coach.reporting import figures
from wearable_coach.reporting.card_data import CardData
from wearable_coach.reporting.charts import histogram_svg
from wearable_coach.reporting.labels import value_label
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


def render_card(data: CardData) -> str:
    """Return the dataset card as one HTML page."""
    rows = data.rows
    categories, strata = figures.stratum_table(rows)
    return (
        environment()
        .get_template("card.html")
        .render(
            data=data,
            value_label=value_label,
            n_real=sum(r.source != "sampled" for r in rows),
            claims=sum(r.claims for r in rows),
            by_category=figures.counts(rows, "category"),
            by_split=figures.counts(rows, "split"),
            by_source=figures.counts(rows, "source"),
            categories=categories,
            strata=strata,
            most=max((total for _, _, total in strata), default=1),
            vitals=figures.vitals_histograms(rows, data.real_vitals),
            lengths=figures.length_histograms(rows),
            diversity=[r for r in data.report.results if r.code in DIVERSITY_CODES],
            samples=figures.samples(rows),
            recipe=json.dumps(data.recipe, ensure_ascii=False, indent=2),
            report=data.report,
        )
    )


def render_gate_page(report: GateReport) -> str:
    """Return why a dataset was refused, as one HTML page."""
    failed = [r for r in report.results if not r.success]
    return environment().get_template("refused.html").render(report=report, failed=failed)


DIVERSITY_CODES = ("DST-DISTINCT", "DST-MASKED", "DST-TWINS")
