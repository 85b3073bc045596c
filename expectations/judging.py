"""The process that judges rows anew: ``python -m expectations.judging``, batches in, findings out.

It is started by `expectations.judges` and lives as long as its input is open. It imports nothing of
who started it, so no row is judged by what composed it.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from collections.abc import Sequence

from expectations.anew import judged
from wearable_coach.exits import guarded
from wearable_coach.verification.kept_sentences import load, sentences_folder


def main(_arguments: Sequence[str] | None = None) -> int:
    """Answer one batch after another, until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it closes the input
    batches, findings = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    gc.disable()  # rows hold no cycles
    load(sentences_folder(os.environ))
    while True:
        try:
            rows, formula = pickle.load(batches)  # noqa: S301 - from who started it
        except EOFError:
            return 0
        pickle.dump([judged(row, formula) for row in rows], findings)
        findings.flush()


if __name__ == "__main__":
    sys.exit(guarded("judging", main))
