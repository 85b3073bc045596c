"""Whether what a text names is the user's own, now: not denied, planned, supposed, asked, over, nor somebody else's."""

from __future__ import annotations

import re

from wearable_coach.korean import (
    Clause,
    ClauseKind,
    Frame,
    HolderKind,
    Link,
    Modality,
    Polarity,
    Sentence,
    TimeKind,
    WordKind,
)
from wearable_coach.korean.holders import USER
from wearable_coach.korean.tables import listed as of_korean
from wearable_coach.serving.births import is_recent
from wearable_coach.serving.lexica import listed, pattern, rows
from wearable_coach.serving.mentions import NameMention, Spoken

_DURING = re.compile(
    r" ?(?:중(?!단|지|학|에서)|상태|초기|중기|후기|\d+ ?(?:주|개월|달)|[가-힣]{1,3} ?(?:주차|개월|달째))"
)
_OF_WOMEN = frozenset({"pregnancy", "postpartum"})
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
_UNSURE = frozenset(
    {"fears", "may_be", "seems", "intends", "wishes", "pretends", "will", "has_never_been"}
)
_ENDED_WITH_MEDICINE = frozenset({"beta_blocker", "anticoagulant"})
_STEPS = frozenset({Modality.CONDITION, Modality.HYPOTHETICAL})
"""With these a clause joined by 고 is a step before what is asked: 약 먹고 뛰어도 되나요."""
_SUPPOSED = _STEPS | {
    Modality.ASK,
    Modality.WISH,
    Modality.DEFINE,
    Modality.EXAMPLE,
    Modality.FORBID,
}
_CHILDREN = frozenset({"아이", "애", "아기", "애기", "아들", "딸"})
_INSIDE = frozenset({ClauseKind.RELATIVE, ClauseKind.NOMINAL, ClauseKind.QUOTED})
_HEARSAY = re.compile(r"다(?:던데|면서요?|며|더라|던데요|더라고요?|대요?|네요?)$")
_BELIEVED = re.compile(r"^(?:인|이라는|라고|에 ?걸린|이)? ?(?:줄|걸로|것으로) ?(?:로 )?알(?:았|고)")
"""고혈압인 줄 알았는데."""
_NOT_YET = re.compile(r" ?(?:까지|예정|전|을 ?앞|준비)")
_BEHIND = re.compile(
    r"^[이가을를은는]? ?(?:[가-힣]{1,3} )?(?:있는|있으신|앓는|걸린|가진|먹는|드시는|맞는|맞으시는|받은|받으신|넣은|단|다신|하는|하시는|한|인) (?P<who>[가-힣]+)"
)
"""Who it is that has what is named: 천식 있는 친구랑."""
_OWN = ("저", "제", "나", "내", "전", "난")


def is_own(spoken: Spoken, mention: NameMention) -> bool:
    """Say whether a name in a text tells something of the user, now."""
    sentence = spoken.sentences[mention.sentence]
    if _is_another_thing(spoken, sentence, mention) or is_of_another(
        spoken, mention.sentence, mention.clause, mention.name.condition
    ):
        return False
    if mention.name.is_mark and not _is_implanted(sentence, mention.clause):
        return False
    if not mention.name.is_lasting and _is_over(spoken, mention):
        return False
    if mention.name.condition == "postpartum" and not is_recent(spoken.sentences, mention.sentence):
        return False
    frame = mention.clause.frame
    return frame is None or _is_stated(spoken, sentence, mention, frame)


def is_own_denied(spoken: Spoken, mention: NameMention) -> bool:
    """Say whether a user denies of themselves what a text names."""
    frame = mention.clause.frame
    sentence = spoken.sentences[mention.sentence]
    if frame is None or _is_another_thing(spoken, sentence, mention):
        return False
    is_another = is_of_another(spoken, mention.sentence, mention.clause, mention.name.condition)
    return not is_another and frame.modality is Modality.ASSERT and _is_denied(mention, frame)


def _is_another_thing(spoken: Spoken, sentence: Sentence, mention: NameMention) -> bool:
    text = spoken.text.text
    after = text[mention.end : sentence.end]
    before = text[mention.clause.start : mention.start]
    nearest = re.match(r"(?:병|환자)?(?:의)? ?", after)
    rest = after[nearest.end() :] if nearest else after
    if _BELIEVED.search(after) or _is_of_person_behind(after) or _follows_person(mention):
        return True
    if mention.name.condition == "postpartum" and _NOT_YET.match(after):
        return True
    beside = pattern("after").match(after) or pattern("after").match(rest)
    return bool(beside) or any(word in before or word in mention.clause.text for word in _before())


