"""Opening a chat model by its name, or by the description that an evaluation or a promotion holds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backends.local.adapter_files import read_description
from backends.local.base_model import TINY
from flows.openers.endpoints_file import endpoints_of
from flows.openers.hosted import serving_of_deployment, with_key
from tasks.policy import PATIENT, step
from wearable_coach.chat.contract import ChatModel
from wearable_coach.chat.entra import TokenSource
from wearable_coach.chat.served import Endpoint, LocalAdapter, Serving
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.models import DESCRIPTION
from wearable_coach.input_files import expanded
from wearable_coach.store import Store
from wearable_coach.store.home import home_folder
from wearable_coach.store.keys import checked_key

BASE, BLOCK, _LOCAL = "base:", "block:", "local:"
BASE_VARIABLE = "WEARABLE_COACH_LOCAL_BASE_MODEL"
_CACHE = "adapters"


def open_chat_model(
    asked: str | Serving,
    *,
    store: Store,
    environment: Mapping[str, str],
    endpoints: Path | None = None,
) -> ChatModel:
    """Open a model.

    Args:
        asked: Its description, or a name: ``base:tiny``, ``base:FOLDER``, ``block:NAME``, an entry
            of the endpoints file, or a model of the store.
        store: Where adapters lie.
        environment: Where keys and settings stand.
        endpoints: The endpoints file; ``$WEARABLE_COACH_ENDPOINTS`` if None.

    Raises:
        BadInput: there is no such model, or it cannot be opened.
    """
    cache = home_folder(environment) / _CACHE
    if isinstance(asked, str) and asked.startswith(BLOCK):
        block = _block(asked.removeprefix(BLOCK))
        local = isinstance(block.serving(), LocalAdapter)
        opened: ChatModel = (
            block.open(store=store, cache=cache)
            if local
            else block.open(tokens=tokens_for(block.serving(), environment))
        )
        return opened
    serving = (
        serving_of(asked, store=store, environment=environment, endpoints=endpoints)
        if isinstance(asked, str)
        else asked
    )
    if isinstance(serving, Endpoint):
        return _endpoint(serving, with_key(serving, store, environment))
    from backends.local.chat import LocalChat  # noqa: PLC0415 - when needed

    return LocalChat(serving, store=store, cache=cache)


def _endpoint(endpoint: Endpoint, environment: Mapping[str, str]) -> ChatModel:
    from wearable_coach.client.endpoint_model import EndpointModel  # noqa: PLC0415 - httpx

    return EndpointModel(
        endpoint, environment=environment, tokens=tokens_for(endpoint, environment)
    )


def tokens_for(endpoint: Endpoint, environment: Mapping[str, str]) -> TokenSource | None:
    """Return who gives the tokens that an endpoint takes; None where it takes none.

    Raises:
        BadInput: azure-identity is not installed.
    """
    if endpoint.auth != "entra":
        return None
    from backends.azure.tokens import azure_tokens  # noqa: PLC0415 - azure-identity, when needed

    return azure_tokens(environment)


def serving_of(
    name: str, *, store: Store, environment: Mapping[str, str], endpoints: Path | None = None
) -> Serving:
    """Return the description of a named model, as it is written down: it holds no secret.

    Args: see `open_chat_model`.

    Raises:
        BadInput: there is no such model.
    """
    if name.startswith(BASE):
        return LocalAdapter(base=_base(name.removeprefix(BASE)))
    if name.startswith(BLOCK):
        block: Serving = _block(name.removeprefix(BLOCK)).serving()
        return block
    known = endpoints_of(endpoints, environment)
    if name in known:
        return known[name]
    if not _is_in_store(store, name):
        known_ones = f"; the endpoints file has {', '.join(sorted(known))}" if known else ""
        message = f"model: there is no {name!r}; need {BASE}tiny, {BASE}FOLDER, {BLOCK}NAME, an entry of the endpoints file, or a model that `wearable-coach jobs` lists{known_ones}"
        raise BadInput(message)
    return _of_store(store, name, environment)


@step("reached-by-server", PATIENT)
def reached_by_server(name: str, serving: Serving | None) -> Serving | None:
    """Return how a server reaches a model: a key that its block alone holds is out of its reach.

    A server runs without Prefect and takes the key from the variable that the entry names. Where
    the evaluation named none, the one that the block names by now is taken.

    Args:
        name: The model, as it was evaluated.
        serving: How it was reached then.

    Raises:
        BadInput: the block holds a key and names no variable, or is gone.
    """
    if not name.startswith(BLOCK) or not isinstance(serving, Endpoint):
        return serving
    if serving.key_variable or serving.auth == "entra":
        return serving
    block = _block(name.removeprefix(BLOCK))
    now = block.serving()
    if not isinstance(now, Endpoint):
        return serving
    if block.key.get_secret_value() and not now.key_variable:
        message = f"key_variable: empty on {name}, whose key a server cannot read; name there the environment variable that holds the key where it is served, then promote again"
        raise BadInput(message)
    return serving.model_copy(
        update={"key_variable": now.key_variable, "key_header": now.key_header}
    )


def _base(name: str) -> str:
    if not name:
        message = f"model: got {BASE!r}; need {BASE}tiny or {BASE}FOLDER"
        raise BadInput(message)
    return TINY if name == TINY else str(expanded(Path(name)).absolute())


def _is_in_store(store: Store, name: str) -> bool:
    if not name or "/" in name:
        return False
    key = checked_key(f"models/{name}/{DESCRIPTION}")
    return key in store.keys(f"models/{name}/")


def _of_store(store: Store, name: str, environment: Mapping[str, str]) -> Serving:
    """Return a model of the store, on the base that it was trained on, or where it is deployed."""
    description = read_description(store, f"models/{name}/{DESCRIPTION}")
    if not description.get("files"):
        if (deployed := serving_of_deployment(store, name)) is not None:
            return deployed
        message = f"model: {name} lies at {description.get('backend', 'its backend')} and answers nowhere; `wearable-coach deploy {name}` brings it up"
        raise BadInput(message)
    trained_on = str(description.get("base_model", ""))
    base = TINY if trained_on.startswith(f"{TINY}@") else _own_base(store, name, environment)
    if not base:
        message = (
            f"base: {name} was trained on {trained_on}; set {BASE_VARIABLE} to that base's folder"
        )
        raise BadInput(message)
    return LocalAdapter(base=base, adapter=f"models/{name}/adapter")


def _own_base(store: Store, name: str, environment: Mapping[str, str]) -> str:
    """Return the folder that the job was ordered with; what lies there is checked when opened."""
    job = JobLedger(store).find(name)
    if job and job.tuner.startswith(_LOCAL):
        return job.tuner.removeprefix(_LOCAL)
    return environment.get(BASE_VARIABLE, "")


def _block(name: str) -> Any:  # noqa: ANN401 - one of two blocks
    """Load a chat model block of either kind."""
    from flows.openers.blocks import load_block  # noqa: PLC0415 - imports httpx

    kinds = ("ChatEndpoint", "LocalChatModel")
    return load_block(kinds, name, field="model", what="chat model")
