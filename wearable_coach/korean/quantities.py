"""Amounts in a sentence: numerals of every form with their units, ranges, bounds and tolerances."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from wearable_coach.korean.amounts import Amount, AmountKind, Term, ratio
from wearable_coach.korean.morphemes import Morpheme
from wearable_coach.korean.numerals import DAYS, DIGITS, MIXED, NATIVE, SINO, SPAN, SPANS, terms
from wearable_coach.korean.said import Said, said_around
from wearable_coach.korean.shapes import SLOT
from wearable_coach.korean.tables import table

_DIGITAL = re.compile(rf"{MIXED}|{DIGITS}")
_WORD = re.compile(rf"(?P<span>{SPAN})|(?P<sino>{SINO})")
_NATIVE = re.compile(NATIVE)
_TO = re.compile(r" ?(?:~|∼|～|-|–|—|−|에서|부터|내지|또는|이나) ?")
_CANDIDATE = re.compile(
    r"[\x01\d영일이삼사오육칠팔구십백천만한두세네너넉석서닷다여엿일아열스서마쉰예일든흔사나보절대오새저밤낮정자하반]"
)
_PARTS_OF_DAY = r"(?:오전|오후|새벽|아침|저녁|밤|낮|한밤|점심)"
_CLOCK = re.compile(
    rf"(?:(?P<part>{_PARTS_OF_DAY}) ?)?(?P<h>{DIGITS}|{NATIVE}) ?시(?!간)(?: ?(?P<m>{DIGITS}|{SINO}) ?분(?!의)| ?(?P<half>반))?"
)
_COLON = re.compile(rf"(?:(?P<part>{_PARTS_OF_DAY}) ?)?(?P<h>{DIGITS}):(?P<m>{DIGITS})(?!:)")
_NOON = {"자정": 0, "정오": 720}
_DATE = re.compile(
    rf"(?:(?P<y>{DIGITS}) ?년 ?)?(?P<mo>{DIGITS}|{SINO}) ?월(?: ?(?P<d>{DIGITS}|{SINO}) ?일(?!부|상|반))?"
    rf"|(?P<y2>{SLOT})[-./](?P<mo2>{SLOT})[-./](?P<d2>{SLOT})(?![-./\d])"
)
_NO_END = re.compile(
    r"인 |라는 |(?: ?(?:이상|정도|쯤|가량|넘게|이나|나))? ?(?:더 |덜 )?(?:오[르른를]|올[라랐]|높|떨어|내려|증가|감소|늘[어었]|줄[어었]|벗어)"
)
"""What follows a number that is no upper end: 60에서 10bpm 이상 오른, 60%인."""
_FRACTION = re.compile(rf"(?P<of>{DIGITS}|{SINO}) ?분의 ?(?P<part>{DIGITS}|{SINO})|(?P<half>절반)")
_HOURS_MINUTES = re.compile(
    rf"(?P<h>{DIGITS}|{NATIVE}|{SINO}) ?시간 ?(?:(?P<m>{DIGITS}|{SINO}) ?분(?!의)|(?P<half>반))"
)
_MINUTES_SECONDS = re.compile(rf"(?P<m>{DIGITS}|{SINO}) ?분 ?(?P<s>{DIGITS}|{SINO}) ?초")
_TENTHS = re.compile(rf"(?P<deg>{DIGITS}|{SINO}) ?도 ?(?P<tenths>{DIGITS}|{SINO}) ?부")
_DECADE = re.compile(r" ?대(?: ?(?P<third>초반|중반|후반|초|중|후))?")
_THIRDS = {"초": (0, 3), "중": (4, 6), "후": (7, 9)}
_DAY_WORD = re.compile("|".join(sorted(DAYS, key=len, reverse=True)))
_AFTER_ONE_DAY = re.compile(r" ?(?:동안|이상|이내|정도|쯤|째|내내|만에|전|뒤|후|간격)")
_SIGN = re.compile(r"(?:^|(?<=[\s(:=]))[+＋±−–-] ?$")
_CODE = re.compile(r"(?:119|112|109|129|1339|1388|1393|1366|1577-0199|1588-9191)(?![\d,.-]*\d)")
_IN_NAME = re.compile(r"[0-9A-Za-z]")
"""What stands before digits that are part of a name (SpO2)."""
_STRONG = re.compile(
    r" ?(?:번|에(?!서)|를|을|구급|신고|호출|상담|센터|대원|로 ?(?:바로|즉시|꼭|지금|빨리)? ?(?:전화|연락|신고|문의|알리|도움))"
)
_WEAK = re.compile(r" ?(?:은|는|가|이(?!에|었)|와|과|도|나|부터|까지|만|로|$|[.!?,)·/]|[\"'”’])")
_IS_IT = re.compile(r"입니다|이에요|예요|이야|이죠")
_AS_ANSWER = re.compile(r"(?:면|때는?|경우에?는?|바로|즉시|지금|곧장) ?$")
_OF_A_READING = re.compile(r"(?:[은는이가수박압도치]|bpm) ?$")
_ITEM = re.compile(r"[\s#*>\-•]*")
_ITEM_END = re.compile(r"[.)](?:[\s\x02]|$)")
_PERSON = re.compile(r"이 ?분(?:[은이께의을도들]|과|에게)")
_MORE = Decimal("0.10")
"""How much more 여 may mean (30여 분) [share]."""
_SINO_ONES = frozenset("영공일이삼사오육칠팔구")
_NATIVE_ONLY = frozenset({"해", "살", "가지", "잔", "컵", "모금", "병", "숟갈", "스푼", "공기", "그릇", "줄", "곳", "군데", "마디", "알", "끼", "바퀴", "시간", "달", "밤", "명", "사람", "걸음", "발자국", "번", "차례", "개", "배", "보", "점"})  # fmt: skip
"""Units that no Sino-Korean numeral of one syllable counts."""
_HALF = Term(Decimal("0.5"), -1, Decimal(1))


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
    scan = _Scan(text, found)
    out: list[Amount] = []
    at = 0
    while candidate := _CANDIDATE.search(text, at):
        amount = scan.amount(candidate.start())
        at = candidate.end() if amount is None else max(amount.end, candidate.end())
        if amount is not None:
            out.append(amount)
    return tuple(out)


class _Scan:
    """A sentence looked through for amounts."""

    def __init__(self, text: str, found: Sequence[Morpheme]) -> None:
        self.text = text
        self.tags = {m.start: m.tag for m in reversed(found)}
        self.ends = {m.end for m in found}
        self.last_tags = {m.end: m.tag for m in found}

    def amount(self, at: int) -> Amount | None:
        """Return the amount that begins at a place, None when none does."""
        for reader in (
            self._item, self._code, self._clock, self._date, self._fraction, self._fever, self._duration, self._plain, self._days,
        ):  # fmt: skip
            if amount := reader(at):
                return amount
        return None

    def _slot(self, at: int) -> int:
        return self.text.count(SLOT, 0, at)

    def _terms(self, found: re.Match[str], group: str) -> tuple[Term, ...]:
        written = found[group]
        return terms(written, self._slot(found.start(group))) if written else ()

    def _made(  # noqa: PLR0913, PLR0917 - what an amount is made of
        self,
        at: int,
        end: int,
        low: tuple[Term, ...],
        kind: AmountKind,
        unit: str,
        high: tuple[Term, ...] = (),
    ) -> Amount:
        is_name = kind is AmountKind.CODE or unit == "item"
        said = Said(end) if is_name else said_around(self.text, at, end)
        sign = _SIGN.search(self.text, max(0, at - 2), at)
        amount = Amount(
            low=None, high=None, unit=unit, kind=kind, bound=said.bound, is_range=bool(high),
            tolerance=said.tolerance, lean=said.lean, per=said.per if unit != "day" else "",
            sign=0 if sign is None or "±" in sign.group() else 1 if sign.group()[0] in "+＋" else -1,
            low_terms=low, high_terms=high, divided_by=(), start=at, end=end, said_end=said.end,
        )  # fmt: skip
        return amount.known()

    def _item(self, at: int) -> Amount | None:
        """Return the number of a list's item."""
        begin = _ITEM.match(self.text)
        found = _DIGITAL.match(self.text, at) if begin and begin.end() == at else None
        if found is None or not _ITEM_END.match(self.text, found.end()):
            return None
        low = terms(found.group(), 0)
        return self._made(at, found.end(), low, AmountKind.ORDINAL, "item")

    def _code(self, at: int) -> Amount | None:
        found = _CODE.match(self.text, at)
        if found is None or not self._is_called(found):
            return None
        low = (Term(Decimal(found.group().replace("-", "")), -1, Decimal(1)),)
        return self._made(at, found.end(), low, AmountKind.CODE, "")

    def _is_called(self, found: re.Match[str]) -> bool:
        """Say whether digits are a number that is called, not a reading of as much."""
        if _STRONG.match(self.text, found.end()):
            return True
        if _IS_IT.match(self.text, found.end()) and _AS_ANSWER.search(self.text, 0, found.start()):
            return True
        is_reading = _OF_A_READING.search(self.text, 0, found.start())
        return (
            found.group() == "119" and not is_reading and bool(_WEAK.match(self.text, found.end()))
        )

    def _clock(self, at: int) -> Amount | None:
        for word, minutes in _NOON.items():
            if self.text.startswith(word, at) and self.tags.get(at, "").startswith("NN"):
                return self._made(at, at + len(word), (_term(minutes),), AmountKind.CLOCK, "clock")
        found = _CLOCK.match(self.text, at) or _COLON.match(self.text, at)
        if found is None or not self._is_border(found):
            return None
        groups = found.groupdict()
        low = _by(self._terms(found, "h"), 60) + self._terms(found, "m")
        low += (_term(30),) if groups.get("half") else ()
        made = self._made(at, found.end(), low, AmountKind.CLOCK, "clock")
        return made._replace(per=groups["part"] or "").known()

    def _is_border(self, found: re.Match[str]) -> bool:
        """Say whether what was matched begins and ends where morphemes do."""
        first = self.text[found.start()]
        begins = first == SLOT or first.isdigit() or self._may_begin_word(found.start())
        return begins and (found.end() in self.ends or not self.text[found.end() - 1].isalpha())

    def _date(self, at: int) -> Amount | None:
        found = _DATE.match(self.text, at)
        if found is None or not self._is_border(found):
            return None
        parts = [
            self._terms(found, a) + self._terms(found, b)
            for a, b in (("y", "y2"), ("mo", "mo2"), ("d", "d2"))
        ]
        low = _by(parts[0], 10_000) + _by(parts[1], 100) + parts[2]
        return self._made(at, found.end(), low, AmountKind.DATE, "date")

    def _fraction(self, at: int) -> Amount | None:
        found = _FRACTION.match(self.text, at)
        if found is None or not self._is_border(found):
            return None
        if found["half"]:
            return self._made(at, found.end(), (_HALF,), AmountKind.SHARE, "")
        made = self._made(at, found.end(), self._terms(found, "part"), AmountKind.SHARE, "")
        return made._replace(divided_by=self._terms(found, "of")).known()

    def _fever(self, at: int) -> Amount | None:
        found = _TENTHS.match(self.text, at)
        if found is None or not self._is_border(found):
            return None
        low = self._terms(found, "deg") + _by(self._terms(found, "tenths"), Decimal("0.1"))
        return self._made(at, found.end(), low, AmountKind.COUNT, "deg")

    def _duration(self, at: int) -> Amount | None:
        found = _HOURS_MINUTES.match(self.text, at)
        unit, big, small = "min", "h", "m"
        if found is None:
            found, unit, big, small = _MINUTES_SECONDS.match(self.text, at), "s", "m", "s"
        if found is None or not self._is_border(found):
            return None
        low = _by(self._terms(found, big), 60) + self._terms(found, small)
        low += (_term(30),) if found.groupdict().get("half") else ()
        return self._made(at, found.end(), low, AmountKind.COUNT, unit)

    def _plain(self, at: int) -> Amount | None:  # noqa: PLR0911 - as many reasons to be none
        number = self._number(at)
        if number is None:
            return None
        if _PERSON.match(self.text, at):
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
            return self._made(at, half, (*number.low, _HALF), kind, name, number.high)
        decade = _DECADE.match(self.text, end)
        if decade and not number.high and self._is_decade(decade, name):
            first, last = _THIRDS[decade["third"][0]] if decade["third"] else (0, 9)
            low = (*number.low, _term(first)) if first else number.low
            return self._made(
                at, decade.end(), low, kind, name or "decade", (*number.low, _term(last))
            )
        return self._made(at, end, number.low, kind, name, number.high)

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
        if _NO_END.match(self.text, second.end if second else high.end):
            return None
        top = _by(high.low, factor)
        end = second.end if second else high.end
        return low._replace(high=top, end=high.end), unit._replace(end=end) if unit else second

    def _number(self, at: int) -> _Number | None:  # noqa: PLR0911 - each form of a numeral has its way out
        if found := _DIGITAL.match(self.text, at):
            if at and self.text[at] != SLOT and _IN_NAME.match(self.text[at - 1]):
                return None
            if "가" <= self.text[at] <= "힣" and not self._may_begin_word(at):
                return None
            return _Number(terms(found.group(), self._slot(at)), (), _trimmed(found), is_word=False)
        if not self._may_begin_word(at):
            return None
        if self.text[at] == "반":
            return _Number((_HALF,), (), at + 1, is_word=True)
        word, native = _WORD.match(self.text, at), _NATIVE.match(self.text, at)
        if native and (word is None or native.end() > word.end()):
            return _Number(terms(native.group(), 0), (), native.end(), is_word=True)
        if word is None:
            return None
        if word["span"]:
            first, last = SPANS[word["span"]]
            return _Number((_term(first),), (_term(last),), word.end(), is_word=True)
        end = _trimmed(word)
        while end - at > 1 and self.tags.get(end - 1, "N")[0] == "J":
            end -= 1  # 육이 나와요: a particle, no two
        return _Number(terms(self.text[at:end], 0), (), end, is_word=True)

    def _may_begin_word(self, at: int) -> bool:
        """Say whether a numeral in words may begin at a place: a noun's border, not inside a name."""
        if self.tags.get(at, "V")[0] not in "NMSX":
            return False
        is_glued = at > 0 and "가" <= self.text[at - 1] <= "힣"
        return not (is_glued and self.last_tags.get(at, "J")[0] == "N")

    def _stands_alone(self, at: int, end: int) -> bool:
        """Say whether a numeral in words is one without a unit ("심박수 육십이")."""
        return end - at > 1 and end in self.ends and self.tags.get(at) in {"NR", "SN"}

    def _unit(self, end: int) -> _Unit | None:
        at = end + 1 if self.text.startswith(" ", end) else end
        first, every = _units()
        found = first.match(self.text, at)
        if found is None:
            return None
        if self._ends_word(found):
            return _named(found)
        shorter = (one.match(self.text, at) for one in every)
        return next((_named(s) for s in shorter if s and self._ends_word(s)), None)

    def _ends_word(self, found: re.Match[str]) -> bool:
        return found.end() in self.ends or not "가" <= found.group()[-1] <= "힣"

    def _days(self, at: int) -> Amount | None:
        found = _DAY_WORD.match(self.text, at)
        if found is None or at not in self.tags or found.end() not in self.ends:
            return None
        if found.group() == "하루" and not _AFTER_ONE_DAY.match(self.text, found.end()):
            return None
        return self._made(at, found.end(), (_term(DAYS[found.group()]),), AmountKind.COUNT, "day")


def _trimmed(found: re.Match[str]) -> int:
    return found.start() + len(found.group().rstrip())


def _term(value: int) -> Term:
    return Term(Decimal(value), -1, Decimal(1))


def _by(parts: tuple[Term, ...], factor: int | Decimal) -> tuple[Term, ...]:
    return tuple(t._replace(scale=t.scale * factor) for t in parts)


def _named(found: re.Match[str]) -> _Unit:
    kind, name, _ = str(found.lastgroup).split("_")
    return _Unit(name, found.end(), kind == "ordinal")


@cache
def _units() -> tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]:
    """Return the pattern of all units, longest spelling first, and one a spelling."""
    rows = [
        (spelling, f"{kind}_{name}")
        for kind, named in table("units").items()
        for name, spellings in named.items()
        for spelling in spellings.split("|")
    ]
    rows.sort(key=lambda row: len(row[0]), reverse=True)
    every = [f"(?P<{name}_{k}>{spelling}{_END}" for k, (spelling, name) in enumerate(rows)]
    return re.compile("|".join(every)), tuple(map(re.compile, every))


_END = "(?:(?<![A-Za-z])|(?![A-Za-z])))"
"""Where a unit in Latin letters ends, no letter follows."""
