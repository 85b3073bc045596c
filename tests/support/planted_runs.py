"""Run flows that use planted secrets, well and badly; says how each ended.

    python -m tests.support.planted_runs stores|endpoints|azure FOLDER

The environment holds where things are: AZURITE (a connection string), CHAT (a chat server), CHAT_400
and so on (such that refuse), DEAD (a port that nobody listens on).
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from deployments.names import SECRET_BLOCK
from tests.support.planted import Planted
from tests.support.steps import try_again_at_once
from wearable_coach.errors import BadInput

PLANTED = Planted()
ROWS = 60
WRITTEN_TO = {"good", "wrong-key"}
"""Stores to which a dataset is published; the others are only read, which costs less."""


def stores(_folder: Path) -> dict[str, Any]:
    """A refresh into a store that works, and into stores that refuse, break off and are not there."""
    from blocks import BlobDatasetStore, WebhookSecret
    from flows.refresh_dataset import refresh_dataset
    from flows.watch_finetuning import watch_finetuning

    good = os.environ["AZURITE"]
    endpoint = f"http://127.0.0.1:{os.environ['DEAD']}/coach"
    there = good.partition("BlobEndpoint=")[2].rstrip(";")
    blocks = {
        "good": {"connection_string": good},
        "wrong-key": {"account": "coach", "endpoint": there, "key": PLANTED.wrong_key},
        "no-key": {"account": "coach", "endpoint": there, "key": PLANTED.no_key},
        "wrong-sas": {"endpoint": there, "sas_token": PLANTED.sas},
        "wrong-string": {"connection_string": good.replace(PLANTED.store_key, PLANTED.wrong_key)},
        "half-string": {"connection_string": f"AccountKey={PLANTED.wrong_key}"},
        "no-key-string": {"connection_string": good.replace(PLANTED.store_key, PLANTED.no_key)},
        "sas-in-endpoint": {"endpoint": f"{there}?{PLANTED.sas}", "sas_token": PLANTED.sas},
        "dead": {"account": "coach", "endpoint": endpoint, "key": PLANTED.wrong_key},
    }
    WebhookSecret(current=PLANTED.webhook).save(SECRET_BLOCK)
    ended = {}
    for name, fields in blocks.items():
        try:
            BlobDatasetStore(container="planted", **fields).save(name)
        except BadInput as error:
            ended[name] = ["FAILED", str(error)]
            continue
        if name in WRITTEN_TO:
            state = refresh_dataset(rows=ROWS, store=f"block:{name}", workers=1, return_state=True)
        else:
            state = watch_finetuning(store=f"block:{name}", return_state=True)
        ended[name] = [state.type.value, state.message]
    return ended


def endpoints(folder: Path) -> dict[str, Any]:
    """Evaluations of an endpoint that answers, and of such that refuse and repeat the key."""
    from blocks import ChatEndpoint
    from flows.evaluate_model import evaluate_model
    from wearable_coach.evaluation.collecting import Wanted

    url = os.environ["CHAT"]
    key = PLANTED.api_key
    fields = {
        "answers": {"url": url, "key": key},
        "key-refused": {"url": os.environ["CHAT_401"], "key": key},
        "breaks": {"url": os.environ["CHAT_500"], "key": key},
        "filters": {"url": os.environ["CHAT_400"], "key": key},
        "dead": {"url": f"http://127.0.0.1:{os.environ['DEAD']}/v1", "key": key},
        "key-in-url": {"url": f"{url}?api-key={key}", "key": key},
        "no-key": {"url": url, "key": f"{key}\n한글"},
    }
    known = {"retries": 0, "at_once": 4, "key_variable": "COACH_API_KEY"}
    ended = {}
    for name, given in fields.items():
        try:
            ChatEndpoint(**known | given).save(name)
        except BadInput as error:
            ended[name] = ["FAILED", str(error)]
            continue
        state = evaluate_model(
            candidate=f"block:{name}",
            base="none",
            cases=Wanted(sets=("safety",)),
            store=str(folder / "store"),
            return_state=True,
        )
        ended[name] = [state.type.value, state.message]
    return ended


def azure(folder: Path) -> dict[str, Any]:
    """A job that Azure refuses at its preflight, for a wrong secret."""
    from blocks import AzureFineTuning
    from flows.retrain import retrain
    from flows.watch_finetuning import watch_finetuning
    from tests.support.local_azure.state import RESOURCE_GROUP, SUBSCRIPTION, WORKSPACE
    from tests.support.published import small_dataset
    from wearable_coach.store import LocalStore

    store = str(folder / "store")
    small_dataset(LocalStore(folder / "store"))
    AzureFineTuning(
        subscription_id=SUBSCRIPTION,
        resource_group=RESOURCE_GROUP,
        workspace=WORKSPACE,
        tenant_id=os.environ["AZURE_TENANT_ID"],
        client_id=os.environ["AZURE_CLIENT_ID"],
        client_secret=PLANTED.client_secret,
        models=os.environ.get("WEARABLE_COACH_AZURE_MODELS", ""),
    ).save("refused")
    ended = {}
    for name in ("block:refused", "azure"):
        state = retrain(backend=name, store=store, return_state=True)
        ended[name] = [state.type.value, state.message]
    state = watch_finetuning(store=store, return_state=True)
    ended["watch"] = [state.type.value, str(state.message)]
    return ended


def main() -> None:
    kind, folder = sys.argv[1], Path(sys.argv[2])
    try_again_at_once()
    ended = {"stores": stores, "endpoints": endpoints, "azure": azure}[kind](folder)
    (folder / f"{kind}.json").write_text(json.dumps(ended, ensure_ascii=False))


if __name__ == "__main__":
    main()
