"""What words tell at all: of a danger, or only of who asks (a condition, a medicine, a birth, an age) and what they want to know."""

from __future__ import annotations

import re
from functools import lru_cache

from wearable_coach.korean import Clause, ClauseKind, Modality, Polarity
from wearable_coach.serving.holding import felt
from wearable_coach.serving.lexica import listed
from wearable_coach.serving.mentions import spoken
from wearable_coach.serving.patients import is_called_so
from wearable_coach.serving.stretches import SpokenStretch, WordPlace, stretches

_FELT = (
    "hurts", "presses", "pain_words", "feels_ill", "numb", "weak", "blue", "swells", "sweat", "nausea",
    "breathless", "dizzy", "hives", "confused", "fever", "soreness", "dulled",
)  # fmt: skip
_OF_BODY = (*_FELT, "after_blow", "scald", "cannot", "blow", "harm")
_OF_DESPAIR = ("despair",)
_ASKED = frozenset({Modality.ASK, Modality.WISH, Modality.PERMIT})
_MUCH = re.compile(
    r"한꺼번|한번에|왕창|잔뜩|많이|너무|다 ?먹|[두세네] ?번|\d+ ?번|[두세] ?배|[통줌큼]|잘못|실수|모르고|\d+ ?[알정개]|[열섯곱덟홉] ?[알정개]"
)
"""How a medicine is told that is more than one's medicine."""
_TAKEN = frozenset({"드시다", "먹다", "복용하다", "쓰다", "챙기다", "맞다"})
_TREATED = frozenset({"조절하다", "관리하다", "치료하다"})
_MEDICINES = frozenset({"약", "영양제", "보충제"})
_BEARING = frozenset({"낳다", "출산하다"})
_SINCE = re.compile(r"\d|[한두세네석넉] ?[달주]|보름|백일|주일|개월")


@lru_cache(maxsize=512)
def tells_danger(text: str, *, of_mind: bool = False) -> bool:
    """Say whether a text has a word of danger that it does not deny.

    Args:
        text: What a user says.
        of_mind: Whether a danger to the own life is meant, which has words of its own.
    """
    classes = _OF_DESPAIR if of_mind else _OF_BODY
    if _says_die(text):
        return True
    return any(
        _holds(part, name, w)
        for part in stretches(text)
        for name in classes
        for w in part.words.get(name, ())
    )


def _holds(part: SpokenStretch, name: str, word: WordPlace) -> bool:
    if part.lemmas[word.last] == _DIE and _is_figure(part, word.last):
        return False
    if name in _OF_DESPAIR and part.lemmas[word.last] in _MOODS:
        return not felt(part, word).is_denied
    if name not in _FELT:
        return True
    held = felt(part, word)
    return not (held.is_denied or held.is_supposed)


_DIE = "죽다"
_MOODS = frozenset({"우울하다", "우울", "우울증", "우울감", "슬프다", "외롭다"})
"""A low mood, which is none where it is denied: 우울하진 않은데; 살고 싶지 않다 is denied and is despair."""
_RESTING = frozenset({"쉬다", "눕다", "누워있다", "드러눕다"})
_FOREVER = re.compile(r"영원|영영|이제|그만|다 |모두|편[히하안]|푹|깨|세상|곁|따라|하늘")


@lru_cache(maxsize=512)
def denies_low_mood(text: str) -> bool:
    """Say whether a text denies a low mood and has no word of despair beside: 우울하진 않은데 그냥 귀찮아요."""
    if tells_danger(text, of_mind=True):
        return False
    return any(
        part.lemmas[w.last] in _MOODS
        for part in stretches(text)
        for w in part.words.get("despair", ())
    )


@lru_cache(maxsize=512)
def tells_only_rest(text: str) -> bool:
    """Say whether all that a text tells is that somebody lies down or wants to rest, with no word that it is for good."""
    if tells_danger(text, of_mind=True) or _FOREVER.search(text):
        return False
    clauses = [c for part in stretches(text) for c in part.clauses if c.frame is not None]
    own = [c for c in clauses if c.frame and c.frame.predicate.lemma not in _MOODS]
    return bool(own) and all(set(c.lemmas) & _RESTING for c in own)


