"""Grounds that an answer takes from the person: what was told, what was done, what is felt, and may not have been."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.korean import HolderKind, Link, WordKind
from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.lexicon import listed
from wearable_coach.verification.masking import SLOT
from wearable_coach.verification.meaning.said import ClauseJudge, ClauseWords, not_understood

_TOLD = re.compile(
    r"(?:알려 ?주|말씀해 ?주|적어 ?주|입력해 ?주|보내 ?주|넣어 ?주)[신셨]|(?:알려|말씀해|적어) ?주셔서|말씀하셨"
)
_AGE = re.compile(r"나이|연세|몇 ?살")
_USUAL = re.compile(r"평소|기저")


class GivenField(NamedTuple):
    """That a reading or the age was told."""

    field: str

    def judge(self, evidence: Evidence) -> Objection | None:
        """Judge it by what was told."""
        if evidence.value(self.field) is not None:
            return None
        return contradicted(
            "VER-ABSENT-001", f"{LABELS.get(self.field, self.field)}: 알려 준 값이 없어요"
        )


def read_given(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read that a value was told."""
    told = _TOLD.search(said.text)
    if told is None or not said.states(told.start()):
        return
    fields = list(said.fields[:1])
    if _AGE.search(said.text):
        fields = ["age"]
    elif _USUAL.search(said.text) and "resting_heart_rate" in said.fields:
        fields = ["baseline_rhr"]
    for field in fields:
        yield GivenField(field)


class GroundTold(NamedTuple):
    """What is given as a ground that only the person can know."""

    stems: tuple[str, ...]

    def judge(self, evidence: Evidence) -> Objection | None:
        """Let it stand where a word of it was told."""
        if any(stem in evidence.stated for stem in self.stems):
            return None
        if "운동" in self.stems and evidence.profile.regularly_active:
            return None
        return not_understood("알려 주지 않은 일을 근거로 들어요")


_KNOWN_ACTS = listed("help_words", "told_acts")
"""What a person who asks has done, or what is no act."""
_BLEEDS = re.compile(
    r"피가? ?(?:비치|비쳐|나|보)|배가? ?(?:[가-힣]+ ?)?(?:뭉치|뭉쳐|당기)|출혈|양수"
)


def read_ground(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read an act of the person that is given as the reason for advice: 무리하셨으니, 배가 뭉치니."""
    bleeds = _BLEEDS.search(said.text)
    if bleeds is not None and said.states(bleeds.end() - 1):
        yield GroundTold((bleeds.group()[:2], bleeds.group().replace(" ", "")[:2]))
    if not _REASON.search(said.text) or said.fields or "vital" in said.kinds or SLOT in said.text:
        return
    stands = said.stands
    if stands is None or stands.link is not Link.BECAUSE or stands.is_denied:
        return
    predicate = stands.frame.predicate
    is_act = predicate.kind is WordKind.VERB and predicate.lemma not in _KNOWN_ACTS
    is_users = stands.frame.holder.kind is HolderKind.USER and "honorific" in predicate.auxiliaries
    if is_act and predicate.is_past and is_users:
        yield GroundTold((predicate.lemma[:2], *(a.lemma[:2] for a in stands.frame.arguments)))


_REASON = re.compile(r"셨(?:으니|기|으므로|던)|셔서")
