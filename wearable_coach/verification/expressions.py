"""Arithmetic as written: runs of numbers and operators, and their exact value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from itertools import count
from operator import add, itemgetter, mul, sub, truediv

from wearable_coach.verification.lexicon import unit_pattern
from wearable_coach.verification.masking import SLOT
from wearable_coach.verification.number_judges import number

_OPERATORS = {
    "×": "*",
    "x": "*",
    "X": "*",
    "*": "*",
    "·": "*",
    "÷": "/",
    "/": "/",
    "+": "+",
    "＋": "+",
    "−": "-",
    "-": "-",
    "–": "-",
}


_SKIP = r"(?:(?:고강도|중강도|저강도|주|총|약|하루|합계|한 주|일주일|매주|유산소|최대심박수|목표|대략)(?:로| )? ?)"


@cache
def _run() -> re.Pattern[str]:
    unit = unit_pattern()
    token = rf"(?:{SLOT} ?(?:\(?(?:{unit})\)?)?|[()×xX*·÷/+＋−–-]|{_SKIP}| )"
    return re.compile(rf"{token}+")


LINK = re.compile(r"[=＝≈≒→⇒]")


_Run = tuple[int, int] | None


def pieces_of(text: str) -> list[tuple[_Run, _Run]]:
    """Return for the text between two links its first and its last run of numbers and operators."""
    cuts = [0, *(m.start() for m in LINK.finditer(text)), len(text)]
    found: list[tuple[_Run, _Run]] = []
    for k in range(len(cuts) - 1):
        start = cuts[k] + (1 if k else 0)
        chunk = text[start : cuts[k + 1]]
        inner = chunk.replace(" / ", " ; ") if 0 < k < len(cuts) - 2 else chunk
        runs = [m for m in _run().finditer(inner) if SLOT in m.group()]
        spans = [(start + m.start(), start + m.end()) for m in runs]
        found.append((spans[0], spans[-1]) if spans else (None, None))
    return found


Tokens = tuple[str | None, ...]
"""Operators and parentheses, None for a number, "%" after a percentage."""


def tokens_of(text: str) -> Tokens:
    """Return the operators and numbers of a run."""
    found: list[str | None] = []
    for match in re.finditer(rf"{SLOT}(?P<pct> ?%)?|[()×xX*·÷/+＋−–-]", text):
        if match.group()[0] == SLOT:
            found.append(None)
            if match.group("pct"):
                found.append("%")
        else:
            found.append(_OPERATORS.get(match.group(), match.group()))
    return tuple(_balanced(found))


def _balanced(tokens: list[str | None]) -> list[str | None]:
    """Drop parentheses that only wrap units or words, so that the rest can be evaluated."""
    out: list[str | None] = []
    for sign in tokens:
        closing = sign == ")"
        if closing and out.count("(") <= out.count(")"):
            continue
        if closing and out and out[-1] == "(":
            out.pop()
            continue
        out.append(sign)
    while out.count("(") > out.count(")"):
        out.remove("(")
    while out and out[0] in {"+", "*", "/", "-"}:
        out.pop(0)
    while out and out[-1] in {"+", "*", "/", "-"}:
        out.pop()
    return out


_Formula = Callable[[Sequence[Decimal]], Decimal]


_Numbered = list[str | int]


@lru_cache(maxsize=4096)
def _compiled(tokens: Tokens) -> _Formula | None:
    """Return the function of an expression's numbers, None when it is no expression."""
    places = count()
    numbered: _Numbered = [next(places) if t is None else t for t in tokens]
    try:
        formula, rest = _sum(numbered)
    except (IndexError, ValueError):
        return None
    return None if rest else formula


def is_expression(tokens: Sequence[str | None]) -> bool:
    """Say whether tokens are an expression that can be evaluated."""
    return _compiled(tuple(tokens)) is not None


def evaluate(tokens: Sequence[str | None], bound: Sequence[str]) -> Decimal | None:
    """Evaluate an expression whose numbers are `bound`, in exact decimals; None if it is none."""
    made = _compiled(tuple(tokens))
    if made is None:
        return None
    try:
        return made([number(b) for b in bound])
    except (InvalidOperation, ZeroDivisionError, IndexError):
        return None


def _sum(tokens: _Numbered) -> tuple[_Formula, _Numbered]:
    made, rest = _product(tokens)
    while rest and rest[0] in {"+", "-"}:
        sign, (other, after) = rest[0], _product(rest[1:])
        made, rest = _joined(str(sign), made, other), after
    return made, rest


def _product(tokens: _Numbered) -> tuple[_Formula, _Numbered]:
    made, rest = _atom(tokens)
    while rest and rest[0] in {"*", "/"}:
        sign, (other, after) = rest[0], _atom(rest[1:])
        made, rest = _joined(str(sign), made, other), after
    return made, rest


_APPLY: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": add,
    "-": sub,
    "*": mul,
    "/": truediv,
}


def _joined(sign: str, left: _Formula, right: _Formula) -> _Formula:
    apply = _APPLY[sign]
    return lambda n: apply(left(n), right(n))


def _atom(tokens: _Numbered) -> tuple[_Formula, _Numbered]:
    if tokens[0] == "(":
        made, rest = _sum(tokens[1:])
        if rest[0] != ")":
            raise ValueError
        return made, rest[1:]
    place = tokens[0]
    if not isinstance(place, int):
        raise ValueError  # noqa: TRY004 - no expression
    rest = tokens[1:]
    if rest and rest[0] == "%":
        return (lambda n: n[place] / 100), rest[1:]
    return itemgetter(place), rest
