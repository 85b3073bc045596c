"""What may happen to a store on a disk: each kind with what it names, and what must stop by it.

A kind is done to a folder that `tests.support.old_store` filled, and names the path that a person has
to look at. `stops` are the commands that decide by it; they end with 2 and name it. No other may end
with anything but 0, 1 or 2, and none with a traceback.
"""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.support.old_store import dataset, evaluation, job, promoted, shelves
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import mark_latest

JOBS = ("jobs", "watch", "prune", "evaluate")
POINTER = ("history", "prune", "rollback", "promote")
LATEST = ("finetune", "prune")
PRUNE = ("prune",)
ALL = ("jobs", "watch", "history", "prune", "rollback", "promote", "evaluate", "finetune", "ask")
DEEP = b"[" * 100_000


class World(NamedTuple):
    """A store of months, and the names in it that damage is done to."""

    folder: Path
    trained: str
    running: str
    old: str
    newest: str


class Damage(NamedTuple):
    """One kind."""

    kind: str
    do: Callable[[World], None]
    names: str
    """What is named, a path below the store; with the world's names in braces."""
    stops: tuple[str, ...] = ()
    denied: bool = False
    """Whether it is a matter of rights, which root does not have to mind."""


def make_world(folder: Path) -> World:
    """A store in which every command has something to decide."""
    store = LocalStore(folder)
    old, middle, newest = (dataset(store, days) for days in (90, 60, 1))
    mark_latest(store, newest.version)
    running = job(store, old, "Running", 80)
    first = job(store, middle, "Completed", 55, "first")
    trained = job(store, middle, "Completed", 50, "last")
    for model, days in ((first, 54), (trained, 49)):
        promoted(store, evaluation(store, model.name, middle.version, days), days - 1)
    shelves(store, 70)
    (folder / "local-jobs").mkdir()
    return World(folder, trained.name, running.name, old.version, newest.version)


def spoiled(kind: str, path: str, how: Callable[[Path], None], stops: tuple[str, ...]) -> Damage:
    named = path
    if path.endswith("/manifest.json"):  # all of a version is in doubt
        named = path.split("/")[1]
    return Damage(kind, lambda world: how(_at(world, path)), named, stops)


def denied(kind: str, path: str, stops: tuple[str, ...]) -> Damage:
    return Damage(kind, lambda world: _at(world, path).chmod(0), path, stops, denied=True)


def foreign(kind: str, path: str, how: Callable[[Path], None]) -> Damage:
    return Damage(kind, lambda world: how(_at(world, path)), path)


def _at(world: World, path: str) -> Path:
    return world.folder / path.format(**world._asdict())


def gone(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)


def written(data: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        gone(path)
        path.write_bytes(data)

    return write


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def folder(path: Path) -> None:
    gone(path)
    path.mkdir()
    (path / "inside").write_bytes(b"")


def linked(target: str) -> Callable[[Path], None]:
    def link(path: Path) -> None:
        gone(path)
        path.symlink_to(target or path)

    return link


def pipe(path: Path) -> None:
    gone(path)
    os.mkfifo(path)


def changed(**fields: object) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        path.write_text(json.dumps(json.loads(path.read_bytes()) | fields))

    return change


def without_zone(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"+00:00", b"").replace(b'Z"', b'"'))


def renamed(path: Path) -> None:
    other = path.with_name("coach-local-0123456789ab.json")
    path.rename(other)


