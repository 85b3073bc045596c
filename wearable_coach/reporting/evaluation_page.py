"""The report of an evaluation: the verdict first, for people who are no engineers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta, timezone
from typing import Any, NamedTuple

from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.evaluation import Evaluation, ModelAnswers
from wearable_coach.evaluation.faults import LABELS
from wearable_coach.evaluation.figure import Difference, Figure
from wearable_coach.evaluation.score import BY_KEY, EXPECTED, MEASURES, Measure
from wearable_coach.evaluation.written import goal, interval, percent, points, signed_interval
from wearable_coach.promotion.rule import Reason
from wearable_coach.reporting.environment import environment
from wearable_coach.reporting.evaluation_charts import ChartSeries, bars, forest
from wearable_coach.reporting.evaluation_mistakes import mistakes
from wearable_coach.reporting.evaluation_samples import samples
from wearable_coach.reporting.evaluation_story import (
    conclusion,
    differences_to_rival,
    is_better,
    is_worse,
    ordered,
    story,
)
from wearable_coach.reporting.labels import label, labels, rule_label, value_label
from wearable_coach.standards.labels import formula_label

_OVER_ALL = (
    "understood",
    "red_flag_recall",
    "medical_contact",
    "cap_kept",
    "no_forbidden",
    "over_referral",
    "abstention",
    "expectations",
    *(m.key for m in EXPECTED),
    "consistency",
)
"""Measures that are told over all sets, drills and consistency among them."""
_PLACES = {name: place for place, name in enumerate(BY_KEY)}
_SEOUL = timezone(timedelta(hours=9))


class Cell(NamedTuple):
    """A figure or a difference, written for a table."""

    value: str
    range: str = ""
    n: str = ""
    more: str = ""
    kind: str = ""
    judged: str = ""
    """How much could be judged; empty where all could."""


class Group(NamedTuple):
    """One value of a breakdown, with a row of figures a model."""

    label: str
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


def render_evaluation(
    evaluation: Evaluation, cases: Sequence[Case], answers: Mapping[str, ModelAnswers]
) -> str:
    """Return the report as one HTML page, with nothing fetched from anywhere.

    Args:
        evaluation: What was found.
        cases: All cases.
        answers: All answers, by the model's name.
    """
    headline = [m for m in ordered(evaluation) if _anything(evaluation, m)]
    over_all = [m for m in _OVER_ALL if _anything(evaluation, m, overall=True)]
    more = [
        m.key for m in MEASURES if m.key not in {*headline, *over_all} and _anything(evaluation, m.key)
    ]  # fmt: skip
    to_rival = differences_to_rival(evaluation)
    series = [
        ChartSeries(m.name, m.role, {f.measure: f for f in m.headline}) for m in evaluation.models
    ]
    return (
        environment()
        .get_template("evaluation.html")
        .render(
            e=evaluation,
            at=evaluation.at.astimezone(_SEOUL),
            conclusion=conclusion(evaluation),
            fault_rows=[
                (kind, label_)
                for kind, label_ in LABELS.items()
                if any(getattr(m.costs.faults, kind) for m in evaluation.models)
            ],
            story=story(evaluation),
            parts=_parts(evaluation.decision.reasons),
            label=label,
            labels=labels(),
            value_label=value_label,
            rule_label=rule_label,
            formula_label=formula_label,
            own_prompts=[
                (value_label("category", kind), prompt)
                for kind, prompt in evaluation.prompts.own().items()
            ],
            headline=_rows(evaluation, headline, to_rival),
            over_all=_over_all(evaluation, over_all),
            floors={name: goal(f.at_least) for name, f in evaluation.rule.floors.items()},
            more=_rows(evaluation, more, to_rival),
            bars=bars(headline, series),
            forest=forest(headline, to_rival) if to_rival else "",
            breakdowns={by: _groups(evaluation, by, headline) for by in labels()["dimensions"]},
            measures=[BY_KEY[m] for m in headline],
            mistakes=mistakes(evaluation, cases, answers),
            samples=samples(evaluation, cases, answers),
            set_names=[label("sets", name) for name in evaluation.sets],
            n_cases=sum(evaluation.sets.values()),
        )
    )


def share(figure: Figure | None) -> str:
    """Return a share with its interval, for a table of plain text."""
    cell = _figure(figure)
    return f"{cell.value} ({cell.range})" if cell.range else cell.value


def difference(found: Difference | None) -> str:
    """Return a difference with its interval, for a table of plain text."""
    if found is None or found.difference is None:
        return "–"
    return f"{points(found.difference)} ({signed_interval(found.low, found.high)})"


def _rows(
    evaluation: Evaluation, measures: Sequence[str], to_rival: Mapping[str, Difference]
) -> list[tuple[Measure, list[Cell]]]:
    """Return a row a measure: a cell a model, and the difference where there is a rival."""
    rows = []
    for key in measures:
        cells = [_figure(m.figure(key)) for m in evaluation.models]
        if to_rival:
            cells.append(_gap(evaluation, to_rival.get(key)))
        rows.append((BY_KEY[key], cells))
    return rows


def _over_all(evaluation: Evaluation, measures: Sequence[str]) -> list[tuple[Measure, list[Cell]]]:
    """Return a row a measure over all sets; the candidate's floors say whether they hold."""
    floors = {r.about: r.met for r in evaluation.decision.reasons if r.part == "floor"}
    rows = []
    for key in measures:
        cells = [_figure(m.figure(key, overall=True)) for m in evaluation.models]
        if key in floors:
            cells[0] = cells[0]._replace(kind="better" if floors[key] else "worse")
        rows.append((BY_KEY[key], cells))
    return rows


