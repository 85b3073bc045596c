"""Measure an evaluation: what asking costs beside the model's own time.

    uv run python bench/evaluation.py calls [--peer PYTHON]

`calls` asks 1,000 questions of a server in another process that takes 50 ms for an answer, 32 at once.
Wall is of the asking alone, in a process that has started and opened its model. CPU is user + system
of the whole process, less that of the same process asking nothing; so is memory, the questions in both. `--peer` names the interpreter of an
environment with inspect_ai and openai, which then asks the same server the same questions; its CPU is
less that of asking one. Each figure is the least of `--repeat` runs; all runs of one call alternate.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CASES, AT_ONCE, LATENCY_S = 1000, 32, 0.05
IDEAL_S = CASES / AT_ONCE * LATENCY_S
MOST_WALL, MOST_CPU_MS = 1.3, 1.5
ROOT = Path(__file__).parents[1]

OURS = """
import json, sys, tempfile, time
from pathlib import Path
from wearable_coach.chat.asking import Ask, ask_all
from wearable_coach.chat.served import Endpoint
from wearable_coach.client.endpoint_model import EndpointModel
from wearable_coach.records import Message
from wearable_coach.store import LocalStore
url, count, at_once, question = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
asks = [Ask(str(i), (Message(role="user", content=f"{question} {i}"),)) for i in range(int(sys.argv[5]))][:count]
model = EndpointModel(Endpoint(url=url + "/v1", model="coach", at_once=at_once), environment={})
store = LocalStore(Path(tempfile.mkdtemp(prefix="bench-")))
began = time.perf_counter()
found = ask_all(store, model, asks)
wall = time.perf_counter() - began
assert (found.asked, found.failed) == (count, 0)
print(json.dumps({"wall": wall}))
"""
INSPECT = """
import json, sys, tempfile, time
from inspect_ai import Task, eval
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import GenerateConfig, get_model
from inspect_ai.solver import generate
url, count, at_once, question = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
samples = MemoryDataset([Sample(input=f"{question} {i}") for i in range(count)])
config = GenerateConfig(max_connections=at_once, temperature=0, max_tokens=2304)
model = get_model("openai/coach", base_url=url + "/v1", api_key="none", config=config, responses_api=False)
began = time.perf_counter()
log, = eval(Task(dataset=samples, solver=generate()), model=model, display="none",
            log_dir=tempfile.mkdtemp(prefix="bench-"), max_samples=at_once)
wall = time.perf_counter() - began
assert log.status == "success" and len(log.samples) == count, log.status
print(json.dumps({"wall": wall}))
"""
MEASURED = (
    "import resource, subprocess, sys\n"
    "done = subprocess.run(sys.argv[1:], capture_output=True)\n"
    "if done.returncode: sys.exit(done.stderr.decode())\n"
    "r = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
    "print(done.stdout.decode().strip().splitlines()[-1])\n"
    "print(r.ru_utime + r.ru_stime, r.ru_maxrss / 1024)"
)


@contextmanager
def chat_server() -> Iterator[str]:
    """Yield the address of a server in a process of its own."""
    command = [sys.executable, "-m", "tests.support.chat_server", "--latency", str(LATENCY_S)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout  # noqa: S101
        try:
            yield server.stdout.readline().strip()
        finally:
            server.kill()


def run(python: str, program: str, url: str, count: int) -> tuple[float, float, float]:
    """Run a program that asks; return wall of the asking and CPU of the process [s], and its most memory [MiB]."""
    question = "안정시 심박수 62bpm, 수면 6.5시간, 걸음 8,123보예요. " * 8
    command = [python, "-c", program, url, str(count), str(AT_ONCE), question, str(CASES)]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *command], capture_output=True, text=True, check=False,
        cwd=tempfile.gettempdir() if python != sys.executable else ROOT,
        env=os.environ | {"NO_PROXY": "127.0.0.1"},
    )  # fmt: skip
    if done.returncode:
        sys.exit(done.stderr)
    told, used = done.stdout.splitlines()
    cpu, memory = map(float, used.split())
    return float(json.loads(told)["wall"]), cpu, memory


def calls(repeat: int, peer: str) -> None:
    askers = {"ours": (sys.executable, OURS, 0)}
    if peer:
        askers["inspect_ai"] = (peer, INSPECT, 1)
    walls: dict[str, list[float]] = {name: [] for name in askers}
    cpus: dict[str, list[float]] = {name: [] for name in askers}
    starts: dict[str, list[float]] = {name: [] for name in askers}
    memory: dict[str, list[tuple[float, float]]] = {name: [] for name in askers}
    with chat_server() as url:
        for _ in range(repeat):
            for name, (python, program, few) in askers.items():
                _, start, empty = run(python, program, url, few)
                wall, cpu, full = run(python, program, url, CASES)
                starts[name].append(start)
                memory[name].append((empty, full))
                walls[name].append(wall)
                cpus[name].append(cpu)
    for name, (_, _, few) in askers.items():
        wall, start = min(walls[name]), min(starts[name])
        each_ms = (min(cpus[name]) - start) / (CASES - few) * 1000
        bounds = f" (at most {MOST_WALL})", f" (at most {MOST_CPU_MS})"
        of_wall, of_cpu = bounds if name == "ours" else ("", "")
        print(f"{name}: {CASES} questions, {AT_ONCE} at once, {LATENCY_S * 1000:.0f} ms each:")
        print(f"  wall {wall:.2f} s, {wall / IDEAL_S:.2f} × the ideal {IDEAL_S:.2f} s{of_wall};")
        print(f"  {each_ms:.2f} ms CPU a question{of_cpu}, start {start:.2f} s CPU")
        empty, full = (min(column) for column in zip(*memory[name], strict=True))
        print(f"  memory {full:.0f} MiB at most, {full - empty:.1f} MiB of it for asking them")
        print(f"  walls {sorted(round(w, 2) for w in walls[name])}")


BENCHES = {f.__name__: f for f in (calls,)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("bench", nargs="*", choices=[*BENCHES, []], help="which; all if none")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--peer", default="", help="interpreter with inspect_ai and openai")
    asked = parser.parse_args()
    for name in asked.bench or BENCHES:
        BENCHES[name](asked.repeat, asked.peer)


if __name__ == "__main__":
    main()
