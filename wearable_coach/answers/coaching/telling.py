"""Telling what a user knows, in everyday words: whole sentences, or short labels."""

from __future__ import annotations

from collections.abc import Sequence

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.past import means_told
from wearable_coach.records import VITAL_FIELDS
from wearable_coach.rendering.numbers_ko import hours
from wearable_coach.rendering.phrases import Speaker, phrase_book
from wearable_coach.standards.safety import has_red_flag

_NAME = "name."
_SYMPTOM = "symptom."
_TOGETHER_SHARE = 0.7
OVER_WATCH = "over_watch"
"""Telling a night otherwise than the watch has it; it is told alone."""
_DISPUTES_SHARE = 0.15
_OFF_BY_H = (1.5, 3.4)
"""How far the watch is off [h]."""
_NIGHT_H = (2.0, 11.5)


def told_items(brief: Brief) -> list[str]:
    """Return what the first question must tell, in the order of telling.

    Symptoms come first when one of them is a red flag; they are marked, for they have no label.
    """
    p = brief.profile
    symptoms = [_SYMPTOM + s for s in p.symptoms]
    person = [] if p.age is None and p.sex is None else ["who_am_i"]
    habits = [] if p.regularly_active is None else ["active" if p.regularly_active else "inactive"]
    if p.athlete:
        habits.append("athlete")
    wishes = ["vigorous"] if p.desired_intensity == "vigorous" else []
    if p.goal is not None:
        wishes.append("goal")
    readings = brief.vitals.__dict__
    vitals: list[str] = []
    for name in VITAL_FIELDS:
        if readings[name] is None:
            continue
        vitals.append(name)
        if name == "resting_heart_rate" and p.baseline_rhr is not None:
            vitals.append("baseline_rhr")
    if means_told(p):
        vitals.append("week")
    if p.height_cm is not None:
        vitals.append("height_cm")
    rest = [*person, *p.conditions, *habits, *wishes, *vitals]
    return [*symptoms, *rest] if has_red_flag(p) else [*rest, *symptoms]


def disputes_watch(brief: Brief, speaker: Speaker) -> bool:
    """Draw whether the user tells a night otherwise than the watch, and let the speaker know what the watch has."""
    slept, rng = brief.vitals.sleep_hr, speaker.rng
    if slept is None or rng.random() >= _DISPUTES_SHARE:
        return False
    off = _OFF_BY_H[0] + (_OFF_BY_H[1] - _OFF_BY_H[0]) * rng.random()
    other = slept - off if slept - off >= _NIGHT_H[0] else slept + off
    if not _NIGHT_H[0] <= other <= _NIGHT_H[1]:
        return False
    speaker.know(other=hours(round(other, 1)))
    return True


def prose(items: Sequence[str], speaker: Speaker) -> str:
    """Tell the items in sentences, two at a time where they go together."""
    out: list[str] = []
    at = 0
    while at < len(items):
        item = items[at]
        following = items[at + 1] if at + 1 < len(items) else None
        if (
            following is not None
            and not item.startswith(_SYMPTOM)
            and not following.startswith(_SYMPTOM)
            and OVER_WATCH not in {item, following}
            and speaker.rng.random() < _TOGETHER_SHARE
        ):
            out.append(f"{speaker.say(item + '.m')}, {_sentence(following, speaker)}.")
            at += 2
        else:
            out.append(_sentence(item, speaker) + ".")
            at += 1
    return " ".join(out)


def _sentence(item: str, speaker: Speaker) -> str:
    return speaker.say(item.removeprefix(_SYMPTOM) + ".s")


def labels(items: Sequence[str], speaker: Speaker) -> list[str]:
    """Tell the items as labels with values: ``수면 5.2시간``, ``증상: 열``."""
    return [_label(item, speaker) for item in items]


def _label(item: str, speaker: Speaker) -> str:
    if item.startswith(_SYMPTOM):
        name = phrase_book("coaching_words").slots[_NAME + item.removeprefix(_SYMPTOM)][0]
        return f"증상: {name}"
    return speaker.say(item + ".k")
