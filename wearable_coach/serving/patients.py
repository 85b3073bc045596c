"""Who is in need: the subject of what is wrong, which is not whoever is named first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from wearable_coach.korean import (
    Argument,
    Clause,
    ClauseKind,
    Frame,
    HolderKind,
    Link,
    Polarity,
    Role,
)
from wearable_coach.korean.tables import listed as of_korean
from wearable_coach.serving.lexica import listed
from wearable_coach.serving.lexicon import sign_table

SOMEBODY = "사람"
"""Another person who is not named further."""
_TYPE = re.compile(r"\d ?형")
"""A type that is counted: 1형 당뇨."""
_ATTACKS = re.compile("물[어었려렸리]|문 |할[퀴퀸]|들이[받박]|달려[들든]|덮[쳐쳤]")
"""What an animal does to people."""
_OWN = frozenset({"저", "나", "제", "내", "전", "난", "저희"})
_SUBJECT_FIRST = (Role.SUBJECT, Role.TOPIC, Role.BARE)
_TOPIC_FIRST = (Role.TOPIC, Role.SUBJECT, Role.BARE)
_WHY = frozenset({Link.BECAUSE, Link.END})
_TOLD_TO = frozenset({"보고", "한테", "에게", "더러"})
_SAID_OF = frozenset({"보고", "더러"})


def patient(clauses: Sequence[Clause], at: int) -> str:
    """Return who it is of whom a clause says what is wrong: the other person, nothing where it is the user.

    Args:
        clauses: Those of the text, in order.
        at: The place of the clause.
    """
    frame = clauses[at].frame
    if frame is None:
        return ""
    if frame.holder.kind is HolderKind.PEOPLE:
        return SOMEBODY
    if _is_told_to_user(frame) or is_called_so(frame):
        return ""
    named = _named(clauses[at], _SUBJECT_FIRST)
    if named is None:
        named = _behind(clauses, at)
    if named is not None:
        return named
    if wishes_as_user(clauses, at):
        return ""
    before = _before(clauses, at)
    is_heard = before is None and "wishes" in frame.predicate.auxiliaries and _is_hearsay(frame)
    return SOMEBODY if is_heard else before or ""


def wishes_as_user(clauses: Sequence[Clause], at: int) -> bool:
    """Say whether a clause tells a wish in the way that Korean keeps for oneself: 죽고 싶어요, not 싶대요 nor 싶어 해요."""
    frame = clauses[at].frame
    if frame is None or "wishes" not in frame.predicate.auxiliaries:
        return False
    if "shows" in frame.predicate.auxiliaries or _is_hearsay(frame):
        return False
    if _named(clauses[at], _SUBJECT_FIRST):
        return False
    around = clauses[at + 1 : at + 2] if clauses[at].kind is not ClauseKind.MAIN else ()
    if any(c.frame is not None and _is_hearsay(c.frame) for c in around):
        return False
    if clauses[at].kind is ClauseKind.QUOTED or _is_saying(clauses, at):
        return not _behind(clauses, at) and not _before(clauses, at)
    return not _behind(clauses, at)


def is_animal(who: str) -> bool:
    """Say whether who is in need is no person."""
    return who in _words("animals")


def _named(clause: Clause, roles: Sequence[Role]) -> str | None:
    """Return who a clause names as its subject, empty for the user, None for nobody."""
    frame = clause.frame
    if frame is None:
        return None
    is_caring = frame.predicate.lemma in _words("caring")
    for role in roles:
        if is_caring and role is Role.BARE:
            continue  # 아이 낳고: a child is borne
        for argument in frame.arguments:
            if argument.role is role and (found := _person(argument, clause)) is not None:
                is_staff = found in of_korean("holders", "staff")
                return "" if is_staff and _is_hearsay(frame) else found
    return "" if is_caring else None


def _person(argument: Argument, clause: Clause) -> str | None:
    words = argument.words[-1:] if argument.role is Role.BARE else argument.words
    for word in reversed(words):
        if word in _OWN:
            return ""
        if argument.role is Role.BARE and is_animal(word):
            continue  # 강아지 산책하다가: whom it is done to
        if is_somebody(word) and not (word == "형" and _TYPE.search(clause.text)):
            return word
    return argument.lemma if argument.lemma in of_korean("holders", "staff") else None


def is_somebody(word: str) -> bool:
    """Say whether a word names somebody else than the user, an animal too."""
    return (
        word in of_korean("holders", "other")
        or word in listed("others")
        or word in _words("kin")
        or word in _words("animals")
    )


def _is_told_to_user(frame: Frame) -> bool:
    """Say whether somebody bids the user to: 애들이 나보고 죽으래요."""
    is_bid = frame.predicate.ending.endswith(("래요", "래", "라고", "라는데", "라네"))
    return is_bid and any(a.lemma in _OWN and a.particle in _TOLD_TO for a in frame.arguments)


def is_called_so(frame: Frame) -> bool:
    """Say whether somebody says of the user how the user is, which is no word of who says it: 친구가 저보고 뚱뚱하대요."""
    if not _is_hearsay(frame) or "wishes" in frame.predicate.auxiliaries:
        return False
    return any(a.lemma in _OWN and a.particle in _SAID_OF for a in frame.arguments)


def _behind(clauses: Sequence[Clause], at: int) -> str | None:
    """Return who stands behind a clause as whose it is: 죽고 싶다는 친구, 언니가 죽고 싶다고 했어요."""
    clause, after = clauses[at], clauses[at + 1 : at + 2]
    if clause.kind is ClauseKind.RELATIVE:
        head = _head(clauses, at)
        if is_somebody(head):
            return head
    if clause.kind is not ClauseKind.QUOTED and not _is_saying(clauses, at):
        return None
    said_by = next((who for c in after if (who := _named(c, _SUBJECT_FIRST)) is not None), None)
    return "" if said_by in of_korean("holders", "staff") else said_by


def _head(clauses: Sequence[Clause], at: int) -> str:
    after = [t for c in clauses[at + 1 : at + 2] for t in c.tokens if t.start >= clauses[at].end]
    return after[0].lemma if after else ""


def _is_saying(clauses: Sequence[Clause], at: int) -> bool:
    return clauses[at].kind is ClauseKind.RELATIVE and _head(clauses, at) in _words("sayings")


def _before(clauses: Sequence[Clause], at: int) -> str | None:
    """Return of whom a clause goes on that names nobody; what another does to the user is the user's from there on."""
    for k, clause in reversed(tuple(enumerate(clauses[:at]))):
        named = _named(clause, _TOPIC_FIRST)
        if named is None or _says_of_a_thing(clauses, k) or _is_staff_speaking(clauses, k, named):
            continue
        if is_animal(named) and not (clause is clauses[at - 1] and clause.link is Link.AND):
            return ""  # of an animal only what is told of it in one breath
        return "" if _is_done_to_user(clauses, clause, clauses[at]) else named
    return None


