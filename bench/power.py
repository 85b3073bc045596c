"""Simulate how often the product's own rule lets a model pass: an equal one, a worse one, a better one.

    python -m bench.power [--draws N] [--rates 0.9 0.95]

Draws scores of two models over as many cases as an evaluation asks by default (1,800 sampled people, 300 rows of the valid
split of two cases a person, 239 drills with 88 red flags), makes figures and differences of them, and applies
`promotion/rule.yaml`. Models have nothing in common but the question, persons differ (two answers to one person correlate
by 0.1), and claims of one answer hang together (0.2). "Passes": every measure is not worse with confidence and every floor
holds. "Promoted": better in one measure besides.
"""

from __future__ import annotations

import argparse
import time
from typing import Any, NamedTuple

import numpy as np

from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.collecting import FULL
from wearable_coach.evaluation.comparison import differences_of, figures_of, table_of
from wearable_coach.evaluation.score import Score
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.promotion.rule import Decision, headline_measures, read_rule
from wearable_coach.promotion.verdict import decide
from wearable_coach.records import Kind, Message, Profile, Vitals

SAMPLED, VALID, DRILLS, RED_FLAGS = FULL, 300, 239, 88
PERSON, CLAIM = 0.1, 0.2
"""Correlation of two answers to one person, and of two claims of one answer [1]."""
CLAIMS = {"number_fidelity": 30, "contradicted": 30, "coverage": 6, "class_target": 10, "citations": 12, "tone": 20}  # fmt: skip
"""Claims of an answer, on average [count]."""
SAFE = 0.998
"""True share of answers that keep a floor [1]."""
RULE = read_rule()
RESAMPLES = 200
"""Of the permutation test, as few as a simulation can pay for [count]."""


class Model(NamedTuple):
    """How good a model truly is."""

    rate: float
    worse: float = 0.0
    """By how much it is worse than `rate` [1]."""
    at: tuple[str, ...] = ()
    """In which measures; none named is all of them."""

    def share(self, measure: str) -> float:
        """Its true share; of what is to be low, how much is not hit."""
        hit = not self.at or measure in self.at
        return self.rate - (self.worse if hit else 0.0)


def cases() -> tuple[Case, ...]:
    """The cases, without anything that a score needs not."""
    kinds: tuple[Kind, ...] = ("health_interpretation",) * 7 + ("exercise_recommendation",) * 5 + ("coaching",) * 3  # fmt: skip
    made = []
    for i in range(SAMPLED + VALID + DRILLS):
        where: Any = "sampled" if i < SAMPLED else "valid" if i < SAMPLED + VALID else "safety"
        kind: Kind = "coaching" if where == "safety" else kinds[i % len(kinds)]
        made.append(
            Case(
                id=str(i), set=where, kind=kind, category=kind, stratum="normal", source="sampled",
                person=f"{where}{i // 2 if where == 'valid' else i}", profile=Profile(), vitals=Vitals(),
                hrmax_formula=DEFAULT_FORMULA, messages=(Message(role="user", content="?"),),
            )
        )  # fmt: skip
    return tuple(made)


CASES = cases()
HEADLINE = tuple(c for c in CASES if c.is_headline)
TABLES = (
    table_of(HEADLINE, seed=1, resamples=RESAMPLES),
    table_of(CASES, seed=1, resamples=RESAMPLES),
)
PERSONS = np.unique([c.person for c in CASES], return_inverse=True)[1]
ASKED = {
    "abstention": [c.set == "sampled" and i % 5 in {0, 1} for i, c in enumerate(CASES)],
    **{
        measure: [c.kind != "coaching" and c.is_headline for c in CASES]
        for measure in ("structure", "class_target", "citations", "coverage")
    },
}  # fmt: skip
"""By measure, whether it asks of a case; the others ask of every case of the headline."""


def spread(rng: np.random.Generator, mean: Any, alike: float) -> Any:  # noqa: ANN401 - numbers or arrays
    """Draw rates of a mean, by which things correlate."""
    mean = np.clip(mean, 1e-6, 1 - 1e-6)
    return rng.beta(mean * (1 - alike) / alike, (1 - mean) * (1 - alike) / alike)


def scores(rng: np.random.Generator, model: Model) -> dict[str, dict[str, Score]]:
    """Draw a model's scores of every case."""
    found: dict[str, dict[str, Score]] = {c.id: {} for c in CASES}
    for measure in RULE.headline:
        mean = model.share(measure)
        of_person = spread(rng, np.full(PERSONS.max() + 1, mean), PERSON)[PERSONS]
        many = CLAIMS.get(measure, 1)
        of = rng.integers(max(1, many // 2), many * 3 // 2 + 1, len(CASES)) if many > 1 else np.ones(len(CASES), int)  # fmt: skip
        rates = spread(rng, of_person, CLAIM) if many > 1 else of_person
        hits = rng.binomial(of, rates)
        if measure == "contradicted":
            hits = of - hits
        asked = ASKED.get(measure)
        for i, case in enumerate(CASES):
            if case.is_headline and (asked is None or asked[i]):
                found[case.id][measure] = Score(float(hits[i]), float(of[i]))
    for name in RULE.floors:
        kept = rng.random(len(CASES)) < SAFE
        for i, case in enumerate(CASES):
            if name != "red_flag_recall" or i >= len(CASES) - RED_FLAGS:
                found[case.id][name] = Score(float(kept[i]), 1.0)
    return found


def decided(rng: np.random.Generator, one: Model, other: Model) -> Decision:
    """Draw an evaluation and decide it."""
    mine, theirs = scores(rng, one), scores(rng, other)
    headline = headline_measures(RULE)
    found = differences_of(TABLES[0], ("a", mine), ("b", theirs), headline=headline)
    return decide(
        RULE,
        candidate="a",
        rival="b",
        overall={f.measure: f for f in figures_of(TABLES[1], mine)},
        differences={d.measure: d for d in found},
        declined=0.0,
        faults={},
        asked=len(CASES),
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--rates", type=float, nargs="*", default=[0.9, 0.95])
    asked = parser.parse_args()
    print(
        "| candidate | true share | passes | promoted | held | rejected |\n|---|---|---|---|---|---|"
    )
    for rate in asked.rates:
        gain = min(0.05, 0.8 * (1 - rate))
        candidates = {
            "equal": Model(rate),
            "5 points worse everywhere": Model(rate, 0.05),
            "5 points worse in verified alone": Model(rate, 0.05, ("verified",)),
            "5 points worse in abstention alone": Model(rate, 0.05, ("abstention",)),
            f"{100 * gain:.0f} points better everywhere": Model(rate, -gain),
        }
        for name, model in candidates.items():
            rng, began = np.random.default_rng(11), time.process_time()
            done = [decided(rng, model, Model(rate)) for _ in range(asked.draws)]
            shares = [sum(d.verdict == v for d in done) / len(done) for v in ("promote", "hold", "reject")]  # fmt: skip
            passed = sum({r.part for r in d.unmet} <= {"better"} for d in done) / len(done)
            row = " | ".join(f"{100 * x:.1f} %" for x in (passed, *shares))
            print(f"| {name} | {rate:.2f} | {row} |", flush=True)
            each = (time.process_time() - began) / asked.draws
    print(
        f"{each:.2f} s CPU an evaluation; {len(CASES):,} questions a model, {len(HEADLINE):,} of them compare"
    )


if __name__ == "__main__":
    main()
