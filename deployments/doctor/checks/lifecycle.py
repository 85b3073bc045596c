"""Base models: until when Azure offers them, and how old the table is that says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple, get_args

from pydantic import ValidationError

from backends.azure.checks import offered, trained_there
from backends.azure.foundry.preflight import asked_of
from backends.azure.foundry.settings import FoundrySettings, foundry_settings_from
from backends.azure.foundry.terms import name_in_a_job
from backends.azure.model_id import parse_model_id
from backends.azure.settings import LLAMA, VARIABLES
from deployments.doctor.checks.credentials import uses_azure, uses_foundry
from deployments.doctor.finding import Finding, fail, ok, warn
from deployments.doctor.installation import Examined
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.base_models import (
    OWN_TABLE,
    TrainingRoute,
    base_model_row,
    base_model_rows,
)
from wearable_coach.finetuning.offers import MOST_DAYS_OLD, offers, stale_rows

_SOON = timedelta(days=60)
_VARIABLE = VARIABLES["base_model"]


def base_model(installation: Examined) -> Iterator[Finding]:
    """Look whether the base model can still be had; red where Azure is what trains."""
    environment = installation.environment
    asked = _Asked(
        name="base model",
        model_id=environment.get(_VARIABLE) or LLAMA,
        table=environment.get(VARIABLES["models"], ""),
        used=uses_azure(environment),
        where=_VARIABLE,
        table_at=VARIABLES["models"],
    )
    yield _judged(asked, installation.now.date())


def of_blocks(installation: Examined) -> Iterator[Finding]:
    """Look at the base model of each block that trains at Azure."""
    from blocks import AzureFineTuning  # noqa: PLC0415 - imports Prefect

    slug = AzureFineTuning.get_block_type_slug()
    for document in installation.api.get(f"/block_types/slug/{slug}/block_documents") or ():
        given = document["data"]
        asked = _Asked(
            name=f"base model of {document['name']}",
            model_id=given.get("base_model") or LLAMA,
            table=given.get("models") or "",
            used=True,
            where=f"base_model of the block {document['name']}",
            table_at=f"models of the block {document['name']}",
        )
        yield _judged(asked, installation.now.date())


def foundry_model(installation: Examined) -> Iterator[Finding]:
    """Look whether the model that Foundry is to train can still be had, in its tier and region."""
    if not uses_foundry(installation.environment):
        return
    try:
        settings = foundry_settings_from(installation.environment)
    except BadInput:
        return  # told among the credentials
    yield _at_foundry("foundry model", settings, installation.now.date())


def of_foundry_blocks(installation: Examined) -> Iterator[Finding]:
    """Look at the model of each block that trains at Foundry."""
    from blocks import FoundryFineTuning  # noqa: PLC0415 - imports Prefect

    slug = FoundryFineTuning.get_block_type_slug()
    for document in installation.api.get(f"/block_types/slug/{slug}/block_documents") or ():
        name, known = f"model of {document['name']}", set(FoundrySettings.model_fields)
        given = {key: value for key, value in document["data"].items() if key in known}
        try:
            settings = FoundrySettings.model_validate(given)
        except ValidationError as error:
            wrong = ".".join(map(str, error.errors()[0]["loc"]))
            remedy = f"correct {wrong} of the block {document['name']}"
            yield fail(name, f"{wrong} is not of the right form", remedy)
            continue
        yield _at_foundry(name, settings, installation.now.date())


def _at_foundry(name: str, settings: FoundrySettings, today: date) -> Finding:
    remedy = "name another in base_model, or in WEARABLE_COACH_AZURE_FOUNDRY_BASE_MODEL"
    try:
        asked = asked_of(settings, name_in_a_job(settings), today)
        found, elsewhere = offered(asked), trained_there(asked)
    except BadInput as error:
        return fail(name, str(error), f"correct {VARIABLES['models']}")
    if not found.ok or elsewhere:
        return fail(name, elsewhere if found.ok else found.message, remedy)
    closed = asked.row is not None and not asked.row.is_open(today)
    return warn(name, found.message, remedy) if closed else ok(name, found.message)


def table(installation: Examined) -> Iterator[Finding]:
    """Look whether the table of base models is fresh, and has something that lives for each route."""
    variable, today = VARIABLES["models"], installation.now.date()
    path = installation.environment.get(variable, "")
    try:
        rows = base_model_rows(path=path)
    except BadInput as error:
        yield fail("table of models", str(error), f"correct {variable}")
        return
    named = path or OWN_TABLE
    remedy = f"look up what `wearable-coach models` shows, and put dates and as_of into {named} or a copy of it, named in {variable}"
    if stale := stale_rows(rows, today):
        oldest = min(row.as_of for row in stale)
        days = f"{len(stale)} of {len(rows)} rows were read more than {MOST_DAYS_OLD} days ago"
        yield warn("table of models", f"{days}, the oldest on {oldest}", remedy)
    else:
        yield ok("table of models", f"{len(rows)} models, read {max(r.as_of for r in rows)}")
    routes = [r for r in get_args(TrainingRoute) if any(row.places(r) for row in rows)]
    for dead in (r for r in routes if next(offers(rows, r, today), None) is None):
        yield warn(
            "table of models",
            f"nothing of {dead} can be trained any more by a new customer",
            remedy,
        )


class _Asked(NamedTuple):
    """A base model that somebody named, and where."""

    name: str
    model_id: str
    table: str
    used: bool
    where: str
    table_at: str


def _judged(asked: _Asked, today: date) -> Finding:
    try:
        model = parse_model_id(asked.model_id)
        row = base_model_row(model.name, path=asked.table)
    except BadInput as error:
        return fail(asked.name, str(error), f"correct {asked.where} or {asked.table_at}")
    told_of = fail if asked.used else warn
    of_table = asked.table or OWN_TABLE
    remedy = f"set {asked.where} to one that is offered, or correct {of_table}"
    if row is None:
        return told_of(asked.name, f"{of_table} has no row for {model.name}", remedy)
    if row.is_retired(today):
        since = f"since {row.retires} (read {row.as_of})"
        return told_of(asked.name, f"{model.name} is retired at Azure {since}", remedy)
    if not row.is_open(today):
        closed = f"{model.name} is closed since {row.closed_to_new} to those who never had it"
        return warn(asked.name, closed, remedy)
    if row.retires and row.retires - today <= _SOON:
        days = (row.retires - today).days
        return warn(asked.name, f"{model.name} retires in {days} days, on {row.retires}", remedy)
    until = f"offered until {row.retires}" if row.retires else "no retirement announced"
    return ok(asked.name, f"{model.name}: {until}")


CHECKS = (base_model, of_blocks, foundry_model, of_foundry_blocks, table)
