"""Words that bar a heart rate to exercise at: enough that they were said and nothing settles whose they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from wearable_coach.korean import (
    Clause,
    ClauseKind,
    HolderKind,
    Link,
    Modality,
    Polarity,
    Sentence,
    read,
)
from wearable_coach.serving.ages import age_in
from wearable_coach.serving.barring_words import (
    BEARING,
    MEDICINE,
    YOUTH,
    BarringWord,
    barring_words,
)
from wearable_coach.serving.lexica import rows
from wearable_coach.serving.mentions import Spoken
from wearable_coach.serving.spelling import respelt
from wearable_coach.serving.whose import (
    honours,
    is_of_person_behind,
    named_other,
    speaks_of_user,
)
from wearable_coach.standards.table import table

_OF_WHOM_UNSURE = frozenset({YOUTH, BEARING})
"""Of these a quotation does not say of whom it is: 남편이 (저) 임신했다고."""
_STANDING = frozenset({ClauseKind.MAIN, ClauseKind.CONNECTED, ClauseKind.FRAGMENT})
_REACH = 14
"""How near the one who is young stands to the word [characters]."""


@lru_cache(maxsize=512)
def barred_by(text: str) -> frozenset[str]:
    """Return the kinds of what a user's words speak of that bars a target in bpm, and that nothing settles.

    A word is settled where it is surely somebody else's, denied, or of another thing; what one turn
    leaves open a later one may deny.

    Args:
        text: All that the user said, a turn or more a line.
    """
    found: set[str] = set()
    for turn in text.split("\n"):
        shown = shown_of(turn)
        if any(barring_words(shown)):
            said = Spoken(read(shown), ())
            found = (found - _denied(said)) | {word.kind for word in open_words(said)}
        elif _is_all_denied(shown):
            found.clear()
        elif YOUTH in found and _is_grown(shown):
            found.discard(YOUTH)
    return frozenset(found)


def shown_of(turn: str) -> str:
    """Return a turn as barring words are looked for in it."""
    return respelt(unicodedata.normalize("NFKC", turn)).lower()


def open_words(said: Spoken) -> Iterator[BarringWord]:
    """Return the barring words of a turn, as `shown_of` shows it, that nothing settles."""
    for word in barring_words(said.text.text):
        sentence = next((s for s in said.sentences if s.start <= word.start < s.end), None)
        if sentence is None or not (
            _is_apart(said, sentence, word)
            or _is_denied(said, sentence, word)
            or _is_anothers(said, sentence, word)
        ):
            yield word


def _denied(said: Spoken) -> set[str]:
    """Return the kinds that a turn denies of the user."""
    return {
        word.kind
        for word in barring_words(said.text.text)
        for s in said.sentences
        if s.start <= word.start < s.end and _is_denied(said, s, word)
    }


def _is_apart(said: Spoken, sentence: Sentence, word: BarringWord) -> bool:
    """Say whether a word is of another thing: 배송 예정일, 중학교 선생님, 마라톤 페이스메이커."""
    text = said.text.text
    marked = f"{text[sentence.start : word.start]}‹{text[word.start : word.end]}›{text[word.end : sentence.end]}"
    if _apart(word.kind).search(marked):
        return True
    if word.kind != YOUTH:
        return False
    row = rows("barred")[YOUTH]
    before = text[max(sentence.start, word.start - _REACH) : word.start]
    after = text[word.end : min(sentence.end, word.end + _REACH)]
    clause = clause_of(sentence, word)
    is_own = clause is not None and speaks_of_user(clause)
    if not is_own and re.search(row["child"], f"{before} {after}"):
        return not re.search(r"(?:^|\s)(?:저|제가|나|내가)(?:\s|$|[랑도는])", before)
    return word.is_weak and (bool(re.search(row["grown"], text)) or _is_grown(text))


@cache
def _apart(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in rows("barred")[kind]["apart"]))


def _is_grown(text: str) -> bool:
    """Say whether a user states an adult's age."""
    age = age_in(text)
    return age is not None and age >= table("safety")["scope"]["adult_from_age"]


def clause_of(sentence: Sentence, word: BarringWord) -> Clause | None:
    """Return the clause that a word stands in."""
    return next((c for c in sentence.clauses if c.start <= word.start < c.end), None)


def _is_denied(said: Spoken, sentence: Sentence, word: BarringWord) -> bool:
    """Say whether a word is denied of the user, right behind it or at the end of a list that it is in."""
    text = _without_words(said.text.text)
    found = _denying(word.kind == YOUTH).match(text, word.end, sentence.end)
    if found is None:
        return False
    if word.kind == MEDICINE and re.match(rows("barred")["denial"]["lapsed"], found["no"]):
        return False
    clause = next((c for c in sentence.clauses if c.start <= found.start("no") < c.end), None)
    frame = None if clause is None else clause.frame
    if clause is None or frame is None:
        return False
    is_meant = frame.modality is Modality.ASSERT and clause.kind in _STANDING
    unsure = {"seems", "may_be", "fears"} & set(frame.predicate.auxiliaries)
    return (
        is_meant and not unsure and frame.polarity is Polarity.DENIED and clause.link is not Link.IF
    )


@lru_cache(maxsize=64)
def _without_words(text: str) -> str:
    """Return a text with blanks for the words that bar a target, so that a list of them is one gap."""
    blank = list(text)
    for word in barring_words(text):
        blank[word.start : word.end] = " " * (word.end - word.start)
    return "".join(blank)


@cache
def _denying(of_youth: bool) -> re.Pattern[str]:  # noqa: FBT001 - the two kinds of denial
    """Return what denies a word: at once, or at the end of a list that names others as well."""
    row = rows("barred")["denial"]
    between = "|".join(sorted(row["gap"].split(), key=len, reverse=True))
    words = row["of_youth" if of_youth else "words"]
    return re.compile(rf"(?:[\s,·/]|{between})*+(?P<no>{words})")


def _is_all_denied(text: str) -> bool:
    """Say whether a turn says that nothing of what was spoken of is so: 해당 없어요."""
    row = rows("barred")["denial"]
    return bool(re.search(row["whole"], text)) and not re.search(row["not_whole"], text)


def _is_anothers(said: Spoken, sentence: Sentence, word: BarringWord) -> bool:
    """Say whether a word is surely of somebody else, who is named beside it."""
    clause, is_unsure = clause_of(sentence, word), word.kind in _OF_WHOM_UNSURE
    if clause is None or speaks_of_user(clause):
        return False
    if is_unsure and clause.kind is ClauseKind.QUOTED:
        return False
    after = said.text.text[word.end : sentence.end]
    found = named_other(sentence, clause)
    is_behind = not is_unsure and is_of_person_behind(after)
    if found is None or is_behind:
        return is_behind or (not is_unsure and honours(clause.frame))
    holder, person = found
    beside = said.text.text[clause.start : word.start] + after
    if holder is not HolderKind.OTHER or person not in beside:  # 제세동기: no 동기 has it
        return False
    if word.kind == YOUTH:
        return bool(re.match(rows("barred")[YOUTH]["child"], person))
    return not (word.kind == BEARING and person in rows("barred")["not_bearing"].split())
