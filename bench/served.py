"""Simulate how often watching what is served tells of a day that goes as its evaluation, and of one that is worse.

    python -m bench.served [--draws N]

Each draw is an evaluation of its own with the default sizes and a day of a service that is looked at every hour. People ask
one question each, or five on average (their answers correlate as evaluations take them to). Told is what leaves at any look.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from tests.support.verdicts import judged
from wearable_coach.drift.counts import LATENCY_BUCKETS_S, ServedCount
from wearable_coach.drift.rates import rates_of
from wearable_coach.evaluation.alikeness import ALIKE_ANSWERS
from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.evaluation.figure import Figure
from wearable_coach.evaluation.intervals import share_interval
from wearable_coach.evaluation.people import People
from wearable_coach.store import LocalStore

HEADLINE, ASKED = 2100, 2387
"""Cases of the default sizes: those of the headline, and all [count]."""
LOOKS, SILENT, SLOW_S, FORMED, SLOW = 24, 0.005, 0.6, 0.99, 0.05
"""Looks a day [count]; true shares of what does not come, is well formed and takes long, in the evaluation as in service [1]."""
DAYS, RATES, EACH, FALLS = (100, 1000, 10_000), (0.90, 0.95, 0.99), (1, 5), (0.0, 0.05)
_SLOWEST = len(LATENCY_BUCKETS_S)


class ServedCell(NamedTuple):
    """One kind of day."""

    answers: int
    rate: float
    """True share of verified answers, in the evaluation [1]."""
    each: int
    """Questions of a person, on average [count]."""
    fall: float
    """By how much less it is in service [1]."""


def blank() -> Evaluation:
    """An evaluation without figures."""
    with TemporaryDirectory() as folder:
        return judged(LocalStore(Path(folder)), "m", "promote", at=datetime(2026, 1, 1, tzinfo=UTC))


def figure(measure: str, rate: float, rng: np.random.Generator) -> Figure:
    """Draw a measure over the headline's cases."""
    hits = (rng.random(HEADLINE) < rate).astype(float)
    people = People([str(n) for n in range(HEADLINE)], seed=0)
    found = share_interval(hits, np.ones(HEADLINE), people, confidence=0.95)
    if found is None:
        raise AssertionError
    return Figure(
        measure=measure, share=found.value, low=found.low, high=found.high,
        hits=hits.sum(), of=HEADLINE, n=HEADLINE, unscored=0,
    )  # fmt: skip


def evaluated(empty: Evaluation, rate: float, rng: np.random.Generator) -> Evaluation:
    """Draw an evaluation of the default sizes."""
    figures = figure("verified", rate, rng), figure("length", FORMED, rng)
    silent = int(rng.binomial(ASKED, SILENT))
    costs = empty.models[0].costs.model_copy(
        update={"answered": ASKED - silent, "unanswered": silent, "latency_p95_s": SLOW_S}
    )
    result = empty.models[0].model_copy(update={"headline": figures, "costs": costs})
    return empty.model_copy(update={"models": (result,)})


def day_of(cell: ServedCell, rng: np.random.Generator) -> Iterator[ServedCount]:
    """Draw a day; yield what was counted at each look."""
    rate, spread = cell.rate - cell.fall, (1 - ALIKE_ANSWERS) / ALIKE_ANSWERS
    persons = rng.integers(max(1, cell.answers // cell.each), size=cell.answers)
    of_person = rng.beta(rate * spread, (1 - rate) * spread, size=int(persons.max()) + 1)
    rates = of_person[persons] if cell.each > 1 else np.full(cell.answers, rate)
    is_verified = rng.random(cell.answers) < rates
    said, formed = (rng.random(cell.answers) < share for share in (1 - SILENT, FORMED))
    slow = said & (rng.random(cell.answers) < SLOW)
    shown, unformed = said & formed & is_verified, said & ~formed
    for upto in np.linspace(0, cell.answers, LOOKS + 1)[1:].astype(int):
        many, ok, bad, late = (int(part[:upto].sum()) for part in (said, shown, unformed, slow))
        yield ServedCount(
            day=date(2026, 1, 2), model="m", identity="", kind="coaching", answers=int(upto),
            from_model=ok, guarded=many - ok, unjudged=bad, unverified=many - ok - bad, model_errors=int(upto) - many,
            latencies=(many - late, *(0,) * (_SLOWEST - 1), late),
        )  # fmt: skip


def shares(cell: ServedCell, draws: int, seed: int = 1) -> tuple[float, float, float]:
    """Return on how many days something was told, verified was told, and verified was within at the end [1]."""
    rng, empty = np.random.default_rng(seed), blank()
    told = by_verified = within = 0
    for _ in range(draws):
        found, left, last = evaluated(empty, cell.rate, rng), set[str](), ""
        for count in day_of(cell, rng):
            rates = rates_of([count], found)
            left |= {rate.measure for rate in rates if rate.verdict == "left"}
            last = next(rate.verdict for rate in rates if rate.measure == "verified")
        told, by_verified, within = (
            told + bool(left), by_verified + ("verified" in left), within + (last == "within"),
        )  # fmt: skip
    return told / draws, by_verified / draws, within / draws


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description="What watching what is served tells, by simulation."
    )
    parser.add_argument("--draws", type=int, default=1000)
    draws = parser.parse_args().draws
    sys.stdout.write("| answers a day | verified | questions a person | worse by | told | verified told | verified within |\n|---|---|---|---|---|---|---|\n")  # fmt: skip
    for each in EACH:
        for fall in FALLS:
            for answers in DAYS:
                for rate in RATES:
                    found = shares(ServedCell(answers, rate, each, fall), draws)
                    told = " | ".join(f"{share:.3f}" for share in found)
                    sys.stdout.write(f"| {answers:,} | {rate:.2f} | {each} | {fall:.2f} | {told} |\n")  # fmt: skip
                    sys.stdout.flush()


if __name__ == "__main__":
    main()
