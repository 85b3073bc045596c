"""Measure how endpoints are asked: pace, faults, and how surely a swap is noticed.

    uv run python bench/asking.py [managed] [storm] [likeness] [--retry-after S]

`managed`: 300 cases asked of a managed endpoint, in a process of its own, that takes 2 at once and turns others away
with 429, as Azure's do by their defaults; the client is left at its ceiling of 32. Ideal is 300 / 2 × latency.
`storm`: an evaluation while two of five requests meet 429, 500, 502 or 503; then the same again in calm. What the
server answered, and what was kept, is counted.
`likeness`: the probe set asked of simulated models: how often one is taken for another, and another for it. Answers are
composed as the dataset's are; another model composes by another seed, and a model repeats itself but for a share of
answers that turn off at a random place.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import mean

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.chat_replies import Fault  # noqa: E402
from tests.support.chat_server import ChatServer  # noqa: E402
from wearable_coach.chat.asking import Ask, ask_all  # noqa: E402
from wearable_coach.chat.kept_answers import answers_folder  # noqa: E402
from wearable_coach.chat.probe_set import probe_set  # noqa: E402
from wearable_coach.chat.served import Endpoint  # noqa: E402
from wearable_coach.client.endpoint_model import EndpointModel  # noqa: E402
from wearable_coach.records import Message  # noqa: E402
from wearable_coach.store import LocalStore  # noqa: E402

CASES, TAKES, LATENCY_S, MOST = 300, 2, 0.25, 1.3
STRUCK = 0.1
"""Of the requests, by each of four statuses."""


@contextmanager
def managed_endpoint(log: Path, retry_after: str) -> Iterator[str]:
    """Yield the scoring URL of an endpoint in a process of its own."""
    command = [
        sys.executable, "-m", "tests.support.chat_server", "--latency", str(LATENCY_S),
        "--takes", str(TAKES), "--retry-after", retry_after, "--log", str(log),
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout  # noqa: S101
        try:
            yield server.stdout.readline().strip() + "/score"
        finally:
            server.kill()


def managed(retry_after: str) -> None:
    asks = [Ask(str(i), (Message(role="user", content=f"질문 {i}"),)) for i in range(CASES)]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with managed_endpoint(log, retry_after) as url:
            model = EndpointModel(Endpoint(kind="managed", url=url), environment={})
            began = time.perf_counter()
            found = ask_all(LocalStore(Path(folder) / "store"), model, asks)
            wall = time.perf_counter() - began
            model.close()
            requests = len(log.read_text(encoding="utf-8").splitlines())
    ideal = CASES / TAKES * LATENCY_S
    waits = f"Retry-After {retry_after} s" if retry_after else "no Retry-After"
    print(
        f"managed: {CASES} cases, {TAKES} at once, {LATENCY_S * 1000:.0f} ms each, 429 with {waits}:"
    )
    print(f"  {found.asked} answered, {found.failed} failed (at most 0)")
    print(f"  wall {wall:.1f} s, {wall / ideal:.2f} × the ideal {ideal:.1f} s (at most {MOST})")
    print(f"  {requests - CASES} requests turned away")


def storm(_: str) -> None:
    from tests.support.evaluating import GOOD, ROWS, evaluate_over, lying, truthful  # noqa: PLC0415
    from tests.support.generated import generated_dataset  # noqa: PLC0415

    rng, calm = Random(1), False

    def strikes(_messages: object) -> bool:
        return not calm and rng.random() < STRUCK

    with (
        tempfile.TemporaryDirectory() as folder,
        ChatServer(truthful) as good,
        ChatServer(lying) as bad,
    ):
        generated_dataset(LocalStore(Path(folder)), ROWS)
        statuses = (429, 500, 502, 503)
        good.faults += [Fault(status=s, when=strikes, always=True) for s in statuses]
        lasting = lambda m: not calm and sum(m[-1]["content"].encode()) % 5 == 0  # noqa: E731
        good.faults += [Fault(status=s, when=lasting, always=True) for s in (429,)]
        held = evaluate_over(good.url, bad.url, Path(folder)).evaluation
        sent, struck = len(cases_answered(good)), sum(r.struck for r in good.requests)
        requests, calm = len(good.requests), True
        whole = evaluate_over(good.url, bad.url, Path(folder)).evaluation
        lacked = len(cases_answered(good)) - sent
        found = [next(m for m in one.models if m.name == GOOD) for one in (held, whole)]
        kept = len(LocalStore(Path(folder)).keys(answers_folder(found[0].fingerprint)))
    costs = found[0].costs
    print(f"storm: {struck} of {requests} requests struck, over {sum(held.sets.values())} cases:")
    print(
        f"  {held.decision.verdict}; {sent} answers sent, {costs.answered} judged; {dict(costs.faults)}"
    )
    print(
        f"  the same in calm: {whole.decision.verdict}; {lacked} answers sent, lacking {found[1].costs.unanswered};"
    )
    print(
        f"  of {sent + lacked} answers sent {kept} are kept: {sent + lacked - kept} lost or asked for twice (at most 0)"
    )


def cases_answered(server: ChatServer) -> list[object]:
    """Return the requests that were answered, but for those of the probe set."""
    probes = {q.ask for q in probe_set().questions.values()}
    return [r for r in server.requests if not r.struck and r.messages[-1]["content"] not in probes]


def likeness(_: str) -> None:
    from tests.unit.chat.test_probes import Model  # noqa: PLC0415

    probes = probe_set()
    names = {name: [m.model_dump() for m in turns] for name, turns in probes.conversations.items()}

    def round_of(model: Callable[..., str]) -> dict[str, str]:
        return {name: model(messages) for name, messages in names.items()}

    for turns_off in (0.0, 0.2, 0.5, 1.0):
        found: dict[str, list[float]] = {"itself": [], "another": []}
        wrong: Counter[str] = Counter()
        for seed in range(40):
            one = Model(f"one {seed}", turns_off=turns_off, seed=seed)
            before = [round_of(one) for _ in range(probes.rounds)]
            least = probes.least(probes.own_likeness(before))
            other = Model(f"other {seed}", turns_off=turns_off, seed=seed)
            for who, model in (("itself", one), ("another", other)):
                for _ in range(5):
                    best = max(probes.mean_likeness(round_of(model), before) or 0 for _ in range(2))
                    found[who].append(best)
                    wrong[who] += (best < least) is (who == "itself")
        print(f"likeness: {turns_off:.0%} of answers turn off at a random place; 200 looks each:")
        for who, values in found.items():
            print(
                f"  to {who}: mean {mean(values):.2f}, {min(values):.2f} to {max(values):.2f}; {wrong[who]} judged wrongly"
            )


BENCHES = {f.__name__: f for f in (managed, storm, likeness)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("bench", nargs="*", choices=[*BENCHES, []], help="which; all if none")
    parser.add_argument("--retry-after", default="", help="what the 429 asks to wait [s]")
    asked = parser.parse_args()
    for name in asked.bench or BENCHES:
        BENCHES[name](asked.retry_after)


if __name__ == "__main__":
    main()
