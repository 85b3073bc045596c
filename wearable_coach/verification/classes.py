"""Reading class words: "정상", "1단계 비만", "부족한 수면", and judging them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from wearable_coach.verification.assertion import NEGATED, is_skipped, quoted_at
from wearable_coach.verification.claims import Objection, contradicted, unsupported
from wearable_coach.verification.class_words import QUOTES, Word, words_in
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.intensity_classes import read_intensity_class
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.lexicon import unit_pattern
from wearable_coach.verification.masking import SLOT
from wearable_coach.verification.norms import RULES
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.stages import STAGE, by_who
from wearable_coach.verification.wording import right_class

_REFERENCE_BEFORE = re.compile(r"(?:보다|대비|비해|견줘|비교하면|비교해)[^,.]{0,16}$")


FILLER = re.compile(
    rf"(?:[\s,()'\"‘’“”*|:~=\-–·→]|{SLOT}(?: ?(?:{unit_pattern()}))?|시간|은|는|이|가|도|만|로|으로|라서|라|이라|인데|이고|이며|이었고|이었|였고|였|예요|이에요|입니다|정도|수준|구간|범위|편|쪽|조금|약간|다소|많이|꽤|아주|매우|크게|상당히|훨씬|모두|둘|다|오늘|어제|어젯밤|현재|지금|기준|상|의|에|에서|지표|수치|값|분류|단계|역시|또한|모두|에는|해당하는|해당하고|나와|나왔고|기록돼|기록되어|측정돼|측정되어|측정되었으며|KSSO|대한비만학회|미국수면재단|NSF|실무|저희|안전|Tudor-Locke|분류로|기준으로|\.)*"
)


_UNIT_FIELDS = {"steps": "steps", "hm": "sleep_hr", "kgm2": "bmi"}


def read_classes(r: Reading) -> None:
    """Read every class word that is asserted of the person."""
    for word in words_in(r.text):
        _read_word(r, word)
    read_intensity_class(r)


_AFTER_AMOUNT = re.compile(
    rf"{SLOT} ?(?:bpm|BPM|비피엠|시간|분|%|보|걸음)(?:이|가|은|는|을|를|만큼)? ?(?:정도 ?|더 ?|가량 ?|쯤 ?)*$"
)


_NOUN_LACK = re.compile(r"(?:수면|잠) ?$")


_ADVISED_SLEEP = re.compile(
    r"한? ?(?:수면|잠|휴식|시간)(?: ?시간)?(?:(?:을|를) ?[^.,]{0,10}(?:챙기|챙겨|자[요도면]|확보|취|유지|가지|목표|위해|권|필요|주무)|(?:이|가) ?(?:필요|중요|도움))"
)
_SUCH_A_DAY = re.compile(r"[가-힣]{0,2} ?(?:날|밤|사람|경우)(?:은|에는|에|엔|이면|일수록|도)")
_ADVERB = re.compile(r"게(?! ?(?:주무[셨신]|잤|잔|나왔|나온|측정))")
_LACKS = re.compile(r"이에요|예요|입니다|한|해|합|했|상태|이라|이었|하")


def _is_general(r: Reading, word: Word) -> bool:
    """Whether an adjective speaks of days at large, of advice, or only words a difference."""
    head, tail = r.text[: word.start], r.text[word.end :]
    lack = r.text[word.start : word.end] == "부족" and _NOUN_LACK.search(head)
    if (
        _ADVERB.match(tail)
        or "낮잠" in tail[:5]
        or re.search("이유|원인|까닭|흔한|보통|대개", head)
    ):
        return True
    return bool(
        _AFTER_AMOUNT.search(head)
        or (lack and not _LACKS.match(tail))
        or _ADVISED_SLEEP.match(tail)
        or _SUCH_A_DAY.match(tail)
        or _REFERENCE_BEFORE.search(head[-20:])
    )


def _read_word(r: Reading, word: Word) -> None:
    if is_skipped(r, word.start, word.end) or (word.loose and _is_general(r, word)):
        return
    if STAGE.search(r.text, max(0, word.start - 4), word.end + 2):
        return
    field = _field_of(r, word)
    if field is None:
        return
    negated = bool(
        NEGATED.match(r.text, word.end) or (word.loose and NEGATED.match(r.text, word.end + 1))
    )
    if word.loose and negated and re.match(r"[가-힣]{0,2} ?(?:기준|범위)", r.text[word.end :]):
        return
    classes, rule = word.meanings[field], RULES[field]
    by_its_names = field == "bmi" and by_who(r, word.start)
    judge = WhoMember(classes, negated) if by_its_names else Member(field, classes, negated)
    r.add(f"class:{field}", rule, judge, span=(word.start, word.end))


def _field_of(r: Reading, word: Word) -> str | None:
    """Return the field that a class word is said of."""
    said = _described(r, word)
    if said is None:
        said = _preceding(r, word)
    if said == _SOMETHING_ELSE:
        return None
    return said or _from_context(r, word)


_SOMETHING_ELSE = "something else"


def _preceding(r: Reading, word: Word) -> str | None:
    """Return the field named nearest before the word, or that it is said of something else."""
    spots = [
        (m.end, m.field)
        for m in r.mentions
        if m.end <= word.start and not 0 <= m.reference_end <= word.start
    ]
    spots += [
        (q.end, _UNIT_FIELDS[q.unit])
        for q in r.quantities
        if q.end <= word.start and q.unit in _UNIT_FIELDS and not q.is_range
    ]
    quoted = quoted_at(r, word.start)
    for end, field in sorted(spots, reverse=True):
        between = r.text[end : word.start]
        beside = bool(FILLER.fullmatch(between))
        meant = _fit(field, word)
        if meant is None:
            if beside and (field in LABELS or field.startswith("nowhere")):
                return _SOMETHING_ELSE
            continue
        near = not word.loose and (
            quoted or (len(between) <= _REACH and not re.search(r"[.;]", between))
        )
        return meant if beside or near else _SOMETHING_ELSE
    return None


_REACH = 40
"""How far a class's own name stands from its field at most, unquoted [characters]."""


