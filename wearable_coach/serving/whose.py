"""Whose a clause is: the user's own, or somebody else's."""

from __future__ import annotations

import re

from wearable_coach.korean import (
    Clause,
    ClauseKind,
    Frame,
    HolderKind,
    Modality,
    Sentence,
    Token,
    WordKind,
)
from wearable_coach.korean.holders import USER
from wearable_coach.korean.tables import listed as of_korean
from wearable_coach.serving.lexica import listed
from wearable_coach.serving.mentions import NameMention, Spoken

OF_WOMEN = frozenset({"pregnancy", "postpartum"})


_MEN = frozenset(
    {
        "남편",
        "신랑",
        "아버지",
        "아빠",
        "아버님",
        "할아버지",
        "시아버지",
        "장인",
        "오빠",
        "형",
        "아들",
        "남자친구",
        "남친",
        "삼촌",
        "남동생",
    }
)


_CARING = re.compile(
    r"(?<![가-힣])(?:애|아이|아기|애기|아가)[를을]? ?(?:보느라|보다|보고|재우|업고|업은|업느라|안고|돌보|키우|챙기|데리고|등원|하원|맡기)"
)
"""Who looks after a child tells of themselves."""
_BORN = frozenset({"아이", "애", "아기", "애기", "아가"})
"""Who is born bears nobody: 백일 아기를 안고 재워요. 애 낳고 나서…"""
_CHILDREN = frozenset({"아이", "애", "아기", "애기", "아들", "딸"})


_INSIDE = frozenset({ClauseKind.RELATIVE, ClauseKind.NOMINAL, ClauseKind.QUOTED})


_BEHIND = re.compile(
    r"^[이가을를은는]? ?(?:[가-힣]{1,3} )?(?:있는|있으신|앓는|걸린|가진|먹는|드시는|맞는|맞으시는|받은|받으신|넣은|단|다신|하는|하시는|한|인) (?P<who>[가-힣]+)"
)
"""Who it is that has what is named: 천식 있는 친구랑."""


_OWN = ("저", "제", "나", "내", "전", "난")


_SHORT_PERSONS = frozenset({"형", "애", "딸", "얘", "걔", "쟤"})


_SPOKEN_OF = frozenset(
    {
        "아들",
        "딸",
        "아이",
        "애",
        "아기",
        "자식",
        "손자",
        "손녀",
        "동생",
        "여동생",
        "남동생",
        "친구",
        "회원",
    }
)


def is_of_another(
    spoken: Spoken, place: int, clause: Clause, condition: str = "", *, child: bool = False
) -> bool:
    """Say whether a clause is about somebody else than the user.

    Args:
        spoken: The user's text.
        place: Which of its sentences.
        clause: The clause in question.
        condition: What is told; who bears a child is no man.
        child: Whether a child that is named is the one that is born, or about to be.
    """
    sentence = spoken.sentences[place]
    if speaks_of_user(clause):
        return False
    holder = named_other(sentence, clause)
    if holder is not None and holder[1] in _BORN and _CARING.search(sentence.text):
        holder = None  # 애 보느라 만보기 15000 찍음
    if holder is not None:
        person = holder[1]
        is_kind = holder[0] is HolderKind.PEOPLE and clause.kind is not ClauseKind.RELATIVE
        is_none = condition in OF_WOMEN and (
            person in _MEN or is_kind or (child and person in _CHILDREN)
        )
        if is_none or (person in of_korean("holders", "staff")):
            holder = None
    if holder is not None and holder[0] is not HolderKind.USER:
        return not (holder[0] is HolderKind.PEOPLE and _is_said_of_oneself(sentence, clause))
    if honours(clause.frame) or (
        clause.kind in _INSIDE and honours(parent_of(sentence, clause).frame)
    ):
        return True
    return holder is None and _goes_on(spoken, place, condition)


def speaks_of_user(clause: Clause) -> bool:
    """Say whether the user is who a clause is about, beside or against others: 어머니도 저도, 제가."""
    others = any(
        t.lemma in of_korean("holders", "other") and "가" in t.particles for t in clause.tokens
    )
    for token in clause.tokens:
        if token.surface in {"저도", "제가", "내가", "나도", "저만", "나만"}:
            return True
        if token.surface in {"저는", "전", "나는", "난", "저의"} and not others:
            return True
    return _begins_with_user(clause)


def _begins_with_user(clause: Clause) -> bool:
    """Say whether a clause says of the user what they are, in the order of speech: 저 28주고."""
    first = clause.tokens[0]
    is_user = first.surface in {"저", "나", "전"} and first.kind is WordKind.PRONOUN
    if not is_user or clause.frame is None or clause.frame.predicate.lemma != "이다":
        return False
    return not any(_is_person(t.lemma) or t.lemma in listed("others") for t in clause.tokens)


