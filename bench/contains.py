"""Whether coaching rows hold what their questions ask for: ``python -m bench.contains [--rows N] [--seed N]``.

Composes the coaching rows of a recipe and reads what must stand in each answer from the tables, not from who wrote it:
of an everyday topic every point that the table names for the question, where it is for this person and this day, of a
topic of readings the number of each reading that it speaks of, of what is
said back the word that answers it. Prints the share of rows in which every question gets all of it, and what lacks most.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wearable_coach.answers.coaching.topics import TOPICS
from wearable_coach.answers.everyday.repeating import repeats
from wearable_coach.dataset.batches import generate_batch, make_plan
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.day import day_of
from wearable_coach.records import Row
from wearable_coach.standards.topics import TopicPoint, everyday_topics, fits_day

_BACK = {
    "why": r"때문|라서|까닭|서예요|봤어요|걸렸|걸린|높|겹쳤|걸려서|안전해요|권해요|의사|진료|없었",
    "swap": r"바꿔|바꾸|바꿀|빼고|빼요|쉬|움직여요|자전거|걷기",
    "since": r"비교|몰라요|못 받|제게 없|있어야",
    "doubt": r"수치(?:를 보고 정한|로 정한|가 나빠서|때문에| 때문에)|다시 재|다시 잰|그대로|고칠게요|조심하는|조심하자고|바꾸지 않|달라져요|알려 드릴|다시 적을|먼저 봤|쉬자고",
    "tomorrow": r"내일",
    "first": r"걷|걸어|쉬|자기|몸풀기|준비운동|강도|휴식",
    "again": r"\d",
    "glad": r"고마워|기뻐|힘이",
    "sigh": r"지치|지쳐|속상|답답|마음|당연|의지가 약한 게|실패는 아니|다시 하면|비교하면|느껴질 때",
    "days": r"오늘|다른 날|그날|무리",
}
"""What an answer to what is said back holds, one of these at least."""
_SPEAKS_OF = {
    "sleep_hr": r"\d", "resting_heart_rate": r"\d", "heart_rate": r"\d", "steps": r"\d", "distance_km": r"\d",
    "active_calories": r"\d", "oxygen_saturation": r"\d", "weight": r"체중|\d", "bmi": r"BMI|\d",
}  # fmt: skip
_ID = re.compile(r"(topic|everyday|back)\.(.+)")


class Lack(NamedTuple):
    """What an answer should hold and does not."""

    about: str
    what: str


def lacks_of(row: Row) -> list[Lack]:
    """Return what the answers of a coaching row lack of what their questions ask for."""
    found: list[Lack] = []
    abouts = [m for one in row.template_ids if (m := _ID.fullmatch(one))]
    answers = [m.content for m in row.messages if m.role == "assistant"]
    if len(abouts) != len(answers):  # safety speaks of one thing in all turns
        return []
    day = day_of(row.profile, row.vitals, hrmax_formula="tanaka")
    for about, text in zip(abouts, answers, strict=True):
        kind, name = about[1], about[2]
        if kind == "everyday":
            points = [p for p in _named(name, row) if fits_day(p, day.profile, day.facts)]
            said = [w for p in everyday_topics()[name].points for w in p.ways if w in text]
            found += [Lack(about[0], p.id) for p in points if not _holds(p, said)]
        elif kind == "back":
            if not re.search(_BACK[name], text):
                found.append(Lack(about[0], _BACK[name]))
        else:
            found += [Lack(about[0], lack) for lack in _of_readings(name, text)]
    return found


def _holds(point: TopicPoint, said: Sequence[str]) -> bool:
    """Say whether a point is said, or something that it would only say again."""
    return any(way in said or repeats(way, said) for way in point.ways)


def _named(name: str, row: Row) -> list[TopicPoint]:
    """Return the points that the table names for the question of a topic that a row asks."""
    topic = everyday_topics()[name]
    asked = re.compile(rf"{re.escape(name)}\.q\.(\d+)")
    places = [int(m[1]) for one in row.template_ids if (m := asked.fullmatch(one))]
    return [topic.points[at] for place in places for at in topic.answered_by[place]]


def _of_readings(name: str, text: str) -> Iterator[str]:
    topic = next((t for t in TOPICS if t.name == name), None)
    for reading in sorted(topic.uses) if topic is not None else ():
        if not re.search(_SPEAKS_OF.get(reading, r"\d"), text):
            yield reading


def rows_of(count: int, seed: int) -> list[Row]:
    """Compose the coaching rows of the recipe scaled to so many rows."""
    plan = make_plan(Recipe().scaled_to(count), seed, ())
    batches = [b for b in plan.batches() if b.specs[0].kind == "coaching"]
    return [row for batch in batches for row in generate_batch(batch).rows]


def main(arguments: Sequence[str]) -> int:
    """Print the share; return 1 where it is below what is asked."""
    parser = argparse.ArgumentParser(prog="python -m bench.contains", description=__doc__)
    parser.add_argument("--rows", type=int, default=1500, help="rows of the whole dataset")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--least", type=float, default=0.98, help="share of rows asked for")
    given = parser.parse_args(arguments)
    rows = rows_of(given.rows, given.seed)
    lacks = [lacks_of(row) for row in rows]
    whole = sum(not found for found in lacks)
    print(f"must-contain met in {100 * whole / len(rows):.1f} % of {len(rows)} coaching rows")
    for lack, n in Counter(one for found in lacks for one in found).most_common(12):
        print(f"  lacks {n:3d}  {lack.about}: {lack.what}")
    return 0 if whole >= given.least * len(rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
