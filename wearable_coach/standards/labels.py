"""What a code of the standards is called in Korean: classes, intensities, screening, withheld targets."""

from __future__ import annotations

from functools import cache

from wearable_coach.formulas import HrmaxFormula
from wearable_coach.standards.fields import class_tables
from wearable_coach.standards.intensity import intensity_classes
from wearable_coach.standards.numbers import bands
from wearable_coach.standards.table import table

_DERIVED = {"bmi_who": ("body", "who"), "rhr_delta": ("heart_rate", "delta")}
"""(table, key) of the classes of what is no vital itself."""
_INTENSITIES = frozenset({"intensity", "pct_hrr", "pct_hrmax", "mets", "rpe"})
COMPARATORS = {"ge": "이상", "gt": "초과", "le": "이하", "lt": "미만"}


@cache
def class_labels(field: str) -> dict[str, str]:
    """Return class → label of a field that the tables divide into classes; empty of any other.

    Args:
        field: bmi, bmi_who, steps, resting_heart_rate, rhr_delta, oxygen_saturation, sleep_hr,
            or intensity (as are pct_hrr, pct_hrmax, mets and rpe).
    """
    where = class_tables().get(field) or _DERIVED.get(field)
    if where is not None:
        return dict(bands(*where).labels_ko)
    if field == "sleep_hr":
        return dict(table("sleep")["classes"])
    if field in _INTENSITIES:
        return {name: row["label_ko"] for name, row in intensity_classes().items()}
    return {}


def cap_label(level: str) -> str:
    """Return what a cap of intensity is called.

    Raises:
        KeyError: there is no such cap.
    """
    return _label("caps", level)


def formula_label(formula: HrmaxFormula) -> str:
    """Return what a formula for maximal heart rate is called, with its numbers."""
    hrmax = table("heart_rate")["hrmax"]
    row = hrmax["formulas"][hrmax["selectable"][formula]]
    return f"{row['label_ko']} ({row['written_ko']})"


def screening_label(decision: str) -> str:
    """Return what a decision of the screening is called.

    Raises:
        KeyError: there is no such decision.
    """
    return _label("screening", decision)


def withheld_label(why: str | None) -> str:
    """Return why no target in bpm is given, with the conditions that it names.

    Raises:
        KeyError: there is no such reason.
    """
    if why is None:
        return ""
    name, _, conditions = why.partition(":")
    label = _label("targets_withheld", name)
    if not conditions:
        return label
    known = table("safety")["labels_ko"]["conditions"]
    named = ", ".join(known[c] for c in conditions.split(","))
    return f"{named}: {label}"


def _label(group: str, code: str) -> str:
    text: str = table("labels")[group][code]
    return text
