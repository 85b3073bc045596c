"""Prefect blocks: what an operator configures once and names in a flow."""

from blocks.dataset_store import DatasetStore

__all__ = ["DatasetStore"]
