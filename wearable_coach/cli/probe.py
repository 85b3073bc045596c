"""`wearable-coach probe`: is the model that is served the one that was promoted?"""

from __future__ import annotations

import json
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import typer

from wearable_coach.cli.workflow import (
    OutOption,
    StoreOption,
    in_checkout,
    now,
    open_named_store,
    place_name,
    tell,
)

if TYPE_CHECKING:
    from wearable_coach.chat.contract import ChatModel
    from wearable_coach.chat.served import Serving
    from wearable_coach.promotion.probing import ServedProbe
    from wearable_coach.store import Store


def probe(*, out: OutOption = None, store: StoreOption = None) -> None:
    """Ask the served endpoint a few fixed questions, and say whether the model is the one that was promoted.

    Answers are compared by their likeness, since no endpoint repeats them byte for byte. A model of the store is known by its
    files and asked nothing. The flow `watch-finetuning` does the same every few hours.

    Exit code 0: it is, or nothing remote is served. 1: another model answers. 2: bad input, or too few answers to tell.
    """
    place = place_name(out, store)
    from wearable_coach.promotion.probing import probe_promoted  # noqa: PLC0415 - a fast start

    opened = open_named_store(place)
    found = probe_promoted(opened, partial(_open_model, opened), at=now())
    if found is None:
        tell("nothing remote is served; there is nothing to ask")
        return
    tell(found.words)
    sys.stdout.write(json.dumps(_line(found), ensure_ascii=False) + "\n")
    if found.verdict != "same":
        raise typer.Exit(1 if found.verdict == "swapped" else 2)


def _open_model(store: Store, serving: Serving) -> ChatModel:
    if in_checkout():
        from flows.openers.chat_models import open_chat_model  # noqa: PLC0415 - the workflow

        return open_chat_model(serving, store=store, environment=os.environ)
    from wearable_coach.client.opening import open_served  # noqa: PLC0415 - the library alone

    return open_served(serving, store)


def _line(found: ServedProbe) -> dict[str, Any]:
    seen = found.seen
    return {
        "model": found.entry.model,
        "entry": found.entry.serial,
        "verdict": found.verdict,
        "likeness": None if seen is None else seen.look.likeness,
        "answered": None if seen is None else seen.look.answered,
        "said_models": [] if seen is None else sorted(seen.now.said_models),
        "software": [] if seen is None else list(seen.look.software),
        "at": None if seen is None else seen.look.at.isoformat(timespec="seconds"),
    }
