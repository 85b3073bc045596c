"""Telling people, through the notification block that `register_blocks` or a person made."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

import prefect.blocks.notifications  # noqa: F401 - makes the kinds of blocks known
from prefect.blocks.abstract import NotificationBlock
from prefect.blocks.core import Block
from prefect.client.orchestration import SyncPrefectClient
from prefect.utilities.urls import url_for

from deployments.caretaker.news import News
from deployments.names import ALERTS_BLOCK


class Unannounced(Exception):
    """Nobody could be told just now; carries a reason without the address, which may hold a token."""


def alerts_block(client: SyncPrefectClient) -> NotificationBlock | None:
    """Return the notification block, of whatever kind it is; None where nobody is to be told.

    Raises:
        Untold: it is there, and no notification can be sent through it.
    """
    named = {"block_documents": {"name": {"any_": [ALERTS_BLOCK]}}}
    found = client.request("POST", "/block_documents/filter", json=named).json()
    if not found:
        return None
    try:
        block = Block.load_from_ref({"block_document_id": found[0]["id"]})
    except Exception as error:  # noqa: BLE001 - a kind that is not installed, a secret of another key
        message = f"block {ALERTS_BLOCK}: cannot be loaded ({type(error).__name__})"
        raise Unannounced(message) from None
    if not isinstance(block, NotificationBlock):
        message = f"block {ALERTS_BLOCK}: sends no notifications; save one of another kind"
        raise Unannounced(message)
    return block


def tell(block: NotificationBlock, news: News, flow: str) -> None:
    """Send a piece of news.

    Raises:
        Untold: it was not taken.
    """
    state = news.run.state.name if news.run.state else ""
    url = url_for("flow-run", obj_id=news.run.id) or ""
    body = f"{flow} / {news.run.name}: {state}\n{news.words}\n{url}".rstrip()
    try:
        with block.raise_on_failure():
            sent: object = block.notify(body, news.subject)  # of some kinds of blocks a promise
            if isinstance(sent, Coroutine):
                asyncio.run(sent)
    except Exception as error:  # noqa: BLE001 - each kind of block has its own; their words may hold the address
        raise Unannounced(type(error).__name__) from None
