"""Reading what a sentence holds: every kind of proposition, remembered by sentence and day."""

from __future__ import annotations

import re

from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.propositions.at_edges import at_edges
from wearable_coach.verification.propositions.compared import compared
from wearable_coach.verification.propositions.crediting import cited, credited
from wearable_coach.verification.propositions.karvonen import reckoned
from wearable_coach.verification.propositions.labelled import labelled, supposed
from wearable_coach.verification.propositions.norming import edged, normed, of_study
from wearable_coach.verification.propositions.paraphrased import paraphrased
from wearable_coach.verification.propositions.phrases import told
from wearable_coach.verification.propositions.proposition import Proposition
from wearable_coach.verification.propositions.reading_said import digits_of_change, readings_said
from wearable_coach.verification.propositions.there import held_against_before
from wearable_coach.verification.propositions.weeks import (
    bouts,
    sessions_beside_norm,
    weeks_reckoned,
)

_COMPARES = re.compile(
    r"평소|평상|기저|기준|보다|비해|비하|비교|견주|대비|차이|넘|웃돌|밑돌|미치|모자|부족|남|권장|정상|하한|상한|채우|채웠|만큼|높|낮|짧|길|긴|많|적|올|내려|떨어|늘|줄|여유|위에|아래"
)


_EXACTLY = re.compile("딱|정확|꼭")
_CLASSES = re.compile(
    r"모자|부족|앉아|의자|꼼짝|집에만|움직|걸[은었]|활발|활동|부지런|돌아다|발품|빠듯|아쉬|설친|무난|알맞|적당|맞|넉넉|푹|제대로|충분|너무|오래|넘치|과한|낮|처[진져]|떨어|아슬|꽉|가득|든든|빠른|서두르|급한|높|느린|느릿|차분|느긋|잔잔|평온|평범|정상|비만|마른|가벼운|여윈|균형|쉴 ?새|쉴 ?틈|종일|바깥|밖|벗어"
)
_RECKONS = re.compile(r"여유 ?심박|예비 ?심박|카[보르]|Karvonen|208|최대 ?심박")
"""There a number must be one of the reckoning, not any reading."""
_HEART = re.compile(
    r"심박|맥|박동|안정시|평소|쉬|강도|세기|208|카[보르]|Karvonen|여유|최대|추정|어림|오차|개인차|다시|자릿"
)
_NUMBERS = re.compile(
    r"WHO|ACSM|보건 ?기구|의학회|권고|권장|권하|권해|권한|권합|지침|최소|하한|상한|기준|문턱|분류|구분|규칙|실무|선수|수면|잠|밤|시간|평소|기저|Milewski|밀레"
)


_QUOTES = re.compile("['‘\"“]")
_SUPPOSES = re.compile(r"(?:[잤셨]|었)(?:다면|으면)|넣으면|대입하면|넣어 ?계산")
_REFERS = re.compile(
    r"(?:^|[\s,])(?:이|그|해당|위|앞의?) ?(?:연구|논문|조사|구분|분류|기준|지침|단계|숫자|수치|권고|자료|값|원칙)"
)


def findings(
    sentence: str, carry: str, evidence: Evidence, before: str = ""
) -> tuple[Proposition, ...]:
    """Return what a sentence holds of readings, norms and sources, judged by a day.

    Args:
        sentence: As written.
        carry: The field that the sentence before was about, empty when none.
        evidence: What is known of the day.
        before: The sentence before, whose source "이 연구" means.
    """
    found = _found(sentence, carry, evidence)
    if before and (
        _THERE.search(sentence) or (_USUAL.search(before) and not _USUAL.search(sentence))
    ):
        by = len(before) + 1
        whole = compared(told(f"{before} {sentence}"), carry, evidence)
        found += [moved for p in whole if (moved := _moved(p, by)) is not None]
    if before and not cited(sentence) and cited(before) and _REFERS.search(sentence):
        found += credited(told(sentence), evidence, cited(before))
    return tuple(found)


_THERE = re.compile(r"거기|그보다|그것보다|그 ?값보다|이보다|여기서")
_USUAL = re.compile(r"평소|평상|기저|원래")


def _moved(found: Proposition, by: int) -> Proposition | None:
    """Return a proposition of two sentences at its places in the second, None where it lies in the first."""
    if found.end <= by:
        return None
    covers = tuple((a - by, b - by) for a, b in found.covers if a >= by)
    return Proposition(max(found.start - by, 0), found.end - by, covers, found.objection)


def _found(sentence: str, carry: str, evidence: Evidence) -> list[Proposition]:
    found: list[Proposition] = []
    if _COMPARES.search(sentence):
        found += compared(told(sentence), carry, evidence)
    if "보다" in sentence:
        found += held_against_before(told(sentence), evidence)
    if _EXACTLY.search(sentence):
        found += at_edges(told(sentence), evidence)
    if cited(sentence):
        found += credited(told(sentence), evidence)
    if _NUMBERS.search(sentence):
        parts = told(sentence)
        found += normed(parts, carry, evidence)
        found += edged(parts, evidence)
        found += of_study(parts)
    if "분" in sentence:
        found += weeks_reckoned(told(sentence))
        found += bouts(told(sentence))
        found += sessions_beside_norm(told(sentence), evidence)
    if _CLASSES.search(sentence):
        found += paraphrased(told(sentence), carry, evidence)
    found += _of_own_reading(sentence, evidence)
    if _HEART.search(sentence):
        if not _RECKONS.search(sentence):
            found += readings_said(told(sentence), evidence)
        found += digits_of_change(told(sentence), evidence)
        found += reckoned(told(sentence), evidence)
    return found


def _of_own_reading(sentence: str, evidence: Evidence) -> list[Proposition]:
    found: list[Proposition] = []
    if _QUOTES.search(sentence):
        found += labelled(told(sentence), evidence)
    if _SUPPOSES.search(sentence):
        found += supposed(told(sentence), evidence)
    return found
