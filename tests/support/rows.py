"""Small synthetic rows of the right form, and a plan that they meet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from random import Random
from typing import Any

from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import GatePlan, Kind, Message, Profile, Row, Vitals
from wearable_coach.rendering.prompts import system_prompts
from wearable_coach.standards.table import table

KINDS: tuple[Kind, ...] = ("health_interpretation", "exercise_recommendation", "coaching")
_STRATA = ("normal", "sleep_short")
_SYLLABLES = "가나다라마바사아자차카타파하고노도로모보소오조초코토포호구누두루무부수우주추쿠투푸후"
_WORDS_AN_ANSWER = 180
_COACHING_WORDS = 40


def good_rows(count: int = 60, *, seed: int = 1) -> list[Row]:
    """Return rows that pass the gate; every fifth is for validation."""
    return [_row(i, Random(f"{seed}/{i}")) for i in range(count)]


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


def _row(index: int, rng: Random) -> Row:
    kind = KINDS[index % len(KINDS)]
    split = "valid" if index % 5 == 4 else "train"
    vitals = _vitals(rng)
    messages = (
        Message(role="system", content=system_prompts()[kind]),
        Message(role="user", content=_question(vitals)),
        Message(role="assistant", content=_answer(kind, vitals, rng)),
    )
    return Row(
        row_id=f"{kind}-{index:06d}",
        category=kind,
        kind=kind,
        stratum=_STRATA[index // 3 % len(_STRATA)],
        split=split,
        source="sampled",
        person_id=f"person-{split}-{index // 2}",
        template_family=f"{kind}/{split}/{index % 4}",
        profile=Profile(age=45, sex="F", hr_context="rest", baseline_rhr=60),
        vitals=vitals,
        facts='{"valid": true}',
        messages=messages,
        verdicts='[["value:resting_heart_rate","supported","VER-VALUE-001","",2,0,5]]',
        claims=1,
    )


def _vitals(rng: Random) -> Vitals:
    steps, height_m, bmi = rng.randint(3000, 14000), 1.68, round(rng.uniform(19, 27), 1)
    weight = round(bmi * height_m**2, 1)
    distance = round(steps * 0.0007, 2)
    resting = rng.randint(52, 75)
    return Vitals(
        heart_rate=resting + rng.randint(2, 20),
        resting_heart_rate=resting,
        sleep_hr=rng.choice([6.0, 6.5, 7.25, 8.0]),
        steps=steps,
        distance_km=distance,
        active_calories=int(weight * distance * 0.8) + 1,
        oxygen_saturation=rng.randint(95, 99),
        weight=weight,
        bmi=bmi,
    )


def _question(vitals: Vitals) -> str:
    return "오늘 제 기록이에요. " + ", ".join(f"{k}: {v}" for k, v in vitals if v is not None)


def _answer(kind: Kind, vitals: Vitals, rng: Random) -> str:
    order = next(iter(table("answer_format")[kind].values()), None)
    if order is None:
        return f"{_prose(rng, _COACHING_WORDS)} 안정시 심박수 {vitals.resting_heart_rate}bpm이에요."
    a_section = _WORDS_AN_ANSWER // len(order)
    return "\n\n".join(f"## {title}\n{_prose(rng, a_section)}" for title in order)


def _prose(rng: Random, words: int) -> str:
    made = ("".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))) for _ in range(words))
    return " ".join(made) + "."