def named_other(sentence: Sentence, clause: Clause) -> tuple[HolderKind, str] | None:
    """Return whom a clause is about, None where it names nobody."""
    if (head := _head(sentence, clause)) is not None:
        return head
    frame = clause.frame
    if (named := _listed_other(clause)) is not None:
        return HolderKind.OTHER, named
    if frame is None:
        found = next((t.lemma for t in clause.tokens if _is_person(t.lemma)), None)
        return None if found is None else (HolderKind.OTHER, found)
    if frame.holder.kind is HolderKind.USER:
        return None
    return frame.holder.kind, frame.holder.person


def _listed_other(clause: Clause) -> str | None:
    """Return who else is named as what the clause is about (강아지가, 회원님이)."""
    return next(
        (
            t.lemma
            for t in clause.tokens
            if t.lemma in listed("others") and {"가", "는", "도"} & set(t.particles)
        ),
        None,
    )


def _head(sentence: Sentence, clause: Clause) -> tuple[HolderKind, str] | None:
    """Return the person that a relative clause says something of (임신한 친구)."""
    if clause.kind is not ClauseKind.RELATIVE:
        return None
    after = clause.tokens[-1].place + 1
    words = [t.lemma for t in sentence.tokens[after : after + 2]]
    person = next((w for w in words if _is_person(w)), None)
    if person is not None:
        return HolderKind.OTHER, person
    many = next((t.lemma for t in sentence.tokens[after : after + 1] if _are_many(t)), None)
    return None if many is None else (HolderKind.PEOPLE, many)


def _are_many(token: Token) -> bool:
    """Say whether a word means people of a kind: 콩팥 나쁜 분들은."""
    return token.surface.startswith(("분들", "사람들", "환자들", "환자분들"))


def _is_person(lemma: str) -> bool:
    return lemma in of_korean("holders", "other")


def _is_said_of_oneself(sentence: Sentence, clause: Clause) -> bool:
    """Say whether a person of a kind is the one who speaks: 당뇨 환자인데, 스텐트 넣은 사람입니다."""
    parent = parent_of(sentence, clause)
    for one in (clause, parent):
        frame = one.frame
        if frame is None or frame.predicate.lemma != "이다" or frame.modality is Modality.ASK:
            continue
        if any(t.lemma in listed("own_kind") for t in one.tokens):
            return True
    return False


def _names_user(clause: Clause) -> bool:
    return any(t.lemma in _OWN and t.kind is WordKind.PRONOUN for t in clause.tokens)


def honours(frame: Frame | None) -> bool:
    """Say whether a statement honours whom it is about, as nobody does of themselves."""
    if frame is None or frame.predicate.lemma == "안정하다":  # 안정시: at rest, no honour
        return False
    return "honorific" in frame.predicate.auxiliaries or frame.predicate.lemma in listed(
        "honouring"
    )


def parent_of(sentence: Sentence, clause: Clause) -> Clause:
    """Return the clause around one, itself where there is none."""
    return sentence.clauses[clause.parent]


def _goes_on(spoken: Spoken, place: int, condition: str) -> bool:
    """Say whether the sentence before was about somebody of whom this one goes on: 우리 애 얘기예요. 천식이 있어요."""
    if place == 0 or any(_names_user(c) for c in spoken.sentences[place].clauses):
        return False
    before = [f.holder for f in spoken.sentences[place - 1].frames]
    others = [h.person for h in before if h.kind is HolderKind.OTHER]
    last = spoken.sentences[place - 1]
    if not others:
        others = [t.lemma for t in last.tokens if _is_person(t.lemma)]
        before = before if listed("behalf") & set(last.lemmas) else [*before, USER]
    if not others or len(others) < len(before):
        return False
    is_meant = others[-1] in _SPOKEN_OF or bool(listed("behalf") & set(last.lemmas))
    return is_meant and not (condition in OF_WOMEN and others[-1] in _MEN | _BORN)


def is_of_person_behind(after: str) -> bool:
    """Say whether who has what is named stands behind it and is somebody else: 천식 있는 친구랑."""
    found = _BEHIND.match(after)
    if found is None:
        return False
    who = found["who"]
    if who.startswith("사람") and not re.match(r"사람(?:이|입|인|이라|으로서)", who):
        return True
    return any(
        who.startswith(p)
        for p in (*of_korean("holders", "other"), *listed("others"))
        if p not in _SHORT_PERSONS
    )


def follows_person(mention: NameMention) -> bool:
    """Say whether the noun right before a name is somebody else: 와이프 임신, 엄마 당뇨약."""
    before = [t for t in mention.clause.tokens if t.end <= mention.start]
    if not before or before[-1].particles not in {(), ("의",)}:
        return False
    return (_is_person(before[-1].lemma) and before[-1].lemma not in _SHORT_PERSONS) or before[
        -1
    ].lemma in listed("others")
