"""The targets that an answer gives: the day's own, where the text says them and the verifier supports it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wearable_coach.records import Intensity, Verdict
from wearable_coach.serving.structured import IntensityTarget
from wearable_coach.standards.facts import Facts
from wearable_coach.standards.intensity import intensity_classes, shown_hrr_pct
from wearable_coach.standards.levels import cap_of
from wearable_coach.standards.table import table

_NUMBER = re.compile(r"[0-9]+")
_INTENSITIES: tuple[Intensity, ...] = ("light", "moderate", "vigorous")
_Ranges = set[tuple[int, ...]]


def said_targets(
    text: str, verdicts: Sequence[Verdict], facts: Facts, *, cap: str
) -> tuple[IntensityTarget, ...]:
    """Return by what a text tells to know each intensity.

    Args:
        text: The answer.
        verdicts: What the verifier said of it.
        facts: The day's.
        cap: The highest intensity that the answer allows: of what lies above there is no target.
    """
    bpm, rpe = _ranges(verdicts, "target:bpm"), _ranges(verdicts, "rpe")
    found = (
        _target(text, intensity, bpm, rpe, facts)
        for intensity in _INTENSITIES
        if cap_of(intensity) <= cap_of(cap)
    )
    return tuple(target for target in found if target is not None)


def _ranges(verdicts: Sequence[Verdict], claim: str) -> _Ranges:
    return {
        tuple(map(int, _NUMBER.findall(v.span)))
        for v in verdicts
        if v.claim.startswith(claim) and v.verdict == "supported"
    }


def _target(
    text: str, intensity: Intensity, bpm: _Ranges, rpe: _Ranges, facts: Facts
) -> IntensityTarget | None:
    said: dict[str, object] = {}
    if facts.hr is not None:
        low, high = (facts.hr.target_bpm(share) for share in shown_hrr_pct(intensity))
        if (low, high) in bpm:
            said |= {"low_bpm": low, "high_bpm": high}
            said |= {"method": "karvonen", "hrmax_formula": facts.hr.formula}
    felt = tuple(intensity_classes()[intensity]["rpe"])
    if felt in rpe:
        said |= {"rpe_low": felt[0], "rpe_high": felt[1]}
    talk: str = table("intensity")["talk_test"][intensity]
    if talk in text:
        said["talk_test_ko"] = talk
    return IntensityTarget.model_validate({"intensity": intensity, **said}) if said else None
