"""Shown working: "63 + 0.40 × (176.5 − 63) = 108.4 → 108bpm", "30분 × 5일 = 주 150분"."""

from __future__ import annotations

import re

from wearable_coach.verification.claims import Note, Remembered
from wearable_coach.verification.equation_judges import (
    Equation,
    StatedWeek,
    WeeklyEquation,
    Working,
)
from wearable_coach.verification.expressions import LINK, is_expression, pieces_of, tokens_of
from wearable_coach.verification.formulas import read_formulas
from wearable_coach.verification.masking import SLOT
from wearable_coach.verification.reading import Reading


def read_arithmetic(r: Reading) -> None:
    """Claim every equation of the sentence; its numbers are answered for."""
    read_formulas(r)
    if not LINK.search(r.text):
        return
    pieces = pieces_of(r.text)
    links = [m.group() for m in LINK.finditer(r.text)]
    for k in range(len(pieces) - 1):
        left, right = pieces[k][1], pieces[k + 1][0]
        if left is None or right is None:
            continue
        before, after = r.text.count(SLOT, 0, left[0]), r.text.count(SLOT, 0, right[1])
        if r.text.count(SLOT, *left) == 0 or r.text.count(SLOT, *right) == 0:
            continue
        units = [q.unit for q in r.quantities if left[0] <= q.start < right[1]]
        tokens = tokens_of(r.text[left[0] : left[1]])
        doubled = bool(re.search(r"환산|상당|등가", r.text[left[1] : right[1] + 10]))
        whole = bool(re.search("목표|하한|상한", r.text)) and not re.search("[+＋]", r.text)
        size, arrow = r.text.count(SLOT, *left), _arrow(r.text, left[1], right[0])
        working = Working(tokens, size, tuple(units), arrow, doubled, whole)
        if arrow and not is_expression(tokens):
            continue
        kind = "arithmetic:week" if "min" in units else "arithmetic"
        shown_before = k > 0 and links[k - 1] in "=＝"
        if any(t in "*/+-" for t in tokens if isinstance(t, str)) or (arrow and shown_before):
            judge = Remembered(WeeklyEquation(working)) if "min" in units else Equation(working)
            span, slots = (left[0], right[1]), (before, after)
            r.add(kind, "VER-MATH-001", judge, span=span, slots=slots)
            r.done.update(q.start for q in r.quantities if left[0] <= q.start < right[1])
            if kind == "arithmetic:week" and not arrow and r.section != "progress":
                twice = doubled or _vigorous(r.text[: left[1]])
                week = StatedWeek(tokens, tuple(units), twice)
                r.notes.append(Note(week, before, before + size))


def _vigorous(text: str) -> bool:
    return "고강도" in text and "중강도" not in text


def _arrow(text: str, start: int, end: int) -> bool:
    return bool(re.search(r"[→⇒≈≒]", text[start:end]))
