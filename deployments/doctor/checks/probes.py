"""Whether what is served is the model that was promoted, as the fixed questions showed when last asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from deployments.doctor.checks.stores import opened
from deployments.doctor.finding import CannotTell, Finding, fail, ok, skip, warn
from deployments.doctor.installation import Examined
from wearable_coach.chat.probing import EVERY_VARIABLE, probe_every
from wearable_coach.chat.served import Endpoint
from wearable_coach.chat.sightings import Sightings, is_as_promoted, read_sightings
from wearable_coach.errors import CoachError
from wearable_coach.promotion.pointer import Entry
from wearable_coach.promotion.probing import probe_promoted, served_endpoint, swapped_words
from wearable_coach.store import Store

_NAME = "probes"
_PATIENCE = 3
"""So many intervals late, nobody looks any more."""


def same_model(installation: Examined) -> Iterator[Finding]:
    """Say whether the served endpoint was last seen to answer as the promoted model does."""
    store = opened(installation)
    try:
        served = served_endpoint(store)
    except CoachError:
        message = "the history cannot be read"
        raise CannotTell(message) from None
    if served is None:
        yield ok(_NAME, "nothing remote is served, so nothing can be swapped in silence")
        return
    try:
        every = probe_every(installation.environment)
        if installation.deep:
            _look(store, installation)
        seen, _ = read_sightings(store, served[1])
    except CoachError as error:
        probe = installation.command("wearable-coach probe")
        yield fail(_NAME, str(error), f"do that, then {probe}")
        return
    yield _found(*served, seen, every, installation)


def _look(store: Store, installation: Examined) -> None:
    from flows.openers.chat_models import open_chat_model  # noqa: PLC0415 - imports the workflow

    opening = partial(open_chat_model, store=store, environment=installation.environment)
    probe_promoted(store, opening, at=installation.now)


def _found(
    entry: Entry,
    endpoint: Endpoint,
    seen: Sightings | None,
    every: timedelta | None,
    installation: Examined,
) -> Finding:
    probe = installation.command("wearable-coach probe")
    if seen is None:
        return skip(_NAME, f"{entry.model} was never asked the fixed questions", probe)
    if not is_as_promoted(endpoint, seen):
        evaluate = installation.command(f"wearable-coach evaluate {entry.model}")
        rollback = installation.command("wearable-coach rollback")
        return fail(_NAME, swapped_words(entry, endpoint, seen), f"{evaluate}, or {rollback}")
    if every is None:
        return warn(_NAME, f"nobody looks: {EVERY_VARIABLE} is 0", f"unset it, or {probe} now and then")  # fmt: skip
    age = installation.now - seen.look.at
    if age > _PATIENCE * every:
        told = f"{entry.model} was last asked at {seen.look.at:%Y-%m-%d %H:%M} UTC, and is due every {every}"
        remedy = f"{probe}, and wearable-coach doctor --only runs says whether the watch runs"
        return warn(_NAME, told, remedy)
    if seen.look.likeness is None and seen.look.at != seen.now.at:
        told = (
            f"{entry.model} answered {seen.look.answered} of the fixed questions, too few to tell"
        )
        return warn(_NAME, told, probe)
    return ok(_NAME, f"{entry.model} answers as it did when it was promoted")
