"""Telling the profile in a question: as sentences, as key–value lines or in a terse line."""

from __future__ import annotations

from functools import cache
from random import Random

from wearable_coach.answers.past import means_told
from wearable_coach.records import Profile
from wearable_coach.rendering.josa import josa
from wearable_coach.rendering.labels import label, said
from wearable_coach.rendering.numbers_ko import plain
from wearable_coach.rendering.phrases import phrase_book
from wearable_coach.standards.past_days import mean_of_days

_TELL_MODERATE = 0.25
_PAST_VALUES = {"basis": "{basis}일 중앙값", "week": "{means}"}
_NOTHING: frozenset[str] = frozenset()


@cache
def _ways(slot: str) -> tuple[str, ...]:
    return tuple(phrase_book("questions").slots[slot])


def _pick(rng: Random, ways: tuple[str, ...]) -> str:
    return ways[int(rng.random() * len(ways))]


def _tells_desired(profile: Profile, rng: Random) -> bool:
    return profile.desired_intensity != "moderate" or rng.random() < _TELL_MODERATE


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def profile_sentence(profile: Profile, *, rng: Random, skip: frozenset[str] = _NOTHING) -> str:
    """Tell what the profile states in 해요체 sentences.

    Args:
        profile: The person; None, and what is not so, goes untold.
        rng: Chooses the wording.
        skip: Names of profile fields that the question leaves out.

    Returns:
        One paragraph; empty when nothing is stated.
    """
    p = profile
    out = [*_person(p, rng, skip), *_habits(p, rng, skip)]
    out += _wishes(p, rng, skip)
    if "conditions" not in skip:
        out += [_ended(_pick(rng, said("conditions", c))) for c in p.conditions]
    if "symptoms" not in skip:
        out += [_ended(_pick(rng, said("symptoms", s))) for s in p.symptoms]
    return " ".join(out)


def _person(p: Profile, rng: Random, skip: frozenset[str]) -> list[str]:
    out = []
    sex = None if p.sex is None or "sex" in skip else label("sex", p.sex)
    age = None if "age" in skip else p.age
    if age is not None or sex is not None:
        slot = "tell.age_sex" if age is not None and sex else "tell.sex" if sex else "tell.age"
        out.append(_pick(rng, _ways(slot)).format(age=age, sex_label=sex))
    if p.height_cm is not None and "height_cm" not in skip:
        out.append(_pick(rng, _ways("tell.height")).format(height=plain(p.height_cm)))
    return out


def _habits(p: Profile, rng: Random, skip: frozenset[str]) -> list[str]:
    out = []
    if p.regularly_active is not None and "regularly_active" not in skip:
        out.append(_pick(rng, _ways("tell.active" if p.regularly_active else "tell.inactive")))
    if p.athlete and "athlete" not in skip:
        out.append(_pick(rng, _ways("tell.athlete")))
    if p.baseline_rhr is not None and "baseline_rhr" not in skip:
        out.append(_pick(rng, _ways("tell.baseline")).format(baseline=p.baseline_rhr))
    out += [
        _pick(rng, _ways(f"tell.{slot}")).format(**values)
        for slot, values in _past(p)
        if "past" not in skip
    ]
    if p.hr_context is not None and "hr_context" not in skip:
        context = _pick(rng, said("hr_context", p.hr_context))
        out.append(_pick(rng, _ways("tell.context")).format(context=context))
    return out


def _past(p: Profile) -> list[tuple[str, dict[str, object]]]:
    """Return slot and values of what is told of the days before."""
    basis = None if p.past is None else p.past.baseline_days
    told: list[tuple[str, dict[str, object]]] = []
    if basis is not None:
        told.append(("basis", {"basis": basis}))
    if means := means_told(p):
        values = {"days": mean_of_days(), "means": means, "means_are": josa(means, "예요")}
        told.append(("week", values))
    return told


def _wishes(p: Profile, rng: Random, skip: frozenset[str]) -> list[str]:
    out = []
    if p.goal is not None and "goal" not in skip:
        goal = _pick(rng, said("goal", p.goal))
        out.append(_pick(rng, _ways("tell.goal")).format(goal=goal, goal_is=josa(goal, "예요")))
    if "desired_intensity" not in skip and _tells_desired(p, rng):
        desired = _pick(rng, said("intensity", p.desired_intensity))
        out.append(_pick(rng, _ways("tell.desired")).format(desired=desired))
    return out


