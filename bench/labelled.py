"""How scores agree with a reader's labels of a general model's answers: ``python -m bench.labelled [--show LABEL]``.

Prints how the two passes of labelling agree, and how what is read of an answer agrees with the labels on which both passes do.
``--show`` names the answers of a label that are read otherwise.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any

from wearable_coach.evaluation.kappa import ReaderAgreement, reader_agreement
from wearable_coach.evaluation.said_acts import said_acts
from wearable_coach.evaluation.said_lacking import declines, says_it_lacks

FOLDER = Path(__file__).parents[1] / "texts" / "written" / "labelled"
RUBRIC = ("helpful", "asked", "kind", "clear", "lean")


def _level(text: str) -> int | None:
    level = said_acts(text).level
    return None if level is None else int(level)


READ: dict[str, Callable[[str], Hashable]] = {
    "level": _level,
    "refers": lambda text: bool((acts := said_acts(text)).ambulance or acts.doctor or acts.doctor_first),
    "lacks": says_it_lacks,
    "declines": declines,
}  # fmt: skip


def lines_of(pattern: str) -> dict[str, dict[str, Any]]:
    """Return the lines of files by id."""
    rows = [
        json.loads(line)
        for path in sorted(FOLDER.glob(pattern))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return {row["id"]: row for row in rows}


def told(name: str, found: ReaderAgreement) -> str:
    """Write an agreement in a line."""
    kappa = "–" if found.kappa is None else f"{found.kappa:.2f}"
    return f"  {name:9s} {100 * found.share:5.1f} % of {found.n}, kappa {kappa}"


def main(arguments: Sequence[str]) -> int:
    """Measure on the labelled answers."""
    parser = argparse.ArgumentParser(prog="python -m bench.labelled", description=__doc__)
    parser.add_argument("--show", choices=READ)
    given = parser.parse_args(arguments)
    answers, first, second = (lines_of(f"{n}.jsonl") for n in ("answers-*", "labels-1", "labels-2"))
    print("first pass and second")
    for name in (*READ, *RUBRIC):
        pairs = [(first[i][name], second[i][name]) for i in answers]
        print(told(name, reader_agreement(*zip(*pairs, strict=True))))
    print("what is read and labels on which both passes agree (level 0: to nothing, or to go on)")
    for name, read in READ.items():
        agreed = [i for i in answers if (first[i][name] or 0) == (second[i][name] or 0)]
        pairs = [(read(answers[i]["text"]) or 0, first[i][name] or 0) for i in agreed]
        print(told(name, reader_agreement(*zip(*pairs, strict=True))))
        if name == given.show:
            for i, (said, label) in zip(agreed, pairs, strict=True):
                if said != label:
                    print(f"    {i} read {said}, labelled {label}: {answers[i]['text'][:150]!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