def _says_of_a_thing(clauses: Sequence[Clause], at: int) -> bool:
    """Say whether a clause only tells which thing is meant: 엄마가 해 준 밥."""
    is_relative = clauses[at].kind is ClauseKind.RELATIVE
    return is_relative and not (_is_saying(clauses, at) or is_somebody(_head(clauses, at)))


def _is_staff_speaking(clauses: Sequence[Clause], at: int, named: str) -> bool:
    """Say whether a clause tells what a doctor said, who is not ill: 의사가 뇌졸중 같다고 했어요."""
    is_quoting = at > 0 and clauses[at - 1].kind is ClauseKind.QUOTED
    return is_quoting and named in of_korean("holders", "staff")


def _is_done_to_user(clauses: Sequence[Clause], clause: Clause, of: Clause) -> bool:
    """Say whether a clause is why the user is as they are: 남편이 괴롭혀서, 딸이 말을 안 들어서, 애인이 헤어지자고 해서."""
    if any(is_animal(word) for word in clause.lemmas) and _ATTACKS.search(clause.text):
        return True
    if clause.frame is None or not (clause.link in _WHY or clause.frame.predicate.ending == "어서"):
        return False
    if any(_is_on_user(argument) for argument in clause.frame.arguments):
        return True
    lemma, at = clause.frame.predicate.lemma, clauses.index(clause)
    quoted = clauses[at - 1].frame if at and clauses[at - 1].kind is ClauseKind.QUOTED else None
    if lemma == "듣다" and clause.frame.polarity is Polarity.DENIED:
        return True
    felt = of.frame.predicate.lemma if of.frame is not None else ""
    if lemma in _words("crying") and felt in _words("felt"):
        return True
    said = quoted.predicate.lemma if quoted is not None else lemma
    return said in _words("affecting")


def _is_on_user(argument: Argument) -> bool:
    """Say whether something is done to the user, or said: 저한테, 나를."""
    is_aim = argument.role is Role.OBJECT or argument.particle in _TOLD_TO
    return argument.lemma in _OWN and is_aim


def _is_hearsay(frame: Frame) -> bool:
    return frame.predicate.ending.removesuffix("요").endswith(
        ("대", "래", "다네", "다더라", "다던데", "다는데", "답니다", "랍니다", "단다")
    )


@cache
def _words(name: str) -> frozenset[str]:
    table: dict[str, str] = sign_table()["patients"]
    return frozenset(table[name].split())
