"""A store that was used for months: datasets, jobs, models, evaluations, promotions, deliveries.

What it holds is written by the product's own functions. Ages are days before `NOW`; in a folder the
files' times are set to them too.
"""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.support.published import rows
from wearable_coach.chat.served import LocalAdapter
from wearable_coach.evaluation.evaluation import Costs, Evaluation, ModelResult
from wearable_coach.evaluation.shelf import latest_evaluation, publish_evaluation
from wearable_coach.finetuning.contract import JobResult, Seen
from wearable_coach.finetuning.datasets import Dataset, find_dataset
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.job import Job
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.models import publish_adapter
from wearable_coach.finetuning.order import JobOrder
from wearable_coach.promotion.deciding import promote_evaluation
from wearable_coach.promotion.pointer import RULES, Entry, read_promoted
from wearable_coach.promotion.rule import Decision, read_rule
from wearable_coach.store import LocalStore, Missing, Store
from wearable_coach.store.datasets import publish, read_manifest, versions

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
SPLITS = ("train", "valid")


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def aged(store: Store, prefix: str, days: float) -> None:
    """Let a folder's files look as if they were written so many days ago."""
    if isinstance(store, LocalStore):
        at = days_ago(days).timestamp()
        for key in store.keys(prefix):
            os.utime(store.folder / key, (at, at))


def dataset(store: Store, days: float, salt: str = "") -> Dataset:
    """Publish a version of that day."""
    date = f"{days_ago(days):%Y%m%d}"
    files = {f"{s}_{date}.jsonl": rows(3, salt=f"{s} {days} {salt} ") for s in SPLITS}
    digest = sha256(b"".join(files.values())).hexdigest()
    version = f"{date}-{digest[:12]}"
    made = {name: partial(bytes, data) for name, data in files.items()}
    publish(store, version=version, files=made, manifest={"content_sha256": digest})
    aged(store, f"datasets/{version}/", days)
    return find_dataset(store, version)


def order(data: Dataset, salt: str = "") -> JobOrder:
    return JobOrder(
        backend="local",
        dataset_version=data.version,
        train=data.train,
        valid=data.valid,
        base_model="tiny",
        requested=Hyperparameters(),
        effective={},
        settings={"salt": salt},
    )


def job(store: Store, data: Dataset, state: str, days: float, salt: str = "") -> Job:
    """Write down a job, and its model where it completed."""
    ledger, at = JobLedger(store), days_ago(days)
    made, _ = ledger.open(order(data, salt), tuner="local", estimate=None, at=at)
    result = adapter(store, made) if state == "Completed" else None
    made = ledger.update(made.name, lambda j: j.saw(Seen(state=state), at=at, result=result))
    if made.ended:
        made = ledger.update(made.name, lambda j: j.announced("store", at=at))
        store.create(f"events/{made.event.id}.json", b"{}")
        aged(store, f"events/{made.event.id}", days)
    aged(store, f"jobs/{made.name}", days)
    aged(store, f"models/{made.name}/", days)
    return made


def adapter(store: Store, made: Job) -> JobResult:
    with TemporaryDirectory() as folder:
        files = {"adapter_config.json": b"{}", "weights": made.name.encode() * 20}
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        hashes = {name: sha256(data).hexdigest() for name, data in files.items()}
        return publish_adapter(store, made, JobResult(model=folder, files=hashes, effective={}))


def evaluation(store: Store, model: str, version: str, days: float) -> Evaluation:
    """Publish an evaluation of a model with an adapter in the store."""
    found = Evaluation(
        id=sha256(f"{model} {days}".encode()).hexdigest()[:12],
        at=days_ago(days),
        candidate=model,
        dataset_version=version,
        sets={},
        people=0,
        set_sha256="",
        seed=7,
        rule=read_rule(),
        models=(
            ModelResult(
                role="candidate",
                name=model,
                fingerprint=model,
                serving=LocalAdapter(adapter=f"models/{model}/adapter"),
                headline=(),
                overall=(),
                costs=Costs(answered=0, unanswered=0),
            ),
        ),
        differences=(),
        decision=Decision(verdict="promote", candidate=model, rival=None, reasons=()),
    )
    files = {"answers.jsonl": b"{}\n", "report.html": b"<p>"}
    publish_evaluation(store, found, files)
    aged(store, f"models/{model}/evaluations/{found.id}/", days)
    for name in ("evaluation.json", "report.html"):
        aged(store, f"models/{model}/{name}", days)
    return found


def promoted(store: Store, found: Evaluation, days: float) -> None:
    promote_evaluation(
        store, found, at=days_ago(days), by="tester", override="met nobody in these tests"
    )


