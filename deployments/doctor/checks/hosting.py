"""Model deployments: what stands and is paid for, what of it nobody asks, what stands that no record wants."""

from __future__ import annotations

from collections.abc import Iterator

from backends.azure.hosting.settings import HOSTING_VARIABLES
from deployments.doctor.checks.credentials import uses_azure
from deployments.doctor.checks.stores import opened
from deployments.doctor.finding import Finding, fail, ok, skip, warn
from deployments.doctor.installation import Examined
from wearable_coach.errors import CoachError
from wearable_coach.hosting.cards import hourly, standing_line
from wearable_coach.hosting.contract import HostingKind
from wearable_coach.hosting.ledger import HostingLedger
from wearable_coach.hosting.record import ModelDeployment
from wearable_coach.hosting.standing import served_model, strays, unused
from wearable_coach.promotion.pointer import read_promoted

_NAME = "hosting"
_PAGE = "docs/azure.md"


def recorded(installation: Examined) -> Iterator[Finding]:
    """Look at what stands by the store's own records: served, young, unused, late or given up."""
    store, broken = opened(installation), []
    records = HostingLedger(store).deployments(lambda job, error: broken.append((job, error)))
    for job, error in broken:
        yield fail(f"{_NAME} of {job}", str(error), "restore it from a backup (docs/backup.md)")
    standing = [record for record in records if record.stands]
    served = served_model(read_promoted(store).promoted)
    found = [f for r in standing for f in _judged(installation, r, served)]
    yield from found
    if not found and not broken:
        yield ok(_NAME, standing_line(standing) or "no model deployment stands")


def _judged(installation: Examined, record: ModelDeployment, served: str) -> Iterator[Finding]:
    name = f"{_NAME} of {record.job}"
    undeploy = installation.command(f"wearable-coach undeploy {record.job}")
    late = record.overdue(installation.now)
    costs = f"{hourly(record)} an hour"
    if late is not None:
        hours = late.total_seconds() / 3600
        detail = f"{record.name} is {record.state} for {hours:.0f} h, {costs}"
        remedy = (
            f"see that the watch runs (wearable-coach doctor --only deployments), or {undeploy}"
        )
        yield fail(name, detail, remedy)
    elif record.job == served and record.wanted == "down":
        deploy = installation.command(f"wearable-coach deploy {record.job} --service")
        yield fail(name, f"{record.name} is served and is being taken down", deploy)
    for one in unused([record], served={served}, now=installation.now) if late is None else ():
        detail = f"{record.name} stands and nobody asked it for {one.for_hours:.0f} h, {costs}"
        yield warn(name, detail, undeploy)


def at_azure(installation: Examined) -> Iterator[Finding]:
    """Ask Azure for what carries our mark, where that was asked for, and name what no record has standing."""
    environment = installation.environment
    kinds = _kinds(installation)
    if not kinds:
        return
    if not installation.sign_in:
        doctor = installation.command("wearable-coach doctor --azure --only hosting")
        yield skip(f"{_NAME} at Azure", "not asked: nothing leaves this machine", doctor)
        return
    from flows.openers.finetuners import AZURE  # noqa: PLC0415 - slow
    from flows.openers.hosters import open_hoster  # noqa: PLC0415

    records = HostingLedger(opened(installation)).deployments(lambda _job, _error: None)
    for kind in kinds:
        name = f"{_NAME}, {kind}"
        try:
            left = strays(open_hoster(AZURE, kind, environment=environment), records)
        except CoachError as error:
            yield fail(name, str(error), _PAGE)
            continue
        for stray in left:
            undeploy = installation.command(f"wearable-coach undeploy {stray} --kind {kind}")
            detail = f"{stray} stands at Azure, is paid for, and no record of this store wants it"
            yield warn(name, detail, undeploy)
        if not left:
            yield ok(name, "nothing of ours stands that this store does not know of")


def _kinds(installation: Examined) -> tuple[HostingKind, ...]:
    environment = installation.environment
    of_workspace: tuple[HostingKind, ...] = (
        ("managed", "serverless") if uses_azure(environment) else ()
    )
    account = environment.get(HOSTING_VARIABLES["account"])
    return (*of_workspace, "foundry") if account else of_workspace


CHECKS = (recorded, at_azure)
