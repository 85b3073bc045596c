"""How the clauses of a sentence bear on each other: what is said of one holds of those that hang on it."""

from __future__ import annotations

from collections.abc import Sequence

from wearable_coach.korean.clauses import Cut
from wearable_coach.korean.meanings import ClauseKind, Link, Modality, Polarity, WordKind
from wearable_coach.korean.parts import Frame, Token
from wearable_coach.korean.polarity import flipped
from wearable_coach.korean.tables import listed

_SHARED = frozenset({Modality.ADVISE, Modality.PERMIT})
_SUPPOSED = frozenset({Modality.CONDITION, Modality.HYPOTHETICAL, Modality.QUOTE})
_ONE_AFTER_THE_OTHER = frozenset({"고", "며", "되"})
_TIED = frozenset({Link.AND, Link.OR, Link.WHILE})
_UTTERED = frozenset({"드리다", "하다", "말씀드리다", "꺼내다"})
_THOUGHT = frozenset({"생각하다", "여기다", "보다", "느끼다", "받아들이다"})
_GENERAL = frozenset({"일", "것", "행동", "선택", "생각", "태도"})
_ACTS = frozenset({"것", "거", "게", "건", "일", "편", "쪽"})
_SAID_OF_WORTH = frozenset({Modality.ASSERT, Modality.ADVISE, Modality.FORBID})
_REPORTED = frozenset({"다는", "ㄴ다는", "라는", "자는", "냐는"})
_NONE_OF = frozenset({"없다", "드물다"})
_NOT_TO_BE_SAID = frozenset({
    "보다", "말하다", "하다", "생각하다", "여기다", "말씀드리다", "단정하다", "단언하다", "판단하다", "확신하다", "보증하다",
    "장담하다", "약속하다", "약속드리다", "결론짓다", "부르다",
})  # fmt: skip


def spread(tokens: Sequence[Token], cuts: Sequence[Cut], own: list[Frame | None]) -> None:
    """Change the frames of clauses by those that they hang on, last first, in place.

    Args:
        tokens: The sentence's words.
        cuts: Its clauses.
        own: What each says by itself, None for a fragment.
    """
    for k in range(len(cuts) - 1, -1, -1):
        said, clause = own[k], cuts[k]
        above = own[clause.parent] if clause.parent != k else None
        if said is None or above is None:
            continue
        if _goes_on(cuts[k], said, above):
            own[clause.parent] = above = above._replace(modality=Modality.ADVISE)
        if clause.kind is ClauseKind.QUOTED:
            own[k] = _quoted(said, above)
        elif clause.kind in {ClauseKind.RELATIVE, ClauseKind.NOMINAL}:
            own[k] = _valued(tokens, cuts, own, k) or _inside(tokens, clause, said, above)
        elif said.modality is Modality.ASSERT:
            own[k] = _beside(clause, said, above)
        elif clause.link is Link.INSTEAD and above.modality is Modality.ADVISE:
            own[k] = said._replace(modality=Modality.FORBID, polarity=Polarity.DENIED)


def _goes_on(clause: Cut, said: Frame, above: Frame) -> bool:
    """Say whether an order not to do goes on with one to do, in the plain style: 굶지 말고 밥 먹어."""
    is_not_but = "not_do" in said.predicate.auxiliaries and clause.link is Link.AND
    is_act = above.predicate.kind is WordKind.VERB and not above.predicate.is_past
    is_open = above.modality is Modality.ASSERT and above.predicate.ending in {"어", "어요"}
    return is_not_but and is_act and is_open


def _quoted(said: Frame, above: Frame) -> Frame:
    """Return a quoted statement: somebody else's word, unless the writer says it as their own.

    What cannot be said is denied: 위험하다고 볼 수는 없어요.
    """
    if _is_not_to_be_said(above):
        return said._replace(polarity=flipped(said.polarity))
    is_own = (
        above.predicate.lemma in listed("acts", "own_word")
        and not above.predicate.is_past
        and "honorific" not in above.predicate.auxiliaries
        and above.modality in {Modality.ASSERT, Modality.WISH, Modality.ADVISE}
        and above.polarity is Polarity.AFFIRMED
        and not any(
            a.role in {"subject", "topic"} and a.lemma not in listed("holders", "user")
            for a in above.arguments
        )
    )
    return said if is_own else said._replace(modality=Modality.QUOTE)


def _is_not_to_be_said(above: Frame) -> bool:
    names = set(above.predicate.auxiliaries)
    is_refused = "hard" in names or ("cannot" in names and above.polarity is Polarity.DENIED)
    return above.predicate.lemma in _NOT_TO_BE_SAID and is_refused


def _valued(
    tokens: Sequence[Token], cuts: Sequence[Cut], own: Sequence[Frame | None], k: int
) -> Frame | None:
    """Return an act that is called right or wrong: 연락하는 것이 꼭 필요한 방법이에요, 부르는 건 과해요.

    None where nothing is said of its worth.
    """
    said, clause = own[k], cuts[k]
    head = clause.words[-1] + 1
    is_act = said is not None and said.predicate.kind is WordKind.VERB
    if said is None or not is_act or head >= len(tokens) or _head(tokens, clause) not in _ACTS:
        return None
    around = next((j for j in range(k + 1, len(cuts)) if head in cuts[j].words), None)
    value = None if around is None else own[around]
    worth = 0 if value is None or around is None else _worth(tokens, cuts[around], value)
    if value is None or not worth or value.modality not in _SAID_OF_WORTH:
        return None
    is_right = (worth > 0) == (value.polarity is Polarity.AFFIRMED)
    if is_right:
        return said._replace(modality=Modality.ADVISE if worth > 0 else Modality.PERMIT)
    mood = Modality.FORBID if worth < 0 else Modality.PERMIT
    return said._replace(modality=mood, polarity=flipped(said.polarity))


