"""Frames: what each clause says, of what, of whom, when, and how it is meant."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from wearable_coach.korean.arguments import arguments
from wearable_coach.korean.clauses import Cut
from wearable_coach.korean.comparisons import comparison
from wearable_coach.korean.holders import USER, holder, source
from wearable_coach.korean.meanings import (
    ClauseKind,
    HolderKind,
    Link,
    Modality,
    Polarity,
    Role,
    WordKind,
)
from wearable_coach.korean.modality import Mood, modality
from wearable_coach.korean.parts import Argument, Frame, Predicate, Token
from wearable_coach.korean.polarity import denies_by_word, polarity
from wearable_coach.korean.spreading import spread
from wearable_coach.korean.tables import listed
from wearable_coach.korean.times import ends_what_was, when

_MEANING = frozenset({"뜻", "의미", "개념"})
_CALLING = frozenset({"말하다", "부르다", "나타내다", "하다"})
_ADDRESSED = frozenset({Modality.ADVISE, Modality.PERMIT, Modality.FORBID})
_CITING = frozenset({"따르다", "의하다", "비하다", "견주다", "비교하다"})
_NEEDED = "필요"


def frames(tokens: Sequence[Token], cuts: Sequence[Cut]) -> list[Frame | None]:
    """Return what each clause of a sentence says, None for one without a predicate."""
    own: list[Frame | None] = []
    for k, clause in enumerate(cuts):
        quoted = cuts[k - 1] if k else None
        follows_quote = (
            quoted is not None
            and quoted.kind is ClauseKind.QUOTED
            and tokens[quoted.predicate].kind is WordKind.COPULA
        )
        own.append(_frame(tokens, clause, after_quote=follows_quote))
    orders = [f is not None and f.modality in _ADDRESSED for f in own]
    spread(tokens, cuts, own)
    _hand_on_holders(own, cuts, orders)
    _end_what_was(own)
    _mark_examples(tokens, cuts, own)
    return own


def _frame(tokens: Sequence[Token], clause: Cut, *, after_quote: bool) -> Frame | None:
    if clause.built is None:
        return _note(tokens, clause)
    said = arguments(tokens, clause)
    denied = polarity(tokens, clause.predicate, clause.built)
    predicate, said = _light(_predicate(tokens, clause), said)
    about = [a for a in said if not _is_born(predicate, a)]
    return Frame(
        predicate=predicate,
        arguments=said,
        polarity=denied,
        modality=modality(_mood(tokens, clause, said, after_quote=after_quote)),
        holder=source(predicate, said) or holder(tokens, about) or USER,
        time=when(tokens, clause, predicate, said),
        comparison=comparison(tokens, clause, said, denied),
    )


def _is_born(predicate: Predicate, said: Argument) -> bool:
    """Say whether an argument is who is born, of whom nothing is told: 아기 낳은 지 6주 됐어요."""
    return predicate.lemma == "낳다" and said.role in {Role.BARE, Role.TOPIC}


def _mood(
    tokens: Sequence[Token], clause: Cut, said: Sequence[Argument], *, after_quote: bool
) -> Mood:
    at = tokens[clause.predicate]
    if clause.built is None:
        raise AssertionError
    return Mood(
        lemma=at.lemma,
        word=at.kind,
        kind=clause.kind,
        link=clause.link,
        what=clause.built,
        has_subject=any(a.role is Role.SUBJECT for a in said),
        asks="?" in tokens[clause.words[-1]].surface,
        denied_by_word=denies_by_word(tokens, clause.predicate),
        urges=any(tokens[k].lemma in listed("acts", "urging") for k in clause.words),
        cites=at.lemma in _CITING and any(a.role is Role.PLACE for a in said),
        defines=_defines(tokens, clause, said, after_quote=after_quote),
        is_noted=_is_noted(tokens, clause),
    )


def _is_noted(tokens: Sequence[Token], clause: Cut) -> bool:
    """Say whether nothing but 것 follows a clause in its sentence."""
    rest = [t.surface.strip(".,!·") for t in tokens[clause.words[-1] + 1 :]]
    return [word for word in rest if word] == ["것"]


def _defines(
    tokens: Sequence[Token], clause: Cut, said: Sequence[Argument], *, after_quote: bool
) -> bool:
    at = tokens[clause.predicate]
    if clause.kind is not ClauseKind.MAIN:
        return False
    if any("란" in tokens[k].particles + tokens[k].endings for k in clause.words):
        return True
    if at.lemma == "이다":
        return any(a.role is Role.COMPLEMENT and a.lemma in _MEANING for a in said)
    if clause.built is None or set(clause.built.names) - {"honorific"}:
        return False
    roles = {a.role for a in said}
    if at.lemma == "하다":
        return after_quote and Role.SUBJECT not in roles
    is_called = after_quote or {Role.TOPIC, Role.OBJECT} <= roles
    return is_called if at.lemma in _CALLING else at.lemma in listed("acts", "defining")


def _predicate(tokens: Sequence[Token], clause: Cut) -> Predicate:
    at = tokens[clause.predicate]
    what = clause.built
    names = what.names if what else ()
    ending = what.ending if what else ""
    is_past_relative = at.kind is WordKind.VERB and what is not None and what.tag == "ETM"
    return Predicate(
        lemma=at.lemma,
        kind=at.kind,
        start=at.start,
        end=max(tokens[k].end for k in clause.words if k >= clause.predicate),
        auxiliaries=names,
        ending=ending,
        is_past="past" in names or ending == "던" or (is_past_relative and ending == "ㄴ"),
    )


def _light(
    predicate: Predicate, said: tuple[Argument, ...]
) -> tuple[Predicate, tuple[Argument, ...]]:
    """Take 필요 있다 and 필요 없다 for 필요하다, affirmed and denied."""
    if predicate.lemma not in {"있다", "없다"} or not said or said[-1].lemma != _NEEDED:
        return predicate, said
    return predicate._replace(lemma="필요하다", start=said[-1].start), said[:-1]


def _note(tokens: Sequence[Token], clause: Cut) -> Frame | None:
    """Return what a note without a verb says by its last noun ("음주 금지"), None for a mere name."""
    nouns = [k for k in clause.words if tokens[k].kind is not WordKind.SYMBOL]
    if not nouns or tokens[nouns[-1]].lemma not in listed("acts", "notes"):
        return None
    at = tokens[nouns[-1]]
    said = arguments(tokens, clause._replace(predicate=nouns[-1]))
    predicate = Predicate(f"{at.lemma}하다", WordKind.VERB, at.start, at.end, (), "", is_past=False)
    return Frame(
        predicate=predicate,
        arguments=said,
        polarity=Polarity.DENIED if at.lemma.startswith("불가") else Polarity.AFFIRMED,
        modality=Modality(_NOTED.get(at.lemma, Modality.ASSERT)),
        holder=holder(tokens, said) or USER,
        time=when(tokens, clause, predicate, said),
        comparison=comparison(
            tokens, clause._replace(predicate=nouns[-1]), said, Polarity.AFFIRMED
        ),
    )


_NOTED = {
    "금지": Modality.FORBID,
    "금물": Modality.FORBID,
    "자제": Modality.FORBID,
    "권장": Modality.ADVISE,
    "추천": Modality.ADVISE,
    "부탁": Modality.ADVISE,
    "요망": Modality.ADVISE,
    "주의": Modality.ADVISE,
}


def _hand_on_holders(own: list[Frame | None], cuts: Sequence[Cut], orders: Sequence[bool]) -> None:
    """Give a clause that names nobody the holder of the clause before it.

    A quotation is about who speaks ("어머니가 어지럽다고 하세요"), unless it orders or permits.
    """
    held = USER
    for k, said in enumerate(own):
        if said is None:
            continue
        if cuts[k].kind is ClauseKind.QUOTED:
            speaker = own[cuts[k].parent]
            is_told = said.holder != USER or orders[k] or speaker is None
            if not is_told and speaker is not None and speaker.holder.kind is HolderKind.OTHER:
                own[k] = said._replace(holder=speaker.holder)
        elif said.holder != USER or _names_user(said):
            held = said.holder
        elif held.kind is not HolderKind.USER:
            own[k] = said._replace(holder=held)
        if held.kind is HolderKind.PEOPLE and cuts[k].link is Link.END:
            held = USER  # what holds of people in general ends with its sentence


def _names_user(said: Frame) -> bool:
    return any(
        word in listed("holders", "user")
        for a in said.arguments
        if a.role in {Role.TOPIC, Role.SUBJECT}
        for word in a.words
    )


def _end_what_was(own: list[Frame | None]) -> None:
    """Mark what is past as over where a later clause says that it ended."""
    for k, said in enumerate(own):
        if said is not None and said.predicate.is_past:
            later = (f for f in own[k + 1 :] if f is not None)
            if any(ends_what_was(f.predicate, f.polarity) for f in later):
                own[k] = said._replace(time=said.time._replace(is_over=True))


def _mark_examples(tokens: Sequence[Token], cuts: Sequence[Cut], own: list[Frame | None]) -> None:
    """Take what is asserted after 예를 들어 for an example."""
    begins = [
        t.place
        for t, after in zip_longest(tokens, tokens[1:])
        if t.lemma in {"예컨대", "가령", "이를테면", "예시"}
        or (t.lemma == "예" and after is not None and after.lemma == "들다")
    ]
    for k, said in enumerate(own):
        is_after = said is not None and begins and cuts[k].predicate > begins[0]
        if said is not None and is_after and said.modality is Modality.ASSERT:
            own[k] = said._replace(modality=Modality.EXAMPLE)
        if is_after and (cuts[k].link is Link.BUT or (said and said.predicate.ending == "지")):
            break