@lru_cache(maxsize=512)
def tells_what_others_say(text: str) -> bool:
    """Say whether a text tells how somebody calls the user, with no word of despair: 친구가 저보고 뚱뚱하대요."""
    if tells_danger(text, of_mind=True):
        return False
    frames = [c.frame for part in stretches(text) for c in part.clauses if c.frame is not None]
    return any(is_called_so(frame) for frame in frames)


def _is_figure(part: SpokenStretch, place: int) -> bool:
    """Say whether somebody only says how tired, hungry or amused they are: 피곤해서 죽겠어요."""
    before = part.clauses[: part.clause_of[place]][-1:]
    own = part.clause(place)
    is_likened = any(
        part.clause(w.last) in (*before, own) and w.last < place
        for w in part.words.get("likeness", ())
    )
    return is_likened and "wishes" not in (own.frame.predicate.auxiliaries if own.frame else ())


@lru_cache(maxsize=512)
def tells_eating(text: str) -> bool:
    """Say whether a text tells of starving, of vomiting, or of a weight that is to go."""
    return any("eating" in part.words for part in stretches(text))


def _says_die(text: str) -> bool:
    """Say whether a text says 죽다 and means it, or may: 힘들어서 죽을 것 같아요."""
    is_hard = any("힘들다" in part.lemmas for part in stretches(text))
    return any(is_hard or not _is_figure(part, place) for part, place in _deaths(text))


def _deaths(text: str) -> list[tuple[SpokenStretch, int]]:
    return [(part, p) for part in stretches(text) for p, w in enumerate(part.lemmas) if w == _DIE]


@lru_cache(maxsize=512)
def is_all_figure(text: str) -> bool:
    """Say whether a text says 죽다 of how it feels and has no other word of danger: 배고파 죽겠어요."""
    is_danger = tells_danger(text) or tells_danger(text, of_mind=True)
    return bool(_deaths(text)) and not is_danger


@lru_cache(maxsize=512)
def asks_of_training(text: str) -> bool:
    """Say whether a text ends in a question or a wish that names an exercise: 이번 주 훈련 어떻게 할까요."""
    parts = stretches(text)
    if not parts:
        return False
    last = parts[-1].clauses[-1]
    names = any(parts[-1].clause(w.last) == last for w in parts[-1].words.get("effort", ()))
    return names and last.frame is not None and last.frame.modality in _ASKED


@lru_cache(maxsize=512)
def tells_only_who_asks(text: str) -> bool:
    """Say whether a text tells a condition, a medicine or a birth and nothing that happened, beside what it asks.

    "심방세동 있는데 심박수 몇으로 뛰어요?", "아버지가 당뇨약 드세요", "아기 낳은 지 6주 됐어요".
    """
    if tells_danger(text) or tells_danger(text, of_mind=True) or _MUCH.search(text):
        return False
    clauses = [c for sentence in spoken(text).sentences for c in sentence.clauses]
    told = [c for c in clauses if _tells_of_person(c) or _is_named(text, c) or _proposes(c)]
    is_open = [c for c in clauses if c not in told and not _only_asks(c) and not _does(c)]
    return bool(told) and not [c for c in is_open if not _says_proposal(c, clauses)]


def _proposes(clause: Clause) -> bool:
    return clause.frame is not None and clause.frame.predicate.ending == "자고"


def _says_proposal(clause: Clause, clauses: list[Clause]) -> bool:
    """Say whether a clause only says who proposes: 친구들이 올라가자고 하는데."""
    frame = clause.frame
    return frame is not None and frame.predicate.lemma == "하다" and any(map(_proposes, clauses))


_DONE = frozenset(
    {
        "배우다",
        "치다",
        "다니다",
        "하다",
        "뛰다",
        "걷다",
        "타다",
        "시작하다",
        "운동하다",
        "먹다",
        "끝나다",
    }
)


_WORRIED = frozenset({"걱정", "걱정되다", "걱정하다", "궁금하다", "고민", "고민되다"})


