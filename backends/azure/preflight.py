"""Everything that could stop a job, looked at before anything is started or paid."""

from __future__ import annotations

from datetime import date
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
from backends.azure.connection import Connection
from backends.azure.gpu import memory, quota
from backends.azure.hosting.settings import HostingSettings
from backends.azure.model_id import ModelId, parse_model_id
from backends.azure.registry import look_up
from backends.azure.settings import VARIABLES, AzureSettings
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.contract import Estimate, Preflight, PreflightCheck
from wearable_coach.finetuning.offers import plain_region
from wearable_coach.finetuning.order import JobOrder, TrainingData

_TOKEN_SCOPE = "https://management.azure.com/.default"  # noqa: S105 - an address
_INSTEAD = "take the pipeline route, or set WEARABLE_COACH_AZURE_ON_UNHONOURED to warn"


def preflight(
    connection: Connection,
    order: JobOrder,
    data: TrainingData,
    *,
    today: date,
    hosting: HostingSettings,
) -> Preflight:
    """Check an order, and reckon what it will take.

    What can be seen from here comes first; a check that needs one that failed is left out.

    Raises:
        TransientError: Azure could not be asked.
    """
    settings = connection.settings
    model = parse_model_id(order.base_model)
    asked = asked_of(settings, model, today)
    counts, dataset = readable(data, asked.row)
    refuse = settings.on_unhonoured == "refuse"
    here = [offered(asked), dataset, honoured(order, refuse=refuse, instead=_INSTEAD)]
    estimated = Estimate(tokens=0, steps=0, hours=0, basis="the dataset could not be read")
    if counts:
        paid = str(order.settings.get("instance_type") or model.name)
        cost, estimated = affordable(
            order,
            counts[0],
            paid=paid,
            prices=settings.prices,
            cap=settings.max_cost,
            hosted=("managed" if order.settings["route"] == "pipeline" else "serverless", hosting),
        )
        here.append(cost)
        if order.settings["route"] == "pipeline":
            here.append(memory(order, asked.row, counts))
    there = preflight_azure(connection, model, today=today)
    return Preflight(checks=(*here, *there), estimate=estimated)


def asked_of(settings: AzureSettings, model: ModelId, today: date) -> AskedModel:
    """Return what the settings ask for, as the tables are asked for it."""
    return AskedModel(
        model=model.name,
        route=settings.route,
        variable=VARIABLES["base_model"],
        table=settings.models,
        today=today,
    )


def preflight_azure(connection: Connection, model: ModelId, *, today: date) -> list[PreflightCheck]:
    """Sign in, and look for workspace, quota and model; what needs a check that failed is left out.

    Raises:
        TransientError: Azure could not be asked.
    """
    try:
        with connection.calling("asking for a token"):
            connection.credential.get_token(_TOKEN_SCOPE)
    except BadInput as error:
        return [no("credentials", told(error))]
    found = [yes("credentials", "a token was given")]
    s = connection.settings
    try:
        with connection.calling(f"reading workspace {s.workspace}"):
            workspace = connection.client.workspaces.get(s.workspace)
    except BadInput as error:
        return [*found, no("workspace", told(error))]
    location = str(workspace.location)
    found += [
        yes("workspace", f"{s.workspace} is there"),
        _region(workspace, s, asked_of(s, model, today)._replace(region=plain_region(location))),
    ]
    if s.route == "pipeline":
        found.append(quota(connection, s.instance_type, location))
    return [*found, _model(connection, model)]


def _region(workspace: Any, settings: AzureSettings, asked: AskedModel) -> PreflightCheck:
    lies = str(workspace.location)
    if settings.region and plain_region(settings.region) != plain_region(lies):
        message = f"the workspace lies in {lies}, not in {settings.region}; name another workspace or correct WEARABLE_COACH_AZURE_REGION"
        return no("region", message)
    if why := trained_there(asked):
        return no("region", why)
    return yes("region", lies)


def _model(connection: Connection, model: ModelId) -> PreflightCheck:
    try:
        version = look_up(connection, model)
    except BadInput as error:
        return no("model", told(error))
    return yes("model", f"{model.name} version {version} is in registry {model.registry}")
