"""`wearable-coach prune`: take away what is old and needed by nothing."""

from __future__ import annotations

import json
import sys
from datetime import datetime
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

if TYPE_CHECKING:
    from wearable_coach.retention.groups import RemovalGroup
    from wearable_coach.retention.plan import RemovalPlan

_UNITS = ("B", "kB", "MB", "GB", "TB")
_STEP = 1000


def prune(  # noqa: PLR0913 - one option each
    *,
    yes: Annotated[
        bool, typer.Option("--yes", help="Delete. Without it nothing is changed, only shown.")
    ] = False,
    keep_datasets: Annotated[
        int, typer.Option(help="Newest dataset versions that stay.", min=1)
    ] = 14,
    older_than: Annotated[
        int, typer.Option(help="Only what is older than so many days goes.", min=1)
    ] = 30,
    as_json: Annotated[
        bool, typer.Option("--json", help="JSON lines: each group that goes, then what stays.")
    ] = False,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Show what is old and needed by nothing, and with --yes delete it.

    Never goes: a dataset that is among the newest, that an open job trains on or a kept model came
    from; a model that is served or was, so that a rollback needs no training; a kept model's last
    evaluation; the record of a job; a webhook delivery that waits; anything written within a day.

    What a killed refresh left half made of a large dataset goes after a week without a write.

    What is somebody else's (a file that the product would not write there) is named and stays.

    Exit code 0: done. 2: a folder cannot be listed or a record not be read, so that nobody knows
    what it needs; nothing more is deleted.

    Examples:

      wearable-coach prune

      wearable-coach prune --keep-datasets 30 --older-than 90 --yes
    """
    place = place_name(out, store)
    need_workflow("prune")
    from flows.compositions.pruning import plan_prune  # noqa: PLC0415 - the workflow, when needed
    from flows.compositions.pruning import prune as take_away  # noqa: PLC0415
    from wearable_coach.retention.groups import RetentionPolicy  # noqa: PLC0415
    from wearable_coach.retention.shelf import left_alone  # noqa: PLC0415
    from wearable_coach.store.layout import foreign_line, shown  # noqa: PLC0415

    opened, at = open_named_store(place), now()
    policy = RetentionPolicy(keep_datasets=keep_datasets, older_than=older_than)
    plan, foreign = plan_prune(opened, policy, now=at), left_alone(opened)
    for key in foreign:
        tell(foreign_line(key))
    if not as_json:
        sys.stdout.write(_table(plan.goes, at))
    done = {}
    if yes:
        done = {p.group.prefix: p.removed for p in take_away(opened, plan, policy, now=at)}
    if as_json:
        for group in plan.goes:
            removed = done.get(group.prefix)
            _line(
                **_told(group, at),
                deleted=removed is not None and not removed.kept,
                kept=removed.kept if removed else "",
            )
        kept = [{"kind": k, "why": w, "count": n} for (k, w), n in plan.kept_counts().items()]
        _line(kept=kept, foreign=[shown(key) for key in foreign])
    else:
        sys.stdout.write(_stays(plan))
    stayed = [prefix for prefix, removed in done.items() if removed.kept]
    for prefix in stayed:
        tell(f"{prefix} stays: {done[prefix].kept}")
    count, size = len(plan.goes), sum(g.bytes for g in plan.goes)
    if yes:
        size = sum(removed.bytes for removed in done.values())
        tell(f"deleted {count - len(stayed):,}, {_size(size)}")
    elif count:
        tell(f"{count:,} would go, {_size(size)}; `--yes` deletes them")


def _told(group: RemovalGroup, at: datetime) -> dict[str, Any]:
    return {
        "kind": group.kind,
        "prefix": group.prefix,
        "age_days": (at - group.at).days,
        "objects": len(group.objects),
        "bytes": group.bytes,
        "why": group.why,
    }


def _line(**content: Any) -> None:  # noqa: ANN401 - JSON
    sys.stdout.write(json.dumps(content, ensure_ascii=False) + "\n")


def _table(goes: tuple[RemovalGroup, ...], at: datetime) -> str:
    if not goes:
        return "nothing goes\n"
    rows = [("goes", "age", "size", "why")]
    rows += [
        (g.prefix, f"{(at - g.at).days} d", _size(g.bytes), f"{g.kind}: {g.why}") for g in goes
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    return "".join(
        f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}  {row[3]}\n"
        for row in rows
    )


def _stays(plan: RemovalPlan) -> str:
    counts = plan.kept_counts()
    if not counts:
        return ""
    lines = [f"  {n:>6,}  {kind}: {why}\n" for (kind, why), n in counts.items()]
    return "\nstays\n" + "".join(lines)


def _size(count: int) -> str:
    """Return a length as people read it, in powers of a thousand [bytes]."""
    value, unit = float(count), 0
    while value >= _STEP and unit < len(_UNITS) - 1:
        value, unit = value / _STEP, unit + 1
    return f"{count} B" if unit == 0 else f"{value:.1f} {_UNITS[unit]}"
