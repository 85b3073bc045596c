"""Signs that somebody needs help, found in a user's words by what is said of which part of the body, and of whom."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple, cast

from wearable_coach.korean import ClauseKind, Modality, Token, WordKind
from wearable_coach.learned import hear
from wearable_coach.serving.holding import Holding, felt, holding
from wearable_coach.serving.lexicon import Saying, SignRow, sign_rows, told_patterns
from wearable_coach.serving.looked_after import is_looked_after
from wearable_coach.serving.stretches import SpokenStretch, WordPlace, ends, stretches
from wearable_coach.serving.urgency import Urgency

_FICTION = "fiction"
_APART = 2
"""How many clauses a part of the body may stand before what is felt there."""
_PARTS = ("chest", "head", "belly", "joint", "limb", "groin", "face", "calf", "arm_jaw")
_AFTER_PART = frozenset({
    "쪽", "부위", "한가운데", "가운데", "한복판", "안", "안쪽", "속", "왼쪽", "오른쪽", "전체", "통증", "압박감", "답답함", "조임",
    "쪼임", "윗부분", "아래", "아랫부분", "앞", "뒤", "뒤쪽", "한쪽", "주변", "부분", "색", "색깔", "둘레", "끝", "밑", "이랑",
})  # fmt: skip
"""Nouns that leave a part of the body a part of the body: 가슴 한가운데; 가슴 운동 is none."""


class Sign(NamedTuple):
    """A sign of a kind, said of somebody."""

    kind: str
    urgency: Urgency
    symptom: str
    who: str
    is_idiom: bool = False
    """Whether it is also said in play: 기절할 뻔했다."""
    is_own: bool = False
    """Whether it is of who speaks, whoever else is named."""


@lru_cache(maxsize=512)
def signs_in(text: str, told: frozenset[str] = frozenset()) -> tuple[Sign, ...]:
    """Return the signs that a text tells of, each once.

    What is denied, long over, only supposed or asked in general does not count, and nothing that a text says of rules
    or roles switches a sign off.

    Args:
        text: What the user says.
        told: What was told before, as `told_in` names it.
    """
    parts = stretches(text)
    beside = {
        name
        for part in parts
        for name in part.words.keys() & _beside()
        if any(not holding(part, word.last).is_denied for word in part.words[name])
    }
    known = told | told_in(text)
    found: dict[Sign, None] = {}
    for part in parts:
        found |= dict.fromkeys(_signs(part, part.words, beside))
        found |= dict.fromkeys(_signs_of_told(part, known, text))
    return tuple(found)


@lru_cache(maxsize=512)
def told_in(text: str) -> frozenset[str]:
    """Return what a text tells that a later turn may go on with, by its name: medicines, drink, heat, a birth."""
    words = {
        name
        for part in stretches(text)
        for name in part.words.keys() & _kept()
        if any(not holding(part, word.last).is_denied for word in part.words[name])
    }
    return frozenset(words | {n for n, way in told_patterns().items() if way.search(text)})


@cache
def _kept() -> frozenset[str]:
    """Return the classes of words that a row asks for in any turn."""
    return frozenset(name for row in sign_rows() for group in row.told for name in group)


@cache
def _felt_rows() -> tuple[SignRow, ...]:
    return tuple(row for row in sign_rows() if row.where)


@cache
def _beside() -> frozenset[str]:
    """Return the classes that a row asks for beside its own words."""
    return frozenset(name for row in sign_rows() for name in row.beside)


def sure_signs(text: str, before: str = "", told: frozenset[str] = frozenset()) -> tuple[Sign, ...]:
    """Return the signs that count.

    Of those that are also said in play, and of those that the same words say to be looked after ("작년에 가슴이 답답해서
    검사했는데 정상이래요"), where the learned reader is half sure.
    """
    found = signs_in(text, told)
    is_open = any(sign.is_idiom for sign in found) or (bool(found) and is_looked_after(text))
    if not is_open or hear(text, before).band != "quiet":
        return found
    after = is_looked_after(text)
    return tuple(sign for sign in found if not sign.is_idiom and not after)


_BRIEF = 6
"""So few words tell the reader too little to take them for harmless: 숨이 차요."""


def is_brief(text: str) -> bool:
    """Say whether a text has so few words that the learned reader cannot take it for harmless."""
    return sum(len(part.tokens) for part in stretches(text)) <= _BRIEF


@lru_cache(maxsize=512)
def tells_of_within(text: str) -> bool:
    """Say whether something is felt in head, chest, belly or face, which no rule takes for an everyday ache."""
    return any(_is_felt_within(part) for part in stretches(text))


def _is_felt_within(part: SpokenStretch) -> bool:
    words = part.words
    if words.keys() & _IN_PLAY:
        return False
    places = [w for name in _WITHIN for w in words.get(name, ()) if _is_part(part, w)]
    feelings = [w for name in _FELT_WITHIN for w in words.get(name, ())]
    return any(
        _belong(part, words, where, feeling) and felt(part, feeling).is_so
        for where in places
        for feeling in feelings
    )


_IN_PLAY = frozenset({"joy", "workout_words", "fiction", "laugh"})
_WITHIN = ("chest", "head", "belly", "groin", "face", "inside")
_FELT_WITHIN = ("hurts", "presses", "pain_words", "feels_ill", "numb", "swells")


@lru_cache(maxsize=512)
def is_supposed(text: str) -> bool:
    """Say whether a text only asks what to do if a sign came: 가슴이 아프면 어떻게 하나요."""
    parts = stretches(text)
    if len(parts) != 1 or len(parts[0].clauses) > _OF_A_QUESTION:
        return False
    asks = parts[0].clauses[-1].frame
    return asks is not None and asks.modality is Modality.ASK and _supposes(parts[0])


_OF_A_QUESTION = 3
"""How many clauses a question has that only supposes; one with more tells something beside."""


def _supposes(part: SpokenStretch) -> bool:
    words = part.words
    rows = [row for row in sign_rows() if row.urgency == "emergency" and row.symptom]
    felt = (
        feeling.last
        for row in rows
        for feeling in (w for name in row.feels for w in words.get(name, ()))
        if any(_belong(part, words, w, feeling) for name in row.where for w in words.get(name, ()))
    )
    said = (place for row, _, place in _sayings(part) if row in rows)
    return any(holding(part, place).is_supposed for place in (*felt, *said))


def _signs(
    part: SpokenStretch, words: dict[str, list[WordPlace]], beside: set[str]
) -> Iterator[Sign]:
    for row in _felt_rows():
        if (row.beside and not beside.intersection(row.beside)) or words.keys() & set(row.unless):
            continue
        yield from _felt(row, part, words)
    for row, saying, place in _sayings(part):
        if row.told:
            continue
        if (row.beside and not beside.intersection(row.beside)) or words.keys() & set(row.unless):
            continue
        is_wish = row.urgency == "crisis"
        held = holding(part, place, denied=saying.is_denied, wished=is_wish)
        if held.is_so and not _is_fiction(part, words, place):
            yield _sign(row, held)


def _signs_of_told(part: SpokenStretch, told: frozenset[str], text: str) -> Iterator[Sign]:
    """Give the signs of rows that go by their own pattern, or by what was told in any turn."""
    rows = [row for row in _rows_of_told() if all(told.intersection(g) for g in row.told)]
    rows = [row for row in rows if not part.words.keys() & set(row.unless)]
    said = ((row, place, saying.is_denied) for row, saying, place in _sayings(part) if row in rows)
    alike = ((row, place, False) for row in rows for place in _places_like(row, part, text))
    for row, place, is_denied in (*said, *alike):
        held = _held_of_told(row, part, place, denied=is_denied)
        counts = held.is_so or (row.is_asked and not (held.is_over or held.is_denied))
        if counts and not _is_fiction(part, part.words, place):
            yield _sign(row, held._replace(who="") if row.is_own else held)


@cache
def _rows_of_told() -> tuple[SignRow, ...]:
    return tuple(row for row in sign_rows() if row.told or row.like)


def _places_like(row: SignRow, part: SpokenStretch, text: str) -> Iterator[int]:
    """Give the place of the last word of each match of a row's pattern."""
    for match in row.like.finditer(text) if row.like else ():
        yield from (k for k, t in enumerate(part.tokens) if t.start < match.end() <= t.end)


def _held_of_told(row: SignRow, part: SpokenStretch, place: int, *, denied: bool) -> Holding:
    place = _of_whole(part, place)
    held = holding(part, place, denied=denied, wished=True)
    if row.like is not None and held.is_denied:  # a pattern spells what it denies
        return holding(part, place, denied=True, wished=True)
    return held


def _of_whole(part: SpokenStretch, place: int) -> int:
    """Return the place of the predicate that a nominal clause belongs to: 컥컥거리기만 해요."""
    of = part.clause_of[place]
    if part.clauses[of].kind is not ClauseKind.NOMINAL:
        return place
    return next((k for k, c in enumerate(part.clause_of) if c == of + 1), place)


def _sign(row: SignRow, held: Holding) -> Sign:
    return Sign(row.kind, row.urgency, row.symptom, held.who, row.is_idiom, row.is_own)


def _felt(row: SignRow, part: SpokenStretch, words: dict[str, list[WordPlace]]) -> Iterator[Sign]:
    """Give the signs of a row by a part of the body and what is felt there."""
    places = [w for name in row.where for w in words.get(name, ()) if _is_part(part, w)]
    if not places:
        return
    for feeling in (w for name in row.feels for w in words.get(name, ())):
        near = next((w for w in places if _belong(part, words, w, feeling)), None)
        if near is None:
            continue
        held = holding(part, feeling.last)
        if held.is_so and not _is_fiction(part, words, feeling.last):
            who = held.who or holding(part, near.last).who
            found = _sign(row, held._replace(who=who))
            yield _exerted(found) if _is_in_effort(part, words, feeling) else found


_EXERTED = ("exertional_pain", "urgent", "exertional_symptom")


def _exerted(found: Sign) -> Sign:
    """Take a chest that is tight in exercise alone for what a doctor looks at today."""
    if found.kind != "heart_attack":
        return found
    kind, urgency, symptom = _EXERTED
    return Sign(kind, cast("Urgency", urgency), symptom, found.who)


def _is_in_effort(
    part: SpokenStretch, words: dict[str, list[WordPlace]], feeling: WordPlace
) -> bool:
    """Say whether a chest is tight when one exercises, or hurts then and no more at rest."""
    of = part.clause_of[feeling.last]
    is_when = any(_is_when(part, w) for w in words.get("effort", ()))
    if not is_when:
        return False
    hurts = any(
        w.last == feeling.last for name in ("hurts", "pain_words") for w in words.get(name, ())
    )
    later = part.clauses[of + 1 :]
    return not hurts or any({t.lemma for t in c.tokens} & _RELIEVED for c in later)


_RELIEVED = frozenset(
    {
        "낫다",
        "괜찮다",
        "풀리다",
        "사라지다",
        "가라앉다",
        "없어지다",
        "편하다",
        "멎다",
        "나아지다",
        "괜찮아지다",
    }
)


def _is_when(part: SpokenStretch, word: WordPlace) -> bool:
    frame = part.clause(word.last).frame
    if frame is not None and frame.modality is Modality.CONDITION:
        return True
    after = part.lemmas[word.last + 1 : word.last + 3]
    return bool({"때", "중", "마다", "도중", "보다"} & set(after))


def _is_fiction(part: SpokenStretch, words: dict[str, list[WordPlace]], place: int) -> bool:
    """Say whether something is told of a drama, news or a dream: 드라마에서 쓰러졌어요, 영화 보는데 주인공이 …"""
    for word in words.get(_FICTION, ()):
        token = part.tokens[word.last]
        after = part.lemmas[word.last + 1 : word.last + 2]
        is_where = (
            any(p.startswith(("에", "의")) for p in token.particles) or token.lemma == "주인공"
        )
        if word.last < place and (is_where or set(after) & _WATCHED):
            return True
    return False


_WATCHED = frozenset({"속", "보다", "읽다", "장면", "나오다", "내용", "중"})


def _is_part(part: SpokenStretch, word: WordPlace) -> bool:
    """Say whether a word is a part of the body and no modifier of a thing: 가슴 운동, 심장 박동 수."""
    token = part.tokens[word.last]
    after = part.tokens[word.last + 1] if word.last + 1 < len(part.tokens) else None
    if token.particles or after is None or after.kind is not WordKind.NOUN:
        return "의" not in token.particles
    return after.lemma in _AFTER_PART


def _belong(
    part: SpokenStretch, words: dict[str, list[WordPlace]], where: WordPlace, feeling: WordPlace
) -> bool:
    """Say whether a feeling is one of a part: in one clause, or in two without another part between."""
    at, of = part.clause_of[where.last], part.clause_of[feeling.last]
    if at == of:
        return where.first != feeling.first and not _others(part, words, where, feeling)
    apart = part.clauses[at]
    is_alone = not apart.frames or apart.kind is ClauseKind.RELATIVE
    if of > at and of - at <= _APART:
        own = any(part.clause_of[w.last] == of for name in _PARTS for w in words.get(name, ()))
        return not own and (is_alone or _goes_on(part, at, of))
    return at > of and at - of == 1 and not apart.frames


def _others(
    part: SpokenStretch, words: dict[str, list[WordPlace]], where: WordPlace, feeling: WordPlace
) -> bool:
    """Say whether another part with a particle of its own stands between the two."""
    return any(
        where.last < w.first < feeling.first and "가" in part.tokens[w.last].particles
        for name in _PARTS
        for w in words.get(name, ())
    )


def _goes_on(part: SpokenStretch, at: int, of: int) -> bool:
    """Say whether what is said of a part goes on in a later clause: 가슴이 답답하고 조여요."""
    first = part.clauses[at].frame
    return (
        first is not None
        and first.modality is not Modality.CONDITION
        and of - at == 1
        and _is_subject(part, at)
    )


def _is_subject(part: SpokenStretch, at: int) -> bool:
    first: Token | None = next((t for t in part.clauses[at].tokens if t.particles), None)
    return first is not None and bool({"가", "는", "도"} & set(first.particles))


def _sayings(part: SpokenStretch) -> Iterator[tuple[SignRow, Saying, int]]:
    lemmas = part.lemmas
    for first, lemma in enumerate(lemmas):
        for row, saying in _by_first().get(lemma, ()):
            for last in ends(saying.lemmas, lemmas, first):
                yield row, saying, last


@cache
def _by_first() -> dict[str, tuple[tuple[SignRow, Saying], ...]]:
    found: dict[str, list[tuple[SignRow, Saying]]] = {}
    for row in sign_rows():
        for saying in row.said:
            found.setdefault(saying.lemmas[0], []).append((row, saying))
    return {first: tuple(rows) for first, rows in found.items()}
