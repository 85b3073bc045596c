"""What the first page lists: versions, refusals and evaluations of a store, the newest first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from deployments.reports.shown import DATA_DOCS, is_shown
from wearable_coach.errors import CoachError
from wearable_coach.hosting.cards import hourly, standing_line
from wearable_coach.hosting.ledger import HostingLedger
from wearable_coach.hosting.record import ModelDeployment
from wearable_coach.store import Listed, Store
from wearable_coach.store.datasets import latest_version
from wearable_coach.store.parsing import Unparsed, object_of

MOST = 60
"""Entries of a kind on the first page, about two months of nights; older ones are counted."""


class Line(NamedTuple):
    """One thing that was made or refused."""

    name: str
    told: str
    """What came of it, in a few words; empty where its record cannot be read."""
    at: datetime
    pages: tuple[tuple[str, str], ...]
    """Word and key of each page; the first is what people mean."""
    good: bool = True
    marked: str = ""
    """A word that sets it apart, as that it is the latest."""


class Listing(NamedTuple):
    """The lines of a kind, and how many more there are."""

    lines: tuple[Line, ...]
    older: int


class Contents(NamedTuple):
    """All that is listed."""

    versions: Listing
    refused: Listing
    evaluations: Listing
    standing: Listing
    """Model deployments that stand at Azure and are paid for."""
    costs: str
    """What they cost an hour together; empty where nothing stands."""


def contents(store: Store) -> Contents:
    """Read what a store has to show.

    Raises:
        CoachError: the store cannot be read.
    """
    latest = _latest(store)
    versions = _folders(store, "datasets/", "manifest.json", 2)
    refused = _folders(store, "refused/", "gate.json", 2)
    evaluations = _folders(store, "models/", "evaluation.json", 4)
    return Contents(
        Listing(tuple(_version(store, f, latest) for f in versions[:MOST]), _more(versions)),
        Listing(tuple(_refusal(store, f) for f in refused[:MOST]), _more(refused)),
        Listing(tuple(_evaluation(store, f) for f in evaluations[:MOST]), _more(evaluations)),
        *_standing(store),
    )


class _Folder(NamedTuple):
    """A folder that is whole, since its record, written last, is there."""

    key: str
    name: str
    at: datetime
    shown: tuple[str, ...]


def _folders(store: Store, prefix: str, record: str, depth: int) -> list[_Folder]:
    """Return the folders of a depth that hold a record, the newest first."""
    listed: dict[str, list[Listed]] = {}
    for one in store.objects(prefix):
        parts = one.key.split("/")
        if len(parts) > depth:
            listed.setdefault("/".join(parts[:depth]), []).append(one)
    found = [
        _Folder(folder, folder.split("/")[1], one.modified, _shown(folder, objects))
        for folder, objects in listed.items()
        for one in objects
        if one.key == f"{folder}/{record}"
    ]
    return sorted(found, key=lambda f: (f.at, f.key), reverse=True)


def _shown(folder: str, objects: Iterable[Listed]) -> tuple[str, ...]:
    """Return the pages of a folder; a local store lists a folder that is not its own by its name alone."""
    keys = [one.key for one in objects]
    docs = f"{folder}/{DATA_DOCS}"
    found = [key for key in keys if is_shown(key)]
    return (
        (*found, f"{docs}/index.html") if any(key.startswith(docs) for key in keys) else (*found,)
    )


def _version(store: Store, folder: _Folder, latest: str | None) -> Line:
    manifest = _object(store, f"{folder.key}/manifest.json")
    gate = _gate(store, folder.key)
    rows = manifest.get("rows")
    told = [f"{rows:,} conversations" if isinstance(rows, int) else "", _met(gate)]
    return Line(
        folder.name,
        ", ".join(filter(None, told)),
        folder.at,
        _pages(folder, "card"),
        marked="latest" if folder.name == latest else "",
    )


def _refusal(store: Store, folder: _Folder) -> Line:
    failed = [r for r in _gate(store, folder.key) if not r.get("success") and _stops(r)]
    told = ""
    if failed:
        first = failed[0]
        told = (
            f"{first.get('code')}: expected {first.get('expected')}, found {first.get('observed')}"
        )
        told += f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
    return Line(folder.name, told, folder.at, _pages(folder, "why"), good=False)


def _evaluation(store: Store, folder: _Folder) -> Line:
    record = _object(store, f"{folder.key}/evaluation.json")
    decision = record.get("decision")
    verdict = str(decision.get("verdict", "")) if isinstance(decision, dict) else ""
    data = record.get("dataset_version")
    told = [f"verdict {verdict}" if verdict else "", f"on {data}" if data else ""]
    return Line(
        str(record.get("candidate") or folder.name),
        ", ".join(filter(None, told)),
        folder.at,
        _pages(folder, "report"),
        good=verdict != "reject",
    )


def _standing(store: Store) -> tuple[Listing, str]:
    """Return the model deployments that are paid for, and what they cost together.

    One whose record cannot be read may stand too, and is listed.
    """
    broken: list[str] = []
    records = HostingLedger(store).deployments(lambda job, _error: broken.append(job))
    standing = [record for record in records if record.stands]
    lines = [_deployed(record) for record in standing]
    written = {one.key: one.modified for one in store.objects("deployments/")} if broken else {}
    unread = [
        Line(job, "", at, (), good=False)
        for job in broken
        if (at := written.get(f"deployments/{job}.json"))
    ]
    return Listing(tuple((*unread, *lines)[:MOST]), max(0, len(lines) - MOST)), standing_line(
        standing
    )


def _deployed(record: ModelDeployment) -> Line:
    told = [record.order.kind, record.state, f"{hourly(record)} an hour"]
    askers = [one.who for one in record.asked_by[-1:]]
    told += [f"last asked by {who}" for who in askers]
    return Line(record.job, ", ".join(told), record.since, (), good=record.wanted == "up")


def _pages(folder: _Folder, word: str) -> tuple[tuple[str, str], ...]:
    """Return the pages of a folder, what people mean first."""
    names = {
        "report.html": word,
        "gate.json": "gate.json",
        "suites.json": "suites.json",
        f"{DATA_DOCS}/index.html": "Data Docs",
    }
    keys = {f"{folder.key}/{name}": told for name, told in names.items()}
    return tuple((told, key) for key, told in keys.items() if key in folder.shown)


def _gate(store: Store, folder: str) -> list[dict[str, Any]]:
    found = _object(store, f"{folder}/gate.json").get("results")
    return [r for r in found if isinstance(r, dict)] if isinstance(found, list) else []


def _met(gate: list[dict[str, Any]]) -> str:
    met = sum(bool(r.get("success")) for r in gate)
    return f"gate {met} of {len(gate)}" if gate else ""


def _stops(result: dict[str, Any]) -> bool:
    return result.get("severity") == "critical"


def _object(store: Store, key: str) -> dict[str, Any]:
    """Return a record; nothing where it cannot be read, so that one that is damaged hides no other."""
    try:
        return object_of(store.read(key).data)
    except (CoachError, Unparsed):
        return {}


def _latest(store: Store) -> str | None:
    try:
        return latest_version(store)
    except CoachError:  # the pointer is damaged; the doctor says so
        return None


def _more(folders: list[_Folder]) -> int:
    return max(0, len(folders) - MOST)
