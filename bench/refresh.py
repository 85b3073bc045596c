"""Measure `refresh`: CPU of the whole process tree, peak memory, cost a row, and where time goes.

    uv run python bench/refresh.py            # all
    uv run python bench/refresh.py direct margin

CPU seconds are user + system of the child and all its children; memory is the largest resident
set of any process. Machines are noisy: each figure is the least of `--repeat` runs.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile

COMMAND = [sys.executable, "-m", "wearable_coach"]
EMPTY_FLOW = "from prefect import flow\n@flow\ndef empty(): pass\nempty()"
LOADED = "from expectations.loading import great_expectations as load; load()"
MARGIN = """
import sys
from wearable_coach.dataset.batches import generate_batch, make_plan
from wearable_coach.dataset.recipe import Recipe
plan = make_plan(Recipe().scaled_to(int(sys.argv[1])), 7, ())
for batch in plan.batches():
    generate_batch(batch)
"""

PARTS = """
import sys, time
from expectations.anew import judged
from wearable_coach.dataset.batches import generate_batch, make_plan
from wearable_coach.dataset.read_ahead import have_sentences
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.dataset.records_file import records_parquet
from wearable_coach.dataset.variety import varieties

def turn():
    began = time.process_time()
    sum(i * i % 7 for i in range(1_000_000))
    return time.process_time() - began

def told(what, work, count):
    before, began = turn(), time.process_time()
    made = work()
    spent = time.process_time() - began
    turns = 2 * spent / (before + turn())
    print(f"  {what}: {spent / count * 1000:.3f} ms a row, {turns / count * 1000:.2f} thousandths of a turn")
    return made

count = int(sys.argv[1])
told("sentences kept, or read ahead", lambda: have_sentences(1000), count)
plan = make_plan(Recipe().scaled_to(count), 7, ())
rows = [row for batch in plan.batches() for row in told(batch.label, lambda: generate_batch(batch).rows, len(batch.specs))]
told("judged anew", lambda: [judged(row, "tanaka") for row in rows], count)
records_parquet(rows[:1])
told("records file", lambda: records_parquet(rows), count)
told("variety", lambda: varieties(rows), count)
"""


def measure(command: list[str], text: bytes = b"") -> tuple[float, float]:
    """Run a command; return CPU seconds of its tree and peak memory [MB]."""
    code = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)\n"
        "if done.returncode: sys.exit(done.stderr.decode())\n"
        "r = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(r.ru_utime + r.ru_stime, r.ru_maxrss / 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command],
        input=text, capture_output=True, check=True, env=os.environ | {"PREFECT_LOGGING_LEVEL": "ERROR"},
    )  # fmt: skip
    cpu, peak = done.stdout.split()
    return float(cpu), float(peak)


def least(command: list[str], repeat: int, text: bytes = b"") -> tuple[float, float]:
    runs = [measure(command, text) for _ in range(repeat)]
    return min(c for c, _ in runs), min(p for _, p in runs)


def refresh(rows: int, *more: str) -> list[str]:
    folder = tempfile.mkdtemp(prefix="bench-")
    return [*COMMAND, "refresh", "--rows", str(rows), "--seed", "7", "--out", folder, *more]


def each(command_of: object, repeat: int) -> tuple[float, float]:
    runs = [measure(command_of()) for _ in range(repeat)]  # type: ignore[operator]
    return min(c for c, _ in runs), min(p for _, p in runs)


def direct(repeat: int) -> None:
    cpu, peak = each(lambda: refresh(1500, "--direct"), repeat)
    plain, _ = least([sys.executable, "-c", "import great_expectations"], repeat)
    gx, gx_peak = least([sys.executable, "-c", LOADED], repeat)
    print(f"refresh --direct, 1,500 rows: {cpu:.2f} s CPU (at most 8), peak {peak:.0f} MB")
    print(
        f"  of it importing Great Expectations: {gx:.2f} s, {gx_peak:.0f} MB (as it stands {plain:.2f} s);"
    )
    print(f"  all the rest {cpu - gx:.2f} s")


def prefect(repeat: int) -> None:
    plain, _ = each(lambda: refresh(1500, "--direct"), repeat)
    empty, _ = least([sys.executable, "-c", EMPTY_FLOW], repeat)
    through, _ = each(lambda: refresh(1500, "--prefect"), repeat)
    print(
        f"through Prefect {through:.2f} s; direct {plain:.2f} + empty flow {empty:.2f} = {plain + empty:.2f} s;"
    )
    print(f"  ratio {through / (plain + empty):.2f} (at most 1.3)")


def margin(repeat: int) -> None:
    few, _ = least([sys.executable, "-c", MARGIN, "1500"], repeat)
    many, _ = least([sys.executable, "-c", MARGIN, "15000"], repeat)
    print(f"generation + verification: {few:.2f} s for 1,500, {many:.2f} s for 15,000;")
    print(f"  {(many - few) / 13_500 * 1000:.3f} ms a row at the margin (at most 0.4)")


def first(_repeat: int) -> None:
    with tempfile.TemporaryDirectory() as cache:
        os.environ["WEARABLE_COACH_CACHE"] = cache
        cpu, _ = measure(refresh(1500, "--direct"))
        again, _ = measure(refresh(1500, "--direct"))
    del os.environ["WEARABLE_COACH_CACHE"]
    print(
        f"refresh --direct, 1,500 rows: {cpu:.2f} s CPU where no sentences are kept, then {again:.2f} s"
    )


def parts(_repeat: int) -> None:
    print(
        "1,500 rows in one process, in ms and in turns of a loop that shares the machine's pace:",
        flush=True,
    )
    subprocess.run([sys.executable, "-c", PARTS, "1500"], check=True)


def memory(repeat: int) -> None:
    cpu, peak = each(lambda: refresh(15000, "--direct", "--workers", "1"), min(repeat, 1))
    print(
        f"refresh --direct, 15,000 rows, one worker: peak {peak:.0f} MB (at most 600), {cpu:.1f} s CPU"
    )


def facts(repeat: int) -> None:
    line = b'{"profile": {"age": 45, "sex": "F", "baseline_rhr": 63, "hr_context": "exercise", "regularly_active": true}, "vitals": {"heart_rate": 130, "resting_heart_rate": 66, "sleep_hr": 6.5, "steps": 8123, "distance_km": 5.6, "active_calories": 350, "oxygen_saturation": 97, "weight": 57.0, "bmi": 22.9}}\n'
    start, _ = least([*COMMAND, "facts"], repeat)
    full, _ = least([*COMMAND, "facts"], repeat, line * 10_000)
    print(
        f"facts: start {start:.2f} s CPU (at most 0.6), 10,000 lines {full - start:.2f} s more (at most 3)"
    )


BENCHES = {f.__name__: f for f in (facts, direct, first, parts, margin, memory, prefect)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "bench", nargs="*", choices=[*BENCHES, []], help="which; all when none is named"
    )
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    for name in asked.bench or BENCHES:
        BENCHES[name](asked.repeat)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
