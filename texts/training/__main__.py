"""Train the readers that ship: ``python -m texts.training [harm] [urgency] [topics] [asked] [nearness] [--measure] [--writer NAME] [--check]``.

It prints what is found of each writer while the others alone are learnt from, and writes
``wearable_coach/learned/weights``, the same bytes each time. ``--check`` writes nothing and fails where the weights
that are there are not those that the texts make; ``--measure`` and ``--writer`` stop at the figures.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import sklearn

from texts.training.answering import SAID, answered, told_answered
from texts.training.asking import asked_file
from texts.training.choosing import chosen, told_chosen, unsure
from texts.training.corpus import Corpus, answers, questions, utterances
from texts.training.fitting import Counted, counted, fitted
from texts.training.holding_out import held_out, thresholds, writers
from texts.training.labels import labelled
from texts.training.nearness import trained
from texts.training.telling import told
from wearable_coach.learned.asked import FILE
from wearable_coach.learned.weights import FOLDER

CORPORA: dict[str, Callable[[], Corpus]] = {
    "harm": answers,
    "urgency": utterances,
    "topics": questions,
}
ASKED = "asked"
"""What is no reader: questions with the points that answer them, as people labelled them."""
NEARNESS = "nearness"
"""The reader of how well a point answers a question; it has two files of weights."""


def main() -> int:
    """Train, check or measure; return the exit status."""
    given = _given()
    writes = not (given.check or given.measure or given.writer)
    if (
        writes
        and given.readers != [ASKED]
        and (here := sklearn.__version__) != (locked := _locked())
    ):
        sys.exit(
            f"scikit-learn {here} is here and uv.lock names {locked}, which may round a weight otherwise; "
            "run: uv run --locked --group training python -m texts.training"
        )
    own = {ASKED: _asked, NEARNESS: _nearness}
    return max(
        own[name](given) if name in own else _done(CORPORA[name](), given) for name in given.readers
    )


def _locked() -> str:
    """Return the version of scikit-learn that the weights which ship are made with."""
    lock = tomllib.loads((Path(__file__).parents[2] / "uv.lock").read_text(encoding="utf-8"))
    return str(next(one["version"] for one in lock["package"] if one["name"] == "scikit-learn"))


def _asked(given: argparse.Namespace) -> int:
    """Write the labelled questions; nothing of them is trained, and nothing measured."""
    if given.measure or given.writer:
        return 0
    return _kept(FILE, asked_file(), check=given.check)


def _nearness(given: argparse.Namespace) -> int:
    """Print what is said to each hand by what the others taught, and train the reader of nearness."""
    rows, files = labelled()
    if not given.check:
        sys.stdout.write(
            f"nearness: of a complete answer said in {SAID} points, three quarters of it, the first one [%]\n"
        )
        for name in [given.writer] if given.writer else sorted({one.writer for one in rows}):
            for line in told_answered(answered(rows, files, name)):
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()
    if given.measure or given.writer:
        return 0
    made = trained(rows, files)
    return max(
        _kept(FOLDER / f"{one.head.reader}.weights", one.written(), check=given.check)
        for one in made
    )


def _done(corpus: Corpus, given: argparse.Namespace) -> int:
    names = [given.writer] if given.writer else writers(corpus)
    texts = counted(corpus)
    lines, limits = (_of_topics if corpus.reader == "topics" else _of_harm)(corpus, texts, names)
    for line in lines:
        sys.stdout.write(f"{line}\n")
    if given.measure or given.writer:
        return 0
    weights = fitted(corpus, texts, range(len(corpus.examples)))
    weights.head = weights.head.model_copy(update={"thresholds": limits})
    return _kept(FOLDER / f"{corpus.reader}.weights", weights.written(), check=given.check)


def _of_harm(
    corpus: Corpus, texts: Counted, names: Sequence[str]
) -> tuple[list[str], dict[str, float]]:
    found = [one for name in names for one in held_out(corpus, texts, name)]
    return list(told(corpus, found)), thresholds(corpus, found)


def _of_topics(
    corpus: Corpus, texts: Counted, names: Sequence[str]
) -> tuple[list[str], dict[str, float]]:
    found = [one for name in names for one in chosen(corpus, texts, name)]
    title = "topics: the right one nearest, among the nearest three [%]"
    return [title, *told_chosen(found)], unsure(found)


def _kept(file: Path, made: bytes, *, check: bool) -> int:
    if check:
        same = file.read_bytes() == made
        sys.stdout.write(f"{file.name}: {'as the texts make it' if same else 'differs'}\n")
        return 0 if same else 1
    file.write_bytes(made)
    sys.stdout.write(f"{file.name}: {len(made):,} bytes\n")
    return 0


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m texts.training", description=__doc__)
    parser.add_argument(
        "readers",
        nargs="*",
        default=[*CORPORA, ASKED, NEARNESS],
        help="harm, urgency, topics, asked, nearness",
    )
    parser.add_argument("--measure", action="store_true", help="print figures, write nothing")
    parser.add_argument("--writer", help="hold out this writer alone, write nothing")
    parser.add_argument("--check", action="store_true", help="compare with the weights that ship")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
