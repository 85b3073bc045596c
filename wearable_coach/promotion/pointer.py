"""``models/promoted.json``: the served model and how it came to be, replaced by compare-and-swap."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import ClassVar, Literal, NamedTuple

from pydantic import AwareDatetime, Field

from wearable_coach.chat.served import Serving, reached_alike
from wearable_coach.errors import BadInput
from wearable_coach.formulas import DEFAULT_FORMULA, HrmaxFormula
from wearable_coach.promotion.fence_note import UNSAID, FenceNote
from wearable_coach.records import Record
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS, OfPrompts, Prompts
from wearable_coach.store import Exists, Missing, Stale, Store
from wearable_coach.store.datasets import json_bytes
from wearable_coach.store.parsing import Unparsed, record_of

KEY = "models/promoted.json"
RULES = "rules"
"""The name under which the rules alone are served, where no model is."""


class Entry(OfPrompts):
    """A line of the audit: which model was put into service, when, by whom and why."""

    unsaid: ClassVar[Mapping[str, object]] = {**OfPrompts.unsaid, "fence": None}
    serial: int = Field(ge=1, description="Counts up by one; never used again")
    action: Literal["promote", "rollback"]
    model: str = Field(description="Its name; 'rules' where no model is served")
    serving: Serving | None = Field(None, description="How it is reached; None for the rules")
    at: AwareDatetime
    by: str = Field("", description="Who, or which run")
    reason: str = ""
    evaluation: str = Field("", description="The evaluation that it rests on")
    fence: FenceNote | None = Field(
        None,
        description="The last fence of its answers; None of the rules, and before there was one",
    )

    @property
    def known_fence(self) -> FenceNote:
        """What holds of its last fence, said or not."""
        return self.fence or UNSAID


class Promoted(Record):
    """The pointer: its last entry is what is served."""

    schema_version: Literal[1] = 1
    entries: tuple[Entry, ...] = ()

    @property
    def current(self) -> Entry | None:
        """The model that is served now; None where none ever was."""
        return self.entries[-1] if self.entries else None


class Read(NamedTuple):
    """The pointer, and the tag by which a change of it is seen; None where there is none yet."""

    promoted: Promoted
    etag: str | None


def read_promoted(store: Store) -> Read:
    """Return what is served.

    Raises:
        BadInput: the pointer cannot be read.
    """
    try:
        stored = store.read(KEY)
    except Missing:
        return Read(Promoted(), None)
    try:
        return Read(record_of(stored.data, Promoted), stored.etag)
    except Unparsed as why:
        message = f"promoted: {store.where(KEY)} cannot be read ({why}); restore it from a backup"
        raise BadInput(message) from None


class Change(NamedTuple):
    """What is to be put into service."""

    model: str
    serving: Serving | None
    at: datetime
    hrmax_formula: HrmaxFormula
    prompts: Prompts
    by: str = ""
    reason: str = ""
    evaluation: str = ""
    fence: FenceNote | None = None


Replaceable = Callable[[Entry | None], None]
"""Raises where what is served, None where nothing ever was, may not be replaced."""


def _by_anything(_now: Entry | None) -> None:
    return


def promote(
    store: Store, change: Change, *, replaceable: Replaceable = _by_anything
) -> tuple[Entry, bool]:
    """Put a model into service.

    Args:
        store: Where the pointer lies.
        change: What is to be served.
        replaceable: Looks at what is served at the moment of the change; between its look and the
            change nothing else is served.

    Returns:
        The entry that serves it, and whether this call wrote it: what is served already, by the
        same evaluation and with the same fence, stays as it is.
    """
    while True:
        known, etag = read_promoted(store)
        now = known.current
        if now and (now.model, now.serving, now.evaluation, now.fence) == (
            change.model,
            change.serving,
            change.evaluation,
            change.fence,
        ):
            return now, False
        replaceable(now)
        entry = _entry(known, "promote", change)
        if _written(store, known, entry, etag):
            return entry, True


def roll_back(
    store: Store, *, at: datetime, by: str = "", reason: str = "", to: int | None = None
) -> Entry:
    """Serve again what was served before.

    Args:
        store: Where the pointer lies.
        at: Now.
        by: Who.
        reason: Why.
        to: Serial of the entry to go back to; the one before the present one if None. Going back
            twice goes back two models, and at last to the rules.

    Raises:
        BadInput: nothing is served, or there is no such entry.
    """
    while True:
        known, etag = read_promoted(store)
        target = _earlier(known, to)
        change = Change(
            target.model if target else RULES,
            target.serving if target else None,
            at,
            target.hrmax_formula if target else DEFAULT_FORMULA,
            target.prompts if target else PRODUCT_PROMPTS,
            by,
            reason,
            target.evaluation if target else "",
            target.fence if target else None,
        )
        entry = _entry(known, "rollback", change)
        if _written(store, known, entry, etag):
            return entry


def _earlier(known: Promoted, to: int | None) -> Entry | None:
    """Return the entry to go back to; None stands for the rules."""
    if known.current is None or (to is None and known.current.model == RULES):
        message = "rollback: no model is served; `wearable-coach history` shows what was"
        raise BadInput(message)
    if to is not None:
        found = next((e for e in known.entries if e.serial == to), None)
        if found is None:
            message = f"rollback: there is no entry {to}; `wearable-coach history` lists them"
            raise BadInput(message)
        return found
    served: list[Entry] = []  # as a stack: a promotion puts one on, a rollback uncovers one
    for entry in known.entries:
        below = [i for i, e in enumerate(served) if _same(e, entry)]
        if entry.action == "rollback":
            del served[below[-1] + 1 if below else 0 :]
        elif served and _same(served[-1], entry):  # promoted again, by another evaluation
            served.pop()
        if entry.action == "promote" or not below:
            served.append(entry)
    return served[-2] if len(served) > 1 else None


def _same(one: Entry, other: Entry) -> bool:
    return one.model == other.model and reached_alike(one.serving, other.serving)


def _entry(known: Promoted, action: Literal["promote", "rollback"], change: Change) -> Entry:
    serial = known.current.serial + 1 if known.current else 1
    return Entry(serial=serial, action=action, **change._asdict())


def _written(store: Store, known: Promoted, entry: Entry, etag: str | None) -> bool:
    data = json_bytes(Promoted(entries=(*known.entries, entry)).model_dump(mode="json"))
    try:
        if etag is None:
            store.create(KEY, data)
        else:
            store.replace(KEY, data, etag=etag)
    except (Exists, Stale, Missing):
        return False
    return True
