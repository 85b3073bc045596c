"""What the rules make of everyday questions: ``python -m bench.everyday [FOLDER] [--write FILE]``.

Prints, for `everyday.jsonl` of `tests/blind/hearing` or of a folder (a line has `id` and `text`), figures alone: how many
are answered by a topic, of everyday life or of readings, how many are told that there is no answer, how long answers are,
and the CPU time of an answer. ``--write`` keeps questions and answers, as JSON a line, for somebody who judges them;
``--warm`` reads what the topics say before, as `serve` does.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wearable_coach.answers.manner import LENGTHS, PERSONAS, Manner
from wearable_coach.day import day_of
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Profile, Vitals
from wearable_coach.serving.chat_rules import rules_chat
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.rules import texts
from wearable_coach.serving.told import known_day
from wearable_coach.serving.warming import read_topics
from wearable_coach.standards.topics import everyday_topics

BLIND = Path(__file__).parents[1] / "tests" / "blind" / "hearing"
Line = dict[str, Any]


def lines_of(file: Path) -> list[Line]:
    """Return a file's lines."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def answered(question: str, manner: Manner) -> tuple[str, float]:
    """Return the rules' answer where nothing but the question is known, and its CPU time [ms]."""
    start = time.process_time()
    day = day_of(Profile(), Vitals(), hrmax_formula=DEFAULT_FORMULA)
    asked = Asked("coaching", day, day, question, manner=manner)
    text = rules_chat(asked._replace(known=known_day(day, question))).text
    return text, 1000 * (time.process_time() - start)


def answered_by(text: str) -> str:
    """Return what an answer is: of an everyday topic, that there is none, or something else of the rules."""
    ways = {way for t in everyday_topics().values() for p in t.points for way in p.ways}
    if any(way in text for way in ways):
        return "an everyday topic"
    said = texts()
    honest = [*said["no_answer"], *said["beyond"]]
    return "no answer" if any(one in text for one in honest) else "another rule"


def told(lines: Sequence[Line], manner: Manner) -> list[Line]:
    """Answer every line once after a warm-up, print figures, return questions with answers."""
    for line in lines[:20]:
        answered(f"{line['text']} ", manner)
    found = [(line, *answered(line["text"], manner)) for line in lines]
    kinds = Counter(answered_by(text) for _, text, _ in found)
    for kind, n in kinds.most_common():
        print(f"answered by {kind:18s} {100 * n / len(found):5.1f} % of {len(found)}")
    times = sorted(ms for *_, ms in found)
    lengths = sorted(len(text) for _, text, _ in found)
    at = int(0.95 * len(found))
    print(f"CPU p50 {times[len(times) // 2]:.1f} ms, p95 {times[at]:.1f} ms")
    print(f"length p50 {lengths[len(lengths) // 2]}, p95 {lengths[at]} characters")
    return [{**line, "answer": text} for line, text, _ in found]


def main(arguments: Sequence[str]) -> int:
    """Measure on the blind set, or on a folder with everyday.jsonl."""
    parser = argparse.ArgumentParser(prog="python -m bench.everyday", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=BLIND)
    parser.add_argument("--write", type=Path, help="keep questions and answers here")
    parser.add_argument("--warm", action="store_true", help="read what the topics say first")
    parser.add_argument("--length", choices=LENGTHS, default="normal")
    parser.add_argument("--persona", choices=PERSONAS, default="friendly")
    given = parser.parse_args(arguments)
    if given.warm:
        read_topics(is_own_process=True)  # as `serve` does
    found = told(lines_of(given.folder / "everyday.jsonl"), Manner(given.length, given.persona))
    if given.write:
        rows = [json.dumps(line, ensure_ascii=False) for line in found]
        given.write.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
