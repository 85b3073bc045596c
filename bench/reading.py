"""How well the verifier reads text that others wrote: ``python -m bench.reading [FOLDER]``.

Reads ``pairs.jsonl`` and ``answers.jsonl`` of a folder (``tests/blind/reading`` by default) and prints, by kind, how
many true twins were accepted, how many false ones passed, how many pairs were told apart; then how many good and bad
answers were accepted. It prints no text: what is measured on is not read.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple, get_args

from wearable_coach.day import Day, day_of
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Condition, Message, Profile, Vitals
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.verification import judge_messages

BLIND = Path(__file__).resolve().parents[1] / "tests" / "blind" / "reading"


class Tally(NamedTuple):
    """What was found of one kind."""

    pairs: int = 0
    true_accepted: int = 0
    false_passed: int = 0
    apart: int = 0
    passed_at_contact: int = 0
    """False twins that passed on a day that needs a doctor or an ambulance."""

    def plus(self, *, true: bool, false: bool, serious: bool) -> Tally:
        """Return the tally with one more pair."""
        return Tally(
            self.pairs + 1,
            self.true_accepted + true,
            self.false_passed + false,
            self.apart + (true and not false),
            self.passed_at_contact + (false and serious),
        )


def read(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a set."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def day_told(row: dict[str, Any]) -> Day:
    """Return the day that a line is about; a condition that no profile holds yet is left out."""
    conditions = [c for c in row["profile"]["conditions"] if c in get_args(Condition)]
    profile = Profile(**row["profile"] | {"conditions": conditions})
    return day_of(profile, Vitals(**row["vitals"]), hrmax_formula=DEFAULT_FORMULA)


def accepts(text: str, day: Day, question: str) -> bool:
    """Say whether the verifier accepts a text."""
    said = [Message(role="assistant", content=text)]
    if question:
        said.insert(0, Message(role="user", content=question))
    return judge_messages(said, day=day, kind=None).accepted


def tally_pairs(rows: list[dict[str, Any]]) -> dict[str, Tally]:
    """Count pairs by kind."""
    found: dict[str, Tally] = defaultdict(Tally)
    for row in rows:
        day = day_told(row)
        true, false = (accepts(row[k], day, row["question"]) for k in ("true", "false"))
        serious = day.facts.safety_level >= SafetyLevel.CONTACT
        for kind in (row["kind"], "all"):
            found[kind] = found[kind].plus(true=true, false=false, serious=serious)
    return found


def tally_answers(rows: list[dict[str, Any]]) -> dict[tuple[str, str], list[int]]:
    """Count accepted answers of all by label and kind."""
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        shown = accepts(row["answer"], day_told(row), row["question"])
        for kind in (row["kind"], "all"):
            found[row["label"], kind][0] += shown
            found[row["label"], kind][1] += 1
    return found


def _share(part: int, whole: int) -> str:
    return f"{part:>4}/{whole:<4}{100 * part / whole:>4.0f}%"


def main(folder: Path) -> int:
    """Print the figures of a folder."""
    pairs = tally_pairs(read(folder / "pairs.jsonl"))
    say = sys.stdout.write
    say(f"{'pairs':<24}{'true accepted':>15}{'false passed':>15}{'told apart':>15}  at 3-4\n")
    for kind, t in sorted(pairs.items(), key=lambda kt: (kt[0] == "all", kt[0])):
        n = t.pairs
        shares = "".join(f"{_share(k, n):>15}" for k in (t.true_accepted, t.false_passed, t.apart))
        say(f"{kind:<24}{shares}{t.passed_at_contact:>8}\n")
    answers = tally_answers(read(folder / "answers.jsonl"))
    say(f"\n{'answers accepted':<32}\n")
    for (label, kind), (shown, of) in sorted(
        answers.items(), key=lambda x: (x[0][0], x[0][1] == "all", x[0][1])
    ):
        say(f"{label:<6}{kind:<24}{_share(shown, of)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else BLIND))