def profile_block(
    profile: Profile, *, rng: Random, skip: frozenset[str] = _NOTHING, dash: str = ""
) -> str:
    """Tell what the profile states in key–value lines, symptoms and conditions in words.

    Args:
        profile: The person; None, and what is not so, goes untold.
        rng: Chooses the wording.
        skip: Names of profile fields that the question leaves out.
        dash: What a line begins with, e.g. ``"- "``.

    Returns:
        Lines ``key: value``; empty when nothing is stated.
    """
    rows = [
        (_pick(rng, _ways(f"block.{slot}")).format(days=mean_of_days()), value)
        for field, slot, value in _block_rows(profile, rng)
        if field not in skip
    ]
    return "\n".join(f"{dash}{key}: {value}" for key, value in rows)


def _block_rows(p: Profile, rng: Random) -> list[tuple[str, str, str]]:
    """Return field, slot and value of all that is stated."""
    context = p.hr_context and _pick(rng, said("hr_context", p.hr_context)) + " 값"
    active = None if p.regularly_active is None else ("함" if p.regularly_active else "안 함")
    desired = label("intensity", p.desired_intensity) if _tells_desired(p, rng) else None
    past = [("past", slot, _PAST_VALUES[slot].format(**values)) for slot, values in _past(p)]
    rows = (
        ("age", "age", None if p.age is None else f"{p.age}세"),
        ("sex", "sex", p.sex and label("sex", p.sex)),
        ("height_cm", "height", p.height_cm and f"{plain(p.height_cm)}cm"),
        ("baseline_rhr", "baseline", p.baseline_rhr and f"{p.baseline_rhr}bpm"),
        *past,
        ("hr_context", "context", context),
        ("regularly_active", "active", active),
        ("athlete", "athlete", "선수" if p.athlete else None),
        ("goal", "goal", p.goal and _pick(rng, said("goal", p.goal))),
        ("desired_intensity", "desired", desired),
        (
            "conditions",
            "conditions",
            ", ".join(_pick(rng, said("conditions", c)) for c in p.conditions),
        ),
        ("symptoms", "symptoms", ", ".join(_pick(rng, said("symptoms", s)) for s in p.symptoms)),
    )
    return [(field, slot, str(value)) for field, slot, value in rows if value]


def profile_terse(profile: Profile, *, rng: Random, skip: frozenset[str] = _NOTHING) -> str:
    """Tell what the profile states in one terse line: ``45세 남, 170cm, 운동 꾸준히 함``."""
    p, out = profile, []
    values: list[tuple[str, str, bool, dict[str, object]]] = [
        ("age", "short.age", p.age is not None, {"age": p.age}),
        (
            "height_cm",
            "short.height",
            p.height_cm is not None,
            {"height": p.height_cm and plain(p.height_cm)},
        ),
        (
            "baseline_rhr",
            "short.baseline",
            p.baseline_rhr is not None,
            {"baseline": p.baseline_rhr},
        ),
        (
            "regularly_active",
            "short.active" if p.regularly_active else "short.inactive",
            p.regularly_active is not None,
            {},
        ),
        ("athlete", "short.athlete", p.athlete, {}),
    ]
    out = [
        _pick(rng, _ways(slot)).format(**fields)
        for name, slot, stated, fields in values
        if stated and name not in skip
    ]
    out += [
        _pick(rng, _ways(f"short.{slot}")).format(**values)
        for slot, values in _past(p)
        if "past" not in skip
    ]
    if p.sex is not None and "sex" not in skip:
        out.insert(1 if out else 0, _pick(rng, said("sex", p.sex)))
    if p.hr_context is not None and "hr_context" not in skip:
        context = _pick(rng, said("hr_context", p.hr_context))
        out.append(_pick(rng, _ways("short.context")).format(context=context))
    if p.goal is not None and "goal" not in skip:
        out.append(_pick(rng, _ways("short.goal")).format(goal=_pick(rng, said("goal", p.goal))))
    if "desired_intensity" not in skip and _tells_desired(p, rng):
        desired = _pick(rng, said("intensity", p.desired_intensity))
        out.append(_pick(rng, _ways("short.desired")).format(desired=desired))
    out += [] if "conditions" in skip else [_pick(rng, said("conditions", c)) for c in p.conditions]
    out += [] if "symptoms" in skip else [_pick(rng, said("symptoms", s)) for s in p.symptoms]
    return ", ".join(out)
