"""What is known of the devices' exports: ``formats.yaml``, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def formats() -> dict[str, Any]:
    """Return ``formats.yaml``."""
    text = files(__package__).joinpath("formats.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader
    return loaded


def gathering() -> dict[str, Any]:
    """Return the numbers by which readings become days."""
    rows: dict[str, Any] = formats()["gathering"]
    return rows
