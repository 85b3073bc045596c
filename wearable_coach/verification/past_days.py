"""What is said of the days before, where they are known: the mean of the last seven, and what a baseline is the median of.

Only what is known of them is read here. Without it a trend stays what the input does not hold (`meaning.history`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from wearable_coach.records import PAST_MEANS
from wearable_coach.standards.numbers import half_up, one_decimal
from wearable_coach.standards.past_days import baseline_days, is_similar, mean_of_days
from wearable_coach.verification.claims import Objection, SentenceClaims, contradicted, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.judgement import JudgedClaim
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.masking import SLOT, Masked
from wearable_coach.verification.past_words import WEEK, WEEK_TOLD
from wearable_coach.verification.sentence import mentions
from wearable_coach.verification.word_kinds import kinds_in
from wearable_coach.verification.wording import plain

RULE = "VER-PAST-001"
_HOUR_MIN = 60
_UNKNOWN = unsupported(RULE, "입력에 있는 지난 날들의 값이 아니에요")
_UNREAD = unsupported(RULE, "지난 날들에 대해 입력에 없는 말이에요")
_AMOUNT = (
    rf"(?:{SLOT} ?시간(?: ?{SLOT} ?분)?|{SLOT} ?분|{SLOT} ?bpm|{SLOT} ?(?:보|걸음)(?![가-힣]*수))"
)
_NAME = r"(?:안정 ?시? ?심박수?|수면 ?시간|수면|걸음 ?수)"
_ITEM = re.compile(
    rf"(?:인|은|는|이|의)? ?(?P<name>{_NAME})?(?:은|는|이|가)? ?(?P<amount>{_AMOUNT})"
)
_NEXT = re.compile(
    rf"(?:, ?| ?· ?|이고,? |고 )(?P<name>{_NAME})(?:은|는|이|가)? ?(?P<amount>{_AMOUNT})"
)
_SAID = re.compile(
    r"(?:이에요|예요|입니다|이었어요|였어요|이었습니다|였습니다|이고|고|이며|며|였고|이었고|인데|으로|로|이라|라|이지만|지만)(?![가-힣])|(?:이|가)? ?(?:나왔|였|이었)(?:어요|습니다|고)|(?=[).,]|\s*$)"
)
_THAN = re.compile(
    rf"(?:인|은|는)? ?(?P<name>{_NAME})?\s?\(?(?P<amount>{_AMOUNT})?\)?(?:보다|에 ?비해|대비)(?:는|도)? ?(?:오늘 ?)?(?:(?P<of>{_NAME})[은는이가] ?)?(?:약간 |조금 |다소 |훨씬 |약 )?(?P<by>{_AMOUNT})?(?:만큼|가량)? ?(?:더 ?(?=[높길많늘낮짧적줄]))?(?P<way>높|길|많|늘|낮|짧|적|줄|더 |덜 )?"
)
_LIKE = re.compile(
    rf"(?:인|은|는)? ?(?P<name>{_NAME})?\s?\(?(?P<amount>{_AMOUNT})?\)?(?:과|와) ?(?:오늘 ?)?(?:(?P<of>{_NAME})[은는이가] ?)?(?:거의 )?(?P<way>같|비슷|큰 차이가 없)"
)
_ASSERTED = re.compile(
    r"(?:(?:[아어았었]|으?셨)?(?:어요|아요|요|습니다|네요|고|지만|은데|는데|으며|며)|은 ?편(?:이에요|입니다|이고)|해요|합니다|하고|했어요|했습니다|하지만|한데|한 ?편이에요|(?:주무셨|잤|걸으셨|걸었)(?:어요|습니다|네요|고|지만))(?![가-힣])"
)
_SUPPOSED = re.compile(r"[가-힣]{0,2}(?:면|거든|는지|은지|을지|을 ?때)(?![가-힣])")
"""Behind a comparison: 길면, 높을 때."""
_ASKED = re.compile(r"(?:까요|나요|가요)\?")
_MEDIAN = re.compile(rf"(?P<days>{SLOT}) ?일(?:간|치)?(?:의)? ?중앙값")
_UP, _SAME, _LIKE_IT = frozenset("높길많늘더"), "같", frozenset({"비슷", "큰 차이가 없"})
_FIELDS = (("resting_heart_rate", "심박"), ("sleep_hr", "수면"), ("steps", "걸음"))
Span = tuple[int, int]


class PastSaid(NamedTuple):
    """What an answer says of the days before."""

    claims: tuple[JudgedClaim, ...]

    def without(self, found: Sequence[JudgedClaim], text: str) -> list[JudgedClaim]:
        """Return what others found, but for what they take words about the days before for."""
        return [one for one in found if not self._answers(one, text)]

    def _answers(self, one: JudgedClaim, text: str) -> bool:
        begin, finish = one[2], one[2] + len(text[one[2] : one[3]].rstrip(".,!? "))
        spans = [
            (start, end) for _, _, start, end, _ in self.claims if start < finish and begin < end
        ]
        if not spans:
            return False
        if any(start <= begin and finish <= end for start, end in spans):
            return True
        if one[4] is None or one[4].rule not in _OF_OTHER_DAYS:
            return False
        rest = text[begin:finish]
        for start, end in sorted(spans, reverse=True):
            rest = rest[: max(0, start - begin)] + rest[max(0, end - begin) :]
        return all(found.kind != "past" for found in kinds_in(rest))


_OF_OTHER_DAYS = frozenset({"VER-NOWHERE-002", "VER-CMP-001", "VER-VALUE-001"})
"""Rules by which words about the days before are refused where those are not known."""


def past_said(masked: Masked, plans: Sequence[SentenceClaims], evidence: Evidence) -> PastSaid:
    """Read and judge what an answer says of the days before.

    Where none is known and the user told of none, only a mean that is stated all the same is read.
    """
    if not any(word in masked.text for word in ("지난", "최근", "중앙값")):
        return PastSaid(())
    known = evidence.profile.past is not None
    if not known and WEEK_TOLD.search(evidence.question):
        return PastSaid(())
    found: list[JudgedClaim] = []
    base = place = 0
    carry = ""
    for plan, sentence in zip(plans, masked.sentences, strict=True):
        numbers = masked.numbers[base : base + plan.slots]
        for field, start, end, objection in _of_sentence(sentence, numbers, carry, evidence):
            if not known and (field == "baseline_days" or objection is not _UNKNOWN):
                continue
            before = base + sentence.count(SLOT, 0, start)
            until = base + sentence.count(SLOT, 0, end)
            span = place + start + masked.shifts[before], place + end + masked.shifts[until]
            found.append((f"past:{field}", RULE, *span, objection))
        base += plan.slots
        place += len(sentence) + 1
        carry = carry if plan.carry is None else plan.carry
    return PastSaid(tuple(found))


_Read = tuple[str, int, int, Objection | None]


def _of_sentence(
    sentence: str, numbers: Sequence[str], carry: str, evidence: Evidence
) -> Iterator[_Read]:
    for median in _MEDIAN.finditer(sentence):
        days = numbers[sentence.count(SLOT, 0, median.start("days"))]
        if days == str(baseline_days()):  # what the standard asks for, whoever's
            continue
        yield "baseline_days", *median.span(), _basis(days, evidence)
    for week in filter(itemgetter("mean"), WEEK.finditer(sentence)):
        reader = _Reader(sentence, numbers, carry, evidence)
        if not reader.is_the_week(week):
            yield "week", *week.span(), _UNREAD
        else:
            yield from reader.read(week)


def _basis(days: str, evidence: Evidence) -> Objection | None:
    known = evidence.facts.baseline_days
    if known is None:
        return _UNKNOWN
    return None if days == str(known) else contradicted(RULE, f"{known}일의 중앙값이에요")


class _Reader(NamedTuple):
    """Reads what a sentence says of the mean of the week."""

    sentence: str
    numbers: Sequence[str]
    carry: str
    evidence: Evidence

    def is_the_week(self, week: re.Match[str]) -> bool:
        if week["days"]:
            return self.number(week.start("days")) == str(mean_of_days())
        return not week["weeks"] or self.number(week.start("weeks")) == "1"

    def number(self, at: int) -> str:
        return self.numbers[self.sentence.count(SLOT, 0, at)].replace(",", "")

    def read(self, week: re.Match[str]) -> Iterator[_Read]:
        start, end = week.span()
        than = _THAN.match(self.sentence, end) or _LIKE.match(self.sentence, end)
        if than is not None:
            yield from self.compared(than, start)
            return
        item = _ITEM.match(self.sentence, end)
        if item is None or not _SAID.match(self.sentence, self.last(item).end()):
            yield from self.unread(start, end)
            return
        while item is not None:
            field = self.field(item, start)
            yield field, start, item.end(), self.stated(field, item)
            start, item = item.end(), _NEXT.match(self.sentence, item.end())

    def last(self, item: re.Match[str]) -> re.Match[str]:
        """Return the last of the means that stand in a row."""
        while (following := _NEXT.match(self.sentence, item.end())) is not None:
            item = following
        return item

    def field(self, said: re.Match[str], start: int) -> str:
        """Return what a mean is of: by the unit of its amount, its name, what the sentence or the one before is about."""
        amount = said["amount"] or _group(said, "by")
        name = said["name"] or _group(said, "of")
        unit = next((f for f, u in _UNITS if amount and u in amount), "")
        named = next((f for f, words in _FIELDS if name and words in name), "")
        if unit or named:
            return named if named and unit in {"", named} else unit if not named else ""
        before = [m.field for m in mentions(self.sentence[:start]) if m.field in PAST_MEANS]
        return before[-1] if before else self.carry if self.carry in PAST_MEANS else ""

    def stated(self, field: str, said: re.Match[str]) -> Objection | None:
        mean = self.mean(field)
        if mean is None:
            return _UNKNOWN
        if self.is_written(field, mean, said, "amount"):
            return None
        return contradicted(RULE, f"지난 {mean_of_days()}일 평균 {LABELS[field]}: {plain(mean)}")

    def mean(self, field: str) -> Decimal | None:
        return next((m.mean for m in self.evidence.facts.week_means if m.field == field), None)

    def unread(self, start: int, end: int) -> Iterator[_Read]:
        """Refuse words of the days before that are not understood; what is only supposed or asked is for others to judge."""
        if not _SUPPOSED.match(self.sentence, end) and not _ASKED.search(self.sentence, end):
            yield "week", start, end, _UNREAD

    def compared(self, said: re.Match[str], start: int) -> Iterator[_Read]:
        end = said.end()
        asserted = _ASSERTED.match(self.sentence, end)
        field, way = self.field(said, start), said["way"]
        if not way or asserted is None:
            yield from self.unread(start, end)
        else:
            held = self.difference(field, said, way.strip())
            yield field or "week", start, asserted.end(), held

    def difference(self, field: str, said: re.Match[str], way: str) -> Objection | None:
        known = next((m for m in self.evidence.facts.week_means if m.field == field), None)
        if known is None or known.difference is None:
            return _UNKNOWN
        if said["amount"] and (why := self.stated(field, said)) is not None:
            return why
        off = known.difference
        holds = off > 0 if way in _UP else off < 0
        if way == _SAME:
            holds = off == 0
        elif way in _LIKE_IT:
            holds = is_similar(field, off)
        by = _group(said, "by")
        if holds and (not by or self.is_written(field, abs(off), said, "by")):
            return None
        return contradicted(
            RULE, f"지난 {mean_of_days()}일 평균은 {plain(known.mean)}, 오늘과의 차이는 {off:+f}"
        )

    def is_written(self, field: str, value: Decimal, said: re.Match[str], group: str) -> bool:
        """Say whether an amount is a value: hours and minutes rounded half up, anything else as it is."""
        words, at = said[group], said.start(group)
        first = self.sentence.count(SLOT, 0, at)
        told = [
            Decimal(n.replace(",", "")) for n in self.numbers[first : first + words.count(SLOT)]
        ]
        if field != "sleep_hr":
            return told == [value]
        if "시간" in words and len(told) == 1:
            return told[0] in {value, one_decimal(value)}
        minutes = sum(told) if "시간" not in words else told[0] * _HOUR_MIN + told[1]
        return minutes == half_up(value * _HOUR_MIN)


_UNITS = (("resting_heart_rate", "bpm"), ("sleep_hr", "시간"), ("sleep_hr", "분"), ("steps", "보"), ("steps", "걸음"))  # fmt: skip


@cache
def _groups(pattern: re.Pattern[str]) -> frozenset[str]:
    return frozenset(pattern.groupindex)


def _group(said: re.Match[str], name: str) -> str:
    return (said[name] or "") if name in _groups(said.re) else ""
