"""The question of a report: frames that differ in layout, opening and wording of the request."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.questions import (
    data_block,
    loosen,
    profile_block,
    profile_sentence,
    profile_terse,
)
from wearable_coach.records import Profile
from wearable_coach.rendering.phrases import phrase_book


class ReportFrame(NamedTuple):
    """One family of questions; its words are the slots ``open.NN`` and ``ask.NN``."""

    layout: str
    profile: str
    """How the profile is told: sentence, block or terse."""
    order: str
    """Order of opening (o), profile (p), data (d) and request (a)."""
    hurried: bool = False
    """Whether spaces get lost, as in hurried typing."""


_FRAMES = (
    ReportFrame("table", "sentence", "odpa"),
    ReportFrame("kv_ko", "block", "opda"),
    ReportFrame("prose", "sentence", "opda"),
    ReportFrame("terse", "terse", "dpa", hurried=True),
    ReportFrame("json", "sentence", "odpa"),
    ReportFrame("bullets", "sentence", "opda"),
    ReportFrame("one_line", "terse", "pda"),
    ReportFrame("export", "block", "odpa"),
    ReportFrame("kv_en", "sentence", "opda"),
    ReportFrame("kv_ko", "sentence", "adp"),
    ReportFrame("prose", "sentence", "odpa", hurried=True),
    ReportFrame("bullets", "block", "aopd"),
    ReportFrame("table", "block", "opda"),
    ReportFrame("one_line", "sentence", "odpa", hurried=True),
    ReportFrame("terse", "sentence", "opda"),
    ReportFrame("json", "block", "apd"),
    ReportFrame("kv_en", "terse", "pda"),
    ReportFrame("kv_ko", "terse", "odpa", hurried=True),
)
FRAMES = len(_FRAMES)
"""How many families of questions there are."""


def question(brief: Brief) -> str:
    """Ask for a report: every reading that is there and every stated profile fact is told."""
    frame = _FRAMES[brief.frame]
    parts = [text for part in frame.order if (text := _part(part, brief, frame))]
    return ("\n" if frame.profile == "terse" else "\n\n").join(parts)


def _part(part: str, brief: Brief, frame: ReportFrame) -> str:
    rng = brief.rng
    if part == "d":
        return data_block(brief.profile, brief.vitals, layout=frame.layout, rng=rng)
    if part == "p":
        text = _profile(brief.profile, frame.profile, rng)
    else:
        ways = phrase_book("questions").slots[
            f"{'open' if part == 'o' else 'ask'}.{brief.frame:02d}"
        ]
        text = ways[int(rng.random() * len(ways))]
    return loosen(text, rng) if frame.hurried and part != "p" else text


def _profile(profile: Profile, style: str, rng: Random) -> str:
    if style == "sentence":
        return profile_sentence(profile, rng=rng)
    if style == "block":
        return profile_block(profile, rng=rng)
    return profile_terse(profile, rng=rng)
