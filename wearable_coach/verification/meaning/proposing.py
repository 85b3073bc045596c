"""What a sentence does with something it names: proposes it, leaves it, supposes it, tells of it; or nobody can say."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from wearable_coach.korean import (
    Clause,
    Frame,
    Link,
    Modality,
    Polarity,
    Role,
    Sentence,
    Token,
    WordKind,
)


class Stand(StrEnum):
    """How something that a sentence names stands in it."""

    PROPOSED = "proposed"
    LEFT = "left"
    """Denied, forbidden, avoided, put off, or what something else is preferred to."""
    SUPPOSED = "supposed"
    """Only a condition, a question or a wish."""
    TOLD = "told"
    """Of what was, or of what a word means."""
    UNSURE = "unsure"


_AVOIDING = frozenset({
    "피하다", "삼가다", "자제하다", "금하다", "금지하다", "금지되다", "멈추다", "중단하다", "그만두다", "미루다", "말리다", "막다", "제한하다",
    "줄이다", "참다", "조심하다", "지양하다", "끊다", "보류하다", "쉬다", "빼다", "접다", "건너뛰다", "내려놓다", "거르다", "낮추다", "치우다", "취소하다",
    "넘기다", "제외하다", "빠지다", "생략하다", "포기하다", "멀리하다", "늦추다", "덜다", "물리다", "양보하다", "잊다", "사양하다", "남기다", "두다", "벗다",
})  # fmt: skip
"""Acts whose object is left."""
_LEFT_BEHIND = frozenset(
    {"대신", "말다", "금지", "금물", "자제", "제외", "생략", "취소", "보류", "중단", "스톱", "삼가"}
)
"""Words right behind what is left."""
_GOOD = frozenset({
    "좋다", "알맞다", "괜찮다", "적당하다", "어울리다", "충분하다", "맞다", "적절하다", "제격이다", "안전하다", "무난하다", "효과적이다", "낫다", "필요하다",
    "가능하다", "중요하다", "유리하다", "이상적이다", "훌륭하다", "완벽하다", "최고다", "권장되다", "추천되다", "무방하다", "상관없다", "이롭다", "문제없다", "수월하다", "쉽다", "편하다", "편안하다", "순하다",
})  # fmt: skip
_TELLING_APART = frozenset({"다르다", "비슷하다", "같다", "모르다"})
_NOTHING_AGAINST = frozenset({"무리", "문제", "지장", "상관", "걱정", "부담", "탈", "염려", "해"})
_LET_GO = frozenset({"되다", "괜찮다", "좋다", "상관없다", "무방하다", "문제없다"})
_DEPENDING = frozenset({Link.UNTIL, Link.MODIFIES, Link.PURPOSE, Link.SAID})
_HARMING = frozenset({
    "다치다", "위험하다", "나쁘다", "나빠지다", "심하다", "심해지다", "악화되다", "무너지다", "망가지다", "해롭다", "힘들다", "아프다", "쌓이다", "지치다",
    "쓰러지다", "늦다", "높다", "오르다", "올라가다", "빠르다", "어지럽다", "어렵다", "부담스럽다", "길다", "달라지다", "방해하다", "방해되다", "생기다",
    "떨어지다", "모자라다", "커지다", "크다", "잃다", "다하다", "필요하다", "좋다", "낫다", "알맞다", "그만이다",
})  # fmt: skip
"""What is told of an act that speaks against it, or only describes it."""
_STOPPING = frozenset(
    {"멈추다", "쉬다", "피하다", "줄이다", "낮추다", "그만두다", "미루다", "중단하다"}
)
_HURTING = frozenset(
    {"해치다", "망치다", "다치다", "상하다", "망가뜨리다", "위험하다", "나쁘다", "해롭다", "힘들다"}
)
_GOING = frozenset({"다녀오다", "가다", "하다", "치다", "오다", "타다", "나가다", "즐기다"})
_TOGETHER = frozenset({Link.AND, Link.WHILE, Link.OR})
_OPEN = frozenset({Modality.CONDITION, Modality.HYPOTHETICAL, Modality.ASK, Modality.WISH})
_SUGGESTING = frozenset({"how_about", "tries", "would_be_good", "better"})
_NOUNS = frozenset({WordKind.NOUN, WordKind.FOREIGN, WordKind.UNIT, WordKind.NUMBER})
_DENYING = frozenset({"못", "안", "못하다", "않다"})
_DEEPEST = 8


class Stood(NamedTuple):
    """How something stands, and by which statement."""

    stand: Stand
    by: Frame | None
    """The statement that decides it, None where none does."""


def stand_of(sentence: Sentence, words: Sequence[Token]) -> Stood:
    """Return how what some words of a sentence name stands in it."""
    token = words[-1]
    clause = next(c for c in sentence.clauses if token in c.tokens)
    if is_left_behind(sentence, token):
        return Stood(Stand.LEFT, clause.frame)
    starts = {t.start for t in words}
    if clause.frame and clause.frame.predicate.start in starts and _is_affirmed(clause.frame):
        return _stand(sentence, clause, token, _DEEPEST, is_itself=True)
    denies_itself = any(t.lemma in _DENYING for t in words)
    return _stand(sentence, clause, token, _DEEPEST, is_itself=denies_itself)


def is_left_behind(sentence: Sentence, token: Token) -> bool:
    """Say whether something is preferred to what a word names: 달리기보다, 달리기 대신, 달리기 금지."""
    for word in sentence.tokens[token.place :]:
        is_first = word is token
        if "보다" in word.particles or (not is_first and word.lemma in _LEFT_BEHIND):
            return True
        if not is_first and (word.kind not in _NOUNS or word.particles):
            return False
        if is_first and word.particles and "와" not in word.particles:
            return False
    return False


def _stand(
    sentence: Sentence, clause: Clause, token: Token, deep: int, *, is_itself: bool = False
) -> Stood:
    frame = clause.frame
    if frame is None or not deep or (not is_itself and _leaves(frame, token)):
        return Stood(Stand.LEFT if frame and deep else Stand.UNSURE, frame)
    around = sentence.clauses[clause.parent]
    is_joined = around is not clause
    if is_joined and (
        clause.link in _DEPENDING | {Link.OR} or _is_topic_of_all(clause, frame, token)
    ):
        return _stand(sentence, around, token, deep - 1)
    if is_joined and (turned := _by_what_follows(clause, frame, around)) is not None:
        return Stood(turned, around.frame)
    if is_joined and clause.link in _TOGETHER and not frame.proposes:
        return _together(sentence, around, token, deep)
    if frame.modality in _OPEN:
        return Stood(_open(clause, frame, around), frame)
    return Stood(_plain(frame), frame)


def _is_topic_of_all(clause: Clause, frame: Frame, token: Token) -> bool:
    """Say whether a word is the topic of what follows too: 달리기는 몸이 나은 다음으로 미뤄요."""
    named = next((a for a in frame.arguments if a.start <= token.start < a.end), None)
    is_topic = named is not None and named.role is Role.TOPIC
    has_subject = any(a.role is Role.SUBJECT for a in frame.arguments)
    return is_topic and (has_subject or clause.link in {Link.BECAUSE, Link.BACKGROUND})


def _by_what_follows(clause: Clause, frame: Frame, around: Clause) -> Stand | None:
    if _turns(clause, around):
        return Stand.TOLD
    return Stand.LEFT if _is_forbidden_with(clause, frame, around) else None


def _is_forbidden_with(clause: Clause, frame: Frame, around: Clause) -> bool:
    """Say whether an act is forbidden with the next: 통증을 참고 뛰지 마세요, not 물을 드시고 뛰지 마세요."""
    is_forbidden = around.frame is not None and around.frame.modality is Modality.FORBID
    return (
        clause.link is Link.AND and is_forbidden and "honorific" not in frame.predicate.auxiliaries
    )


def _together(sentence: Sentence, around: Clause, token: Token, deep: int) -> Stood:
    joined = _stand(sentence, around, token, deep - 1)
    stands = {Stand.PROPOSED, Stand.SUPPOSED, Stand.TOLD}
    if around.link is Link.MODIFIES:
        stands.add(Stand.LEFT)  # 숨을 참고 힘주는 동작은 피하세요
    return joined if joined.stand in stands else Stood(Stand.UNSURE, joined.by)


def _turns(clause: Clause, around: Clause) -> bool:
    """Say whether what follows leaves off what a clause grants: 뛰는 분도 있지만 오늘은 쉬세요."""
    if clause.link not in {Link.BUT, Link.BACKGROUND} or around.frame is None:
        return False
    frame = clause.frame
    is_act = frame is not None and frame.proposes
    return not is_act and around.frame.predicate.lemma in _AVOIDING and around.frame.proposes


def _plain(frame: Frame) -> Stand:
    if frame.predicate.lemma in _HURTING:
        return Stand.TOLD
    if frame.proposes:
        return Stand.PROPOSED
    if frame.modality is Modality.DEFINE or frame.predicate.is_past:
        return Stand.TOLD
    if frame.predicate.lemma in _TELLING_APART:
        return Stand.TOLD
    if frame.predicate.lemma in _GOOD and frame.polarity is Polarity.AFFIRMED:
        return Stand.PROPOSED
    return Stand.UNSURE


def _is_affirmed(frame: Frame) -> bool:
    return frame.polarity is Polarity.AFFIRMED and frame.modality is not Modality.FORBID


def _leaves(frame: Frame, token: Token) -> bool:
    if frame.polarity is Polarity.DENIED or frame.modality is Modality.FORBID:
        return not _has_nothing_against(frame)
    return frame.predicate.lemma in _AVOIDING and not _is_how(frame, token)


def _is_how(frame: Frame, token: Token) -> bool:
    """Say whether a word only says where or by what something is left: 산책으로 스트레스를 줄이다."""
    named = next((a for a in frame.arguments if a.start <= token.start < a.end), None)
    return named is not None and named.role in {Role.INSTRUMENT, Role.COMPANION, Role.PLACE}


def _has_nothing_against(frame: Frame) -> bool:
    """Say whether a denial only says that nothing speaks against it: 무리 없다."""
    return frame.predicate.lemma == "없다" and any(
        w in _NOTHING_AGAINST for a in frame.arguments for w in a.words
    )


def _open(clause: Clause, frame: Frame, around: Clause) -> Stand:
    if frame.modality is Modality.ASK:
        suggests = frame.predicate.lemma == "어떻다" or _SUGGESTING & set(
            frame.predicate.auxiliaries
        )
        return Stand.PROPOSED if suggests else Stand.SUPPOSED
    above = around.frame
    if around is clause or above is None:
        return Stand.SUPPOSED
    if clause.link is Link.THOUGH:
        is_let = above.predicate.lemma in _LET_GO and above.polarity is Polarity.AFFIRMED
        return Stand.PROPOSED if is_let or _has_nothing_against(above) else Stand.SUPPOSED
    return Stand.UNSURE if clause.link is Link.IF and _is_promised(frame, above) else Stand.SUPPOSED


def _is_promised(frame: Frame, above: Frame) -> bool:
    """Say whether what follows from an act is only told, or is to go and do it: 뛰면 개운해져요, 달리기면 다녀오세요.

    What a condition warns of, and what is advised to do then, leave the act itself alone.
    """
    if above.polarity is Polarity.DENIED or above.modality in _OPEN | {Modality.FORBID}:
        return False
    if above.predicate.lemma in _STOPPING | _HARMING or "can" in above.predicate.auxiliaries:
        return False
    if frame.predicate.ending == "어야":
        return True
    if above.proposes:
        return frame.predicate.lemma == "이다" and above.predicate.lemma in _GOING
    return frame.predicate.kind is not WordKind.ADJECTIVE
