"""Amounts in a sentence: numerals of every form with their units, ranges, bounds and tolerances."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from wearable_coach.korean.amounts import Amount, AmountKind, Term, ratio
from wearable_coach.korean.morphemes import Morpheme
from wearable_coach.korean.named_amounts import DIGITAL, NamedAmounts
from wearable_coach.korean.numerals import DIGITS, NATIVE, SINO, SPAN, SPANS, terms
from wearable_coach.korean.scanning import HALF, Quantified, is_hangul, term, times
from wearable_coach.korean.shapes import SLOT
from wearable_coach.korean.tables import table

_WORD = re.compile(rf"(?P<span>{SPAN})|(?P<sino>{SINO})")
_HUNDRED = re.compile(
    rf"(?P<sino>[일이삼사오육칠팔구]?백) ?(?P<native>{NATIVE})(?![가-힣]*(?:씩|만))"
)
"""백여덟, 백 스물: as people say a pulse."""
_NATIVE = re.compile(NATIVE)
_TO = re.compile(r" ?(?:~|∼|～|-|–|—|−|에서|부터|내지|또는|이나) ?")
_CANDIDATE = re.compile(
    r"[\x01\d영일이삼사오육칠팔구십백천만한두세네너넉석서닷다여엿일아열스서마쉰예일든흔사나보절대오새저밤낮정자하반]"
)
_NO_END = re.compile(
    r"인 |(?:으로|로) ?(?:더 |껑충 |조금 |훌쩍 |많이 )?(?:오[르른를]|올[라랐]|뛰|떨어|내려|낮아|높아|바뀌|변|증가|감소|늘|줄|상승|하락)|라는 |(?: ?(?:이상|정도|쯤|가량|넘게|이나|나))? ?(?:더 |덜 )?(?:오[르른를]|올[라랐]|뛰|치솟|높|떨어|내려|증가|감소|늘[어었]|줄[어었]|벗어|부족|모자|남[았은는])"
)
"""What follows a number that is no upper end: 60에서 10bpm 이상 오른, 60%인."""
_DECADE = re.compile(r" ?대(?: ?(?P<third>초반|중반|후반|초|중|후))?")
_THIRDS = {"초": (0, 3), "중": (4, 6), "후": (7, 9)}
_IN_NAME = re.compile(r"(?:[0-9A-Za-z]|오메가)$")
"""What stands before digits that are part of a name (SpO2)."""
_FULL_AGE = re.compile(rf"만 (?={DIGITS} ?[세살])")
"""만 18세: of full years, no ten thousand."""
_PERSON = re.compile(r"이 ?분(?:[은이께의을도들]|과|에게)")
_SCALES = frozenset("백천만")
_BOUNDED = re.compile(
    r"(?:[이을]|에|보다)? ?(?:살짝 |조금 |훌쩍 )?(?:넘|이상|이하|미만|초과|못 ?미|안 ?[되돼]|웃돌|밑돌)"
)
_ONE_APART = re.compile(r" ?(?:더 )?(?:높|낮|모자|부족|많[은다아습]|적[은다어습]|차이|남[았은])")
"""하나 모자라요: a number, where 하나 더 해요 counts nothing that is measured."""
_MORE = Decimal("0.10")
"""How much more 여 may mean (30여 분) [share]."""
_SINO_ONES = frozenset("영공일이삼사오육칠팔구")
_NATIVE_ONLY = frozenset({"해", "살", "가지", "잔", "컵", "모금", "병", "숟갈", "스푼", "공기", "그릇", "줄", "곳", "군데", "마디", "알", "끼", "바퀴", "시간", "달", "밤", "명", "사람", "걸음", "발자국", "번", "차례", "개", "배", "보", "점"})  # fmt: skip
"""Units that no Sino-Korean numeral of one syllable counts."""


class _Number(NamedTuple):
    low: tuple[Term, ...]
    high: tuple[Term, ...]
    end: int
    is_word: bool


class _Unit(NamedTuple):
    name: str
    end: int
    is_ordinal: bool


def amounts(text: str, found: Sequence[Morpheme]) -> tuple[Amount, ...]:
    """Return the amounts of a sentence in order.

    Args:
        text: The sentence, numbers masked or not.
        found: Its morphemes, whose borders tell a numeral from a part of a word.
    """
    scan = _Quantities(text, found)
    out: list[Amount] = []
    at = 0
    while candidate := _CANDIDATE.search(text, at):
        amount = scan.amount(candidate.start())
        at = candidate.end() if amount is None else max(amount.end, candidate.end())
        if amount is not None:
            out.append(amount)
    return tuple(out)


class _Quantities(NamedAmounts):
    """A sentence looked through for all amounts."""

    def amount(self, at: int) -> Amount | None:
        """Return the amount that begins at a place, None when none does."""
        return self.named(at) or self._plain(at) or self.days(at)

    def _plain(self, at: int) -> Amount | None:  # noqa: PLR0911 - as many reasons to be none
        number = self._number(at)
        if number is None:
            return None
        if _PERSON.match(self.text, at) or _FULL_AGE.match(self.text, at):
            return None
        more = number.end + 1 if self.text.startswith(("여 ", "여"), number.end) else 0
        unit = self._unit(more or number.end)
        if unit and number.is_word and not self._go_together(at, number, unit):
            return None
        if more and unit:
            return self._kinded(at, number, unit)._replace(tolerance=_MORE, lean=1)
        if number.is_word and unit is None and not self._stands_alone(at, number.end):
            return None
        ranged = None if number.high else self._range(number, unit)
        if ranged is not None:
            return self._kinded(at, *ranged)
        return self._kinded(at, number, unit)

    def _go_together(self, at: int, number: _Number, unit: _Unit) -> bool:
        """Say whether a numeral in words is one that the unit takes: 두 해, 이 년, never 이 해."""
        is_sino = self.text[at] in _SINO_ONES
        if unit.is_ordinal and unit.name != "timesno":
            return is_sino
        spelt = self.text[number.end : unit.end].strip()
        if unit.end - number.end == len(spelt) and number.end not in self.ends:
            return False  # one word, no numeral: 한층
        return not (is_sino and number.end - at == 1 and spelt in _NATIVE_ONLY)

    def _kinded(self, at: int, number: _Number, unit: _Unit | None) -> Amount:
        end = unit.end if unit else number.end
        name = unit.name if unit else ""
        kind = AmountKind.ORDINAL if unit and unit.is_ordinal else AmountKind.COUNT
        if name == "pct":
            kind = AmountKind.SHARE
        if unit and self.text.startswith((" 반", "반"), end) and (half := self._half(end)):
            return self.made(at, Quantified(half, (*number.low, HALF), kind, name, number.high))
        decade = _DECADE.match(self.text, end)
        if decade and not number.high and self._is_decade(decade, name):
            first, last = _THIRDS[decade["third"][0]] if decade["third"] else (0, 9)
            low = (*number.low, term(first)) if first else number.low
            high = (*number.low, term(last))
            return self.made(at, Quantified(decade.end(), low, kind, name or "decade", high))
        return self.made(at, Quantified(end, number.low, kind, name, number.high))

    def _half(self, end: int) -> int:
        """Return where a 반 ends that follows a unit, 0 when none does."""
        at = end + self.text[end:].index("반")
        return at + 1 if at in self.tags and at + 1 in self.ends else 0

    def _is_decade(self, decade: re.Match[str], unit: str) -> bool:
        at = decade.start() + decade.group().index("대")
        return unit in {"", "pct", "bpm"} and at in self.tags and (decade.end() in self.ends)

    def _range(self, low: _Number, unit: _Unit | None) -> tuple[_Number, _Unit | None] | None:
        """Return low and high with their unit where a second number follows as the other end."""
        after = unit.end if unit else low.end
        if self.text.startswith(("이상", " 이상"), after) and unit:
            after += self.text[after:].index("상") + 1
        link = _TO.match(self.text, after)
        high = self._number(link.end()) if link else None
        if link is None or high is None or high.high:
            return None
        second = self._unit(high.end)
        if (unit or high.is_word) and second is None:
            return None
        factor = ratio(second.name, unit.name) if unit and second else Decimal(1)
        if factor is None:
            return None
        is_loose = "에서" in link.group() or "부터" in link.group()
        if is_loose and _NO_END.match(self.text, second.end if second else high.end):
            return None
        top = times(high.low, factor)
        end = second.end if second else high.end
        return low._replace(high=top, end=high.end), unit._replace(end=end) if unit else second

    def _number(self, at: int) -> _Number | None:
        """Return the numeral that begins at a place, None when none does."""
        if found := DIGITAL.match(self.text, at):
            if at and self.text[at] != SLOT and _IN_NAME.search(self.text, 0, at):
                return None
            if is_hangul(self.text[at]) and not self.may_begin_word(at):
                return None
            return _Number(terms(found.group(), self.slot(at)), (), _trimmed(found), is_word=False)
        if not self.may_begin_word(at):
            return None
        if self.text[at] == "반":
            return _Number((HALF,), (), at + 1, is_word=True)
        return self._number_in_words(at)

    def _number_in_words(self, at: int) -> _Number | None:
        if mixed := _HUNDRED.match(self.text, at):
            return _Number(
                terms(mixed["sino"], 0) + terms(mixed["native"], 0), (), mixed.end(), is_word=True
            )
        word, native = _WORD.match(self.text, at), _NATIVE.match(self.text, at)
        if native and (word is None or native.end() > word.end()):
            return _Number(terms(native.group(), 0), (), native.end(), is_word=True)
        if word is None:
            return None
        if word["span"]:
            first, last = SPANS[word["span"]]
            return _Number((term(first),), (term(last),), word.end(), is_word=True)
        end = _trimmed(word)
        while end - at > 1 and self.tags.get(end - 1, "N")[0] in "JV":
            end -= 1  # 육이 나와요: a particle, no two
        return _Number(terms(self.text[at:end], 0), (), end, is_word=True)

    def _stands_alone(self, at: int, end: int) -> bool:
        """Say whether a numeral in words is one without a unit ("심박수 육십이", "백이 넘으면")."""
        if end not in self.ends or self.tags.get(at) not in {"NR", "SN"}:
            return False
        written = self.text[at:end]
        if written == "하나":
            return bool(_ONE_APART.match(self.text, end))
        return len(written) > 1 or (written in _SCALES and bool(_BOUNDED.match(self.text, end)))

    def _unit(self, end: int) -> _Unit | None:
        at = end + 1 if self.text.startswith(" ", end) else end
        first, every = _units()
        found = first.match(self.text, at)
        if found is None:
            return None
        if self.ends_word(found):
            return _named(found)
        shorter = (_one_unit(one).match(self.text, at) for one in every)
        return next((_named(s) for s in shorter if s and self.ends_word(s)), None)


def _trimmed(found: re.Match[str]) -> int:
    return found.start() + len(found.group().rstrip())


def _named(found: re.Match[str]) -> _Unit:
    kind, name, _ = str(found.lastgroup).split("_")
    return _Unit(name, found.end(), kind == "ordinal")


@cache
def _units() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return the pattern of all units, longest spelling first, and how one of each spelling is written."""
    rows = [
        (spelling, f"{kind}_{name}")
        for kind, named in table("units").items()
        for name, spellings in named.items()
        for spelling in spellings.split("|")
    ]
    rows.sort(key=lambda row: len(row[0]), reverse=True)
    every = [f"(?P<{name}_{k}>{spelling}{_END}" for k, (spelling, name) in enumerate(rows)]
    return re.compile("|".join(every)), tuple(every)


_one_unit = cache(re.compile)
"""Compiles the pattern of one spelling when it is first asked for: most never are."""


_END = "(?:(?<![A-Za-z])|(?![A-Za-z])))"
"""Where a unit in Latin letters ends, no letter follows."""
