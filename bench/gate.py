"""What the gate costs, and what of our own corruptions it names: ``python -m bench.gate [ROWS]``.

Prints the CPU of this process and of those that judge rows anew [s], and by kind of code how many
corruptions of the plan's dataset, one a kind and place, are named by their code, and false alarms.
"""

from __future__ import annotations

import resource
import sys
from collections import Counter

from expectations.gate import run_gate
from tests.support.corrupting import codes_by_place, composed, corrupted
from wearable_coach.dataset.batches import DatasetPlan
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.records import GateReport, Row


def _cpu_s(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def _gate(what: str, rows: list[Row], plan: DatasetPlan) -> GateReport:
    own, others = (_cpu_s(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    report = run_gate(rows, plan.gate, prompts=plan.settings.system_prompts, ordered=plan.specs)
    own, others = (
        _cpu_s(resource.RUSAGE_SELF) - own,
        _cpu_s(resource.RUSAGE_CHILDREN) - others,
    )
    sys.stdout.write(
        f"{what}: {len(rows):,} rows, CPU here {own:.1f} s, judging anew {others:.1f} s\n"
    )
    return report


def main(rows_wanted: int) -> int:
    """Gate a clean dataset twice (the first imports Great Expectations), then a corrupted one."""
    rows, plan = composed(Recipe().scaled_to(rows_wanted), 7)
    clean = [_gate(f"clean, {nth} time", rows, plan) for nth in ("first", "second")][-1]
    bad = corrupted(rows)
    codes = codes_by_place(_gate("corrupted", bad.rows, plan), bad.rows)
    tried = Counter(c.code for c in bad.done.values())
    named = Counter(c.code for i, c in bad.done.items() if c.code in codes[i])
    for code, n in sorted(tried.items()):
        sys.stdout.write(f"{code:32} {named[code]:3} of {n:3}\n")
    false = sum(bool(codes[i]) for i in range(len(rows)) if i not in bad.done)
    sys.stdout.write(
        f"all: {sum(named.values())} of {len(bad.done)}; false alarms: {false} rows beside them, "
        f"{sum(not r.success for r in clean.results)} results on the clean data\n"
    )
    return 0 if clean.passed and not false else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else Recipe().rows))
