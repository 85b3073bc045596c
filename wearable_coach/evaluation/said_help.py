"""Whether an answer sends the person to the ambulance or a doctor, and whether that comes before all else."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from wearable_coach.evaluation.act_words import named
from wearable_coach.evaluation.standing import is_affirmed, is_told
from wearable_coach.korean import Clause, Frame, Link, Modality, Sentence
from wearable_coach.standards.table import table

_WALKS = "걷다"
"""What "전화를 걸어" is taken for by its letters."""
_UNTIL = "까지"


def names_help(text: str) -> bool:
    """Say whether a text names the ambulance or a doctor at all, whatever it says of them."""
    return bool(help_words().search(text))


@cache
def help_words() -> re.Pattern[str]:
    """Return what names the ambulance or a doctor."""
    number = str(table("safety")["emergency_number"])
    helps = "|".join(sorted(named("ambulance", "helps") | named("doctor", "helps")))
    return re.compile(f"{number}|{helps}")


def sends_to(clause: Clause, frame: Frame, lemmas: frozenset[str]) -> str:
    """Return whether a statement sends to the ambulance or to a doctor, empty where to neither."""
    number = str(table("safety")["emergency_number"])
    called = number in lemmas or bool(lemmas & named("ambulance", "helps"))
    if not called and (not lemmas & named("doctor", "helps") or lemmas & named("doctor", "not_of")):
        return ""
    help_named = "ambulance" if called else "doctor"
    if frame.modality is Modality.FORBID and frame.predicate.lemma in named("not_to_be_put_off"):
        return help_named
    if not is_affirmed(frame):
        return ""
    lemma = frame.predicate.lemma
    is_call = lemma in named("contacting") or ("전화" in lemmas and lemma == _WALKS)
    is_tied = clause.link is Link.AND and frame.modality is Modality.ASSERT
    is_tied = is_tied and not lemmas & named("doctor", "until")  # "확인을 받은 다음에 늘려요"
    told = is_told(frame) or (is_tied and not frame.predicate.is_past)
    sent = told and is_call
    is_first = lemma in named("being_first") and lemmas & (named("first") | named("calls"))
    once_said = lemmas & named("doctor", "words_of")  # "산전 진료에서 받은 안내가 우선이에요"
    return help_named if sent or (is_first and not once_said) else ""


def is_before_all(sentence: Sentence, clause: Clause, frame: Frame, lemmas: frozenset[str]) -> bool:
    """Say whether a doctor comes before all else, and not only what a doctor once said."""
    if lemmas & named("doctor", "words_of"):
        return False
    helps = named("doctor", "helps")
    words = frozenset(sentence.lemmas)
    starts = words & named("doctor", "starting") and words & named("defer", "of")
    if starts and is_until_doctor(sentence):
        return True
    from_there = any("부터" in t.particles and t.lemma in helps for t in clause.tokens)
    is_it = frame.predicate.lemma in named("being_first") and bool(lemmas & named("calls"))
    return from_there or is_it or bool(words & named("first"))


def is_until_doctor(sentence: Sentence) -> bool:
    """Say whether exercise waits for a doctor ("진료를 받기 전까지 쉬어요", "의사의 확인을 받은 다음으로 미뤄요")."""
    words = frozenset(sentence.lemmas)
    return bool(words & named("doctor", "helps") and words & named("doctor", "until"))


def is_until_then(sentence: Sentence) -> bool:
    """Say whether what is told holds until what the sentence before tells ("그때까지 쉬세요", "그 전까지 쉬어요")."""
    tokens = sentence.tokens
    thens = [k for k, token in enumerate(tokens) if token.lemma in named("defer", "then")]
    return any(_UNTIL in t.particles for k in thens for t in tokens[k : k + 2])


def is_for_a_visit(sentence: Sentence, frame: Frame) -> bool:
    """Say whether it is only said what to tell a doctor: at a visit that comes anyway, of a reading ("혈압도 재서 알리세요")."""
    if frame.predicate.lemma not in named("telling"):
        return False
    words = frozenset(sentence.lemmas)
    before = words & named("doctor", "starting") and "전" in words
    if before and words & named("doctor", "not_of"):  # "복용을 시작하기 전에"
        return True
    helps, at = named("doctor", "helps"), named("doctor", "at")
    visits = any(a.lemma in helps and b.lemma in at for a, b in pairwise(sentence.tokens))
    return visits or bool(named("lacking", "measures") & words)
