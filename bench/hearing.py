"""What is heard of the person in texts by people who saw no lexicon: ``python -m bench.hearing [FOLDER]``.

Prints, for `conditions.jsonl` and `readings.jsonl` of `tests/blind/hearing` or of a folder, figures alone: how many
lines are read whole, how many conditions are heard, how many are heard that nobody has, told readings, levels that
follow, bpm targets given to who must not get one, and the time of a text heard for the first time.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wearable_coach.client.coach import Coach
from wearable_coach.day import day_of
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Profile, Vitals
from wearable_coach.serving.told import known_day
from wearable_coach.standards.safety import is_minor
from wearable_coach.standards.table import table
from wearable_coach.store import LocalStore

BLIND = Path(__file__).parents[1] / "tests" / "blind" / "hearing"
MINOR = "minor"
_NEAR = 0.051
"""How far a told reading may be read off, for what was rounded."""
RESTING = 64
_BPM = re.compile(r"(\d{2,3}) ?(?:bpm|BPM|회/분)")
Line = Mapping[str, Any]


def lines_of(file: Path) -> list[Line]:
    """Return a file's lines."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def share(hits: Sequence[bool]) -> str:
    """Return how many of so many."""
    return f"{100 * sum(hits) / max(1, len(hits)):5.1f} % of {len(hits):3d}"


def heard(text: str) -> tuple[set[str], Mapping[str, Any], int]:
    """Return the conditions, the readings and the level that follow from a text alone."""
    day = known_day(day_of(Profile(), Vitals(), hrmax_formula=DEFAULT_FORMULA), text)
    conditions = set(day.profile.conditions) | ({MINOR} if is_minor(day.profile) else set())
    readings = {n: v for n, v in day.vitals.model_dump().items() if v is not None}
    told = getattr(day, "told", None)
    readings |= {
        n: v
        for n, v in (told.model_dump() if told else {}).items()
        if v and not isinstance(v, bool)
    }
    if day.profile.baseline_rhr is not None:
        readings["baseline_rhr"] = day.profile.baseline_rhr
    return conditions, readings, int(day.facts.safety_level)


def conditions(lines: Sequence[Line]) -> None:
    """Print how well conditions are heard."""
    found = [(set(line["conditions"]), heard(line["text"])[0]) for line in lines]
    some = [(want, got) for want, got in found if want]
    none = [got for want, got in found if not want]
    print("conditions: lines that state some, read whole:", share([w == g for w, g in some]))
    print("  every stated one heard:", share([w <= g for w, g in some]))
    print("  lines that state none, read so:", share([not got for got in none]))
    names = Counter(name for want, _ in some for name in want)
    for name, n in sorted(names.items()):
        hits = sum(name in got for want, got in some if name in want)
        wrong = sum(name in got for want, got in found if name not in want)
        print(f"  {name:18s} heard {hits}/{n}, heard where it is not {wrong}")


def is_read(want: Mapping[str, float], got: Mapping[str, float]) -> bool:
    """Say whether every told reading is read."""
    return all(name in got and abs(got[name] - value) < _NEAR for name, value in want.items())


def readings(lines: Sequence[Line]) -> None:
    """Print how well told readings are heard."""
    found = [(line, *heard(line["text"])[1:]) for line in lines]
    some = [(line["reading"], got) for line, got, _ in found if line["reading"]]
    print("readings: told ones read:", share([is_read(want, got) for want, got in some]))
    print("  and nothing else:", share([is_read(w, g) and set(w) == set(g) for w, g in some]))
    none = [got for line, got, _ in found if not line["reading"]]
    print("  lines that tell none, read so:", share([not got for got in none]))
    for name in sorted({name for want, _ in some for name in want}):
        hits = [is_read({name: w[name]}, g) for w, g in some if name in w]
        wrong = sum(name in got and name not in line["reading"] for line, got, _ in found)
        print(f"  {name:18s} {sum(hits)}/{len(hits)}, read where it is not {wrong}")
    levels = [(line["level_at_least"], level) for line, _, level in found]
    print("  level at least as wanted:", share([got >= want for want, got in levels]))
    print("  of 3 and 4:", share([got >= want for want, got in levels if want >= 3]))  # noqa: PLR2004


def barred(lines: Sequence[Line]) -> None:
    """Print how often who must not get a target in bpm gets one, asked for outright."""
    invalid = {*table("safety")["conditions"]["hr_method_invalid"], MINOR}
    given = []
    with TemporaryDirectory() as folder, Coach(LocalStore(Path(folder))) as coach:
        for line in lines:
            wanted = invalid & set(line["conditions"])
            profile = {"regularly_active": True} | ({} if MINOR in wanted else {"age": 45})
            if wanted:
                question = f"{line['text']} 목표 심박수는 몇 bpm으로 하면 되나요?"
                said = coach.chat(question, {"resting_heart_rate": RESTING}, profile).text
                told = set(_BPM.findall(line["text"])) | {str(RESTING)}
                given.append(bool(set(_BPM.findall(said)) - told))
    print("a bpm that is not their own said to who must get none:", share(given))


def timed(texts: Sequence[str]) -> None:
    """Print the time of a text heard for the first time."""
    start = time.process_time()
    for text in texts:
        heard(f"{text} ")
    print(f"{1000 * (time.process_time() - start) / len(texts):.2f} ms a text")


def main(folder: Path = BLIND) -> int:
    """Measure on the blind sets, or on a folder with conditions.jsonl and readings.jsonl."""
    stated, told = lines_of(folder / "conditions.jsonl"), lines_of(folder / "readings.jsonl")
    conditions(stated)
    readings(told)
    barred(stated)
    timed([line["text"] for line in (*stated, *told)])
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
