"""Everything that could stop a job at Foundry, looked at before anything is started or paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from backends.azure.checks import (
    AskedModel,
    affordable,
    honoured,
    no,
    offered,
    readable,
    told,
    trained_there,
    yes,
)
from backends.azure.foundry.connection import FoundryConnection
from backends.azure.foundry.files import MOST_BYTES, uploaded
from backends.azure.foundry.settings import FOUNDRY_VARIABLES, FoundrySettings
from backends.azure.hosting.settings import HostingSettings
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.base_models import base_model_rows
from wearable_coach.finetuning.contract import Estimate, Preflight, PreflightCheck
from wearable_coach.finetuning.order import JobOrder, TrainingData
from wearable_coach.finetuning.training_rows import RowCounts

_FEWEST_ROWS = 10
"""Source: Customize a model with fine-tuning, section Create your training and validation datasets."""
_INSTEAD = "train with the backend azure, or set WEARABLE_COACH_AZURE_ON_UNHONOURED to warn"


def preflight(
    connection: FoundryConnection,
    order: JobOrder,
    data: TrainingData,
    *,
    today: date,
    hosting: HostingSettings,
) -> Preflight:
    """Check an order, and reckon what it will take, and its model after it.

    What can be seen from here comes first; a check that needs one that failed is left out.

    Raises:
        TransientError: Foundry could not be asked.
    """
    settings = connection.settings
    asked = asked_of(settings, order.base_model, today)
    counts, dataset = readable(data, asked.row)
    refuse = settings.on_unhonoured == "refuse"
    here = [offered(asked), dataset, honoured(order, refuse=refuse, instead=_INSTEAD)]
    estimated = Estimate(tokens=0, steps=0, hours=0, basis="the dataset could not be read")
    if counts:
        cost, estimated = affordable(
            order,
            counts[0],
            paid=_paid(asked),
            tier=settings.training_type,
            prices=settings.prices,
            cap=settings.max_cost,
            hosted=("foundry", hosting),
        )
        here += [_files(counts[0], data), cost]
    if why := trained_there(asked):
        here.append(no("region", why))
    there = preflight_foundry(connection, order.base_model, today=today)
    return Preflight(checks=(*here, *there), estimate=estimated)


def asked_of(settings: FoundrySettings, model: str, today: date) -> AskedModel:
    """Return what the settings ask for, as the tables are asked for it: by the row that has the model."""
    rows = base_model_rows(path=settings.models)
    of_row = (r.name for r in rows if any(p.model == model for p in r.places("foundry")))
    return AskedModel(
        model=next(of_row, model),
        route="foundry",
        variable=FOUNDRY_VARIABLES["base_model"],
        table=settings.models,
        today=today,
        region=settings.region,
        tier=settings.training_type,
    )


def _paid(asked: AskedModel) -> str:
    places = asked.row.places("foundry") if asked.row else ()
    return next((p.price for p in places if p.price), f"foundry/{asked.model}")


def _files(train: RowCounts, data: TrainingData) -> PreflightCheck:
    longest = max(sum(map(len, uploaded(parts))) for parts in data)
    if longest >= MOST_BYTES:
        message = f"a file has {longest / 1e6:.0f} MB, Foundry takes less than {MOST_BYTES / 1e6:.0f}; make a smaller dataset"
        return no("files", message)
    if train.rows < _FEWEST_ROWS:
        message = f"{train.rows} rows to train on, Foundry takes {_FEWEST_ROWS} or more; make a larger dataset"
        return no("files", message)
    return yes("files", f"{longest / 1e6:.1f} MB at most, with a byte-order mark")


def preflight_foundry(
    connection: FoundryConnection, model: str, *, today: date
) -> list[PreflightCheck]:
    """Sign in, and look for resource and model; what needs a check that failed is left out.

    Raises:
        TransientError: Foundry could not be asked.
    """
    try:
        with connection.calling("asking for a token"):
            connection.credential.get_token(connection.scope)
    except BadInput as error:
        return [no("credentials", told(error))]
    found = [yes("credentials", "a token was given")]
    url = connection.settings.url
    try:
        with connection.calling(f"reading the models of {url}"):
            listed = {m.id: m for m in connection.client.models.list()}
    except BadInput as error:
        return [*found, no("resource", told(error))]
    return [*found, yes("resource", f"{url} answers"), _model(listed.get(model), model, today)]


def _model(listed: Any, model: str, today: date) -> PreflightCheck:
    """Judge what the resource says of a model; of one that it does not list, it decides at the job."""
    if listed is None:
        return yes(
            "model", f"the resource does not list {model}; it says at the job whether it trains it"
        )
    more: Mapping[str, Any] = listed.model_extra or {}
    if not (more.get("capabilities") or {}).get("fine_tune", True):
        message = f"the resource has {model} and does not train it; name another in {FOUNDRY_VARIABLES['base_model']}"
        return no("model", message)
    ends = (more.get("deprecation") or {}).get("fine_tune")
    if ends and (day := datetime.fromtimestamp(ends, UTC).date()) <= today:
        message = f"the resource trains {model} no more since {day}; name another in {FOUNDRY_VARIABLES['base_model']}"
        return no("model", message)
    return yes("model", f"the resource trains {model}")
