"""Fine-tuning on this machine, as a Prefect block."""

from __future__ import annotations

from pathlib import Path

from prefect.blocks.core import Block
from pydantic import Field

from backends.local.base_model import TINY
from backends.local.finetuner import LocalFineTuner, LocalOptions
from wearable_coach.input_files import expanded


class LocalTraining(Block):
    """Local training that a flow can name."""

    _block_type_name = "Local training"
    _block_type_slug = "wearable-coach-local-training"
    _description = "LoRA fine-tuning in worker processes on this machine."

    jobs: str = Field(description="Folder of the jobs; made when first written to")
    base: str = Field(TINY, description="'tiny', or a folder with a Llama model")
    threads: int = Field(0, description="Threads of torch; 0: the cores at hand", ge=0)
    checkpoint_every: int = Field(100, description="Steps between checkpoints [count]", ge=1)
    quantize: bool = Field(
        default=False, description="QLoRA: the base in 4 bits, for a CUDA card of 16 GB"
    )

    def open(self) -> LocalFineTuner:
        """Return the fine-tuner."""
        options = LocalOptions(
            threads=self.threads, checkpoint_every=self.checkpoint_every, quantize=self.quantize
        )
        return LocalFineTuner(expanded(Path(self.jobs)), base=self.base, options=options)