def _from_context(r: Reading, word: Word) -> str | None:
    """Return the field that the row, the sentence before, or the word itself implies."""
    named = {m.field for m in r.mentions}
    if set(word.meanings) == {"rhr_delta"} and named & {
        "baseline_rhr",
        "resting_heart_rate",
        "rhr_delta",
    }:
        return "rhr_delta"
    head = r.text[: word.start]
    row = _fit(r.row, word) if r.row else None
    if row and (not word.loose or FILLER.fullmatch(head.partition(":")[2])):
        return row
    carried = _fit(r.carry, word)
    beside = FILLER.fullmatch(head.strip("-* |")) or quoted_at(r, word.start)
    if carried and beside and not r.mentions:
        return carried
    alone = next(iter(word.meanings)) if len(word.meanings) == 1 and not word.loose else None
    return alone if alone in {"bmi", "steps"} or quoted_at(r, word.start) else None


def _described(r: Reading, word: Word) -> str | None:
    tail = re.match(
        rf"[{QUOTES}]?(?: ?(?:구간|범위|수준|단계))?(?:한|인|은|의|에 해당하는|이던|된|던)? ?",
        r.text[word.end :],
    )
    if tail is None:
        return None
    place = word.end + tail.end()
    for mention in r.mentions:
        if mention.start == place and (fit := _fit(mention.field, word)):
            return fit
    return None


def _fit(field: str, word: Word) -> str | None:
    if field in word.meanings:
        return field
    if (
        field in {"heart_rate", "resting_heart_rate", "baseline_rhr"}
        and "rhr_delta" in word.meanings
        and len(word.meanings) == 1
    ):
        return "rhr_delta"
    return "bmi" if field == "weight" and "bmi" in word.meanings and not word.loose else None


class Member(NamedTuple):
    """A class that is said of the person."""

    field: str
    classes: frozenset[str]
    """Those that the word means."""
    negated: bool = False

    def judge(self, evidence: Evidence, _bound: Sequence[str], /) -> Objection | None:
        """Judge it by the class of the reading."""
        field, classes, negated = self
        if "overweight" in classes and evidence.asks_who_bmi:
            return _who_class(evidence, classes, negated=negated)
        actual = evidence.classes.get(field)
        if actual is None or actual == "unknown":
            return unsupported(
                "VER-SOURCE-001", f"{LABELS.get(field, field)}: 입력이 없어 분류할 수 없어요"
            )
        if (actual in classes) != negated:
            return None
        return contradicted(RULES[field], right_class(field, actual))


class WhoMember(NamedTuple):
    """A class of BMI that the sentence gives by the WHO's names."""

    classes: frozenset[str]
    negated: bool

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge it by the WHO's classes when the user asked for them."""
        if not evidence.asks_who_bmi:
            return Member("bmi", *self).judge(evidence, bound)
        return _who_class(evidence, self.classes, negated=self.negated)


def _who_class(evidence: Evidence, classes: frozenset[str], *, negated: bool) -> Objection | None:
    actual = evidence.facts.bmi_who
    if actual is None:
        return unsupported("VER-SOURCE-001", "BMI: 입력이 없어 분류할 수 없어요")
    if (actual in classes) != negated:
        return None
    return contradicted("STD-BMI-002", right_class("bmi_who", actual, "WHO 기준"))
