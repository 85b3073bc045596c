from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wearable_coach.chat.contract import ChatModel
from wearable_coach.chat.served import Endpoint
from wearable_coach.client import Coach
from wearable_coach.promotion.pointer import Change, promote
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.store import LocalStore

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def put_into_service(store: LocalStore, name: str) -> None:
    promote(store, Change(name, Endpoint(url=f"http://{name}"), NOW, "tanaka", PRODUCT_PROMPTS))


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path)


@pytest.fixture
def coach_of(store):
    """Make a coach whose promoted model is the given one; all are closed at the end."""
    made: list[Coach] = []

    def make(model: ChatModel | Callable[..., ChatModel], **options) -> Coach:
        put_into_service(store, "candidate")
        opened = model if callable(model) else lambda _serving, _store: model
        made.append(Coach(store, opened, **options))
        return made[-1]

    yield make
    for coach in made:
        coach.close()
