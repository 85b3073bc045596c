"""How likely a rule's verdict is, told before anything is asked and paid for.

Reckoned for two models whose answers have nothing in common but the questions, which is the hardest to tell
apart, and as if measures were independent; `python -m bench.power` draws it with the rule itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil, prod, sqrt
from statistics import NormalDist
from typing import NamedTuple

from wearable_coach.evaluation.alikeness import ALIKE_ANSWERS, ALIKE_DIFFERENCES
from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.missing import missing_fields
from wearable_coach.evaluation.score import BY_KEY
from wearable_coach.promotion.rule import Rule
from wearable_coach.standards.levels import SafetyLevel

RATES = (0.9, 0.95)
"""True shares that both models are taken to have [1]."""
ENOUGH = 0.8
FEWEST_CLAIMS = 6
"""Claims, sentences or readings that an answer is taken to hold, fewer than most do [count]."""
_CONFIDENCE = 0.95
_NORMAL = NormalDist()


class Measured(NamedTuple):
    """The cases that a measure is scored on."""

    cases: int
    people: int


def measured_by(rule: Rule, cases: Iterable[Case]) -> dict[str, Measured]:
    """Return of each headline measure which cases it will be scored on, as far as the questions tell.

    Args:
        rule: The rule.
        cases: All cases; those that are no part of the headline are left out.
    """
    found: dict[str, list[str]] = {name: [] for name in rule.headline}
    for case in cases:
        if case.is_headline:
            for name in rule.headline:
                if _applies(name, case):
                    found[name].append(case.person)
    return {name: Measured(len(people), len(set(people))) for name, people in found.items()}


def _applies(measure: str, case: Case) -> bool:
    """Say whether a measure asks of a case; of a chat only what it asks of every answer."""
    if measure == "abstention":
        return bool(missing_fields(case))
    if measure in {"structure", "class_target", "citations"}:
        return case.kind != "coaching"
    if measure == "coverage":
        return case.kind != "coaching" and case.day.facts.safety_level < SafetyLevel.CONTACT
    return True


def passes(
    measure: str, margin: float, ground: Measured, *, rate: float, worse: float = 0.0
) -> float:
    """Return how likely a model is "not worse with confidence" by one measure [1].

    Args:
        measure: By which.
        margin: How much worse the lower end may be [1].
        ground: Cases and people that it is scored on.
        rate: The other model's true share [1].
        worse: How much worse it truly is [1].
    """
    if not ground.cases:
        return 1.0  # set aside
    many = 1 if BY_KEY[measure].yes_no else FEWEST_CLAIMS
    each = many / (1 + (many - 1) * ALIKE_ANSWERS)
    effect = 1 + (ground.cases / ground.people - 1) * ALIKE_DIFFERENCES
    mine = rate - worse
    variance = (rate * (1 - rate) + mine * (1 - mine)) / each * effect / ground.cases
    sure = _NORMAL.inv_cdf((1 + _CONFIDENCE) / 2)
    return _NORMAL.cdf((margin - worse) / sqrt(variance) - sure)


def equal_passes(rule: Rule, grounds: Mapping[str, Measured], *, rate: float) -> float:
    """Return how likely an equal model passes every "not worse with confidence" of a rule [1]."""
    return prod(passes(n, h.margin, grounds[n], rate=rate) for n, h in rule.headline.items())


def equal_passes_of(rule: Rule, cases: Iterable[Case]) -> dict[str, float]:
    """Return how likely an equal model passes with these cases, by each of `RATES` [1]."""
    grounds = measured_by(rule, cases)
    return {f"{rate:.2f}": round(equal_passes(rule, grounds, rate=rate), 3) for rate in RATES}


def worse_passes(rule: Rule, grounds: Mapping[str, Measured], *, rate: float, worse: float) -> float:  # fmt: skip
    """Return how likely a model passes that is worse by one measure alone, the one that tells it least [1]."""
    return max(
        (
            passes(name, headline.margin, grounds[name], rate=rate, worse=worse)
            for name, headline in rule.headline.items()
            if grounds[name].cases
        ),
        default=1.0,
    )


def times_as_many(rule: Rule, grounds: Mapping[str, Measured], *, rate: float) -> int:
    """Return how many times as many cases would give an equal model `ENOUGH`, rounded up."""
    for times in range(1, 101):
        more = {n: Measured(g.cases * times, g.people * times) for n, g in grounds.items()}
        if equal_passes(rule, more, rate=rate) >= ENOUGH:
            return times
    return 100


def power_line(rule: Rule, cases: Iterable[Case]) -> str:
    """Say in a line how likely an equal model passes with these cases, and what would do where it is unlikely."""
    grounds = measured_by(rule, cases)
    asked = max((g.cases for g in grounds.values()), default=0)
    if not asked:
        return "no case of the headline sets is asked: nothing is promoted by this evaluation"
    shares = [
        f"{equal_passes(rule, grounds, rate=rate):.2f} at true shares of {rate:.2f}"
        for rate in RATES
    ]
    caught = max(worse_passes(rule, grounds, rate=rate, worse=0.05) for rate in RATES)
    line = (
        f"{asked:,} questions compare the models: an equal model passes every 'not worse' with probability "
        f"{' and '.join(shares)}, one that is 5 points worse by one measure alone with {caught:.3f} at most"
    )
    times = times_as_many(rule, grounds, rate=RATES[0])
    return line if times == 1 else f"{line}; {ceil(asked * times / 100) * 100:,} questions would tell (--sampled)"  # fmt: skip
