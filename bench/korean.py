"""Reading Korean: the tokenizers that could do it, and what a sentence costs.

`uv run python -m bench.korean [speed|unseen]` measures the reading layer as it is, what a sentence costs or how many of 180
labelled ones it reads right; `uv run --with kiwipiepy python -m bench.korean
tokenizers` measures the tokenizer that was chosen beside the other one (stems found, start, memory, a sentence).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import yaml

HERE = Path(__file__).parent
TEXTS = HERE.parent / "texts" / "written"
_MEGABYTE = 1024


def rows() -> list[tuple[str, list[str]]]:
    loaded = yaml.safe_load((HERE / "korean_stems.yaml").read_text(encoding="utf-8"))
    return [(sentence, stems.split()) for sentence, stems in loaded]


def sentences() -> list[str]:
    lines = (TEXTS / "answers-v4.jsonl").read_text(encoding="utf-8").splitlines()
    return [part for line in lines for part in json.loads(line)["ok"].split(". ")]


def mecab_raw(text: str) -> list[str]:
    from wearable_coach.korean.morphemes import taken_apart  # noqa: PLC0415 - what it costs is measured
    from wearable_coach.korean.tokenizer import pieces  # noqa: PLC0415 - what it costs is measured

    return [m.form for p in pieces(text) for m in taken_apart(p)]


def mecab_mended(text: str) -> list[str]:
    from wearable_coach.korean.morphemes import morphemes  # noqa: PLC0415 - what it costs is measured

    return [m.form for m in morphemes(text)]


class Kiwi:
    """The other candidate."""

    def __init__(self) -> None:
        """Open it, which takes seconds."""
        from kiwipiepy import Kiwi as Opened  # noqa: PLC0415 - what it costs is measured

        self._kiwi = Opened()

    def __call__(self, text: str) -> list[str]:
        """Return the stems and endings of a text."""
        return [t.form for t in self._kiwi.tokenize(text)]


CANDIDATES = {
    "mecab-ko, as it comes": lambda: mecab_raw,
    "mecab-ko, mended": lambda: mecab_mended,
    "kiwipiepy": Kiwi,
}


def measure(name: str) -> None:
    begun = time.process_time()
    parts = CANDIDATES[name]()
    parts("가슴이 아파요.")
    started = time.process_time() - begun
    missed = [(text, stem) for text, stems in rows() for stem in stems if stem not in parts(text)]
    wanted = sum(len(stems) for _, stems in rows())
    texts = sentences()
    begun = time.process_time()
    for text in texts:
        parts(text)
    each = (time.process_time() - begun) / len(texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE
    print(f"{name}: {1 - len(missed) / wanted:.1%} of {wanted} stems, start {started:.2f} s, {peak:.0f} MB, {each * 1000:.2f} ms a sentence")  # fmt: skip
    for text, stem in missed if "-v" in sys.argv else []:
        print("   ", stem, "in", text)


def tokenizers() -> None:
    for name in CANDIDATES:
        subprocess.run(
            [sys.executable, "-m", "bench.korean", "one", name, *sys.argv[2:]], check=True
        )


def speed() -> None:
    begun = time.process_time()
    from wearable_coach.korean import read, read_shape  # noqa: PLC0415 - what it costs is measured

    read("가슴이 아파요.")
    print(f"start and first sentence: {time.process_time() - begun:.2f} s CPU")
    texts = sentences()
    for label in ("a sentence at first sight", "the same again"):
        begun, count = time.process_time(), 0
        for text in texts:
            count += len(read(text).sentences)
        print(f"{label}: {(time.process_time() - begun) / count * 1000:.3f} ms of {count}")
    print(f"remembered shapes: {read_shape.cache_info().currsize}")
    long = ("가슴이 너무 쪼이고 119에 전화하지 않아도 될까 걱정이에요 " * 3000)[:100_000]
    begun = time.process_time()
    read(long)
    print(f"100,000 characters without a full stop: {time.process_time() - begun:.2f} s")
    print(f"peak: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE:.0f} MB")


def unseen() -> None:
    from wearable_coach.korean import notation, read  # noqa: PLC0415 - what it costs is measured

    path = HERE / "korean_statements.yaml"
    labelled = yaml.safe_load(path.read_text(encoding="utf-8"))
    counts = {"statement": 0, "predicate": 0, "polarity": 0, "modality": 0, "amounts": 0}
    for _, text, statement, amounts in labelled:
        whole = read(text)
        last = whole.clauses[-1].frame
        said = notation.statement(last).split(" (")[0] if last else "-"
        counts["statement"] += said == statement
        for k, part in enumerate(("predicate", "polarity", "modality")):
            counts[part] += said.split()[k : k + 1] == statement.split()[k : k + 1]
        counts["amounts"] += [notation.amount(q) for q in whole.quantities] == amounts
        if "-v" in sys.argv and said != statement:
            print(f"    {text}: {statement}, read as {said}")
    for part, count in counts.items():
        print(f"{part}: {count} of {len(labelled)} right")


if __name__ == "__main__":
    kind = sys.argv[1] if len(sys.argv) > 1 else "speed"
    if kind == "one":
        measure(sys.argv[2])
    else:
        {"speed": speed, "tokenizers": tokenizers, "unseen": unseen}[kind]()