def _worth(tokens: Sequence[Token], clause: Cut, value: Frame) -> int:
    """Return 1 where a statement calls something right or due, -1 where wrong or too much, else 0."""
    word = value.predicate.lemma
    if word in {"이다", "아니다"} and clause.predicate:
        word = tokens[clause.predicate - 1].lemma
    if word in _GENERAL and clause.predicate > 1:
        word = tokens[clause.predicate - 2].lemma  # 창피한 일이 아니에요
    if word == "하다" and value.modality is Modality.ADVISE:
        return 1  # 연락하는 것이 지금 할 일이에요
    if word in listed("acts", "right"):
        return 1
    return -1 if word in listed("acts", "wrong") else 0


def _inside(tokens: Sequence[Token], clause: Cut, said: Frame, above: Frame) -> Frame:
    """Return what a relative or nominal clause says in the clause around it."""
    head = _head(tokens, clause)
    if head and _denies_all(clause, said, above, head):
        said = said._replace(polarity=flipped(said.polarity))
    if above.modality in _SUPPOSED and said.modality is Modality.ASSERT:
        return said._replace(modality=above.modality)
    if head in listed("acts", "sayings") and clause.built and clause.built.ending in _REPORTED:
        return said._replace(modality=Modality.QUOTE)
    if clause.kind is not ClauseKind.NOMINAL and head not in listed("acts", "naming"):
        return said
    return _named(clause, said, above)


def _named(clause: Cut, said: Frame, above: Frame) -> Frame:
    """Return an act that is only named, as the predicate around it means it."""
    if said.modality is Modality.ASK:
        return said
    if above.predicate.lemma in listed("acts", "avoiding") | listed("acts", "holding_back"):
        if above.polarity is Polarity.AFFIRMED:
            return said._replace(modality=Modality.FORBID, polarity=Polarity.DENIED)
        if above.modality is Modality.FORBID:  # 전화하는 것을 미루지 마세요
            return said._replace(modality=Modality.ADVISE)
    if above.modality is Modality.FORBID and above.predicate.lemma not in _THOUGHT:
        return said._replace(modality=Modality.FORBID, polarity=Polarity.DENIED)
    if above.predicate.lemma in listed("acts", "advising"):
        return said._replace(modality=above.modality)
    is_fact = clause.built is not None and clause.built.ending in {"ㄴ", "던", "음"} | _REPORTED
    is_meant = is_fact or said.modality is not Modality.ASSERT
    return said if is_meant else said._replace(modality=Modality.HYPOTHETICAL)


def _head(tokens: Sequence[Token], clause: Cut) -> str:
    after = clause.words[-1] + 1
    return tokens[after].lemma if after < len(tokens) else ""


def _denies_all(clause: Cut, said: Frame, above: Frame, head: str) -> bool:
    """Say whether the clause around says that there is none of its kind.

    아프지 않은 날이 없다, 걸리는 항목이 없다; with 아니다 only a quality and what is not yet: 위험한 값이
    아니다, 걱정할 구간이 아니다.
    """
    is_said = above.polarity is Polarity.DENIED and any(head in a.words for a in above.arguments)
    if above.predicate.lemma in _UTTERED and head in listed("acts", "sayings"):
        return is_said  # 지켜보자는 말씀을 드릴 수 없어요
    if above.predicate.lemma in _NONE_OF:
        return is_said
    is_quality = said.predicate.kind is WordKind.ADJECTIVE
    is_open = clause.built is not None and clause.built.ending in _REPORTED | {"ㄹ", "는"}
    return is_said and above.predicate.lemma == "아니다" and (is_open or is_quality)


def _beside(clause: Cut, said: Frame, above: Frame) -> Frame:
    """Return what a clause says that is joined to one with a mood of its own."""
    mood = above.modality
    if clause.link in {Link.AND, Link.WHILE} and clause.built is not None and clause.built.hangs:
        is_set = mood in _SHARED | _SUPPOSED | {Modality.FORBID, Modality.ASK}
        return said._replace(modality=Modality.CONDITION) if is_set else said
    if mood in _SUPPOSED and clause.link in _TIED | {Link.BECAUSE, Link.BACKGROUND, Link.BUT}:
        is_joined = clause.link in _TIED or mood is Modality.QUOTE
        return said._replace(modality=mood) if is_joined else said
    if clause.link not in _TIED or said.predicate.is_past:
        return said
    if mood in {Modality.ASK, Modality.WISH}:
        return said._replace(modality=mood)
    if said.predicate.kind is not WordKind.VERB or said.predicate.lemma in listed("acts", "states"):
        return said
    return _ordered_with(clause, said, above)


def _ordered_with(clause: Cut, said: Frame, above: Frame) -> Frame:
    """Return an act joined to one that is advised, permitted or forbidden."""
    if above.modality in _SHARED:
        is_or = clause.link is Link.OR
        polarity = above.polarity if is_or else said.polarity
        return said._replace(modality=above.modality, polarity=polarity)
    if above.modality is not Modality.FORBID:
        return said
    is_manner = above.predicate.lemma == "하다" and not above.arguments  # 굶으며 하지 마세요
    if clause.built is not None and clause.built.ending in _ONE_AFTER_THE_OTHER and not is_manner:
        return said._replace(modality=Modality.ADVISE)
    return said._replace(modality=Modality.FORBID, polarity=Polarity.DENIED)
