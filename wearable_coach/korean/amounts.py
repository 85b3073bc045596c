"""Amounts: a number, a range, a time or a share, with its unit and how exactly it is meant."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Bound(StrEnum):
    """Which side of the number is meant."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    """이상, 부터, 최소."""
    MORE_THAN = "more_than"
    """초과, 넘는, 웃도는, 위로."""
    AT_MOST = "at_most"
    """이하, 이내, 까지, 최대, 넘지 않는."""
    LESS_THAN = "less_than"
    """미만, 못 미치는, 밑도는, 아래로."""


class AmountKind(StrEnum):
    """What sort of thing is counted or named."""

    COUNT = "count"
    """So many of a unit: 9,000보, 62bpm, 6시간 30분."""
    SHARE = "share"
    """A percentage or a fraction of something: 95%, 절반, 3분의 1."""
    CLOCK = "clock"
    """A time of the day [min after midnight]: 오후 3시 20분."""
    DATE = "date"
    """A day of the calendar: 3월 5일; low is month × 100 + day, with a year × 10,000 before."""
    ORDINAL = "ordinal"
    """Which of a row: 2단계, 3주차, 첫째."""
    CODE = "code"
    """A name made of digits: 119, a telephone number."""


class Term(NamedTuple):
    """A part of a number: 1만 3천 is 1 × 10,000 + 3 × 1,000."""

    value: Decimal | None
    """None where a masked number stands."""
    slot: int
    """Which masked number of the sentence, −1 where `value` is known."""
    scale: Decimal


class Amount(NamedTuple):
    """An amount as a text says it."""

    low: Decimal | None
    """The number, or the lower end of a range; None while its number is masked."""
    high: Decimal | None
    """The upper end of a range, else the number."""
    unit: str
    """In one spelling: 보, bpm, %, min, h, kg …; empty where none is said."""
    kind: AmountKind
    bound: Bound
    is_range: bool
    tolerance: Decimal
    """How far the truth may lie off, as a share of the number, in what a hearer would still call right; 0 for an exact one."""
    lean: int
    """Which side a vague word leans to: 1 a little more (남짓), −1 a little less (가까이), 0 either."""
    per: str
    """Of what it is a rate: day, week, month, time, h, min; of a clock time the part of the day; else empty."""
    sign: int
    """+1 or −1 where a sign or 더/덜 says it, else 0."""
    low_terms: tuple[Term, ...]
    high_terms: tuple[Term, ...]
    divided_by: tuple[Term, ...]
    """Of a fraction, what it is a part of: 4 in 4분의 1; else empty."""
    start: int
    end: int
    """Where number and unit end."""
    said_end: int
    """Where the words end that say how it is meant: 이상, 남짓, 을 넘."""
    is_apart: bool = False
    """Whether it is how far two things lie apart (13 높다, 48분 모자라다), no value of its own; sign says which way."""

    @property
    def value(self) -> Decimal | None:
        """Return the number, None for a range or while it is masked."""
        return None if self.is_range else self.low

    @property
    def slots(self) -> tuple[int, ...]:
        """Return which masked numbers of the sentence it is made of."""
        return tuple(
            t.slot for t in self.low_terms + self.high_terms + self.divided_by if t.slot >= 0
        )

    def bound_to(self, numbers: Sequence[str]) -> Amount:
        """Return it with the masked numbers of its sentence put in.

        Args:
            numbers: All of the sentence, as written ("9,000").
        """
        return self.known(numbers) if self.slots else self

    def known(self, numbers: Sequence[str] = ()) -> Amount:
        """Return it reckoned, as far as its numbers are known."""
        low, high = total(self.low_terms, numbers), total(self.high_terms, numbers)
        if self.divided_by:
            low = _divided(low, total(self.divided_by, numbers))
        if self.kind is AmountKind.CLOCK:
            low = _of_the_day(low, self.per)
        is_year = self.unit == "year" and low is not None and low > _FIRST_YEAR
        return self._replace(
            low=low,
            high=low if not self.high_terms else high,
            kind=AmountKind.DATE if is_year else self.kind,
        )

    def within(self, unit: str) -> tuple[Decimal, Decimal] | None:
        """Return low and high in another unit of the same thing, None where there is no way.

        >>> from wearable_coach.korean import read
        >>> read("6시간 30분 주무셨어요").quantities[0].within("h")
        (Decimal('6.5'), Decimal('6.5'))
        """
        factor = ratio(self.unit, unit)
        if self.low is None or self.high is None or factor is None:
            return None
        return self.low * factor, self.high * factor


_FIRST_YEAR = 1900
"""A number of years above it is a year of the calendar."""
_HALF_A_DAY = 720
_AFTERNOON = frozenset({"오후", "저녁", "낮", "점심"})
_NIGHT = frozenset({"밤", "한밤"})
_FIRST_OF_NIGHT = 300
"""밤 5시 and before are after midnight [min]."""
_SIZES = {
    "s": ("time", Decimal(1)), "min": ("time", Decimal(60)), "h": ("time", Decimal(3600)), "day": ("time", Decimal(86_400)), "week": ("time", Decimal(604_800)),
    "mm": ("length", Decimal("0.001")), "cm": ("length", Decimal("0.01")), "m": ("length", Decimal(1)), "km": ("length", Decimal(1000)), "mi": ("length", Decimal("1609.344")),
    "mg": ("mass", Decimal("0.001")), "g": ("mass", Decimal(1)), "kg": ("mass", Decimal(1000)), "lb": ("mass", Decimal("453.59237")),
    "ml": ("volume", Decimal(1)), "l": ("volume", Decimal(1000)),
}  # fmt: skip
"""Unit → what it measures and its size in the smallest one."""


def ratio(unit: str, to: str) -> Decimal | None:
    """Return how many of the unit `to` one `unit` is, None where they measure different things."""
    if unit == to:
        return Decimal(1)
    have, want = _SIZES.get(unit), _SIZES.get(to)
    if have is None or want is None or have[0] != want[0]:
        return None
    return have[1] / want[1]


def _divided(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return part / whole if part is not None and whole else None


def _of_the_day(minutes: Decimal | None, part: str) -> Decimal | None:
    """Return a clock time with its part of the day reckoned in [min after midnight]."""
    if minutes is None:
        return None
    afternoon = part in _AFTERNOON or (part in _NIGHT and minutes > _FIRST_OF_NIGHT)
    if afternoon and minutes < _HALF_A_DAY:
        return minutes + _HALF_A_DAY
    is_midnight = (part in _NIGHT or part in {"오전", "새벽"}) and minutes // 60 == 12  # noqa: PLR2004
    return minutes - _HALF_A_DAY if is_midnight else minutes


def total(terms: Sequence[Term], numbers: Sequence[str]) -> Decimal | None:
    """Return the sum of a number's parts, None where there is none or one is still masked."""
    if not terms:
        return None
    found = Decimal(0)
    for term in terms:
        if term.value is not None:
            found += term.value * term.scale
        elif term.slot < len(numbers):
            found += Decimal(numbers[term.slot].replace(",", "")) * term.scale
        else:
            return None
    return found
