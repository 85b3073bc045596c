"""Amounts that are named by their form: telephone numbers, clock times, dates, fractions, time spans."""

from __future__ import annotations

import re
from decimal import Decimal

from wearable_coach.korean.amounts import Amount, AmountKind, Term
from wearable_coach.korean.numerals import DAYS, DIGITS, MIXED, NATIVE, SINO, terms
from wearable_coach.korean.scanning import HALF, Quantified, Scan, term, times
from wearable_coach.korean.shapes import SLOT

DIGITAL = re.compile(rf"{MIXED}|{DIGITS}")
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
_FRACTION = re.compile(rf"(?P<of>{DIGITS}|{SINO}) ?분의 ?(?P<part>{DIGITS}|{SINO})|(?P<half>절반)")
_HOURS_MINUTES = re.compile(
    rf"(?P<h>{DIGITS}|{NATIVE}|{SINO}) ?시간(?:하고도?)? ?(?:(?P<m>{DIGITS}|{SINO}) ?분(?!의)|(?P<half>반))"
)
_MINUTES_SECONDS = re.compile(rf"(?P<m>{DIGITS}|{SINO}) ?분 ?(?P<s>{DIGITS}|{SINO}) ?초")
_TENTHS = re.compile(rf"(?P<deg>{DIGITS}|{SINO}) ?도 ?(?P<tenths>{DIGITS}|{SINO}) ?부")
_DAY_WORD = re.compile("|".join(sorted(DAYS, key=len, reverse=True)))
_AFTER_ONE_DAY = re.compile(r" ?(?:동안|이상|이내|정도|쯤|째|내내|만에|전|뒤|후|간격)")
_CODE = re.compile(r"(?:119|112|109|129|1339|1388|1393|1366|1577-0199|1588-9191)(?![\d,.-]*\d)")
_STRONG = re.compile(
    r" ?(?:번|에(?!서)|를|을|구급|신고|호출|상담|센터|대원|로 ?(?:바로|즉시|꼭|지금|빨리)? ?(?:전화|연락|신고|문의|알리|도움))"
)
_WEAK = re.compile(r" ?(?:은|는|가|이(?!에|었)|와|과|도|나|부터|까지|만|로|$|[.!?,)·/]|[\"'”’])")
_IS_IT = re.compile(r"입니다|이에요|예요|이야|이죠")
_AS_ANSWER = re.compile(r"(?:면|때는?|경우에?는?|바로|즉시|지금|곧장) ?$")
_OF_A_READING = re.compile(r"(?:[은는이가수박압도치]|bpm) ?$")
_ITEM = re.compile(r"[\s#*>\-•]*")
_ITEM_END = re.compile(r"[.)](?:[\s\x02]|$)")


class NamedAmounts(Scan):
    """A sentence looked through for amounts that their form names."""

    def named(self, at: int) -> Amount | None:
        """Return the amount that begins at a place, None when no form names one."""
        for reader in (
            self._item, self._code, self._clock, self._date, self._fraction, self._fever, self._duration,
        ):  # fmt: skip
            if amount := reader(at):
                return amount
        return None

    def _item(self, at: int) -> Amount | None:
        """Return the number of a list's item."""
        begin = _ITEM.match(self.text)
        found = DIGITAL.match(self.text, at) if begin and begin.end() == at else None
        if found is None or not _ITEM_END.match(self.text, found.end()):
            return None
        low = terms(found.group(), 0)
        return self.made(at, Quantified(found.end(), low, AmountKind.ORDINAL, "item"))

    def _code(self, at: int) -> Amount | None:
        found = _CODE.match(self.text, at)
        if found is None or not self._is_called(found):
            return None
        low = (Term(Decimal(found.group().replace("-", "")), -1, Decimal(1)),)
        return self.made(at, Quantified(found.end(), low, AmountKind.CODE, ""))

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
                return self.made(
                    at, Quantified(at + len(word), (term(minutes),), AmountKind.CLOCK, "clock")
                )
        found = _CLOCK.match(self.text, at) or _COLON.match(self.text, at)
        if found is None or not self.is_border(found):
            return None
        groups = found.groupdict()
        low = times(self.terms(found, "h"), 60) + self.terms(found, "m")
        low += (term(30),) if groups.get("half") else ()
        made = self.made(at, Quantified(found.end(), low, AmountKind.CLOCK, "clock"))
        return made._replace(per=groups["part"] or "").known()

    def _date(self, at: int) -> Amount | None:
        found = _DATE.match(self.text, at)
        if found is None or not self.is_border(found):
            return None
        parts = [
            self.terms(found, a) + self.terms(found, b)
            for a, b in (("y", "y2"), ("mo", "mo2"), ("d", "d2"))
        ]
        low = times(parts[0], 10_000) + times(parts[1], 100) + parts[2]
        return self.made(at, Quantified(found.end(), low, AmountKind.DATE, "date"))

    def _fraction(self, at: int) -> Amount | None:
        found = _FRACTION.match(self.text, at)
        if found is None or not self.is_border(found):
            return None
        if found["half"]:
            return self.made(at, Quantified(found.end(), (HALF,), AmountKind.SHARE, ""))
        made = self.made(
            at, Quantified(found.end(), self.terms(found, "part"), AmountKind.SHARE, "")
        )
        return made._replace(divided_by=self.terms(found, "of")).known()

    def _fever(self, at: int) -> Amount | None:
        found = _TENTHS.match(self.text, at)
        if found is None or not self.is_border(found):
            return None
        low = self.terms(found, "deg") + times(self.terms(found, "tenths"), Decimal("0.1"))
        return self.made(at, Quantified(found.end(), low, AmountKind.COUNT, "deg"))

    def _duration(self, at: int) -> Amount | None:
        found = _HOURS_MINUTES.match(self.text, at)
        unit, big, small = "min", "h", "m"
        if found is None:
            found, unit, big, small = _MINUTES_SECONDS.match(self.text, at), "s", "m", "s"
        if found is None or not self.is_border(found):
            return None
        low = times(self.terms(found, big), 60) + self.terms(found, small)
        low += (term(30),) if found.groupdict().get("half") else ()
        return self.made(at, Quantified(found.end(), low, AmountKind.COUNT, unit))

    def days(self, at: int) -> Amount | None:
        """Return the amount of days that begins at a place: 사흘, 보름."""
        found = _DAY_WORD.match(self.text, at)
        if found is None or at not in self.tags or found.end() not in self.ends:
            return None
        if found.group() == "하루" and not _AFTER_ONE_DAY.match(self.text, found.end()):
            return None
        return self.made(
            at, Quantified(found.end(), (term(DAYS[found.group()]),), AmountKind.COUNT, "day")
        )
