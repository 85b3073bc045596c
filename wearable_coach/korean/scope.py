"""Scope: how what a word names is meant where it stands: denied or not, asserted, advised, supposed, asked."""

from __future__ import annotations

from typing import NamedTuple

from wearable_coach.korean.meanings import ClauseKind, Link, Modality, Polarity, Role, WordKind
from wearable_coach.korean.parts import Argument, Clause, Frame, Sentence, Token
from wearable_coach.korean.tables import listed

_OPEN = frozenset({Modality.CONDITION, Modality.HYPOTHETICAL, Modality.ASK})
_CORE = frozenset({Role.SUBJECT, Role.OBJECT, Role.TOPIC, Role.COMPLEMENT, Role.BARE})
LEFT_BY = listed("acts", "leaving")
"""Predicates whose object must not be done or had: 피하다, 삼가다, 금지하다."""
_WITHOUT_LACK = frozenset(
    {"상관", "관계", "여부", "예외", "틀림", "어김", "빠짐", "구별", "구분", "차이"}
)
"""Nouns that say nothing of a lack before 없이: 값과 상관없이."""
_NONE_OF = frozenset({"없다", "드물다", "아니다"})
_PASSED_ON = frozenset({Modality.ASSERT, Modality.QUOTE})


class Standing(NamedTuple):
    """How a word is meant: by its own clause, and by those that this one stands in."""

    is_denied: bool
    modality: Modality
    frame: Frame
    """The statement of its own clause."""
    link: Link
    """How its own clause goes on."""
    named: Argument | None = None
    """The argument that it stands in, None where it is none."""

    is_predicate: bool = False
    """Whether it is what its clause says, no noun or adverb beside it."""

    @property
    def role(self) -> Role | None:
        """What it is to the predicate."""
        return self.named.role if self.named else None

    @property
    def is_staged(self) -> bool:
        """Whether its clause only says when: 진료가 끝난 뒤에."""
        return self.frame.predicate.ending == "" and self.link in {Link.AND, Link.WHILE, Link.UNTIL}

    @property
    def is_open(self) -> bool:
        """Whether it is only supposed or asked."""
        return self.modality in _OPEN

    @property
    def is_proposed(self) -> bool:
        """Whether it is part of an act that somebody who gives advice proposes."""
        if self.is_denied or self.is_open:
            return False
        return self.modality in {Modality.ADVISE, Modality.PERMIT} or self.frame.proposes


def standing(sentence: Sentence, place: int) -> Standing | None:
    """Return how the word at a place of a sentence is meant.

    Args:
        sentence: As `read_shape` or `read` returns it.
        place: A character's place, counted as the sentence's tokens are.

    Returns:
        None where it stands in words that say nothing: a heading, a name in a list.
    """
    found = _token_at(sentence, place)
    if found is None:
        return None
    clause, token = found
    said = _of_clause(sentence, clause)
    if said is None:
        return None
    named = _argument_of(said.frame, token)
    is_predicate = token.lemma == said.frame.predicate.lemma
    said = said._replace(named=named, is_predicate=is_predicate)
    if _is_avoided(clause, token) or _is_lacking(clause, token):
        return said._replace(is_denied=not said.is_denied)
    return said._replace(is_denied=True) if _is_left_aside(clause, token) else said


def ending(sentence: Sentence, start: int, end: int) -> Standing | None:
    """Return how the statement is meant that a stretch of a sentence ends with.

    Where no predicate ends in the stretch, it is that of its last word's clause.
    """
    inside = [c for c in sentence.clauses if c.frame and start <= c.frame.predicate.start < end]
    whole = [c for c in inside if c.link is not Link.MODIFIES and c.kind is not ClauseKind.QUOTED]
    last = (whole or inside)[-1:]
    if last:
        return _of_clause(sentence, last[0])
    words = [t.start for t in sentence.tokens if start <= t.start < end]
    return standing(sentence, words[-1]) if words else None


def _token_at(sentence: Sentence, place: int) -> tuple[Clause, Token] | None:
    for clause in sentence.clauses:
        for token in clause.tokens:
            if token.start <= place < token.end:
                return clause, token
    return None


def _of_clause(sentence: Sentence, clause: Clause) -> Standing | None:
    frame = clause.frame
    if frame is None:
        return None
    own = Standing(frame.polarity is Polarity.DENIED, frame.modality, frame, clause.link)
    around = sentence.clauses[clause.parent]
    if around is clause or around.frame is None:
        return own
    if frame.predicate.lemma == "말다" and clause.link is Link.AND:  # 119 말고 다른 것은 없어요
        return own._replace(is_denied=around.frame.polarity is not Polarity.DENIED)
    if clause.link not in {Link.MODIFIES, Link.SAID}:
        return own
    above = _of_clause(sentence, around)
    if above is None:
        return own
    if own.modality in _PASSED_ON and (above.is_open or clause.kind is ClauseKind.RELATIVE):
        own = own._replace(modality=above.modality)
    head = _quality_of(clause, around, sentence)
    if head is not None and above.is_denied != _is_avoided(around, head):
        own = own._replace(is_denied=not own.is_denied)
    return own


def _quality_of(clause: Clause, around: Clause, sentence: Sentence) -> Token | None:
    """Return the noun that a quality goes with into what is denied: 격렬한 운동은 하지 마세요."""
    own, above = clause.frame, around.frame
    if own is None or above is None or clause.kind is not ClauseKind.RELATIVE:
        return None
    if own.predicate.kind is not WordKind.ADJECTIVE or above.predicate.lemma in _NONE_OF:
        return None
    after = clause.tokens[-1].place + 1
    head = sentence.tokens[after] if after < len(sentence.tokens) else None
    named = None if head is None else _argument_of(above, head)
    return head if named is not None and named.role in _CORE else None


def _argument_of(frame: Frame, token: Token) -> Argument | None:
    return next((a for a in frame.arguments if a.start <= token.start < a.end), None)


def _is_left_aside(clause: Clause, token: Token) -> bool:
    """Say whether a noun is what something else is preferred to: 119보다, 병원 대신, 걱정 없이."""
    frame = clause.frame
    if frame is None:
        return False
    named = _argument_of(frame, token)
    if named is not None and named.role is Role.REFERENCE:
        return frame.modality in {Modality.ADVISE, Modality.PERMIT}
    return _before(clause, token, "대신")


def _is_lacking(clause: Clause, token: Token) -> bool:
    """Say whether a noun is what is lacking: 걱정 없이 운동하세요, but 상담 없이 시작하지 마세요."""
    return token.lemma not in _WITHOUT_LACK and _before(clause, token, "없이")


def _before(clause: Clause, token: Token, word: str) -> bool:
    """Say whether a bare noun, or a row of them, stands before a word: 진료 상담 없이."""
    for after in (t for t in clause.tokens if t.place >= token.place):
        if after.lemma == word:
            return True
        if after.kind is not WordKind.NOUN or after.particles:
            return False
    return False


def _is_avoided(clause: Clause, token: Token) -> bool:
    """Say whether a noun is what a verb says to leave: 사우나 금지, 운동을 피하세요, but 진료를 미루지 마세요."""
    frame = clause.frame
    if frame is None or frame.predicate.lemma not in LEFT_BY:
        return False
    named = _argument_of(frame, token)
    return named is not None and named.role in _CORE
