"""How a reason says a number, a class or a list of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from wearable_coach.standards.fields import vital_rows
from wearable_coach.standards.labels import COMPARATORS, class_labels
from wearable_coach.verification.labels import LABELS

_UNITS = {
    "baseline_rhr": "bpm",
    "hrmax": "bpm",
    "hrr": "bpm",
    "rhr_delta": "bpm",
    "age": "세",
    "height_cm": "cm",
    "pct_hrr": "%",
    "pct_hrmax": "%",
    "stride": "m",
}


def plain(value: Decimal | int) -> str:
    """Write a number with two decimals at most and no closing zeros: 8.8781… as 8.88."""
    written = f"{value:.2f}"
    return written.rstrip("0").rstrip(".")


def plain_list(values: Iterable[Decimal | int]) -> str:
    """Write numbers in their order: 3, 4, 5."""
    return ", ".join(plain(v) for v in sorted(map(Decimal, values)))


def with_unit(field: str, written: str) -> str:
    """Write a field's value with its unit: 66bpm."""
    row = vital_rows().get(field)
    unit = "" if row is None or field == "bmi" else row.unit
    return f"{written}{_UNITS.get(field, unit)}"


def signed(value: Decimal | int) -> str:
    """Write a difference with its sign: +12, −3, 0."""
    if value == 0:
        return "0"
    return f"{'+' if value > 0 else '−'}{plain(abs(Decimal(value)))}"


def edge_words(written: str, op: str) -> str:
    """Write a threshold: 60 이상."""
    return f"{written} {COMPARATORS.get(op, op)}"


def named(field: str, classes: Collection[str]) -> str:
    """Name classes of a field as the standards do, in quotes."""
    known = class_labels(field)
    order = list(known)
    ranked = sorted(classes, key=lambda c: order.index(c) if c in order else len(order))
    return ", ".join(f"‘{known.get(c, c)}’" for c in ranked)


def right_class(field: str, actual: str, label: str = "") -> str:
    """Say which class is the right one."""
    return f"{label or LABELS.get(field, field)}: 맞는 분류는 {named(field, [actual])}"
