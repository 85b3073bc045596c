"""The base model: until when Azure offers it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from blocks.azure_finetuning.model_id import parse_model_id
from blocks.azure_finetuning.settings import LLAMA, VARIABLES
from deployments.checks.credentials import uses_azure
from deployments.checks.finding import Finding, fail, ok, warn
from deployments.checks.installation import Installation
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.base_models import base_model_row

_SOON = timedelta(days=60)
_VARIABLE = VARIABLES["base_model"]


def base_model(installation: Installation) -> Iterator[Finding]:
    """Look whether the base model can still be had; red where Azure is what trains."""
    environment = installation.environment
    table = environment.get(VARIABLES["models"], "")
    try:
        model = parse_model_id(environment.get(_VARIABLE) or LLAMA)
        row = base_model_row(model.name, path=table)
    except BadInput as error:
        yield fail("base model", str(error), f"correct {_VARIABLE} or {VARIABLES['models']}")
        return
    needed = uses_azure(environment)
    of_table = table or "wearable_coach/finetuning/models.yaml"
    remedy = f"set {_VARIABLE} to one that is offered, or correct {of_table}"
    today = installation.now.date()
    if row is None:
        told = f"{of_table} has no row for {model.name}"
        yield fail("base model", told, remedy) if needed else warn("base model", told, remedy)
    elif row.is_retired(today):
        told = (
            f"{model.name} is retired at Azure since {row.retires} ({row.source}, read {row.as_of})"
        )
        yield fail("base model", told, remedy) if needed else warn("base model", told, remedy)
    elif row.retires and row.retires - today <= _SOON:
        days = (row.retires - today).days
        yield warn("base model", f"{model.name} retires in {days} days, on {row.retires}", remedy)
    else:
        until = f"offered until {row.retires}" if row.retires else "no retirement announced"
        yield ok("base model", f"{model.name}: {until}")


CHECKS = (base_model,)