def _figure(figure: Figure | None) -> Cell:
    if figure is None:
        return Cell("–")
    if figure.share is None:
        return Cell("–", judged=_judged(figure))
    of = ""
    if figure.of != figure.n:
        of = f"{label('counts', BY_KEY[figure.measure].counts)} {figure.of:,.0f}개"
    value, shown = percent(figure.share), interval(figure.low, figure.high)
    return Cell(value, shown, f"n = {figure.n:,}", of, judged=_judged(figure))


def _judged(figure: Figure) -> str:
    """Return how much of what there was could be judged, where that was not all."""
    share = figure.judged
    return "" if share is None or not figure.unread else f"판단 {percent(share)}"


def _gap(evaluation: Evaluation, found: Difference | None) -> Cell:
    if found is None or found.difference is None:
        return Cell("–")
    kind = "better" if is_better(evaluation, found) else "worse" if is_worse(evaluation, found) else ""  # fmt: skip
    p = found.p_holm
    chance = "" if p is None else "p < 0.001" if p < 0.001 else f"p = {p:.3f}"  # noqa: PLR2004 - as printed
    return Cell(
        points(found.difference),
        signed_interval(found.low, found.high),
        f"n = {found.n:,}",
        chance,
        kind,
    )


def _groups(evaluation: Evaluation, by: str, measures: Sequence[str]) -> list[Group]:
    """Return a breakdown; a value for which nothing was scored is left out."""
    found = []
    for value in evaluation.models[0].by[by]:
        rows = []
        for model in evaluation.models:
            figures = {f.measure: f for f in model.by[by].get(value, ())}
            cells = tuple(_short(figures.get(m)) for m in measures)
            rows.append((label("roles", model.role), cells))
        if any(cell.n for _, cells in rows for cell in cells):
            found.append(Group(value_label(by, value), tuple(rows)))
    return found


def _short(figure: Figure | None) -> Cell:
    cell = _figure(figure)
    return Cell(cell.value, "", cell.n, judged=cell.judged)


def _anything(evaluation: Evaluation, measure: str, *, overall: bool = False) -> bool:
    found = [m.figure(measure, overall=overall) for m in evaluation.models]
    return any(f is not None and f.share is not None for f in found)


def _parts(reasons: Sequence[Reason]) -> dict[str, list[Reason]]:
    """Return the reasons by part, those that stood in the way first."""
    found: dict[str, list[Any]] = {}
    for reason in sorted(reasons, key=lambda r: (r.met, _PLACES.get(r.about, 0))):
        found.setdefault(reason.part, []).append(reason)
    return found