def _does(clause: Clause) -> bool:
    """Say whether a clause tells what somebody usually does, or that they worry: 요즘 배드민턴을 배우고 있어요, 걱정이에요."""
    frame = clause.frame
    if frame is None:
        return False
    does = frame.predicate.lemma in _DONE and not frame.predicate.is_past
    return does or bool(_WORRIED & set(clause.lemmas))


def _is_named(text: str, clause: Clause) -> bool:
    """Say whether a clause names a condition or a medicine and says no more than that it is had."""
    frame = clause.frame
    named = any(m.clause == clause for m in spoken(text).mentions)
    is_had = frame is None or (
        frame.predicate.lemma in listed("having") | listed("taking")
        and frame.polarity is Polarity.AFFIRMED
        and not (frame.predicate.lemma in listed("taking") and frame.predicate.is_past)
    )
    return named and is_had


def _tells_of_person(clause: Clause) -> bool:
    frame = clause.frame
    if frame is None:
        return False
    lemmas = {t.lemma for t in clause.tokens}
    is_usual = frame.polarity is Polarity.AFFIRMED and not frame.predicate.is_past
    takes = frame.predicate.lemma in _TAKEN and is_usual
    if _is_untreated(clause):
        return True
    is_since = frame.predicate.lemma in {"되다", "이다", "지나다"} and _SINCE.search(clause.text)
    treats = frame.predicate.lemma in _TREATED and is_usual
    return (
        ((takes or treats) and bool(lemmas & _MEDICINES))
        or bool(lemmas & _BEARING)
        or bool(is_since)
    )


def _is_untreated(clause: Clause) -> bool:
    """Say whether a clause tells that a medicine is usually not taken; one that cannot be taken (못) or was not is another thing."""
    frame = clause.frame
    if frame is None or frame.polarity is not Polarity.DENIED or frame.predicate.is_past:
        return False
    named = [a.lemma for a in frame.arguments]
    is_medicine = all(one in _MEDICINES or one.endswith(("약", "주사")) for one in named)
    is_missed = _MISSED.search(clause.text) is not None
    return frame.predicate.lemma in _TAKEN and bool(named) and is_medicine and not is_missed


_MISSED = re.compile(r"못|며칠|째|[사이]틀|사흘|일주일|오늘|어제|동안|요즘|계속")
"""How a medicine is told that should have been taken."""


@lru_cache(maxsize=512)
def tells_only_skin(text: str) -> bool:
    """Say whether skin that itches or is red under what is worn there is all that a text tells: 시계 찬 곳이 가려워요."""
    if not (_WORN.search(text) and _AT_SKIN.search(text)):
        return False
    return not any(part.words.keys() & _BEYOND_SKIN for part in stretches(text)) and not (
        _SPREADS.search(text)
    )


_WORN = re.compile(
    r"(?:워치|시계|밴드|스트랩|시곗?줄|시계줄|팔찌|반지|목걸이|이어폰|안경|가슴띠|보호대|테이프)[^.?!\n]{0,6}"
    r"(?:찬|차는|찼|차고|낀|끼는|끼고|닿|자리|부위|데|부분|밑|아래|때문)"
)
_AT_SKIN = re.compile(r"가[려렵]|빨[개갛간갰]|붉|발[갛개간]|따[가갑끔]|짓[무물]|뾰루지|트러블")
_SPREADS = re.compile(
    r"온 ?몸|전신|목(?:이|구멍)|입술|혀|눈[이꺼두]|얼굴|번[지져졌]|퍼[지져졌]|숨|두드러기|벌에|쏘[여이였]"
)
_BEYOND_SKIN = frozenset(
    {"breathless", "swells", "face", "dizzy", "fever", "confused", "nausea", "weak", "chest"}
)


def _only_asks(clause: Clause) -> bool:
    """Say whether a clause asks, wishes or proposes (올라가자고 하는데), or only names what is asked."""
    frame = clause.frame
    if frame is None or frame.modality in _ASKED or frame.predicate.ending == "자고":
        return True
    return clause.kind is ClauseKind.NOMINAL