def _before() -> tuple[str, ...]:
    return tuple(rows("owning")["before"])


def _is_of_person_behind(after: str) -> bool:
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


def _follows_person(mention: NameMention) -> bool:
    """Say whether the noun right before a name is somebody else: 와이프 임신, 엄마 당뇨약."""
    before = [t for t in mention.clause.tokens if t.end <= mention.start]
    if not before or before[-1].particles not in {(), ("의",)}:
        return False
    return (_is_person(before[-1].lemma) and before[-1].lemma not in _SHORT_PERSONS) or before[
        -1
    ].lemma in listed("others")


_SHORT_PERSONS = frozenset({"형", "애", "딸", "얘", "걔", "쟤"})


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
    if _speaks_of_user(clause):
        return False
    holder = _holder(sentence, clause)
    if holder is not None:
        person = holder[1]
        is_kind = holder[0] is HolderKind.PEOPLE and clause.kind is not ClauseKind.RELATIVE
        is_none = condition in _OF_WOMEN and (
            person in _MEN or is_kind or (child and person in _CHILDREN)
        )
        if is_none or (person in of_korean("holders", "staff")):
            holder = None
    if holder is not None and holder[0] is not HolderKind.USER:
        return not (holder[0] is HolderKind.PEOPLE and _is_said_of_oneself(sentence, clause))
    if _honours(clause.frame) or (
        clause.kind in _INSIDE and _honours(_parent(sentence, clause).frame)
    ):
        return True
    return holder is None and _goes_on(spoken, place, condition)


def _speaks_of_user(clause: Clause) -> bool:
    """Say whether the user is who a clause is about, beside or against others: 어머니도 저도, 제가."""
    others = any(
        t.lemma in of_korean("holders", "other") and "가" in t.particles for t in clause.tokens
    )
    for token in clause.tokens:
        if token.surface in {"저도", "제가", "내가", "나도", "저만", "나만"}:
            return True
        if token.surface in {"저는", "전", "나는", "난", "저의"} and not others:
            return True
    return False


def _holder(sentence: Sentence, clause: Clause) -> tuple[HolderKind, str] | None:
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
    return None if person is None else (HolderKind.OTHER, person)


def _is_person(lemma: str) -> bool:
    return lemma in of_korean("holders", "other")


def _is_said_of_oneself(sentence: Sentence, clause: Clause) -> bool:
    """Say whether a person of a kind is the one who speaks: 당뇨 환자인데, 스텐트 넣은 사람입니다."""
    parent = _parent(sentence, clause)
    for one in (clause, parent):
        frame = one.frame
        if frame is None or frame.predicate.lemma != "이다" or frame.modality is Modality.ASK:
            continue
        if any(t.lemma in listed("own_kind") for t in one.tokens):
            return True
    return False


def _names_user(clause: Clause) -> bool:
    return any(t.lemma in _OWN and t.kind is WordKind.PRONOUN for t in clause.tokens)


def _honours(frame: Frame | None) -> bool:
    """Say whether a statement honours whom it is about, as nobody does of themselves."""
    if frame is None or frame.predicate.lemma == "안정하다":  # 안정시: at rest, no honour
        return False
    return "honorific" in frame.predicate.auxiliaries or frame.predicate.lemma in listed(
        "honouring"
    )


def _parent(sentence: Sentence, clause: Clause) -> Clause:
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
    return is_meant and not (condition in _OF_WOMEN and others[-1] in _MEN)


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


def _is_implanted(sentence: Sentence, clause: Clause) -> bool:
    around = (clause, _parent(sentence, clause))
    words = {t.lemma for c in around for t in c.tokens}
    is_had = bool(words & {"있다", "환자", "이다"}) and not listed("elsewhere") & set(
        sentence.lemmas
    )
    return bool(words & listed("implanting")) or is_had


def _is_over(spoken: Spoken, mention: NameMention) -> bool:
    """Say whether what was had is said to be over."""
    frame = mention.clause.frame
    condition = mention.name.condition
    sentence = spoken.sentences[mention.sentence]
    if frame is not None and condition not in _OF_WOMEN:
        if (
            frame.predicate.lemma in listed("cured")
            and frame.polarity is Polarity.AFFIRMED
            and frame.modality is Modality.ASSERT
        ):
            return True
        stops = (
            frame.predicate.lemma in listed("stopping")
            and frame.polarity is Polarity.AFFIRMED
            and frame.predicate.is_past
        )
        if stops and mention.name.is_medicine and condition in _ENDED_WITH_MEDICINE:
            return True
        if frame.time.is_over and frame.predicate.lemma in listed("states"):
            return True
    following = list(sentence.clauses[sentence.clauses.index(mention.clause) + 1 :])
    if mention.sentence + 1 < len(spoken.sentences):
        following += spoken.sentences[mention.sentence + 1].clauses[:1]
    return any(_ends(c, mention) for c in following)


