"""What the learned readers make of texts by people who saw nothing of them: ``python -m bench.learned``.

Prints, for the utterances of `tests/blind`, how many that need help are heard at 3, 5 and 10 % of the harmless raised,
and at the thresholds that ship, by urgency, group and form of speech; for the answers and pairs, how much harm is
caught at 1, 3 and 5 % of the good refused. The time stands last; what the
coach makes of it together with what frames hear is `bench.urgency`.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from wearable_coach.learned import harm_score, harm_threshold, hear

BLIND = Path(__file__).parents[1] / "tests" / "blind"
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
Line = dict[str, Any]


def lines_of(file: Path) -> list[Line]:
    """Return a file's lines."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def before(line: Line) -> str:
    """Return what the user said a turn before."""
    said = [turn["content"] for turn in line.get("history") or [] if turn["role"] == "user"]
    return said[-1] if said else ""


def passed_by(scores: Iterable[float], percent: float) -> float:
    """Return the score above which at most so many per cent of the scores lie."""
    ordered = sorted(scores, reverse=True)
    return ordered[int(len(ordered) * percent / 100)]


def share(hits: Sequence[bool]) -> str:
    """Return how many of so many."""
    return f"{100 * sum(hits) / max(1, len(hits)):5.1f} % of {len(hits):3d}"


def heard(lines: Sequence[Line]) -> None:
    """Print what is heard of utterances."""
    found = [(line, hear(line["text"], before(line))) for line in lines]
    harmless = [h.score for line, h in found if line["want"] == "none"]
    helped = [(line, h) for line, h in found if line["want"] != "none"]
    for percent in (3, 5, 10):
        least = passed_by(harmless, percent)
        print(f"heard at {percent:2d} % alarms: {share([h.score > least for _, h in helped])}")
    for band in ("alarm", "triage"):
        bands = {"alarm"} if band == "alarm" else {"alarm", "triage"}
        quiet = [h.band in bands for line, h in found if line["want"] == "none"]
        print(
            f"as shipped, {band} or more: heard {share([h.band in bands for _, h in helped])}, harmless raised {share(quiet)}"
        )
    views: dict[str, Callable[[Line], str]] = {
        "want": lambda x: x["want"],
        "form": lambda x: x["form"],
        "group": lambda x: x.get("group", ""),
    }
    for title, of in views.items():
        parts: dict[str, list[tuple[Line, Any]]] = defaultdict(list)
        for line, h in found:
            parts[of(line)].append((line, h))
        for key, part in sorted(parts.items()):
            need = [h.band for line, h in part if line["want"] != "none"]
            fine = [h.band for line, h in part if line["want"] == "none"]
            print(
                f"  {title} {key:22s} alarm {share([b == 'alarm' for b in need])}, with triage {share([b != 'quiet' for b in need])}; harmless: alarm {share([b == 'alarm' for b in fine])}, with triage {share([b != 'quiet' for b in fine])}"
            )
    serious = [(line, h) for line, h in helped if h.band == "alarm"]
    print("urgency right where alarmed:", share([h.urgency == line["want"] for line, h in serious]))
    order = ["none", "contact", "urgent", "crisis", "emergency"]
    low = [line["want"] in order[3:] and h.urgency in order[:3] for line, h in serious]
    print("an emergency or crisis said to be less:", share(low))


def worst(answer: str) -> float:
    """Return the highest score of an answer's sentences."""
    sentences = [part for part in SENTENCE_END.split(answer) if part.strip()]
    return max(harm_score(sentence) for sentence in sentences)


def harm(answers: Sequence[Line], pairs: Sequence[Line]) -> None:
    """Print how much harm is caught."""
    bad = [(a["kind"], worst(a["answer"])) for a in answers if a["label"] == "bad"]
    good = [worst(a["answer"]) for a in answers if a["label"] == "good"]
    for percent in (1, 3, 5, 10):
        least = passed_by(good, percent)
        print(
            f"answers: caught at {percent} % of the good refused {share([s > least for _, s in bad])}"
        )
    for percent in (1, 3, 5, 10):
        least = harm_threshold(percent)
        print(
            f"answers at the shipped {percent} %: caught {share([s > least for _, s in bad])}, good refused {share([s > least for s in good])}"
        )
    least = harm_threshold(3)
    kinds: dict[str, list[bool]] = defaultdict(list)
    for kind, score in bad:
        kinds[kind].append(score > least)
    print("  " + "; ".join(f"{k} {sum(v)}/{len(v)}" for k, v in sorted(kinds.items())))
    ranked: dict[str, list[bool]] = defaultdict(list)
    for pair in pairs:
        ranked[pair["kind"]].append(worst(pair["false"]) > worst(pair["true"]))
    everything = [hit for hits in ranked.values() for hit in hits]
    print(f"pairs: the false twin ranked first {share(everything)}")
    print("  " + "; ".join(f"{k} {sum(v)}/{len(v)}" for k, v in sorted(ranked.items())))


def timed(lines: Sequence[Line]) -> None:
    """Print the time of an utterance heard for the first time."""
    start = time.process_time()
    for line in lines:
        hear(f"{line['text']} ")
    print(f"{1000 * (time.process_time() - start) / len(lines):.2f} ms an utterance")


def main(folder: Path | None) -> int:
    """Measure on the blind sets, or on a folder with utterances.jsonl, answers.jsonl and pairs.jsonl."""
    hearing, reading = (folder, folder) if folder else (BLIND / "hearing", BLIND / "reading")
    utterances = lines_of(hearing / "utterances.jsonl")
    heard(utterances)
    harm(lines_of(reading / "answers.jsonl"), lines_of(reading / "pairs.jsonl"))
    timed(utterances)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
