"""The pipeline's machine: whether its card holds the largest batch, and whether there is quota for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backends.azure.checks import no, told, yes
from backends.azure.connection import Connection
from backends.azure.pipeline_job import rows_at_once
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.base_models import BaseModelRow
from wearable_coach.finetuning.contract import PreflightCheck
from wearable_coach.finetuning.machines import MachineRow, machine_row
from wearable_coach.finetuning.memory import USABLE_SHARE, training_memory_gb
from wearable_coach.finetuning.order import JobOrder
from wearable_coach.finetuning.training_rows import RowCounts


def memory(
    order: JobOrder, row: BaseModelRow | None, counts: tuple[RowCounts, RowCounts]
) -> PreflightCheck:
    """Say whether the largest batch fits the card, by an estimate."""
    instance_type = str(order.settings["instance_type"])
    machine = machine_row(instance_type)
    if machine is None or row is None or row.shape is None:
        lacks = instance_type if machine is None else f"the measures of {row.name if row else 'it'}"
        return yes("memory", f"not reckoned: the tables have no row for {lacks}")
    longest = max(part.longest for part in counts)
    rank, rows = int(order.effective["lora_rank"] or 1), rows_at_once(order)
    needed = training_memory_gb(row.shape, rank=rank, rows_at_once=rows, longest=longest)
    said = (
        f"about {needed:.0f} GB for {rows} row(s) of {longest} tokens at once, "
        f"a card of {instance_type} has {machine.gpu_memory_gb:g}"
    )
    if needed > machine.gpu_memory_gb * USABLE_SHARE:
        message = f"{said}; shorten the longest rows, or set WEARABLE_COACH_AZURE_INSTANCE_TYPE to a machine with more"
        return no("memory", message)
    return yes("memory", said)


def quota(connection: Connection, instance_type: str, location: str) -> PreflightCheck:
    """Say whether the subscription may have one machine of the type; what cannot be read forbids nothing.

    Raises:
        TransientError: Azure could not be asked.
    """
    machine = machine_row(instance_type)
    if machine is None:
        return yes("quota", f"not looked at: the table has no row for {instance_type}")
    try:
        with connection.calling("reading the quota"):
            found = [*connection.client.compute.list_usage(location=location)]
    except BadInput as error:
        return yes("quota", f"not told ({told(error)})")
    return _judged(machine, location, next((u for u in found if _is_of(u, machine)), None))


def _judged(machine: MachineRow, location: str, usage: Any) -> PreflightCheck:
    if usage is None:
        return yes("quota", f"not told: Azure lists none for {machine.family} in {location}")
    line = vars(usage)  # the SDK leaves what it was sent under the names that it was sent by
    limit = int(line.get("limit") or 0)
    used = int(line.get("current_value") or line.get("currentValue") or 0)
    said = f"{machine.family} in {location}: {used} of {limit} vCPU in use, {machine.name} takes {machine.cores}"
    if limit < machine.cores:
        message = f"{said}; ask for more in the Azure portal (Quotas), or set WEARABLE_COACH_AZURE_INSTANCE_TYPE to another"
        return no("quota", message)
    waits = "; the job waits until some are free" if limit - used < machine.cores else ""
    return yes("quota", f"{said}{waits}")


def _is_of(usage: Any, machine: MachineRow) -> bool:
    """Say whether a line of the quota is that of a machine's family."""
    name = usage.name
    value = name.get("value") if isinstance(name, Mapping) else getattr(name, "value", "")
    return str(value).lower() == machine.family.lower()
