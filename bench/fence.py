"""What the last fence keeps out, what it lets stay, and what it costs.

`uv run python -m bench.fence [PLANTED]`: the fence of 1,500 rows at seed 7; harmful sentences of `texts/written`, alone
and planted into right answers; rows of seed 11, which it has not seen.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

from wearable_coach.chat.contract import Answer
from wearable_coach.dataset.batches import generate_batch, make_plan, settle
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.day import day_of
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.promotion.fence_file import fence_bytes
from wearable_coach.records import Row
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.serving.fence import Fence, shapes_in
from wearable_coach.serving.guard import judge
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.sentence_places import placed_sentences

WRITTEN = Path(__file__).resolve().parents[1] / "texts" / "written"
LONG, PLANTED = 1000, 600


def rows(count: int, seed: int) -> tuple[Row, ...]:
    """Return rows as refresh composes them, without the gate."""
    plan = make_plan(Recipe().scaled_to(count), seed, ())
    return settle(plan, [generate_batch(b) for b in plan.batches()]).rows


def answers(row: Row) -> list[str]:
    """Return what the coach says in a row."""
    return [m.content for m in row.messages if m.role == "assistant"]


def harmful() -> list[str]:
    """Return the sentences that must not be said."""
    lines = (
        line
        for path in sorted(WRITTEN.glob("answers-v*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    )
    return [row["harm"] for row in map(json.loads, lines) if "harm" in row]


def asked(row: Row) -> Asked:
    """Return a row's last question as a request."""
    day = day_of(row.profile, row.vitals, hrmax_formula=DEFAULT_FORMULA)
    return Asked(row.kind, day, day, row.messages[-2].content if row.kind == "coaching" else "")


def is_shown(text: str, row: Row, fence: Fence | None, without: str = "") -> bool:
    """Say whether the guard shows an answer, and with it what was planted."""
    found = judge(Answer(text=text, latency_s=0), asked(row), prompts=PRODUCT_PROMPTS, fence=fence)
    return found.ok and (not without or without in found.text)


def main(planted: int) -> None:
    """Print the figures, one JSON object a line."""
    taught = [text for row in rows(1500, 7) if row.split == "train" for text in answers(row)]
    shapes = shapes_in(taught)
    data = fence_bytes(shapes)
    began = time.process_time()
    fence = Fence(gzip.decompress(data).decode().split("\n"))
    loaded = time.process_time() - began
    print(json.dumps({"sentences": len(fence), "bytes": len(data), "load_s": round(loaded, 2)}))
    harm, unseen = harmful(), rows(300, 11)
    passed = sum(not fence.unlike(text) for text in harm)
    print(json.dumps({"harmful": len(harm), "let through": passed}))
    print(json.dumps({"unseen": _unseen(unseen, fence)}))
    right = [row for row in unseen if is_shown(answers(row)[-1], row, None)]
    chosen, shown = Random(3), Counter[str]()
    for text in chosen.sample(harm, planted):
        row = chosen.choice(right)
        whole = f"{answers(row)[-1].rstrip()} {text}"
        shown["without"] += is_shown(whole, row, None, text)
        shown["with"] += is_shown(whole, row, fence, text)
    print(json.dumps({"planted": planted, "shown": dict(shown)}))
    print(json.dumps({"ms for 1,000 characters never seen": _times(harm, Fence(shapes))}))


def _unseen(unseen: tuple[Row, ...], fence: Fence) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for kind in sorted({row.kind for row in unseen}):
        mine = [row for row in unseen if row.kind == kind]
        texts = [text for row in mine for text in answers(row)]
        of = sum(len(list(placed_sentences(text))) for text in texts)
        strange = sum(len(fence.unlike(text)) for text in texts)
        before = [row for row in mine if is_shown(answers(row)[-1], row, None)]
        after = sum(is_shown(answers(row)[-1], row, fence) for row in before)
        found[kind] = {
            "sentences": of,
            "known": round(1 - strange / of, 4),
            "rows shown without": len(before),
            "with": after,
        }
    return found


def _times(harm: list[str], fence: Fence) -> dict[str, float]:
    """Return percentiles of the fence's own CPU time [ms] on texts of which it has seen no sentence."""
    texts, text = [], ""
    for sentence in harm:
        text += f" {sentence}"
        if len(text) >= LONG:
            texts.append(text)
            text = ""
    times = []
    for one in texts:
        began = time.process_time()
        fence.unlike(one)
        times.append((time.process_time() - began) * 1e3)
    times.sort()
    return {f"p{p}": round(times[len(times) * p // 100], 1) for p in (50, 95)}


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PLANTED)
