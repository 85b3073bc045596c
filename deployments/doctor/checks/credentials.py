"""The settings of Azure: whole or absent. Names are told, values never."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.util import find_spec

from backends.azure.foundry.settings import FOUNDRY_VARIABLES, foundry_settings_from
from backends.azure.settings import VARIABLES, settings_from
from deployments.doctor.finding import Finding, fail, ok, skip
from deployments.doctor.installation import Examined
from wearable_coach.errors import BadField, BadInput, CoachError

_NEEDED = tuple(VARIABLES[name] for name in ("subscription_id", "resource_group", "workspace"))
_PRINCIPAL = ("AZURE_TENANT_ID", "AZURE_CLIENT_ID")
_PAGE = "docs/azure.md"


def workspace(installation: Examined) -> Iterator[Finding]:
    """Look whether the workspace is named wholly or not at all."""
    environment = installation.environment
    if not uses_azure(environment):
        yield ok("azure", "not set up: training is on this machine")
        return
    if missing := _missing(environment, _NEEDED):
        yield fail("azure", f"set in part: {missing} not set", f"set {missing} ({_PAGE})")
        return
    try:
        settings_from(environment)
    except BadField as error:
        name = error.about
        yield fail("azure", f"{name} is not of the right form", f"correct {name} ({_PAGE})")
        return
    if find_spec("azure") is None or find_spec("azure.ai") is None:
        yield fail(
            "azure", "the packages of the group azure are not installed", "uv sync --inexact"
        )
        return
    yield ok("azure", "subscription, resource group and workspace are named")


def identity(installation: Examined) -> Iterator[Finding]:
    """Look whether a secret has its application and directory to it."""
    environment = installation.environment
    if not environment.get("AZURE_CLIENT_SECRET"):
        return
    if missing := _missing(environment, _PRINCIPAL):
        detail = f"AZURE_CLIENT_SECRET is set, {missing} not"
        yield fail("identity", detail, f"set {missing}, or unset AZURE_CLIENT_SECRET ({_PAGE})")
    else:
        yield ok("identity", "a service principal is named wholly")


def storage(installation: Examined) -> Iterator[Finding]:
    """Look whether a key of a storage account has its account to it."""
    environment = installation.environment
    keys = [k for k in ("AZURE_STORAGE_KEY", "AZURE_STORAGE_SAS_TOKEN") if environment.get(k)]
    homes = ("AZURE_STORAGE_ACCOUNT", "AZURE_STORAGE_CONNECTION_STRING")
    if keys and not any(environment.get(home) for home in homes):
        detail = f"{keys[0]} is set, AZURE_STORAGE_ACCOUNT not"
        yield fail("storage", detail, f"set AZURE_STORAGE_ACCOUNT, or unset {keys[0]}")


def signing_in(installation: Examined) -> Iterator[Finding]:
    """Sign in, and read workspace and base model, where that was asked for."""
    if not uses_azure(installation.environment):
        return
    if not installation.sign_in:
        yield skip(
            "sign-in", "not tried: nothing leaves this machine", "wearable-coach doctor --azure"
        )
        return
    from backends.azure.connection import Connection  # noqa: PLC0415 - slow
    from backends.azure.model_id import parse_model_id  # noqa: PLC0415
    from backends.azure.preflight import preflight_azure  # noqa: PLC0415

    try:
        settings = settings_from(installation.environment)
    except BadInput:
        return  # told above
    try:
        model, today = parse_model_id(settings.base_model), installation.now.date()
        found = preflight_azure(Connection(settings), model, today=today)
    except CoachError as error:
        yield fail("sign-in", str(error), _PAGE)
        return
    for check in found:
        if check.ok:
            yield ok(check.name, check.message)
        else:
            yield fail(check.name, check.message, _PAGE)


def foundry(installation: Examined) -> Iterator[Finding]:
    """Look at the settings of Foundry, and sign in there where that was asked for."""
    if not uses_foundry(installation.environment):
        return
    from backends.azure.foundry.connection import FoundryConnection  # noqa: PLC0415 - slow
    from backends.azure.foundry.preflight import preflight_foundry  # noqa: PLC0415
    from backends.azure.foundry.terms import name_in_a_job  # noqa: PLC0415

    try:
        settings = foundry_settings_from(installation.environment)
    except BadField as error:
        name = error.about
        yield fail("foundry", f"{name} is not of the right form", f"correct {name} ({_PAGE})")
        return
    if find_spec("openai") is None:
        missing = "the packages of the group azure are not installed"
        yield fail("foundry", missing, "uv sync --inexact")
        return
    yield ok("foundry", "the resource is named")
    if not installation.sign_in:
        return
    try:
        model, today = name_in_a_job(settings), installation.now.date()
        found = preflight_foundry(FoundryConnection(settings), model, today=today)
    except CoachError as error:
        yield fail("foundry sign-in", str(error), _PAGE)
        return
    for check in found:
        line = f"foundry {check.name}"
        yield ok(line, check.message) if check.ok else fail(line, check.message, _PAGE)


def uses_foundry(environment: Mapping[str, str]) -> bool:
    """Say whether a Foundry resource is named."""
    return any(environment.get(FOUNDRY_VARIABLES[name]) for name in ("account", "endpoint"))


def uses_azure(environment: Mapping[str, str]) -> bool:
    """Say whether anything of a workspace is named."""
    return any(environment.get(name) for name in _NEEDED)


def _missing(environment: Mapping[str, str], names: tuple[str, ...]) -> str:
    return ", ".join(name for name in names if not environment.get(name))


CHECKS = (workspace, identity, storage, signing_in, foundry)
