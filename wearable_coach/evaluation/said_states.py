"""What a whole sentence says of the day: a level by its name, that nothing stands in the way, that one may go on."""

from __future__ import annotations

import re
from functools import cache

from wearable_coach.evaluation.act_words import named
from wearable_coach.evaluation.standing import lemmas_of, words_of_today
from wearable_coach.korean import Clause, ClauseKind, Modality, Polarity, Sentence
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.table import table

_ACTS = {
    SafetyLevel.PROCEED: "proceed",
    SafetyLevel.REDUCE: "reduce",
    SafetyLevel.DEFER: "defer",
    SafetyLevel.CONTACT: "doctor_first",
    SafetyLevel.EMERGENCY: "ambulance",
}

_MAY = "may"
"""The construction of 해도 되다."""


def state_of(sentence: Sentence, shape: str) -> str:
    """Return the act that a sentence says by telling how the day stands, empty where it tells none."""
    if clears(sentence) or _allows(sentence):
        return _ACTS[SafetyLevel.PROCEED]
    main = _main(sentence)
    if main is None or main.frame is None or main.frame.polarity is Polarity.DENIED:
        return ""
    if _eases(sentence):
        return _ACTS[SafetyLevel.REDUCE]
    label = _label().search(shape)
    return _ACTS[_levels()[label[1]]] if label else ""


def clears(sentence: Sentence) -> bool:
    """Say whether a sentence says that there is no reason to do less ("미루거나 줄일 신호가 보이지 않아요")."""
    words = frozenset(sentence.lemmas)
    if not (words & named("clearing", "reasons") and words & named("clearing", "of")):
        return False
    if words & named("clearing", "without"):
        return True
    return any(_lacks_reason(sentence, clause) for clause in sentence.clauses)


def _lacks_reason(sentence: Sentence, clause: Clause) -> bool:
    frame = clause.frame
    if frame is None or clause.kind is ClauseKind.RELATIVE:
        return False
    if not lemmas_of(sentence, clause) & named("clearing", "reasons"):
        return False
    is_unseen = frame.polarity is Polarity.DENIED and frame.predicate.lemma in named(
        "clearing", "seen"
    )
    return is_unseen or frame.predicate.lemma == "없다"


def _eases(sentence: Sentence) -> bool:
    """Say whether it is a day on which to move gently ("오늘은 평소보다 가볍게 가는 날이에요")."""
    words = frozenset(sentence.lemmas)
    is_day = bool(words & named("clearing", "states") and words_of_today(sentence))
    return is_day and bool(words & named("reduce", "gentle") and words & named("reduce", "moving"))


def _allows(sentence: Sentence) -> bool:
    """Say whether it is a day, or a state, on which one may move ("계획대로 움직여도 되는 날로 봐요")."""
    main = _main(sentence)
    if main is None or main.frame is None or main.frame.polarity is Polarity.DENIED:
        return False
    states = named("clearing", "states")
    told = bool(states & frozenset(main.lemmas))
    return any(
        _permits(c) and ((told and c.kind is ClauseKind.RELATIVE) or states & frozenset(c.lemmas))
        for c in sentence.clauses
    )


def _permits(clause: Clause) -> bool:
    frame = clause.frame
    if frame is None or frame.polarity is Polarity.DENIED:
        return False
    if frame.modality is not Modality.PERMIT and _MAY not in frame.predicate.auxiliaries:
        return False
    return bool(frozenset(clause.lemmas) & named("proceed", "moving"))


def _main(sentence: Sentence) -> Clause | None:
    found = [c for c in sentence.clauses if c.kind is ClauseKind.MAIN and c.frame is not None]
    return found[-1] if found else None


@cache
def _levels() -> dict[str, SafetyLevel]:
    return {row["label_ko"]: SafetyLevel(level) for level, row in table("safety")["levels"].items()}


@cache
def _label() -> re.Pattern[str]:
    """Return a level's name as it is quoted, which tells it from the same word of everyday."""
    names = "|".join(map(re.escape, sorted(_levels(), key=len, reverse=True)))
    return re.compile(f"['‘\"“*]({names})['’\"”*]")
