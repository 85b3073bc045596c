"""Reading the tables: each is loaded once, when first asked for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def table(name: str) -> dict[str, Any]:
    """Return the table `name`, as in ``tables/<name>.yaml``.

    Raises:
        FileNotFoundError: there is no such table.
    """
    path = files("wearable_coach.standards") / "tables" / f"{name}.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    return loaded


def table_names() -> list[str]:
    """Return the names of all tables, sorted."""
    folder = files("wearable_coach.standards") / "tables"
    return sorted(
        p.name.removesuffix(".yaml") for p in folder.iterdir() if p.name.endswith(".yaml")
    )
