"""Machines that train: how much memory a card has, whether it knows bfloat16, and how its quota is counted."""

from __future__ import annotations

from pydantic import Field

from wearable_coach.finetuning.own_tables import OwnTable
from wearable_coach.records import Record


class MachineRow(Record):
    """A row of the table of machines."""

    name: str = Field(description="Instance type")
    gpu: str
    gpus: int = Field(description="Cards in the machine [count]", ge=1)
    gpu_memory_gb: float = Field(description="Memory of one card [GB]", gt=0)
    bf16: bool = Field(description="Whether a card computes in bfloat16; without it, in float16")
    cores: int = Field(description="What one machine takes of the quota [vCPU]", gt=0)
    family: str = Field(description="Under which name the quota is counted")


def machine_row(name: str) -> MachineRow | None:
    """Return the row of an instance type, or None where the table has none."""
    return OwnTable("", "machines.yaml", "machines").row(MachineRow, name)
