"""What pages and artifacts call the codes that a reader meets."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from wearable_coach.sources.devices.registry import DEVICES
from wearable_coach.sources.importers import IMPORTERS
from wearable_coach.verification.rules import rules


@cache
def labels() -> dict[str, dict[str, str]]:
    """Return ``labels_ko.yaml``: group → code → label; importers say what they are called."""
    text = (files("wearable_coach.reporting") / "labels_ko.yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = yaml.safe_load(text)
    loaded["sources"] |= {importer.name: importer.label_ko for importer in IMPORTERS}
    loaded["sources"] |= {device.name: device.label_ko for device in DEVICES}
    return loaded


def label(group: str, code: str) -> str:
    """Return the label of a code of this product.

    Raises:
        KeyError: there is no such group, or no such code in it.
    """
    return labels()[group][code]


def value_label(dimension: str, value: str) -> str:
    """Return what a value of a breakdown is called; a recipe's own category is its own label.

    Args:
        dimension: category, stratum, source, set or split.
        value: Such as ``coaching``, ``bmi_obese_1``, ``sampled``, ``valid``.
    """
    groups = {
        "category": ("categories",),
        "stratum": ("strata", "drills"),
        "source": ("sources",),
        "set": ("sets",),
        "split": ("splits",),
    }[dimension]
    return next((labels()[g][value] for g in groups if value in labels()[g]), value)


def rule_label(rule: str) -> str:
    """Return what a rule of the verifier is called; one that it does not know is called by its id."""
    known = rules().get(rule)
    return known.label_ko if known else rule
