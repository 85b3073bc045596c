"""Opening what a name or an entry of the pointer describes: a store, a model."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from wearable_coach.chat.contract import ChatModel
from wearable_coach.chat.entra import TokenSource
from wearable_coach.chat.served import LocalAdapter, Serving
from wearable_coach.errors import BadInput
from wearable_coach.input_files import expanded
from wearable_coach.store import LocalStore, Store
from wearable_coach.store.reading import is_folder

_ENDPOINTS = "wearable_coach.client.endpoint_model"
_WEB = ("https://", "http://")
_BLOCK = "block:"


def open_served(serving: Serving, store: Store) -> ChatModel:  # noqa: ARG001 - an adapter lies there
    """Open a model that the library alone can reach: an endpoint.

    Raises:
        BadInput: it is an adapter in this process, which the checkout's packages open.
    """
    if isinstance(serving, LocalAdapter):
        message = "model: a local adapter is opened by the checkout; serve from there, or promote an endpoint"
        raise BadInput(message)
    if find_spec(_ENDPOINTS) is None:
        message = "model: this installation has no client of endpoints; install the current version"
        raise BadInput(message)
    model: ChatModel = import_module(_ENDPOINTS).EndpointModel(serving)
    return model


def open_with(tokens: TokenSource) -> Callable[[Serving, Store], ChatModel]:
    """Return what opens models as `open_served` does, endpoints that take Entra's tokens among them.

    Args:
        tokens: Gives the tokens; `wearable_coach.client.credential_tokens.CredentialTokens` of any
            credential of azure-identity.
    """

    def opened(serving: Serving, store: Store) -> ChatModel:
        if isinstance(serving, LocalAdapter):
            return open_served(serving, store)
        model: ChatModel = import_module(_ENDPOINTS).EndpointModel(serving, tokens=tokens)
        return model

    return opened


def open_url(url: str, opener: Callable[[str], Store] | None = None) -> Store:
    """Open a store by its name.

    Raises:
        BadInput: it is no folder and no web address, and there is no opener for it.
    """
    if url.startswith(_WEB):
        from wearable_coach.client.web_store import WebStore  # noqa: PLC0415 - httpx, when needed

        return WebStore(url)
    if opener is not None:
        return opener(url)
    if not is_plain(url) or not url:
        message = "store: got neither a folder nor https://; what the checkout opens (azure://, block:) serve from there, or give an opener"
        raise BadInput(message)
    folder = expanded(Path(url))
    if not is_folder(folder):
        message = f"store: {folder} is no folder; name the folder that holds models/promoted.json"
        raise BadInput(message)
    return LocalStore(folder)


def is_plain(name: str) -> bool:
    """Say whether a store's name is a folder or a web address, which the library opens by itself."""
    return name.startswith(_WEB) or not ("://" in name or name.startswith(_BLOCK))