loop, nowhere, zero = linked(""), linked("/nowhere/at/all"), linked("/dev/zero")
FILES: dict[str, Callable[[Path], None]] = {
    "empty": written(b""),
    "truncated": truncated,
    "binary": written(bytes(range(256))),
    "not UTF-8": written(b'{"name": "\xff\xfe"}'),
    "a list": written(b"[]"),
    "another schema": written(b'{"schema_version": 2}'),
    "nested too deep": written(DEEP),
    "a number of 9,999 digits": written(b'{"schema_version": ' + b"1" * 9999 + b"}"),
    "a lone surrogate": written(b'{"name": "\\ud800"}'),
    "a folder": folder,
    "a link to itself": loop,
    "a link to nowhere": nowhere,
    "an endless device": zero,
    "a pipe": pipe,
}
"""What may lie in place of a record."""
PLACES: dict[str, Callable[[Path], None]] = {
    "a file": written(b""),
    "a link to itself": loop,
    "a link to nowhere": nowhere,
}
"""What may lie in place of a folder."""
RECORDS = {
    "jobs/{running}.json": JOBS,
    "models/promoted.json": POINTER,
    "models/{trained}/evaluation.json": ("promote", "prune"),
    "models/{trained}/model.json": PRUNE,
    "datasets/latest.json": LATEST,
    "datasets/{newest}/manifest.json": ("finetune",),
}
FOLDERS = {
    "jobs": JOBS,
    "models": POINTER,
    "datasets": LATEST,
    "events": PRUNE,
    "answers": PRUNE,
    "refused": PRUNE,
    "webhooks": PRUNE,
    "local-jobs": PRUNE,
}
_NOTES = written(b"notes")
DAMAGE = (
    *(spoiled(k, p, how, stops) for p, stops in RECORDS.items() for k, how in FILES.items()),
    *(spoiled(k, p, how, stops) for p, stops in FOLDERS.items() for k, how in PLACES.items()),
    *(denied("not to be read", p, stops) for p, stops in (RECORDS | FOLDERS).items()),
    denied("not to be listed", "datasets/{old}", LATEST),
    denied("not to be listed", "models/{trained}", ("prune", "promote", "evaluate")),
    denied("not to be listed", "", ALL[:-1]),
    spoiled("without states", "jobs/{running}.json", changed(states=[]), JOBS),
    spoiled("without zones", "jobs/{running}.json", without_zone, JOBS),
    spoiled("of another job", "jobs/{trained}.json", changed(name="coach-local-0"), JOBS),
    spoiled("with a field too many", "models/promoted.json", changed(more=1), POINTER),
    spoiled(
        "without zones", "models/{trained}/evaluation.json", without_zone, ("promote", "prune")
    ),
    spoiled("without a version", "datasets/latest.json", written(b"{}"), LATEST),
    spoiled("without files", "datasets/{newest}/manifest.json", written(b"{}"), ("finetune",)),
    spoiled(
        "with odd files",
        "datasets/{newest}/manifest.json",
        written(b'{"files": {"train_1.jsonl": 3, "valid_1.jsonl": []}}'),
        ("finetune",),
    ),
    *(spoiled(k, "", how, ALL) for k, how in PLACES.items()),
)
"""What stops whoever decides by it."""
FOREIGN = (
    foreign("a text", "jobs/notes.txt", _NOTES),
    foreign("a desktop's file", "jobs/.DS_Store", _NOTES),
    foreign("a strange record", "jobs/strange.json", _NOTES),
    foreign("a copy of a record", "jobs/{running} (1).json", _NOTES),
    foreign("a folder", "jobs/backup/{running}.json", _NOTES),
    foreign("a version of somebody's", "datasets/zzz/manifest.json", written(b"{}")),
    foreign("a file in a version", "datasets/{old}/notes.txt", _NOTES),
    foreign("a file where a version belongs", "datasets/20260101-0123456789ab", _NOTES),
    foreign("a file of a model", "models/{trained}/notes.txt", _NOTES),
    foreign("a folder of a model", "models/{trained}/more/notes.txt", _NOTES),
    foreign("a model that is none", "models/mine/notes.txt", _NOTES),
    foreign("an answer that is none", "answers/notes.txt", _NOTES),
    foreign("a delivery that is none", "webhooks/waiting/.DS_Store", _NOTES),
    foreign("a pipe", "jobs/pipe", pipe),
    foreign("a link to itself", "jobs/loop.json", loop),
    foreign("a link to nowhere", "datasets/nowhere", nowhere),
    foreign("a link to everything", "datasets/everything", linked("/")),
    foreign("a link upwards", "models/{trained}/up", linked("../..")),
    foreign("a name of two lines", "jobs/two\nlines.json", _NOTES),
    foreign("a name that is no UTF-8", os.fsdecode(b"jobs/\xff\xfe.json"), _NOTES),
    Damage(
        "a folder not to be listed",
        lambda world: (world.folder / "datasets" / "lost+found").mkdir(mode=0),
        "datasets/lost+found",
        denied=True,
    ),
)
"""What is somebody else's: named, passed over, left where it is."""
