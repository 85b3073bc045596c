"""An answer as language: its sentences, and how they end."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^.!?\n…]+[.!?…]*")
_TRAILING = re.compile(r"[\s.!?…\"'”’)\]~*_^ㅎㅋ\U0001F300-\U0001FAFF☀-➿]+$")
_SKIPPED_LINE = re.compile(r"^\s*(?:#{1,6}\s|\|)")
_POLITE = re.compile(r"(?:요|죠)$")
_FORMAL = re.compile(r"(?:니다|니까|시오|시다)$")
_OTHER_ENDING = re.compile(
    r"(?:니다|니까|시오|십시오|십시다|읍시다|[가-힣]다|[가-힣]자|[가-힣]라|[가-힣]까|[가-힣]어|[가-힣]야|[가-힣]지|[가-힣]네|[가-힣]군)$"
)
_LEAST_WORDS = 2


def sentences(text: str) -> list[str]:
    """Return the sentences of an answer; headings and tables are none."""
    found = []
    for line in text.split("\n"):
        if _SKIPPED_LINE.match(line):
            continue
        found += [s.strip() for s in _SENTENCE.findall(line) if s.strip(" \t-*·.!?")]
    return found


def politeness(sentence: str) -> bool | None:
    """Say whether a sentence ends in 해요체; None when it ends in no verb (a list's item)."""
    ending = _TRAILING.sub("", sentence)
    if _POLITE.search(ending):
        return True
    if _OTHER_ENDING.search(ending) and len(ending.split()) >= _LEAST_WORDS:
        return False
    return None


def is_formal(sentence: str) -> bool:
    """Say whether a sentence ends in 합니다체."""
    return bool(_FORMAL.search(_TRAILING.sub("", sentence)))
