"""The sections 확인이 필요한 정보 and 근거: what is missing or contradictory, and the sources used."""

from __future__ import annotations

from functools import cache

from wearable_coach.answers.cited import cited_lines
from wearable_coach.answers.interpretation.ground import BOOKS, Ground
from wearable_coach.answers.interpretation.overall import decisive
from wearable_coach.answers.interpretation.today import Advice, hrmax_row
from wearable_coach.rendering.phrases import phrase_book
from wearable_coach.standards.fields import told_rows, vital_rows
from wearable_coach.standards.levels import SafetyLevel

_SOURCE_WAYS = 3
ACROSS = {
    "hr_below_rhr": "warn.hr_below_rhr",
    "unusual:stride": "warn.unusual_stride",
    "distance_without_steps": "warn.distance_without_steps",
    "unusual:kcal_per_kg_km": "warn.unusual_kcal_per_kg_km",
    "hr_far_above_hrmax": "warn.hr_far_above_hrmax",
    "unusual:implied_height": "warn.unusual_implied_height",
}


_LIFTING = frozenset({"beta_blocker", "hypertension"})
"""Conditions with a limit that an answer of the person's may lift; each is asked about."""


def to_check(ground: Ground) -> str:
    """Write what contradicts, what is missing and why it matters, and what else may matter."""
    bullets = [*_contradictions(ground), *_missing_vitals(ground), *_missing_profile(ground)]
    conditions, symptoms = ground.brief.profile.conditions, ground.brief.profile.symptoms
    asked = [ground.say(f"miss.{c}") for c in conditions if c in _LIFTING]
    bullets += asked
    if symptoms or not asked:
        bullets.append(ground.say(_last_slot(ground)))
    return "\n".join(f"- {b}" for b in bullets)


def _contradictions(ground: Ground) -> list[str]:
    out = []
    for code in ground.brief.facts.warnings:
        if code in ACROSS:
            out.append(ground.say(ACROSS[code]))
        elif code.startswith("unusual:"):
            field = vital_rows().get(code.removeprefix("unusual:"))
            if field is not None and not _retaken(ground, field.name):
                words, value = field.words, ground.values[field.words.slot]
                out.append(ground.say("warn.unusual", name=words.short_ko, value=value))
    return out


def _retaken(ground: Ground, field: str) -> bool:
    """Say whether the day's acts have this reading taken again already, with what each result asks for."""
    first, _ = decisive(ground)
    return field == "oxygen_saturation" and any(code.startswith("spo2") for code in first)


def _missing_vitals(ground: Ground) -> list[str]:
    missing = [f.name for f in told_rows() if f.words.slot not in ground.values]
    known = {"weight", "height"} <= ground.values.keys()  # who told both is not asked for the BMI
    slots = ("miss.bmi_known" if name == "bmi" and known else f"miss.{name}" for name in missing)
    return [ground.say(slot) for slot in slots]


def _missing_profile(ground: Ground) -> list[str]:
    profile, facts = ground.brief.profile, ground.brief.facts
    exercising = facts.max_intensity_allowed != "none"
    out = []
    if profile.age is None:
        asks_bpm = exercising and not ground.invalid
        out.append(ground.say("miss.age" if asks_bpm else "miss.age_only"))
    if profile.baseline_rhr is None:
        out.append(ground.say("miss.baseline"))
    if profile.hr_context is None and "hr" in ground.values:
        out.append(ground.say("miss.context"))
    if profile.regularly_active is None and not ground.minor:
        out.append(ground.say("miss.active" if exercising else "miss.active_only"))
    return out


def _last_slot(ground: Ground) -> str:
    profile = ground.brief.profile
    if profile.symptoms:
        return _of_symptoms(ground)
    if profile.conditions == ("pregnancy",):
        return "miss.pregnancy"
    return "miss.condition_more" if profile.conditions else "miss.unsaid"


def _of_symptoms(ground: Ground) -> str:
    """Ask about what was told by its kind: an illness, what comes with exertion, what is felt of the heart."""
    told = frozenset(ground.brief.profile.symptoms)
    kinds = (
        ("exertional_symptom" in told, "exertional"),
        ("fever" in told, "fever"),
        (ground.ill, "ill"),
        (bool(told & {"palpitations", "dizziness"}), "felt"),
    )
    return f"miss.symptom_{next((kind for applies, kind in kinds if applies), 'more')}"


def sources(ground: Ground, advice: Advice) -> str:
    """List the sources that the report used, a line for what rests on them."""
    used = dict.fromkeys([*_standing(ground), *advice.sources])
    if _acsm_screened(ground):
        used["acsm_2015"] = None
    way = int(ground.brief.rng.random() * _SOURCE_WAYS)
    cited = {_subject(key, way): [key] for key in _ORDER if key in used}
    if "karvonen_1957" in used:
        cited[_subject("karvonen_1957", way)].append(hrmax_row(ground)["source"])
    if not cited or ground.level > SafetyLevel.PROCEED:
        cited[_subject("policy_base", way)] = ["policy"]
    return cited_lines(cited)


@cache
def _subject(key: str, way: int) -> str:
    text: str = phrase_book(*BOOKS).slots[f"src.{key}"][way]
    return text


_ORDER = (
    "acsm_getp11",
    "acsm_2015",
    "who_2020",
    "karvonen_1957",
    "buchheit_2014",
    "nsf_2015",
    "milewski_2014",
    "tudor_locke_2004",
    "ksso_2022",
)


def _standing(ground: Ground) -> list[str]:
    """Return the sources of the classes and of the change, as far as they were told."""
    facts, values, adult = ground.brief.facts, ground.values, not ground.minor
    share = facts.hr.pct_hrr if facts.hr is not None and facts.hr.acsm_class else None
    classed = share is not None and share >= 0 and "hr_far_above_hrmax" not in ground.odd
    told = {
        "acsm_getp11": classed,
        "karvonen_1957": classed,
        "buchheit_2014": facts.rhr_delta_bpm is not None and "hr_below_rhr" not in ground.odd,
        "nsf_2015": adult and "sleep" in values,
        "milewski_2014": facts.milewski_population_match,
        "tudor_locke_2004": adult and "steps" in values and not ground.steps_hold,
        "ksso_2022": adult and "bmi" in values,
    }
    return [key for key, used in told.items() if used]


def _acsm_screened(ground: Ground) -> bool:
    decision = ground.brief.facts.screening
    return ground.level < SafetyLevel.CONTACT and decision in (
        "stop_and_clearance",
        "clearance_before_any_exercise",
    )
