"""How what is read of an answer agrees with the facts of its row: ``python -m bench.published [--rows N] [--seed N]``.

Composes rows as they are published and reads each answer as an evaluation does. A published answer is right, so every score
has to say so; what the facts themselves decide (the level, a doctor or 119, the highest intensity, the readings that lack) is
compared with what is read. ``--show NAME`` names the rows that are read otherwise.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

from tests.support.generated import answer_of, as_case, recipe_of, rows_of
from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.missing import missing_fields
from wearable_coach.evaluation.said_acts import said_acts
from wearable_coach.evaluation.said_lacking import fields_lacked
from wearable_coach.evaluation.score import MEASURES
from wearable_coach.evaluation.scoring import score_answer
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import VITAL_FIELDS, Row, Verdict
from wearable_coach.standards.levels import Cap, SafetyLevel

LEAST = 0.99
_CAPS = tuple(cap.code for cap in Cap)
_LOWER = frozenset(m.key for m in MEASURES if m.way == "lower")
_WEIGHT_CARE = "bmi_obese"
"""Of these strata a doctor is named for weight care on purpose, though nothing of the day is wrong."""


class Read(NamedTuple):
    """What is read of an answer, and what the facts say."""

    name: str
    row: str
    read: Hashable
    facts: Hashable

    @property
    def agrees(self) -> bool:
        """Whether they are the same."""
        return self.read == self.facts


def level_of(case: Case) -> SafetyLevel:
    """Return the level that a right answer acts on: a doctor first where screening stops exercise until then."""
    facts = case.day.facts
    waits = facts.screening in {"stop_and_clearance", "clearance_before_any_exercise"}
    stops = waits and facts.max_intensity_allowed == "none"
    return max(facts.safety_level, SafetyLevel.CONTACT) if stops else facts.safety_level


def readings_of(row: Row) -> Iterable[Read]:
    """Yield each reading of a row's last answer beside what the facts say of it."""
    case, text = as_case(row), answer_of(row)
    scored = score_answer(case, text)
    for name, score in scored.scores.items():
        if name == "over_referral" and row.stratum.startswith(_WEIGHT_CARE):
            continue
        if score.scored or score.unread:
            yield Read(name, row.row_id, score.share, 0 if name in _LOWER else 1)
    level = said_acts(text).level
    wanted = level_of(case)
    if row.kind != "coaching":
        yield Read("level said", row.row_id, level or SafetyLevel.PROCEED, wanted)
        needs = wanted >= SafetyLevel.CONTACT
        yield Read("refers", row.row_id, (level or 0) >= SafetyLevel.CONTACT, needs)
        yield from _lacking(case, text)
    elif level is not None:
        yield Read("level said in a chat", row.row_id, level, wanted)
    cap = _CAPS.index(case.day.facts.max_intensity_allowed)
    yield Read("advice within the cap", row.row_id, _highest(scored.verdicts) <= cap, facts=True)


def _lacking(case: Case, text: str) -> Iterable[Read]:
    if case.day.facts.safety_level == SafetyLevel.EMERGENCY:
        return
    missing, lacked = frozenset(missing_fields(case)), fields_lacked(text)
    if missing:
        yield Read("lacks what lacks", case.id, bool(missing & lacked), facts=True)
    for field in VITAL_FIELDS:
        if getattr(case.vitals, field) is not None:
            yield Read("lacks no reading told", case.id, field in lacked, facts=False)


def _highest(verdicts: Sequence[Verdict]) -> int:
    advised = [v.claim.partition(":")[2] for v in verdicts if v.claim.startswith("advice:")]
    return max((_CAPS.index(name) for name in advised if name in _CAPS), default=0)


def agreement(rows: Iterable[Row]) -> dict[str, list[Read]]:
    """Return every reading by its name."""
    found: dict[str, list[Read]] = defaultdict(list)
    for row in rows:
        for one in readings_of(row):
            found[one.name].append(one)
    return dict(found)


def main(arguments: Sequence[str]) -> int:
    """Print each share; return 1 where one is below what is asked."""
    parser = argparse.ArgumentParser(prog="python -m bench.published", description=__doc__)
    parser.add_argument("--rows", type=int, default=600)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--show", metavar="NAME")
    given = parser.parse_args(arguments)
    found = agreement(rows_of(recipe_of(given.rows, DEFAULT_FORMULA), given.seed))
    low = 0
    for name, reads in found.items():
        agreed = sum(one.agrees for one in reads)
        low += agreed < LEAST * len(reads)
        print(f"{name:24s} {100 * agreed / len(reads):6.2f} % of {len(reads):,}")
        if name == given.show:
            for one in reads:
                if not one.agrees:
                    print(f"  {one.row}: read {one.read}, facts {one.facts}")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
