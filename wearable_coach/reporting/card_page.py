"""The dataset card: one page a language, for people, with nothing fetched from anywhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from wearable_coach.dataset.refusals import RefusedRow
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Row
from wearable_coach.reporting import figures
from wearable_coach.reporting.card_data import CardData
from wearable_coach.reporting.card_words import CardWords, Language, card_words
from wearable_coach.reporting.environment import environment
from wearable_coach.reporting.explained import ExplainedAnswer, explained_answer
from wearable_coach.reporting.people import completed, days_of, level_table, people

_SEEN = 200
"""Reports among which the one is chosen that rests on the most rules."""
_ATTEMPTS_SHOWN = 3
MENDED = (
    "DST-UNIQUE",
    "DST-DISTINCT",
    "DST-QUESTION-TWICE",
    "DST-COPY-ANSWER",
    "DST-COPY-QUESTION",
    "DST-TWINS",
    "DST-TWINS-MASKED",
)
"""Reasons that a conversation was composed anew for because of another one."""
_SAMPLED = "sampled"


class Attempt(NamedTuple):
    """An answer that was refused, as far as people need to see it."""

    category: str
    whys: tuple[tuple[str, str], ...]
    """(what it is called, the words and why)."""


def render_card(data: CardData, language: Language = "ko") -> str:
    """Return the dataset card as one HTML page in a language."""
    rows, words = data.rows, card_words(language)
    counts = data.counts
    categories, strata = figures.stratum_table(counts)
    days = days_of(rows)
    real = [row for row in rows if row.source != _SAMPLED]
    formula = (data.recipe.get("standards") or {}).get("hrmax_formula", DEFAULT_FORMULA)
    return (
        environment()
        .get_template("card.html")
        .render(
            data=data,
            w=words,
            t=words.text,
            counts=counts,
            n_real=sum(n for (source,), n in counts.by("source").items() if source != _SAMPLED),
            n_real_drawn=len(real),
            checks_met=sum(r.success for r in data.report.results),
            one=_one_answer(rows, words, formula),
            emergency=min(days.emergencies, key=_letters, default=None),
            people=people(rows, words),
            levels=level_table(days, words),
            by_category=figures.counts(counts, "category"),
            by_split=figures.counts(counts, "split"),
            by_source=figures.counts(counts, "source"),
            categories=categories,
            strata=strata,
            most=max((total for _, _, total in strata), default=1),
            completed=completed(real, words),
            vitals=figures.vitals_histograms(rows, data.real_vitals),
            lengths=figures.length_histograms(rows),
            diversity=data.diversity,
            samples=figures.samples(rows),
            groups=[figures.Count(name, n) for name, n in counts.groups.items()],
            mended=[(code, data.rejects.get(code, 0)) for code in MENDED],
            rejects=_by_name({k: n for k, n in data.rejects.items() if k not in MENDED}, words),
            attempts=_attempts(data.refused, words),
            formula=words.name("formulas", formula),
        )
    )


def _one_answer(rows: Sequence[Row], words: CardWords, formula: Any) -> ExplainedAnswer | None:  # noqa: ANN401 - as the recipe says
    """Explain the report that rests on the most rules, or what else there is."""
    reports = [row for row in rows if row.kind == "health_interpretation"] or list(rows)
    told = [row for row in reports[:_SEEN] if any(m.role == "assistant" for m in row.messages)]
    if not told:
        return None
    return explained_answer(max(told, key=_rules_held), words, formula)


def _rules_held(row: Row) -> int:
    return len({rule for _, _, rule, *_ in json.loads(row.verdicts)})


def _letters(row: Row) -> int:
    return sum(len(m.content) for m in row.messages)


def _by_name(rejects: dict[str, int], words: CardWords) -> list[tuple[str, int, str]]:
    """Return name, count and codes of the reasons, those of one name together."""
    found: dict[str, tuple[int, list[str]]] = {}
    for reason, n in rejects.items():
        name = words.refusal(reason)
        count, codes = found.get(name, (0, []))
        found[name] = (count + n, [*codes, reason])
    named = [(name, n, ", ".join(codes)) for name, (n, codes) in found.items()]
    return sorted(named, key=lambda x: (-x[1], x[0]))


def _attempts(refused: Sequence[RefusedRow], words: CardWords) -> list[Attempt]:
    told = [r for r in refused if r.messages and any(why.words for why in r.reasons)]
    return [
        Attempt(
            words.name("categories", r.row_id.rpartition("-")[0]),
            tuple((words.refusal(why.code), why.words) for why in r.reasons if why.words),
        )
        for r in told[:_ATTEMPTS_SHOWN]
    ]
