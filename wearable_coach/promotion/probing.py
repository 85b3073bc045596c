"""Whether the model that is served is the one that was promoted: the probe set, asked again and again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from wearable_coach.chat.contract import ChatModel
from wearable_coach.chat.probe_set import probe_set
from wearable_coach.chat.probing import ProbeLook, is_due, look_at_endpoint, probe_endpoint
from wearable_coach.chat.served import Endpoint, Serving
from wearable_coach.chat.sightings import Sightings, is_as_promoted, note_told
from wearable_coach.promotion.pointer import Entry, read_promoted
from wearable_coach.store import Store

Opened = Callable[[Serving], ChatModel]
"""Opens a model by its description."""


class ServedProbe(NamedTuple):
    """What asking the served model the probe set came to."""

    entry: Entry
    endpoint: Endpoint
    verdict: Literal["same", "swapped", "unsure"]
    seen: Sightings | None
    news: bool
    """Whether people were not told of this swap before."""
    words: str


def served_endpoint(store: Store) -> tuple[Entry, Endpoint] | None:
    """Return the served model where it is an endpoint; what is served out of the store is known by its files.

    Raises:
        BadInput: the pointer cannot be read.
    """
    entry = read_promoted(store).promoted.current
    if entry is None or not isinstance(entry.serving, Endpoint):
        return None
    return entry, entry.serving


def is_probe_due(store: Store, *, at: datetime, every: timedelta | None) -> bool:
    """Say whether the served model is to be asked the probe set now.

    Raises:
        BadInput: the pointer, or what was seen, cannot be read.
    """
    served = served_endpoint(store) if every is not None else None
    return served is not None and is_due(store, served[1], at=at, every=every)


def probe_promoted(store: Store, opened: Opened, *, at: datetime) -> ServedProbe | None:
    """Ask the served endpoint the probe set, and say whether it is what was promoted.

    Args:
        store: Where the pointer and what was seen lie.
        opened: Opens it.
        at: Now.

    Returns:
        What was found; None where nothing remote is served.

    Raises:
        BadInput: the model cannot be opened, or the store not be used.
    """
    served = served_endpoint(store)
    if served is None:
        return None
    entry, endpoint = served
    model = opened(probe_endpoint(endpoint))
    try:
        look = look_at_endpoint(store, model, endpoint, name=entry.model, at=at)
    finally:
        model.close()
    return judged(entry, endpoint, look)


def judged(entry: Entry, endpoint: Endpoint, look: ProbeLook) -> ServedProbe:
    """Say of a look at the served model whether it is what was promoted."""
    seen = look.seen
    if seen is None or look.kind == "unsure":
        least = probe_set().least_answers
        words = f"{entry.model}: {look.answered} of {len(probe_set().questions)} fixed questions were answered, and {least} are needed to tell; it is asked again later"
        return ServedProbe(entry, endpoint, "unsure", seen, news=False, words=words)
    if is_as_promoted(endpoint, seen):
        likeness = seen.look.likeness
        shown = "seen for the first time" if likeness is None else f"likeness {likeness:.2f}"
        words = f"{entry.model}: answers as it did ({shown})"
        return ServedProbe(entry, endpoint, "same", seen, news=False, words=words)
    swap = swap_of(entry, seen)
    return ServedProbe(entry, endpoint, "swapped", seen, seen.told != swap, swapped_words(entry, endpoint, seen))  # fmt: skip


def swap_of(entry: Entry, seen: Sightings) -> str:
    """Return what names a swap: this model in place of that entry's."""
    return f"{entry.serial}:{seen.now.id}"


def swapped_words(entry: Entry, endpoint: Endpoint, seen: Sightings) -> str:
    """Return what people are told of a swap, and what to do."""
    said = ", ".join(sorted(seen.now.said_models))
    named = f", which it calls {said}" if said else ""
    return (
        f"{entry.model} is served (entry {entry.serial}), and since {seen.now.at:%Y-%m-%d %H:%M} UTC another model "
        f"answers at {endpoint.url}{named}; evaluate it with `wearable-coach evaluate {entry.model}` and promote it, "
        "or serve what was before with `wearable-coach rollback`"
    )


def told(store: Store, probe: ServedProbe) -> None:
    """Write down that people were told of a swap, so that it is told once.

    Raises:
        StoreConflict: it cannot be written.
    """
    if probe.seen is not None and probe.news:
        note_told(store, probe.endpoint, swap_of(probe.entry, probe.seen))
