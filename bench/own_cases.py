"""What the answers by rules reach on people's own test cases: ``python -m bench.own_cases [FILE] [--keywords HOW] [--write FILE]``.

Reads a file of cases unchanged, answers each by the rules as they are served, and prints by kind the points (the mean
over expectations: of keywords their share, of all else 1 or 0), the cases that meet all, and each expectation's figure.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.score import EXPECTED, Score
from wearable_coach.evaluation.scoring import score_answer
from wearable_coach.evaluation.sets.case_expected import KEYWORDS_COUNT, keywords_least
from wearable_coach.evaluation.sets.case_file import read_cases
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.serving.chat_rules import rules_chat
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.rules import rules_report
from wearable_coach.serving.told import known_day

OWN = Path(__file__).parents[1] / "tests" / "corpora" / "own_cases" / "cases.json"
MEASURES = ("expectations", *(m.key for m in EXPECTED))


def answered(case: Case) -> str:
    """Return what the rules answer to a case."""
    if case.kind != "coaching":
        return rules_report(Asked(case.kind, case.day, case.day)).text
    known = known_day(case.day, case.told)
    return rules_chat(Asked("coaching", case.day, known, case.told)).text


def main(arguments: Sequence[str]) -> int:
    """Measure on the users' cases of this house, or on a file."""
    parser = argparse.ArgumentParser(prog="python -m bench.own_cases", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=OWN)
    parser.add_argument("--keywords", default=KEYWORDS_COUNT, help="all, any or share:0.6")
    parser.add_argument("--write", type=Path, help="keep answers and scores here")
    given = parser.parse_args(arguments)
    cases = read_cases(
        given.file,
        hrmax_formula=DEFAULT_FORMULA,
        prompts=PRODUCT_PROMPTS,
        keywords_least=keywords_least(given.keywords),
    )
    scores: dict[str, list[dict[str, Score]]] = defaultdict(list)
    lines = []
    for case in cases:
        text = answered(case)
        found = {k: s for k, s in score_answer(case, text).scores.items() if k in MEASURES}
        scores[case.kind].append(found)
        lines.append({"id": case.id, "answer": text, "scores": {k: s._asdict() for k, s in found.items()}})  # fmt: skip
    for kind, rows in scores.items():
        print(f"{kind}, {len(rows)} cases, keywords {given.keywords}")
        for measure in MEASURES:
            of = sum(row[measure].of for row in rows if measure in row)
            hits = sum(row[measure].hits for row in rows if measure in row)
            if of:
                print(f"  {measure:20s} {100 * hits / of:5.1f} % of {of:,.0f}")
    if given.write:
        text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        given.write.write_text(f"{text}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
