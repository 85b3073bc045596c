"""What an answer must hold as a whole: its sections in order, 119, medical contact, no self-contradiction."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wearable_coach.records import Kind, Verdict
from wearable_coach.standards.answer_format import section_order
from wearable_coach.standards.table import table
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.meaning.helping import AMBULANCE

FORMAT_RULE = "FMT-SEC-001"


_POLITE = re.compile(r"(?:요|죠|까|다|지요)[.!?)\"'’”\]]*\s*$")


def judge_structure(
    lines: list[str], evidence: Evidence, kind: Kind, message: int = 0
) -> list[Verdict]:
    """Judge the sections of an answer, given its lines."""
    wanted = section_order(kind, level=evidence.facts.safety_level, cap=evidence.cap)
    if not wanted:
        return []
    return [_sections(lines, wanted)._replace(message=message)]


def _sections(lines: list[str], wanted: tuple[str, ...]) -> Verdict:
    headings = tuple(line[3:].strip() for line in lines if line[:3] == "## ")
    if headings == wanted:
        return Verdict("structure:sections", "supported", FORMAT_RULE, "", "")
    missing = [s for s in wanted if s not in headings]
    extra = [s for s in headings if s not in wanted]
    reason = (
        f"빠진 항목: {', '.join(missing)}"
        if missing
        else f"남는 항목: {', '.join(extra)}"
        if extra
        else "항목의 순서가 달라요"
    )
    return Verdict(
        "structure:sections",
        "unsupported" if not headings else "contradicted",
        FORMAT_RULE,
        headings[0] if headings else "",
        reason,
    )


def judge_safety(
    text: str, evidence: Evidence, acts: Sequence[tuple[int, frozenset[str]]], message: int = 0
) -> list[Verdict]:
    """Judge that an emergency says 119 first and level 3 sends to medical care.

    Args:
        text: The answer.
        evidence: What is known of the day.
        acts: The help that its clauses send to, each with where the clause starts.
        message: Index of the message.
    """
    level = evidence.facts.safety_level
    if level == 4:  # noqa: PLR2004 - emergency
        row = table("safety")
        number = str(row["emergency_number"])
        within = row["emergency_within_chars"]
        called = any(AMBULANCE in act and start <= within for start, act in acts)
        place = text.find(number, 0, within) if called else -1
        span = (place, place + len(number)) if place >= 0 else None
        missing = f"응급(4단계)인데 {number}를 먼저 말하지 않아요"
        return [_required(number, "STD-SAFE-004", text, span, missing, message)]
    if level == 3:  # noqa: PLR2004 - medical contact
        sent = next((start for start, act in acts if act), None)
        span = None if sent is None else (sent, min(sent + _SHOWN, len(text)))
        missing = "진료 상담(3단계)이 먼저라는 말이 없어요"
        return [_required("medical_contact", "STD-SAFE-003", text, span, missing, message)]
    return []


_SHOWN = 40


def _required(  # noqa: PLR0913, PLR0917 - what a verdict is made of
    name: str, rule: str, text: str, span: tuple[int, int] | None, missing: str, message: int
) -> Verdict:
    if span is None:
        return Verdict(f"required:{name}", "contradicted", rule, text[:_SHOWN], missing, message, 0)
    return Verdict(f"required:{name}", "supported", rule, text[slice(*span)], "", message, span[0])
