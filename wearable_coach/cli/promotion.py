"""`wearable-coach promote`, `rollback`, `history`: which model is served."""

from __future__ import annotations

import getpass
import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wearable_coach.cli.workflow import (
    OutOption,
    StoreOption,
    need_workflow,
    now,
    open_named_store,
    place_name,
    tell,
)
from wearable_coach.store.opening import BLOCK

if TYPE_CHECKING:
    from wearable_coach.chat.served import Serving
    from wearable_coach.promotion.pointer import Entry


def promote(  # noqa: PLR0913 - one option each
    name: Annotated[str, typer.Argument(help="A model that was evaluated.")],
    *,
    override: Annotated[
        str,
        typer.Option(
            help="Promote although the rule says hold or reject, or it never met what is served; the reason is kept for ever."
        ),
    ] = "",
    reason: Annotated[str, typer.Option(help="Why, for people; kept with the promotion.")] = "",
    fence: Annotated[
        bool | None,
        typer.Option(
            "--fence/--no-fence",
            help="Whether a sentence unlike all that the model was trained on is never shown. Default: as the rule says, on for a model that a job of the store tuned.",
            show_default=False,
        ),
    ] = None,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Put a model into service, if its last evaluation says that it may be.

    It replaces only what it was compared with: where another model is served by now, it is evaluated again first.

    Exit code 0: served. 1: the rule says hold or reject, or another model is served by now. 2: bad input.

    Examples:

      wearable-coach promote coach-local-1a2b3c4d5e6f

      wearable-coach promote coach-azure-1a2b3c4d5e6f --override "demo on Friday, answers are guarded"
    """
    place = place_name(out, store)
    from wearable_coach.promotion.deciding import promote_evaluated  # noqa: PLC0415

    opened = open_named_store(place)
    entry, written = promote_evaluated(
        opened,
        name,
        at=now(),
        by=_who(),
        reason=reason,
        override=override,
        reached=_reached,
        fence=fence,
    )
    tell(f"{entry.model} is served{'' if written else ' already'} (entry {entry.serial})")
    if entry.known_fence.state != "on":
        tell(f"no last fence ({entry.known_fence.state}): {entry.known_fence.why}")
    _write(entry)


def rollback(
    *,
    to: Annotated[
        int | None, typer.Option(help="Entry to go back to. Default: what was served before.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why, for people; kept in the history.")] = "",
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Serve again what was served before: one command, nothing is trained or asked.

    The backends follow within seconds. Exit code 0: served. 2: there is nothing to go back from.
    """
    place = place_name(out, store)
    from wearable_coach.promotion.pointer import roll_back  # noqa: PLC0415

    entry = roll_back(open_named_store(place), at=now(), by=_who(), reason=reason, to=to)
    tell(f"{entry.model} is served (entry {entry.serial})")
    _write(entry)


def history(*, out: OutOption = None, store: StoreOption = None) -> None:
    """List what was served, when, by whom and why; the last line is what is served now.

    `identity` says which model that was, as every answer of it does.
    """
    place = place_name(out, store)
    from wearable_coach.promotion.pointer import read_promoted  # noqa: PLC0415

    entries = read_promoted(open_named_store(place)).promoted.entries
    for entry in entries:
        _write(entry)
    if not entries:
        tell("no model was ever served; the rules answer")


def _reached(name: str, serving: Serving | None) -> Serving | None:
    """Return how a server reaches a model; a block's is asked of the block, which the checkout knows.

    Raises:
        BadInput: the block cannot be asked, or no server could use what it says.
    """
    if not name.startswith(BLOCK):
        return serving
    need_workflow(f"promote {name}")
    from flows.openers.chat_models import reached_by_server  # noqa: PLC0415 - the workflow, when needed

    return reached_by_server(name, serving)


def _write(entry: Entry) -> None:
    line: dict[str, Any] = entry.model_dump(mode="json")
    known = entry.serving.identity if entry.serving else None
    line["identity"] = known.label if known else ""
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a name for its user
        return ""
