"""Where datasets are published, as a Prefect block."""

from __future__ import annotations

from pathlib import Path

from prefect.blocks.core import Block
from pydantic import Field

from wearable_coach.store import LocalStore, Store


class DatasetStore(Block):
    """A dataset store that a flow can name: ``block:nightly``."""

    _block_type_name = "Dataset store"
    _block_type_slug = "wearable-coach-dataset-store"
    _description = "Where wearable-coach publishes dataset versions."

    folder: str = Field(description="Folder of the store; made when first written to")

    def open(self) -> Store:
        """Return the store."""
        return LocalStore(Path(self.folder).expanduser())
