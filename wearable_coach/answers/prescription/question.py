"""The question that asks for exercise: seventeen families of wording, data layout and order."""

from __future__ import annotations

from typing import NamedTuple

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.prescription.wishes import Wishes
from wearable_coach.answers.questions import (
    data_block,
    loosen,
    profile_block,
    profile_sentence,
    profile_terse,
)
from wearable_coach.rendering.phrases import Speaker

_WORKING_AGE = range(25, 60)


class PrescriptionFrame(NamedTuple):
    """A family of questions."""

    style: str
    """Slots ``q.open.STYLE`` and ``q.ask.STYLE``."""
    layout: str
    """How the readings are told."""
    profile: str
    """sentence, block or terse."""
    order: str
    """Letters: o opening, p profile, d data, w place wished, a request."""
    loose: bool = False
    """Written in a hurry, spaces left out."""


FRAME_LIST = (
    PrescriptionFrame("chatty", "prose", "sentence", "opdwa"),
    PrescriptionFrame("terse", "terse", "terse", "opdwa", loose=True),
    PrescriptionFrame("table", "table", "block", "odpwa"),
    PrescriptionFrame("export", "export", "sentence", "odpwa"),
    PrescriptionFrame("target", "kv_ko", "sentence", "opdwa"),
    PrescriptionFrame("today", "bullets", "sentence", "opdwa"),
    PrescriptionFrame("week", "kv_ko", "block", "opdwa"),
    PrescriptionFrame("beginner", "prose", "sentence", "opwda"),
    PrescriptionFrame("formal", "table", "sentence", "opdwa"),
    PrescriptionFrame("casual", "one_line", "terse", "oapdw", loose=True),
    PrescriptionFrame("itemised", "bullets", "block", "oapdw"),
    PrescriptionFrame("worry", "prose", "sentence", "odpwa"),
    PrescriptionFrame("busy", "one_line", "sentence", "opwda"),
    PrescriptionFrame("goal", "kv_ko", "sentence", "opwda"),
    PrescriptionFrame("trainer", "kv_en", "block", "oapdw"),
    PrescriptionFrame("return", "bullets", "sentence", "opadw"),
    PrescriptionFrame("json", "json", "sentence", "odpwa"),
)
_PROFILE = {"sentence": profile_sentence, "block": profile_block, "terse": profile_terse}
_FITTING_ALL = {"beginner": "chatty", "busy": "week"}
_COMPACT = frozenset({"prose", "one_line", "terse"})


def question(brief: Brief, *, wishes: Wishes, speak: Speaker) -> str:
    """Write the question: every reading, the profile, what is wished, and the request."""
    frame = FRAME_LIST[brief.frame]
    rng, style = brief.rng, _style(brief, frame)
    terse = frame.profile == "terse"
    parts = {
        "o": speak.say(f"q.open.{style}"),
        "p": _PROFILE[frame.profile](brief.profile, rng=rng),
        "d": data_block(brief.profile, brief.vitals, layout=frame.layout, rng=rng),
        "w": _wished(wishes, speak, terse=terse),
        "a": speak.say(f"q.ask.{style}"),
    }
    if frame.loose:
        parts["p"] = loosen(parts["p"], rng)
        parts["a"] = loosen(parts["a"], rng)
    told = [parts[letter] for letter in frame.order if parts[letter]]
    if frame.layout in _COMPACT and frame.profile == "sentence" and rng.random() < 0.5:  # noqa: PLR2004 - half run on
        return " ".join(told)
    if terse and rng.random() < 0.4:  # noqa: PLR2004 - some write one line
        return ", ".join(told)
    return "\n".join(told) if terse else "\n\n".join(told)


def has_little_time(brief: Brief) -> bool:
    """Say whether the question says so."""
    return _style(brief, FRAME_LIST[brief.frame]) == "busy"


def asks_for_today(brief: Brief) -> bool:
    """Say whether the question is what to do today."""
    return FRAME_LIST[brief.frame].style == "today"


def asks_with_worry(brief: Brief) -> bool:
    """Say whether the question is one of who fears to do too much."""
    return FRAME_LIST[brief.frame].style == "worry"


def _wished(wishes: Wishes, speak: Speaker, *, terse: bool) -> str:
    names = [slot.partition(".") for slot in wishes.slots]
    said = [speak.say(f"q.{name}{'_short' if terse else ''}.{of}") for name, _, of in names]
    return (", " if terse else " ").join(said)


def _style(brief: Brief, frame: PrescriptionFrame) -> str:
    """Return the frame's style, or a neutral one where its words would not fit the person."""
    age, style = brief.profile.age, frame.style
    if style == "beginner" and (brief.profile.athlete or brief.profile.regularly_active):
        return _FITTING_ALL[style]
    if style == "busy" and (age is None or age not in _WORKING_AGE):
        return _FITTING_ALL[style]
    return style
