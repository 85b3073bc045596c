"""`wearable-coach deployments`, `deploy` and `undeploy`: where tuned models answer at Azure, and what that costs."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from wearable_coach.cli.jobs import end_by, table
from wearable_coach.cli.way import find_blocks
from wearable_coach.cli.workflow import (
    OutOption,
    StoreOption,
    need_workflow,
    now,
    open_named_store,
    place_name,
    tell,
)
from wearable_coach.errors import BadInput, CoachError

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearable_coach.hosting.contract import Hoster
    from wearable_coach.hosting.keeping import OpenHoster
    from wearable_coach.hosting.record import ModelDeployment
    from wearable_coach.store import Store

_NONE = "no model deployments; an evaluation of a job that trained at Azure makes one\n"


def deployments(
    name: Annotated[
        str | None,
        typer.Argument(
            help="One, by its job or its own name; all when left out.", show_default=False
        ),
    ] = None,
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="The whole records, as JSON lines.")
    ] = False,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Show where tuned models answer at Azure, since when, for whom, and what they cost an hour.

    A model deployment is paid for while it stands, asked or not. Reads the store; `watch` is what asks
    Azure. One that cannot be read is named on standard error, and the others are shown.

    Exit code 0: done. 2: one cannot be read.

    Examples:

      wearable-coach deployments

      wearable-coach deployments coach-azure-0123456789ab
    """
    from wearable_coach.hosting.cards import hosting_card, hosting_row, standing_line  # noqa: PLC0415
    from wearable_coach.hosting.ledger import HostingLedger  # noqa: PLC0415 - a fast start
    from wearable_coach.store.layout import foreign_line  # noqa: PLC0415

    ledger = HostingLedger(open_named_store(place_name(out, store)))
    broken: list[CoachError] = []
    if name is not None:
        found = [ledger.named(name)]
    else:
        found = ledger.deployments(lambda _job, error: broken.append(error))
        for key in ledger.foreign():
            tell(foreign_line(key))
    if as_json:
        sys.stdout.writelines(f"{record.model_dump_json()}\n" for record in found)
    elif name is not None:
        sys.stdout.writelines(hosting_card(record) for record in found)
    elif found or not broken:
        sys.stdout.write(table([hosting_row(record) for record in found], _NONE))
        if line := standing_line(found):
            tell(line)
    end_by(broken)