def shelves(store: Store, days: float) -> None:
    """A refused report, a kept answer, and three deliveries: started, waiting, started but unsettled."""
    refused = f"refused/{days_ago(days):%Y%m%d}-aaaaaaaaaaaa"
    store.create(f"{refused}/gate.json", b"{}")
    store.create(f"{refused}/report.html", b"<p>")
    answer = sha256(str(days).encode()).hexdigest()[:32]
    store.create(f"answers/0123456789abcdef/{answer}-0.json", b"{}")
    for name, run, waits in (("a", "run", False), ("b", None, True), ("c", "run", True)):
        digest = sha256(f"{name}{days}".encode()).hexdigest()
        delivery = json.dumps({"received_at": days_ago(days).isoformat(), "run": run}).encode()
        store.create(f"webhooks/{digest[:2]}/{digest}.json", delivery)
        aged(store, f"webhooks/{digest[:2]}/{digest}.json", days)
        if waits:
            store.create(f"webhooks/waiting/{digest}.json", delivery)
            aged(store, f"webhooks/waiting/{digest}.json", days)
    aged(store, f"{refused}/", days)
    aged(store, f"answers/0123456789abcdef/{answer}-0", days)


def deliver(store: Store, number: int, *, begin: bool) -> None:
    """Let a delivery come, or the one that came get its run."""
    name = sha256(str(number).encode()).hexdigest()
    key, waiting = f"webhooks/{name[:2]}/{name}.json", f"webhooks/waiting/{name}.json"
    if begin:
        store.create(waiting, b'{"run": null}')
        store.create(key, b'{"run": null}')
    else:
        store.replace(key, b'{"run": "x"}', etag=store.read(key).etag)
        store.remove(waiting)


def undelivered(store: Store) -> list[str]:
    """Deliveries that nobody would ever start."""
    keys = [key for key in store.keys("webhooks/") if "/waiting/" not in key]
    waiting = {key.rpartition("/")[2] for key in store.keys("webhooks/waiting/")}
    return [
        key
        for key in keys
        if json.loads(store.read(key).data)["run"] is None and key.rpartition("/")[2] not in waiting
    ]


def used_for_months(store: Store, rng: Random) -> None:
    """Fill a store with whatever may have happened."""
    data = [dataset(store, rng.uniform(0, 120), str(i)) for i in range(rng.randint(1, 6))]
    jobs = []
    for i in range(rng.randint(0, 8)):
        state = rng.choice(["Completed", "Completed", "Completed", "Failed", "Running", "Queued"])
        jobs.append(job(store, rng.choice(data), state, rng.uniform(0, 110), str(i)))
    for one in (j for j in jobs if j.state == "Completed"):
        for _ in range(rng.randint(0, 3)):
            version = rng.choice(data).version
            found = evaluation(store, one.name, version, rng.uniform(0, 100))
            if rng.random() < 0.3:
                promoted(store, found, rng.uniform(0, 100))
    for _ in range(rng.randint(0, 3)):
        shelves(store, rng.uniform(0, 100))
    left = f"datasets/20260101-{rng.randbytes(6).hex()}/"
    store.create(f"{left}train_20260101.jsonl", b"half")
    aged(store, left, rng.uniform(0, 3))


def problems(store: Store) -> list[str]:
    """What of the store is not whole although a reader sees it or something needs it."""
    jobs = JobLedger(store).jobs()
    served = [e for e in read_promoted(store).promoted.entries if e.model != RULES]
    orders = {j.order.name: j.order for j in jobs}
    needed = [j.order for j in jobs if not j.ended] + [orders[e.model] for e in served]
    return [
        *(told for version in versions(store) for told in _of_dataset(store, version)),
        *(told for entry in served for told in _of_model(store, entry)),
        *(told for one in needed for told in _of_order(store, one)),
    ]


def _of_dataset(store: Store, version: str) -> Iterator[str]:
    for name, digest in read_manifest(store, version)["files"].items():
        if _digest(store, f"datasets/{version}/{name}") != digest:
            yield f"{version} has lost {name}"


def _of_model(store: Store, entry: Entry) -> Iterator[str]:
    folder = f"models/{entry.model}"
    description = json.loads(store.read(f"{folder}/model.json").data)
    for name, digest in description["files"].items():
        if _digest(store, f"{entry.serving.adapter}/{name}") != digest:
            yield f"{entry.model} has lost {name}"
    if latest_evaluation(store, entry.model) is None:
        yield f"{entry.model} has no evaluation"
    if not store.keys(f"{folder}/evaluations/{entry.evaluation}/evaluation.json"):
        yield f"{entry.model} has lost the evaluation that it rests on"


def _of_order(store: Store, one: JobOrder) -> Iterator[str]:
    if one.dataset_version not in versions(store):
        yield f"{one.name} has lost its dataset"
    for file in (one.train, one.valid):
        if _digest(store, file.key) != file.sha256:
            yield f"{one.name} has lost {file.key}"


def _digest(store: Store, key: str) -> str:
    try:
        return sha256(store.read(key).data).hexdigest()
    except Missing:
        return ""
