"""What near twins cost at the size of a cluster: ``python -m bench.twins [ROWS] [COMPOSED]``.

Answers of so many composed rows are mixed, section by section, into as many texts as are asked for; a fifth is held out,
and one of a thousand of these is a train text without its end. Prints the CPU of the signatures [ms a row],
and of the search over all shards, in a process of its own: CPU [s], largest resident set [MB] and
how many of the known twins it tells.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from time import process_time

import numpy as np

from expectations.keys import answer_text
from tests.support.corrupting import composed
from wearable_coach.dataset.diversity import masked
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.dataset.twins import Place, Signatures, SignedRows, signed, twins_between

_ROWS_A_SHARD = 10_000
_HELD_OUT_EVERY = 5
_KNOWN_EVERY = 5_000
_KINDS = {"written": (str, 0.9), "masked": (masked, 0.75)}
_ANSWERS = "answers.json"


class _Mixed:
    """Texts by their places, made when they are asked for."""

    def __init__(self, answers: Sequence[str], rows: int) -> None:
        self._rows = rows
        self._answers = [_sections(answer) for answer in answers]
        self._by_title: dict[str, list[str]] = defaultdict(list)
        for answer in self._answers:
            for section in answer:
                self._by_title[_title(section)].append(section)

    def texts(self, kind: str, part: int, places: Sequence[int]) -> list[str]:
        change, jaccard = _KINDS[kind]
        return [change(self._text(part * _ROWS_A_SHARD + p, jaccard)) for p in places]

    def original(self, row: int) -> int | None:
        """Return the train row that this one is cut from."""
        if row % _KNOWN_EVERY:
            return None
        other = random.Random(-row - 1).randrange(1, self._rows)
        return other if other % _HELD_OUT_EVERY else other - 1

    def _text(self, row: int, jaccard: float) -> str:
        original = self.original(row)
        if original is None:
            drawn = random.Random(row)
            own = drawn.choice(self._answers)
            return "".join(drawn.choice(self._by_title[_title(s)]) for s in own)
        whole = self._text(original, jaccard)
        return whole[: round(len(whole) * (1 + jaccard) / 2)]


def _sections(answer: str) -> list[str]:
    """Return an answer's sections; of one without titles, its sentences."""
    if "\n## " in answer:
        return answer.replace("\n## ", "\n\x1f## ").split("\x1f")
    return answer.replace("요. ", "요.\x1f ").split("\x1f")


def _title(section: str) -> str:
    first, _, rest = section.partition("\n")
    return first if rest else ""


class _Shards(Sequence[SignedRows]):
    """Signatures as they lie in files."""

    def __init__(self, folder: Path, kind: str) -> None:
        self._files = sorted(folder.glob(f"{kind}-*.npz"))

    def __len__(self) -> int:
        return len(self._files)

    def __getitem__(self, number: int) -> SignedRows:  # type: ignore[override]
        with np.load(self._files[number]) as arrays:
            signatures = Signatures.load(arrays)
        return SignedRows(signatures, np.arange(len(signatures)) % _HELD_OUT_EVERY == 0)


def sign(mixed: _Mixed, rows: int, folder: Path) -> None:
    """Write the signatures of all shards, and say what they cost."""
    for kind, (_, jaccard) in _KINDS.items():
        signing = 0.0
        for part, start in enumerate(range(0, rows, _ROWS_A_SHARD)):
            texts = mixed.texts(kind, part, range(min(_ROWS_A_SHARD, rows - start)))
            began = process_time()
            arrays = signed(texts, jaccard).save()
            signing += process_time() - began
            np.savez(folder / f"{kind}-{part:05}.npz", **arrays)
        sys.stdout.write(f"{kind}: signatures {signing / rows * 1000:.3f} ms CPU a row\n")


def search(mixed: _Mixed, rows: int, folder: Path, kind: str) -> None:
    """Find the twins, and say what it cost and how many of the known ones are told."""
    began, asked = process_time(), 0

    def texts(part: int, places: Sequence[int]) -> list[str]:
        nonlocal asked
        asked += len(places)
        return mixed.texts(kind, part, places)

    found = twins_between(_Shards(folder, kind), _KINDS[kind][1], texts)
    used = process_time() - began
    first = {t.held_out: t.train for t in found}
    known = {
        Place(*divmod(row, _ROWS_A_SHARD)): Place(*divmod(original, _ROWS_A_SHARD))
        for row in range(0, rows, _KNOWN_EVERY)
        if (original := mixed.original(row)) is not None
    }
    told = sum(place in first and first[place] <= other for place, other in known.items())
    most_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{kind}: {rows:,} rows, {used:.1f} s CPU, {most_mb:.0f} MB, {asked:,} texts read, "
        f"{len(found):,} rows with a twin, {told:,} of {len(known):,} known\n"
    )


def main(rows: int, composed_rows: int) -> None:
    """Sign all shards here, and search them in processes of their own."""
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        answers = [answer_text(row) for row in composed(Recipe().scaled_to(composed_rows), 7)[0]]
        (folder / _ANSWERS).write_text(json.dumps(answers), encoding="utf-8")
        sign(_Mixed(answers, rows), rows, folder)
        for kind in _KINDS:
            again = [sys.executable, "-m", "bench.twins", str(rows), str(folder), kind]
            subprocess.run(again, check=True)


def _arguments(rows: str = "150000", composed_or_folder: str = "3000", kind: str = "") -> None:
    if not kind:
        main(int(rows), int(composed_or_folder))
        return
    folder = Path(composed_or_folder)
    answers = json.loads((folder / _ANSWERS).read_text(encoding="utf-8"))
    search(_Mixed(answers, int(rows)), int(rows), folder, kind)


if __name__ == "__main__":
    _arguments(*sys.argv[1:])
