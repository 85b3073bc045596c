"""The prediction of the maximum where it stands without an equals sign: "176.5bpm(208 − 0.7 × 45)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from wearable_coach.standards.labels import withheld_label
from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Objection, contradicted, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.masking import SLOT
from wearable_coach.verification.number_judges import number
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.wording import plain

_FORMULA = re.compile(
    r"(?:(?P<value>\x01)(?: ?bpm)?(?:\(|, | ?: ?| ))?(?P<a>\x01) ?[-−–] ?(?:(?P<b>\x01) ?[×xX*·] ?)?(?P<c>나이|연령|만 ?나이|age|\x01 ?세?)(?! ?bpm)"
)


def read_formulas(r: Reading) -> None:
    """Read the prediction of the maximum where it stands without an equals sign."""
    for match in _FORMULA.finditer(r.text):
        if match["b"] is None and not re.search(r"최대 ?심박|HRmax|공식|추정", r.text):
            continue
        inside = [q for q in r.quantities if match.start() <= q.start < match.end()]
        after = re.match(r"\s*\)?\s*[=＝]", r.text[match.end() :])
        if (
            match["b"] is None
            and SLOT in match["c"]
            and (match["value"] is None or re.match(r" ?%", r.text[match.end() :]))
        ):
            continue
        if any(q.start in r.done for q in inside) or (
            after and match["value"] is None and SLOT in match["c"]
        ):
            continue
        if (
            match["value"] is not None
            and r.text[match.end("value") : match.start("a")].strip() == ""
            and match["b"] is None
        ):
            continue
        first, last = r.slots_before(match.start()), r.slots_before(match.end())
        if any(q.last > last for q in inside):  # "45 – 99" is a range, not an age and more
            continue
        judge = Formula(match["value"] is not None, match["b"] is not None, SLOT in match["c"])
        r.add("formula:hrmax", "STD-HR-001", judge, span=match.span(), slots=(first, last))
        r.done.update(q.start for q in inside)


class Formula(NamedTuple):
    """The prediction of the maximum: "176.5bpm(208 − 0.7 × 45)"."""

    with_value: bool
    """Whether its result stands before it."""
    with_slope: bool
    with_age: bool
    """Whether the age is a number."""

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge its line, the age and the result."""
        told = list(bound)
        value = told.pop(0) if self.with_value else None
        row = table("heart_rate")["hrmax"]
        line = row["formulas"][row["selectable"][evidence.formula]]
        slope = told[1] if self.with_slope else "1"
        if (number(told[0]), number(slope)) != (Decimal(line["intercept"]), Decimal(line["slope"])):
            return contradicted("STD-HR-001", f"이 데이터의 공식은 {line['written_ko']}예요")
        if self.with_age and told[-1] not in evidence.shown("age"):
            return _wrong_age(evidence)
        if value is not None and value not in evidence.shown("hrmax"):
            return _wrong_maximum(evidence)
        return None


def _wrong_age(evidence: Evidence) -> Objection:
    if evidence.profile.age is None:
        return unsupported("VER-SOURCE-001", "나이: 입력에 없는 값이에요")
    return contradicted("STD-HR-001", f"나이: 맞는 값은 {evidence.profile.age}세")


def _wrong_maximum(evidence: Evidence) -> Objection:
    known = evidence.value("hrmax")
    if known is None:
        why = withheld_label(evidence.facts.hr_targets_withheld)
        return unsupported("STD-HR-001", f"최대심박수를 계산할 수 없어요 ({why})")
    return contradicted("STD-HR-001", f"최대심박수 추정치는 {plain(known)}bpm이에요")
