"""What an answer takes for a fact of the person that nobody told: a sign, a disease, a medicine, an accident, or that there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.verification.claims import Objection
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.meaning.history import SYMPTOMS
from wearable_coach.verification.meaning.medicine import is_had
from wearable_coach.verification.meaning.said import NOT_TOLD, ClauseJudge, ClauseWords

_OF_YOU = re.compile(
    r"(?:셨|[가-힣]시|으시)(?:다니|으니|니까?|으므로|므로|군요|는군요|네요|라서|라니|라(?= |,|$))"
    r"|(?<![가-힣])이시(?:니|라|므로|군요|네요)|셨(?:는데|지만|고요|죠|습니다|어요)"
    r"|[왔났겼졌렸쳤]으(?:니|므로)|[왔났겼졌렸쳤]다니|(?<!수 )(?<!수도 )(?<!수가 )있으(?:니|므로)"
    r"|다고 ?(?:하셨|말씀하셨|알려 ?주셨|적어 ?주셨|하였으|했으)"
)
"""Endings that tell of the person as of a fact: 아프셨다니, 걸리셨군요, 생겼으니, 있다고 하셨으므로."""
_BEFELL = re.compile(
    r"임신|출산|유산|이식|투석|박동기|조율기|수술|시술|골절|다치|다쳤|다친|넘어[지졌]|부상|발작|고장|삐[끗었]|사고|생리가? ?(?:끊|멈)|진단(?:을|도)? ?받"
)
_KINDS = ("symptom", "disease", "medicine")
_LEFT_OPEN = re.compile(
    r"분[은이들께]|사람|환자[는가들]|경우|누구|까 ?(?:봐|싶|걱정)|는지|불편|없으셨|말씀이 ?없|아픈 ?데"
)
"""People in general, a fear, what is not known."""
_STEM = 2
_PAIN = re.compile(r"아[프픈파]|통증")
"""What any symptom may be called."""


class Presumed(NamedTuple):
    """Something that is said to have befallen the person."""

    words: tuple[str, ...]
    clause: str
    """What is said: a medicine is told by what stands around it (피를 묽게 하는 약)."""
    parts: tuple[str, ...] = ()
    """Parts of the body that it names: who told of a knee told of its pain."""

    def judge(self, evidence: Evidence) -> Objection | None:
        """Let it stand where a word of it was stated, or the profile holds it."""
        if any(self._is_known(evidence, word) for word in (*self.words, self.clause)):
            return None
        if any(_tells_of(part, evidence.question) for part in self.parts):
            return None
        return NOT_TOLD

    def _is_known(self, evidence: Evidence, word: str) -> bool:
        of = evidence.profile
        is_named = word is not self.clause and _stem(word) in _stem(evidence.stated, whole=True)
        if is_named or is_had(evidence, word):
            return True
        codes = {code for code, pattern in SYMPTOMS.items() if re.search(pattern, word)}
        if _PAIN.match(word) and of.symptoms:
            return True
        return bool(codes & set(of.symptoms)) or "exertional_symptom" in of.symptoms


def _tells_of(part: str, question: str) -> bool:
    """Say whether a user speaks of a part of the body, and not only of what might be."""
    supposed = rf"{part}[^.,?]{{0,8}}(?:면|까 ?봐|거든|[을ㄹ] ?때)"
    return part in question and re.search(supposed, question) is None


def _stem(words: str, *, whole: bool = False) -> str:
    together = words.replace(" ", "")
    return together if whole else together[:_STEM]


def read_presumed(said: ClauseWords) -> Iterator[ClauseJudge]:
    """Read a sign, a disease, a medicine or an accident that is told of the person as a fact."""
    found = _OF_YOU.search(said.text)
    if found is None or said.has(_LEFT_OPEN) or said.clause.supposed or said.clause.asked:
        return
    named = [f for f in said.found if f.kind in _KINDS and f.start <= found.end()]
    befell = _BEFELL.search(said.text)
    words = [said.text[f.start : f.end] for f in named if not said.denies(f.start)]
    words = [word for word in words if word != "컨디션"]
    if befell is not None and not said.denies(befell.start()):
        words.append(befell.group())
    if words and not said.is_open:
        yield Presumed(tuple(dict.fromkeys(words)), said.text, tuple(said.words("body")))
