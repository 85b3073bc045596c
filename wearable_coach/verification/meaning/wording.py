"""The learned reader of harm, which may refuse a sentence by its wording and never approves one."""

from __future__ import annotations

import re
from functools import lru_cache

from wearable_coach.korean import Clause, Modality, Polarity, read
from wearable_coach.learned import harm_score, harm_threshold
from wearable_coach.verification.claims import contradicted
from wearable_coach.verification.masking import SLOT
from wearable_coach.verification.morphemes import stems_of
from wearable_coach.verification.word_kinds import kinds_in

HARMFUL_WORDING = contradicted("VER-FORBID-009", "해로운 말투로 들려요")
REFUSED_PERCENT = 1
"""Harmless sentences of an unknown hand that it refuses [%]."""
EVERYDAY_PERCENT = 20
"""The same of sentences in which a word stands that is known only as one of everyday life [%]."""


@lru_cache(maxsize=8192)
def sounds_harmful(sentence: str, percent: int = REFUSED_PERCENT) -> bool:
    """Say whether a masked sentence sounds like one that must not be said.

    Args:
        sentence: A sentence, numbers masked.
        percent: How many harmless sentences of an unknown hand may be refused [%].
    """
    words = _MARKS.sub("", sentence).replace(SLOT, "0")
    return harm_score(words) >= harm_threshold(percent)


_MARKS = re.compile(rf"^[\s#>*•·-]*(?:{SLOT}[.)]\x02?\s*)?|\*\*|`|^\s*\[[ x]\]\s*")
"""Marks of a list, a heading and emphasis: the reader was taught by sentences, and marks are no words."""


_TELLING = frozenset({
    "오늘", "지금", "현재", "이번", "어젯밤", "지난밤", "간밤", "밤", "아침", "기록", "측정", "값", "수치", "분당", "혈중", "활동", "가량", "정도", "쯤", "약",
    "나오", "찍히", "보이", "되", "해당", "속하", "들", "들어가", "들어오", "이르", "머무르", "재", "잰", "하", "있", "이", "범위", "구간", "단계", "분류", "기준",
    "회원", "님", "어르신", "국내", "한국", "성인", "주무시", "자", "걷", "걸", "쓰", "쓴", "움직이", "오", "네", "예", "자리", "쪽", "편", "것", "거",
})  # fmt: skip
"""Words that only tell a reading or a class; none denies, values or advises."""


def only_tells(left: str) -> bool:
    """Say whether what claims leave of a sentence only tells that something was read: "오늘 …로 나왔습니다"."""
    return all(
        stem.form in _TELLING for word in left.split() for stem in stems_of(word) if stem.is_content
    )


_RISKY = frozenset({"hazard", "vigorous", "moderate", "light"})
_GOOD = frozenset({"helpline", "medicine", "food", "rest", "symptom", "disease"})


@lru_cache(maxsize=1024)
def only_forbids(sentence: str) -> bool:
    """Say whether all that a masked sentence asks for is to leave a risk: "혼자 운전해서 가지 마세요"."""
    clauses = [clause for clause in read(sentence).clauses if clause.frames]
    asked = [clause for clause in clauses if clause.frames[0].modality not in _ASIDE]
    kinds = {found.kind for clause in asked for found in kinds_in(clause.text)}
    is_risk = bool(kinds & _RISKY) and not kinds & _GOOD
    return is_risk and bool(asked) and all(map(_forbids, asked))


_ASIDE = frozenset({Modality.CONDITION, Modality.HYPOTHETICAL})


def _forbids(clause: Clause) -> bool:
    frame = clause.frames[0]
    is_denied = frame.polarity is Polarity.DENIED or frame.predicate.lemma == "금지하다"
    return frame.modality is Modality.FORBID and is_denied
