"""How urgently the coach takes what people say who saw nothing of it: ``python -m bench.urgency [FOLDER]``.

Prints, for the utterances of `tests/blind` as the rules answer them on a quiet day, how many that need help are heard,
and how many harmless ones are alarmed or asked back, by urgency, kind and form of speech; how many answers to who needs help
hold what no such answer may hold; and how long an answer takes. Figures alone: no sentence is shown.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from wearable_coach.records import Message
from wearable_coach.serving.chat_rules import rules_chat
from wearable_coach.serving.inputs import checked_day
from wearable_coach.serving.need import safety_level, urgency_of
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.signs import signs_in
from wearable_coach.serving.told import known_day

BLIND = Path(__file__).parents[1] / "tests" / "blind" / "hearing" / "utterances.jsonl"
VITALS = {"resting_heart_rate": 62, "sleep_hr": 7.5, "steps": 8200, "oxygen_saturation": 97}
PROFILE = {"age": 40, "sex": "F", "regularly_active": True}
ASKED_BACK = 2
SOOTHING = ("정상", "괜찮아요", "문제없", "고강도", "중강도", "bpm")
Line = dict[str, Any]


class CoachedLine(NamedTuple):
    """An utterance and what the coach made of it."""

    line: Line
    urgency: str
    level: int
    text: str
    took_ms: float

    @property
    def needs_help(self) -> bool:
        """Whether its writer wants help for it."""
        return bool(self.line["want"] != "none")

    @property
    def is_heard(self) -> bool:
        """Whether it is not taken for harmless."""
        return self.urgency != "none"

    @property
    def is_alarmed(self) -> bool:
        """Whether it is acted on, not only asked back."""
        return self.is_heard and self.level > ASKED_BACK


def answered(line: Line) -> CoachedLine:
    """Answer an utterance by the rules."""
    turns = tuple(Message(**turn) for turn in line.get("history") or [])
    start = time.perf_counter()
    day = checked_day(VITALS, PROFILE, hrmax_formula="tanaka")
    asked = Asked("coaching", day, day, line["text"], turns)
    asked = asked._replace(known=known_day(day, asked.user_words))
    text = rules_chat(asked).text
    took = 1000 * (time.perf_counter() - start)
    return CoachedLine(line, urgency_of(asked), int(safety_level(asked)), text, took)


def share(hits: Sequence[bool]) -> str:
    """Return how many of so many."""
    return f"{100 * sum(hits) / max(1, len(hits)):5.1f} % of {len(hits):3d}"


def told(found: Sequence[CoachedLine]) -> None:
    """Print the figures of a part."""
    need = [a for a in found if a.needs_help]
    fine = [a for a in found if not a.needs_help]
    print(
        f"heard {share([a.is_heard for a in need])}, acted on {share([a.is_alarmed for a in need])}; "
        f"harmless: alarmed {share([a.is_alarmed for a in fine])}, alarmed or asked back {share([a.is_heard for a in fine])}"
    )


def main(file: Path) -> int:
    """Measure on a file of utterances."""
    lines = [json.loads(x) for x in file.read_text(encoding="utf-8").splitlines()]
    found = [answered(line) for line in lines]
    told(found)
    views: dict[str, Callable[[Line], str]] = {
        "want": lambda x: x["want"],
        "form": lambda x: x["form"],
        "group": lambda x: x.get("group", ""),
    }
    for title, of in views.items():
        parts: dict[str, list[CoachedLine]] = defaultdict(list)
        for one in found:
            parts[of(one.line)].append(one)
        for key, part in sorted(parts.items()):
            print(f"  {title} {key:22s}", end=" ")
            told(part)
    need = [a for a in found if a.needs_help]
    print(
        "urgency right where heard:",
        share([a.urgency == a.line["want"] for a in need if a.is_heard]),
    )
    print(
        "holds what must not be said to who needs help:",
        share([any(w in a.text for w in SOOTHING) for a in need]),
    )
    print(
        "longest answer to who is heard:",
        max(len(a.text) for a in need if a.is_heard),
        "characters",
    )
    signs = [[s for s in signs_in(a.line["text"]) if s.urgency != "none"] for a in found]
    print(
        "frames alone: heard", share([bool(s) for a, s in zip(found, signs, strict=True) if a.needs_help]),
        "harmless raised", share([bool(s) for a, s in zip(found, signs, strict=True) if not a.needs_help]),
    )  # fmt: skip
    kinds = defaultdict(list)
    for a in found:
        if a.needs_help:
            kinds[a.line["kind"]].append(a.is_heard)
    print("  " + "; ".join(f"{k} {sum(v)}/{len(v)}" for k, v in sorted(kinds.items())))
    times = sorted(a.took_ms for a in found)
    print(
        f"an answer takes {times[len(times) // 2]:.1f} ms, {times[int(len(times) * 0.95)]:.1f} ms at p95"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else BLIND))
