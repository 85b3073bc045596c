"""A masked sentence taken apart: quantities with their units, and what they may be about."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from wearable_coach.verification.lexicon import (
    field_mentions,
    number_word,
    number_word_pattern,
    unit_of,
    unit_pattern,
)
from wearable_coach.verification.masking import SLOT

_MOST_SENTENCES = 2_000
"""A sentence is asked for twice in a row, by its reader and its account."""


class Quantity(NamedTuple):
    """A number, a range or hours with minutes, with its unit and what follows it."""

    first: int
    """First masked number."""
    last: int
    """One past the last; equal to `first` when the number is a word."""
    fixed: tuple[str | None, ...]
    """The numbers in order, None where a masked number stands."""
    unit: str
    sign: str
    op: str
    """ge, gt, le, lt, than, from, upto, capped or nothing."""
    is_range: bool
    approx: bool
    start: int
    end: int
    op_end: int


class Mention(NamedTuple):
    """A field named in the sentence."""

    field: str
    start: int
    end: int
    reference_end: int
    """Where "보다", "대비" ends when the field is what another is compared with, else -1."""


_OPS = (
    ("capped", r"넘지 ?(?:않|마|말)|넘기지|초과하지|넘어가지|안 ?넘"),
    (
        "lt",
        r"미만|되지 ?않|안 ?된|못 ?미|밑돌|안 ?되|안 ?됐|채 ?안|모자라(?!는 ?만큼)|아래(?!에|쪽|로 ?내)|밑(?!에|줄)",
    ),
    ("gt", r"초과|넘|웃돌"),
    ("ge", r"이상(?!하|해|한 |이 ?있|징후|증상|반응|소견|이 ?없| ?없)"),
    ("le", r"이하|이내|안쪽"),
    ("than", r"보다|에 ?비해|대비|[와과] ?비교|[와과] ?견주|[와과] ?차이"),
    ("from", r"부터"),
    ("upto", r"까지"),
)


_OP = re.compile(
    r" ?(?:씩|정도|가량|쯤)?(?:이나|을|를|이|가|은|는|도|에도|에|선을|선|의)? ?(?:"
    + "|".join(f"(?P<{n}>{p})" for n, p in _OPS)
    + ")"
)


_APPROX_BEFORE = re.compile(r"(?:약|대략|거의|어림잡아|얼추) ?$")


_APPROX_AFTER = re.compile(r" ?(?:정도|쯤|가량|안팎|내외|남짓|가까이)")


_REFERENCE = re.compile(
    rf"(?: ?(?:값|수준|기준))?(?:인|이던|의)? ?(?:\(?[^()\s]{{0,6}} ?{SLOT} ?[A-Za-z%가-힣]{{0,4}}\)?)?(?: ?(?:값|수준|기준|정도))?(?:보다|에 ?비해|에 ?비하면|대비|[와과] ?비교|[와과] ?견주|[와과] ?견줘|[와과] ?(?:거의 )?(?:비슷|같))"
)


_LIKE = re.compile(r" ?(?:거의 |크게 |별로 |큰 )?(?:비슷|같|비교|견주|견줘|차이|다르지)")


@cache
def _quantity() -> re.Pattern[str]:
    n, u = rf"(?:{SLOT}|{number_word_pattern()})", unit_pattern()
    sign = r"(?:(?P<sign>[+＋±]|(?<![\w)%°²])[-−–](?=\x01)) ?)?"
    hours = rf"(?P<hh>{n}) ?시간 ?(?:(?P<mm>{n}) ?분(?!류|의)|(?P<hb>반))"
    span = rf"(?P<a>{n}) ?(?P<ua>{u})? ?(?:이?상 ?)?(?:~|∼|〜|～|-|–|—|−|에서 ?|부터 ?|내지 ?) ?(?P<b>{n}) ?(?P<ub>{u})?"
    lone = rf"(?P<x>{n}) ?(?P<ux>{u})?"
    return re.compile(f"{sign}(?:{hours}|{span}|{lone})")


@cache
def _canonical(spelling: str) -> str:
    for unit, pattern in unit_of():
        if pattern.fullmatch(spelling):
            return unit
    return _canonical_by_prefix(spelling)


def _canonical_by_prefix(spelling: str) -> str:
    for unit, pattern in unit_of():
        found = pattern.match(spelling)
        if found and found.end() == len(spelling):
            return unit
    return spelling


def quantities(text: str) -> list[Quantity]:
    """Return the quantities of a masked sentence in order."""
    found: list[Quantity] = []
    seen = 0
    place = 0
    while match := _quantity().search(text, place):
        group = match.groupdict()
        end = match.end()
        if group["b"] is not None and (_unlike(group) or _is_bound_after_dash(text, match)):
            end = match.end("ua" if group["ua"] is not None else "a")
            group |= {"x": group["a"], "ux": group["ua"], "a": None, "b": None, "ub": None}
        place = end
        tokens = [group[k] for k in ("hh", "mm", "hb", "a", "b", "x") if group[k] is not None]
        fixed = tuple(None if t == SLOT else "30" if t == "반" else number_word(t) for t in tokens)
        count = fixed.count(None)
        unit = _unit(group)
        op, op_end = _operator(text, end)
        found.append(
            Quantity(
                first=seen,
                last=seen + count,
                fixed=fixed,
                unit=unit,
                sign=(group["sign"] or "").replace("＋", "+"),
                op=op,
                is_range=group["b"] is not None,
                approx=bool(
                    _APPROX_BEFORE.search(text, max(0, match.start() - 5), match.start())
                    or _APPROX_AFTER.match(text, end)
                ),
                start=match.start(),
                end=end,
                op_end=op_end,
            )
        )
        seen += count
    return found


def _unlike(group: dict[str, str | None]) -> bool:
    """Whether the two ends of what looks like a range have different units ("112명에서 8시간")."""
    first, last = group["ua"], group["ub"]
    return first is not None and (last is None or _canonical(first) != _canonical(last))


_SPACED_DASH = re.compile(r" [-–—−] ")
_BOUND_AFTER = re.compile(r" ?(?:이상|이하|미만|초과|넘)")


def _is_bound_after_dash(text: str, match: re.Match[str]) -> bool:
    """Say whether a dash sets a bound apart from a number: "97 – 95 이상이면"."""
    between = text[match.start("a") : match.end("b")]
    return bool(_SPACED_DASH.search(between) and _BOUND_AFTER.match(text, match.end()))


def _unit(group: dict[str, str | None]) -> str:
    if group["hh"] is not None:
        return "hm"
    spelt = group["ub"] or group["ua"] or group["ux"]
    if spelt is None:
        return ""
    return _canonical(spelt)


def _operator(text: str, end: int) -> tuple[str, int]:
    match = _OP.match(text, end)
    if match is None:
        return "", end
    return str(match.lastgroup), match.end()


@lru_cache(maxsize=_MOST_SENTENCES)
def mentions(text: str) -> tuple[Mention, ...]:
    """Return the fields that a masked sentence names, in order; its reader and its account ask both."""
    pattern, names = field_mentions()
    found = []
    for match in pattern.finditer(text):
        reference = _REFERENCE.match(text, match.end())
        end = reference.end() if reference else -1
        spoken = match.group()
        if end < 0 and (
            spoken.endswith("보다") or (spoken.endswith("와") and _LIKE.match(text, match.end()))
        ):
            end = match.end()
        found.append(Mention(names[(match.lastindex or 1) - 1], match.start(), match.end(), end))
    return tuple(found)
