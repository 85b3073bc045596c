"""A few composed rows that pass the gate, and a plan that they meet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

from wearable_coach.answers import composers
from wearable_coach.dataset.plan import RowSpec, families_of
from wearable_coach.dataset.rows import RowSettings, generate_row
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import GatePlan, Kind, Message, Row, Vitals
from wearable_coach.rendering.phrases import VOICES
from wearable_coach.rendering.prompts import system_prompts
from wearable_coach.standards.fields import vital_rows

KINDS: tuple[Kind, ...] = ("health_interpretation", "exercise_recommendation", "coaching")
_STRATA = ("normal", "sleep_short")
_SPLITS = {"train": 0.8, "valid": 0.2}


def good_rows(count: int = 60, *, seed: int = 1) -> list[Row]:
    """Return rows that pass the gate; every fifth is for validation."""
    return list(_composed(count, seed))


@cache
def _composed(count: int, seed: int) -> tuple[Row, ...]:
    settings = RowSettings(seed, dict(system_prompts()), DEFAULT_FORMULA)
    return tuple(generate_row(spec_of(i), settings).row for i in range(count))


def spec_of(index: int) -> RowSpec:
    """Return what the row at a place is to be: kinds and strata in turn, every fifth for validation."""
    kind, stratum = KINDS[index % len(KINDS)], _STRATA[index // 3 % len(_STRATA)]
    split = "valid" if index % 5 == 4 else "train"
    frames = families_of(split, composers.frames(kind), _SPLITS)
    voices = families_of(split, VOICES, _SPLITS)
    return RowSpec(
        row_id=f"{kind}-{index:06d}",
        category=kind,
        kind=kind,
        place=index,
        stratum=stratum,
        split=split,
        person=f"{kind}/{stratum}/{split}/{index // 30}",
        frame=frames[index // 3 % len(frames)],
        voice=voices[index // 3 % len(voices)],
    )


def plan_for(rows: Sequence[Row], **changes: Any) -> GatePlan:
    """Return the plan that these rows meet exactly."""
    strata: dict[str, Counter[str]] = defaultdict(Counter)
    splits: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        strata[row.category][row.stratum] += 1
        splits[row.split][row.category] += 1
    return GatePlan(
        hrmax_formula=DEFAULT_FORMULA,
        category_counts=dict(Counter(r.category for r in rows)),
        stratum_counts={k: dict(v) for k, v in strata.items()},
        split_counts=dict(Counter(r.split for r in rows)),
        split_category_counts={k: dict(v) for k, v in splits.items()},
        **changes,
    )


def changed(row: Row, **changes: Any) -> Row:
    """Return the row with other fields, unchecked, so that bad rows can be made."""
    return row.model_copy(update=changes)


def with_vitals(row: Row, **changes: Any) -> Row:
    """Return the row with other readings, which its question tells too."""
    vitals = row.vitals.model_copy(update=changes)
    return with_question(changed(row, vitals=vitals), _question(vitals))


def with_answer(row: Row, answer: str) -> Row:
    """Return the row with another last answer."""
    return changed(row, messages=(*row.messages[:-1], Message(role="assistant", content=answer)))


def with_question(row: Row, question: str) -> Row:
    """Return the row with another first question."""
    system, _, *rest = row.messages
    return changed(row, messages=(system, Message(role="user", content=question), *rest))


def _question(vitals: Vitals) -> str:
    told = (f"{vital_rows()[k].label_ko} {v}" for k, v in vitals if v is not None)
    return "오늘 제 기록이에요. " + ", ".join(told)
