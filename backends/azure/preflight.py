"""Everything that could stop a job, looked at before anything is started or paid."""

from __future__ import annotations

from datetime import date
from typing import Any

from backends.azure.connection import Connection
from backends.azure.model_id import ModelId, parse_model_id
from backends.azure.registry import look_up
from backends.azure.settings import AzureSettings
from wearable_coach.errors import BadField, BadInput
from wearable_coach.finetuning.base_models import BaseModelRow, base_model_row
from wearable_coach.finetuning.contract import Estimate, Preflight, PreflightCheck
from wearable_coach.finetuning.estimate import estimate, price_row
from wearable_coach.finetuning.order import JobOrder, TrainingData
from wearable_coach.finetuning.training_rows import RowCounts, count_rows

_TOKEN_SCOPE = "https://management.azure.com/.default"  # noqa: S105 - an address


def preflight(
    connection: Connection, order: JobOrder, data: TrainingData, *, today: date
) -> Preflight:
    """Check an order, and reckon what it will take.

    What can be seen from here comes first; a check that needs one that failed is left out.

    Raises:
        TransientError: Azure could not be asked.
    """
    settings = connection.settings
    model = parse_model_id(order.base_model)
    offered, row = _offered(model, settings, today)
    counts, dataset = _dataset(data, row)
    here = [offered, dataset, _hyperparameters(order, settings)]
    estimated = Estimate(tokens=0, steps=0, hours=0, basis="the dataset could not be read")
    if counts:
        cost, estimated = _cost(order, model, counts, settings)
        here.append(cost)
    return Preflight(checks=(*here, *preflight_azure(connection, model)), estimate=estimated)


def preflight_azure(connection: Connection, model: ModelId) -> list[PreflightCheck]:
    """Sign in, and look for workspace and model; what needs a check that failed is left out.

    Raises:
        TransientError: Azure could not be asked.
    """
    try:
        with connection.calling("asking for a token"):
            connection.credential.get_token(_TOKEN_SCOPE)
    except BadInput as error:
        return [_no("credentials", _told(error))]
    found = [_yes("credentials", "a token was given")]
    s = connection.settings
    try:
        with connection.calling(f"reading workspace {s.workspace}"):
            workspace = connection.client.workspaces.get(s.workspace)
    except BadInput as error:
        return [*found, _no("workspace", _told(error))]
    found += [_yes("workspace", f"{s.workspace} is there"), _region(workspace, s)]
    return [*found, _model(connection, model)]


def _region(workspace: Any, settings: AzureSettings) -> PreflightCheck:
    lies = str(workspace.location)
    if settings.region and _plain(settings.region) != _plain(lies):
        message = f"the workspace lies in {lies}, not in {settings.region}; name another workspace or correct WEARABLE_COACH_AZURE_REGION"
        return _no("region", message)
    return _yes("region", lies)


def _plain(region: str) -> str:
    return region.replace(" ", "").lower()


def _model(connection: Connection, model: ModelId) -> PreflightCheck:
    try:
        version = look_up(connection, model)
    except BadInput as error:
        return _no("model", _told(error))
    return _yes("model", f"{model.name} version {version} is in registry {model.registry}")


def _offered(
    model: ModelId, settings: AzureSettings, today: date
) -> tuple[PreflightCheck, BaseModelRow | None]:
    table = settings.models or "wearable_coach/finetuning/models.yaml"
    row = base_model_row(model.name, path=settings.models)
    if row is None:
        message = f"{table} has no row for {model.name}; add one with its context and retirement"
        return _no("retirement", message), None
    if row.is_retired(today):
        message = (
            f"{model.name} is retired since {row.retires} ({row.source}, read {row.as_of}); "
            f"set WEARABLE_COACH_AZURE_BASE_MODEL to another, or correct {table}"
        )
        return _no("retirement", message), row
    until = f"offered until {row.retires}" if row.retires else "no retirement announced"
    return _yes("retirement", f"{model.name}: {until} ({row.source}, read {row.as_of})"), row


def _dataset(
    data: TrainingData, row: BaseModelRow | None
) -> tuple[RowCounts | None, PreflightCheck]:
    longest = row.context_tokens if row else 2**62
    try:
        train, valid = count_rows(data, max_tokens=longest)
    except BadInput as error:
        return None, _no("dataset", str(error))
    message = f"{train.rows} rows to train on, {valid.rows} to validate, the longest about {max(train.longest, valid.longest)} tokens"
    return train, _yes("dataset", message)


def _hyperparameters(order: JobOrder, settings: AzureSettings) -> PreflightCheck:
    differences = order.requested.differences(order.effective)
    if not differences:
        return _yes("hyperparameters", "all five as asked")
    told = ", ".join(f"{name} {done} for {asked}" for name, (asked, done) in differences.items())
    if settings.on_unhonoured == "refuse":
        message = f"not honoured: {told}; take the pipeline route, or set WEARABLE_COACH_AZURE_ON_UNHONOURED to warn"
        return _no("hyperparameters", message)
    return _yes("hyperparameters", f"not as asked, by your leave: {told}")


def _cost(
    order: JobOrder, model: ModelId, train: RowCounts, settings: AzureSettings
) -> tuple[PreflightCheck, Estimate]:
    paid = str(order.settings.get("instance_type") or model.name)
    found = estimate(train, order.requested, price_row(paid, path=settings.prices))
    table = settings.prices or "wearable_coach/finetuning/prices.yaml"
    if found.cost is None:
        return _no("prices", f"{table} has no row for {paid}; add one with unit and price"), found
    said = f"about {found.cost} {found.currency}, the cap is {settings.max_cost}"
    if found.cost > settings.max_cost:
        message = f"{said}; ask for less, or raise WEARABLE_COACH_AZURE_MAX_COST"
        return _no("cost", message), found
    return _yes("cost", said), found


def _told(error: BadInput) -> str:
    """Return what is wrong without the name in front, which the check has anyway."""
    return error.what if isinstance(error, BadField) else str(error)


def _yes(name: str, message: str) -> PreflightCheck:
    return PreflightCheck(name=name, ok=True, message=message)


def _no(name: str, message: str) -> PreflightCheck:
    return PreflightCheck(name=name, ok=False, message=message)
