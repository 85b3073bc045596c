"""Train the readers that ship: ``python -m texts.training [harm|urgency ...] [--measure] [--check]``.

Without options it writes ``wearable_coach/learned/weights``, the same bytes each time. ``--check`` writes nothing and
fails where the weights that are there are not those that the texts make; ``--measure`` prints what is heard of a
writer held out, and writes nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from texts.training.corpus import Corpus, answers, utterances
from texts.training.fitting import fitted
from texts.training.holding_out import held_out, thresholds, writers
from texts.training.telling import told
from wearable_coach.learned.weights import FOLDER

CORPORA: dict[str, Callable[[], Corpus]] = {"harm": answers, "urgency": utterances}


def trained(corpus: Corpus) -> bytes:
    """Return the file of a corpus's reader, its thresholds measured with one writer held out in turn."""
    apart = [one for writer in writers(corpus) for one in held_out(corpus, writer)]
    weights = fitted(corpus, corpus.examples)
    weights.head = weights.head.model_copy(update={"thresholds": thresholds(corpus, apart)})
    return weights.written()


def main() -> int:
    """Train, check or measure; return the exit status."""
    given = _given()
    if given.measure:
        for name in given.readers:
            corpus = CORPORA[name]()
            for line in told(corpus, given.writer):
                sys.stdout.write(f"{line}\n")
        return 0
    return max(_made(name, check=given.check) for name in given.readers)


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m texts.training", description=__doc__)
    parser.add_argument("readers", nargs="*", default=[*CORPORA], help="harm, urgency or both")
    parser.add_argument("--measure", action="store_true", help="hold one writer out in turn")
    parser.add_argument("--writer", help="with --measure: hold out this writer alone")
    parser.add_argument("--check", action="store_true", help="compare with the weights that ship")
    return parser.parse_args()


def _made(name: str, *, check: bool) -> int:
    file: Path = FOLDER / f"{name}.weights"
    made = trained(CORPORA[name]())
    if check:
        same = file.read_bytes() == made
        sys.stdout.write(f"{file.name}: {'as the texts make it' if same else 'differs'}\n")
        return 0 if same else 1
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(made)
    sys.stdout.write(f"{file}: {len(made):,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