def _ends(clause: Clause, mention: NameMention) -> bool:
    frame = clause.frame
    if frame is not None and frame.predicate.lemma == "없다":
        return _is_well_again(clause, mention)
    if frame is None or frame.polarity is not Polarity.AFFIRMED:
        return False
    if frame.predicate.lemma in _WELL:
        return _is_well_again(clause, mention)
    if not frame.predicate.is_past:
        return False
    named = [a for a in frame.arguments if a.role in {"subject", "object", "topic"}]
    is_free = not named or any(a.lemma in mention.said for a in named)
    if frame.predicate.lemma in listed("cured") and frame.predicate.lemma != "떨어지다":
        return is_free
    is_ended = mention.name.is_medicine and mention.name.condition in _ENDED_WITH_MEDICINE
    return is_ended and is_free and frame.predicate.lemma in listed("stopping")


_BEGINNING = frozenset({"하다", "시작하다", "되다", "힘들다", "싫다", "귀찮다"})
"""With these an act that is named is done: 당뇨약 먹기 시작했어요."""
_WELL = frozenset({"이다", "괜찮다", "멀쩡하다", "건강하다", "좋다"})


def _is_well_again(clause: Clause, mention: NameMention) -> bool:
    """Say whether now is set against a state of before: 예전에 혈압약 먹었는데 지금은 정상이에요."""
    before = mention.clause.frame
    frame = clause.frame
    if before is None or frame is None or before.time.kind is not TimeKind.PAST:
        return False
    is_now = frame.time.kind is TimeKind.NOW and before.predicate.lemma in listed("states")
    return is_now and (frame.predicate.lemma != "이다" or "정상" in clause.lemmas)


def _is_stated(spoken: Spoken, sentence: Sentence, mention: NameMention, frame: Frame) -> bool:
    """Say whether a clause with a predicate says that the user has what it names."""
    clause, predicate = mention.clause, frame.predicate
    is_hearsay = predicate.lemma not in listed("having") and _HEARSAY.search(clause.text)
    if is_hearsay or _is_doubted(frame) or _is_denied(mention, frame):
        return False
    inside = _is_so_inside(sentence, clause, frame)
    if inside is not None:
        return inside
    if frame.modality not in _SUPPOSED:
        return not (frame.time.kind is TimeKind.FUTURE and predicate.lemma in listed("having"))
    if frame.modality is Modality.ASK and clause.link is not Link.END:
        return True
    step = frame.modality in _STEPS and clause.link in {Link.AND, Link.WHILE}
    after = spoken.text.text[mention.end : clause.end]
    return step or bool(_DURING.match(after))


def _is_so_inside(sentence: Sentence, clause: Clause, frame: Frame) -> bool | None:
    """Say whether the clause around one means it as so, None where it leaves that to the clause itself."""
    if clause.kind is ClauseKind.QUOTED:
        return _is_diagnosed(sentence, clause)
    around = _parent(sentence, clause).frame
    if clause.kind not in {ClauseKind.NOMINAL, ClauseKind.RELATIVE} or around is None:
        return None
    if around.predicate.lemma == "아니다" and around.polarity is Polarity.DENIED:
        return False
    is_named = clause.kind is ClauseKind.NOMINAL and frame.modality is Modality.HYPOTHETICAL
    begins = around.predicate.lemma in _BEGINNING and around.modality is Modality.ASSERT
    return begins if is_named else None


def _is_doubted(frame: Frame) -> bool:
    predicate = frame.predicate
    return bool(_UNSURE & set(predicate.auxiliaries)) or predicate.lemma in listed("doubting")


def _is_denied(mention: NameMention, frame: Frame) -> bool:
    if frame.polarity is not Polarity.DENIED:
        return False
    predicate = frame.predicate
    if mention.name.is_medicine and predicate.lemma in listed("taking"):
        lapsed = predicate.is_past and "has_never_been" not in predicate.auxiliaries
        return not lapsed
    return predicate.lemma in listed("having")


def _is_diagnosed(sentence: Sentence, clause: Clause) -> bool:
    """Say whether a quoted condition is what the user was told they have."""
    above = _parent(sentence, clause).frame
    if above is None:
        return True
    if above.predicate.lemma in listed("doubting") - {"보다"} or above.modality in {
        Modality.CONDITION,
        Modality.HYPOTHETICAL,
    }:
        return False
    return above.polarity is Polarity.AFFIRMED
