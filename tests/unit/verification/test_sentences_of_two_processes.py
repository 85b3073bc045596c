"""Two processes that read and keep sentences at once lose nothing and spoil nothing."""

import signal
import subprocess
import sys
import time

from tests.support.hanging import HUNG_S
from wearable_coach.verification import kept_sentences
from wearable_coach.verification.plans import PLANS

KEEPS = """
import sys, time
from decimal import Decimal
from pathlib import Path
from wearable_coach.verification import kept_sentences
from wearable_coach.verification.plans import PLANS
folder, seed, together = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
(together / seed).touch()
while len(list(together.iterdir())) < 2:
    time.sleep(0.01)
for i in range(20):
    PLANS[f"{seed} {i}"] = (Decimal(i), seed * 10_000)
    assert kept_sentences.keep(folder)
"""
READS = """
import sys
from pathlib import Path
from wearable_coach.dataset import read_ahead
folder = Path(sys.argv[1])
read_ahead.ROWS = 12
made, read = [], read_ahead._read
read_ahead._read = lambda where: (made.append(1), read(where))
read_ahead.read(folder)
print(len(made))
"""
HOLDS = """
import sys, time
from pathlib import Path
from wearable_coach.verification import kept_sentences
with kept_sentences.alone(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(1000)
"""


def process(program, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)], stdout=subprocess.PIPE, text=True
    )


def told(one):
    out, _ = one.communicate(timeout=20 * HUNG_S)
    assert one.returncode == 0
    return out


def test_what_two_processes_keep_at_once_is_all_kept(tmp_path):
    folder, together = tmp_path / "sentences", tmp_path / "together"
    together.mkdir()
    for one in [process(KEEPS, folder, seed, together) for seed in ("a", "b")]:
        told(one)
    with kept_sentences.nothing_read():
        kept_sentences.load.cache_clear()
        assert kept_sentences.load(folder)
        found = set(PLANS)
        PLANS.clear()
    assert found == {f"{seed} {i}" for seed in "ab" for i in range(20)}
    assert [path.suffix for path in folder.iterdir()] == [".sentences"]


def test_of_two_processes_that_need_sentences_one_reads_them(tmp_path):
    both = [process(READS, tmp_path / "sentences") for _ in range(2)]
    assert sorted(int(told(one)) for one in both) == [0, 1]


def test_a_killed_process_keeps_nobody_away_and_one_that_hangs_not_for_ever(tmp_path, monkeypatch):
    folder = tmp_path / "sentences"
    holding = process(HOLDS, folder)
    assert holding.stdout.readline() == "held\n"
    monkeypatch.setattr(kept_sentences, "PATIENCE_S", 0.3)
    began = time.monotonic()
    assert kept_sentences.keep(folder)
    assert time.monotonic() - began >= 0.3
    (folder / "left.part").write_bytes(b"half")
    holding.send_signal(signal.SIGKILL)
    holding.communicate(timeout=HUNG_S)
    monkeypatch.setattr(kept_sentences, "PATIENCE_S", HUNG_S)
    with kept_sentences.alone(folder):
        assert kept_sentences.keep(folder)
    assert not list(folder.glob("*.part"))
