"""Opening a coach for a command, with the library alone or with all that the checkout adds."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wearable_coach.cli.workflow import in_checkout, place_name

if TYPE_CHECKING:
    from wearable_coach.chat.contract import ChatModel
    from wearable_coach.chat.served import Serving
    from wearable_coach.client import Coach
    from wearable_coach.store import Store

_CHAT_MODELS = "flows.openers.chat_models"


def open_coach(out: Path | None, store: str | None, **options: Any) -> Coach:  # noqa: ANN401 - those of Coach
    """Open the coach of the store that two options may name, else of the default folder.

    Raises:
        BadInput: there is no such store.
    """
    from wearable_coach.client import Coach  # noqa: PLC0415 - a fast start
    from wearable_coach.store import LocalStore  # noqa: PLC0415
    from wearable_coach.store.home import home_folder  # noqa: PLC0415

    place = place_name(out, store)
    if not place:  # the default need not be there yet: then the rules answer
        return Coach(LocalStore(home_folder(os.environ)), _model_opener(), **options)
    return Coach.from_store(
        place, opener=_store_opener(place), open_model=_model_opener(), **options
    )


def _store_opener(place: str) -> Callable[[str], Store] | None:
    """Return the checkout's opener for what the library cannot open by itself."""
    from wearable_coach.client.opening import is_plain  # noqa: PLC0415 - a fast start

    if is_plain(place) or not in_checkout():
        return None

    def opened(name: str) -> Store:
        from flows.openers.stores import open_store  # noqa: PLC0415 - the workflow, when needed

        return open_store(name, environment=os.environ)

    return opened


def _model_opener() -> Callable[[Serving, Store], ChatModel]:
    """Return the checkout's opener of models, which knows local adapters, else the library's."""
    from wearable_coach.client.opening import open_served  # noqa: PLC0415 - a fast start

    if not in_checkout():
        return open_served

    def opened(serving: Serving, store: Store) -> ChatModel:
        opener = import_module(_CHAT_MODELS).open_chat_model
        model: ChatModel = opener(serving, store=store, environment=os.environ)
        return model

    return opened
