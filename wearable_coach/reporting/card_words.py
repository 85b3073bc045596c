"""The words of a dataset card in one language: its own texts, and what each code is called."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

import yaml

from wearable_coach.rendering.labels import labels as rendering_labels
from wearable_coach.reporting.labels import labels, rule_label
from wearable_coach.sources.devices.registry import DEVICES
from wearable_coach.sources.groups import groups
from wearable_coach.sources.importers import IMPORTERS, source_names
from wearable_coach.standards.fields import told_rows
from wearable_coach.standards.labels import formula_label
from wearable_coach.standards.table import table
from wearable_coach.verification.rules import rules

Language = Literal["ko", "en"]


class CardWords(NamedTuple):
    """All that a card says in one language."""

    language: Language
    file: dict[str, Any]
    """``card_<language>.yaml``."""
    names: dict[str, dict[str, str]]
    """Group → code → what it is called."""

    @property
    def text(self) -> dict[str, str]:
        """The card's own texts, by key."""
        texts: dict[str, str] = self.file["text"]
        return texts

    def name(self, group: str, code: str) -> str:
        """Return what a code is called; a recipe's own category, or a goal in own words, is its own name."""
        return self.names[group].get(code, code)

    def unit(self, vital: str, unit: str) -> str:
        """Return the unit of a vital as the language writes it."""
        return (
            next((f.unit_en for f in told_rows() if f.name == vital), unit)
            if self.language == "en"
            else unit
        )

    def rule(self, rule: str) -> str:
        """Return what a rule of the verifier is called."""
        if self.language == "ko":
            return rule_label(rule)
        known = rules().get(rule)
        return known.means.rstrip(".") if known else rule

    def refusal(self, reason: str) -> str:
        """Return what a reason that an attempt was refused for is called.

        Args:
            reason: Such as ``contradicted:STD-BMI-001``, ``range:weight`` or ``input:range:weight``.
        """
        kind, _, of = reason.removeprefix("input:").partition(":")
        refusals = self.names["refusals"]
        called = refusals.get(kind) or refusals["input" if reason.startswith("input:") else "other"]
        about = self.rule(of) if of in rules() else self.names["fields"].get(of, "")
        return f"{called}: {about}" if about else called


@cache
def card_words(language: Language) -> CardWords:
    """Return the words of a card in a language, read once."""
    text = (files("wearable_coach.reporting") / f"card_{language}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    shared = {k: loaded[k] for k in ("levels", "caps", "lengths", "units", "refusals")}
    own = _korean() if language == "ko" else _english(loaded)
    fields = own.pop("vitals") | loaded["fields"]
    return CardWords(language, loaded, {**shared, **own, "fields": fields})


def _korean() -> dict[str, dict[str, str]]:
    of_people = rendering_labels()
    return {
        **{group: dict(labels()[group]) for group in ("categories", "strata", "splits")},
        "sources": {name: labels()["sources"][name] for name in source_names()},
        "vitals": {field.name: field.label_ko for field in told_rows()},
        "sex": {code: row["label"] for code, row in of_people["sex"].items()},
        "goal": {code: row["label"] for code, row in of_people["goal"].items()},
        "conditions": dict(table("safety")["labels_ko"]["conditions"]),
        "groups": {name: group.label_ko for name, group in groups().items()},
        "formulas": {
            code: formula_label(code) for code in table("heart_rate")["hrmax"]["selectable"]
        },
    }


def _english(loaded: dict[str, Any]) -> dict[str, dict[str, str]]:
    parts = (
        "categories",
        "strata",
        "splits",
        "vitals",
        "sex",
        "goal",
        "conditions",
        "formulas",
        "groups",
    )
    named = loaded["sources"]
    forms = {i.name: i.form for i in IMPORTERS} | {device.name: device.form for device in DEVICES}
    imported = {name: named["real"].format(form or named["table"]) for name, form in forms.items()}
    return {
        **{g: dict(loaded[g]) for g in parts},
        "sources": {"sampled": named["sampled"], **imported},
    }