def deploy(
    job: Annotated[str, typer.Argument(help="A completed job.", show_default=False)],
    *,
    service: Annotated[
        bool,
        typer.Option(
            "--service", help="Foundry: in the tier for service, not that for evaluation."
        ),
    ] = False,
    no_wait: Annotated[
        bool, typer.Option("--no-wait", help="Begin only; `watch` goes on with it.")
    ] = False,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Deploy the tuned model of a job at Azure, once; one that stands already is the same.

    An evaluation does this by itself. It is paid for from now until `undeploy`.

    Exit code 0: it answers (with --no-wait: begun). 2: Azure refuses it, or it failed too often.

    Example:

      wearable-coach deploy coach-azure-0123456789ab
    """
    place = place_name(out, store)
    need_workflow("deploy")
    from flows.openers.hosters import hoster_of  # noqa: PLC0415 - the workflow, when needed
    from wearable_coach.finetuning.ledger import JobLedger  # noqa: PLC0415
    from wearable_coach.hosting.making import BY_HAND, bring_up  # noqa: PLC0415

    opened = open_named_store(place)
    known = JobLedger(opened).read(job)
    find_blocks(known.tuner)
    hoster = hoster_of(known, environment=os.environ)
    if hoster is None:
        message = f"deploy: {job} was trained on this machine and answers from the store; `wearable-coach evaluate {job}` asks it"
        raise BadInput(message)

    def up(*, again: bool = False) -> ModelDeployment:
        return bring_up(
            opened,
            hoster,
            known,
            clock=now,
            asked_by=BY_HAND,
            purpose="service" if service else "evaluation",
            again=again,
        )

    _follow(up(again=True), up, no_wait=no_wait)


def undeploy(  # noqa: PLR0913 - one option each
    name: Annotated[
        str | None, typer.Argument(help="Its job, or its own name at Azure.", show_default=False)
    ] = None,
    *,
    unserved: Annotated[
        bool,
        typer.Option(
            "--unserved",
            help="In place of a name: all of this store that stand, but for the one whose model is served.",
        ),
    ] = False,
    kind: Annotated[
        str,
        typer.Option(
            help="managed, serverless or foundry: of one that stands at Azure and not in this store."
        ),
    ] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Also one whose model is served now.")
    ] = False,
    no_wait: Annotated[
        bool, typer.Option("--no-wait", help="Begin only; `watch` goes on with it.")
    ] = False,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Take down a model deployment, and wait until Azure says that it is gone.

    Nothing is paid for it from then on. The tuned model stays at Azure: `deploy` brings it up again.
    With --unserved one that fails keeps no other from being taken down.

    Exit code 0: gone, or nothing stands (with --no-wait: begun). 2: there is none, it is served, or Azure refuses.

    Examples:

      wearable-coach undeploy coach-azure-0123456789ab

      wearable-coach undeploy --unserved

      wearable-coach undeploy coach-azure-0123456789ab-5f5a --kind managed
    """
    named = _named(name, unserved=unserved, kind=kind, force=force)
    place = place_name(out, store)
    need_workflow("undeploy")
    from flows.openers.hosters import hoster_opener  # noqa: PLC0415 - the workflow, when needed
    from wearable_coach.hosting.ledger import HostingLedger  # noqa: PLC0415

    opened = open_named_store(place)
    if named is None:
        _undeploy_unserved(opened, no_wait=no_wait)
        return
    if kind:
        _undeploy_stray(named, kind)
        return
    record = HostingLedger(opened).named(named)
    _need_unserved(opened, record, force=force)
    down = _down(opened, record, hoster_opener(os.environ))
    _follow(down(), down, no_wait=no_wait)


def _named(name: str | None, *, unserved: bool, kind: str, force: bool) -> str | None:
    """Return the one that is named; None where all are meant that are not served.

    Raises:
        BadInput: neither or both are said, or something that one alone can have.
    """
    if name is None and not unserved:
        message = "name: no model deployment is named; give a job that `wearable-coach deployments` lists, or --unserved for all whose model is not served"
        raise BadInput(message)
    if name is not None and unserved:
        message = f"unserved: is given, and {name!r} is named too; give one of the two"
        raise BadInput(message)
    if unserved and (kind or force):
        message = "unserved: takes down what this store knows and nobody is served by; leave --kind and --force out"
        raise BadInput(message)
    return name


def _undeploy_unserved(store: Store, *, no_wait: bool) -> None:
    """Take down all that stand and are not served: begin with each first, so that none is paid for while another goes."""
    from flows.openers.hosters import hoster_opener  # noqa: PLC0415 - the workflow, when needed
    from wearable_coach.hosting.ledger import HostingLedger  # noqa: PLC0415

    broken: list[CoachError] = []
    known = HostingLedger(store).deployments(lambda _job, error: broken.append(error))
    standing, open_hoster = [record for record in known if record.stands], hoster_opener(os.environ)
    if not standing and not broken:
        tell("undeploy: no model deployment stands")
    going = []
    for record in standing:
        if _is_served(store, record):
            tell(f"{record.name}: stays, its model is served")
            continue
        try:
            down = _down(store, record, open_hoster)
            going.append((down(), down))
        except CoachError as error:
            broken.append(error)
    for record, down in going:
        try:
            _follow(record, down, no_wait=no_wait)
        except CoachError as error:
            broken.append(error)
    end_by(broken)


def _down(
    store: Store, record: ModelDeployment, open_hoster: OpenHoster
) -> Callable[[], ModelDeployment]:
    """Return what goes one step towards having it gone."""
    from wearable_coach.hosting.making import BY_HAND, take_down  # noqa: PLC0415 - a fast start

    find_blocks(record.hoster)
    hoster = open_hoster(record)
    return lambda: take_down(store, hoster, record.job, why=BY_HAND, clock=now) or record


def _follow(record: ModelDeployment, step: Callable[[], ModelDeployment], *, no_wait: bool) -> None:
    """Tell each state that it comes into, until it is settled; print its name."""
    from wearable_coach.hosting.cards import hourly  # noqa: PLC0415 - a fast start
    from wearable_coach.hosting.following import steps_until_settled  # noqa: PLC0415

    tell(f"{record.name}: {record.state}, {hourly(record)} an hour while it stands")
    told = record.states[-1]
    if not (no_wait or record.settled):
        for record in steps_until_settled(step):  # noqa: PLR1704 - the later one counts
            if record.states[-1] != told:
                told = record.states[-1]
                tell(f"{record.name}: {told.state} {told.detail}".rstrip())
    sys.stdout.write(f"{record.name}\n")


def _need_unserved(store: Store, record: ModelDeployment, *, force: bool) -> None:
    """Stop where people are answered by it.

    Raises:
        BadInput: it is served, and nobody forces it.
    """
    if not force and _is_served(store, record):
        message = f"undeploy: {record.job} is served now; `wearable-coach rollback` first, or give --force: the rules answer then"
        raise BadInput(message)


def _is_served(store: Store, record: ModelDeployment) -> bool:
    from wearable_coach.hosting.standing import served_model  # noqa: PLC0415 - a fast start
    from wearable_coach.promotion.pointer import read_promoted  # noqa: PLC0415

    return served_model(read_promoted(store).promoted) == record.job


def _undeploy_stray(name: str, kind: str) -> None:
    """Begin to take down what stands at Azure and in no record; its mark says that it is ours."""
    from flows.openers.finetuners import AZURE  # noqa: PLC0415 - the workflow, when needed
    from flows.openers.hosters import open_hoster  # noqa: PLC0415
    from wearable_coach.hosting.contract import checked_kind  # noqa: PLC0415

    hoster: Hoster = open_hoster(AZURE, checked_kind(kind), environment=os.environ)
    if name not in hoster.list():
        message = f"undeploy: Azure has no {kind} model deployment {name!r} of ours; `wearable-coach doctor --azure --only hosting` lists them"
        raise BadInput(message)
    hoster.undeploy(name)
    tell(f"{name}: being taken down")
    sys.stdout.write(f"{name}\n")
