"""Arguments: the noun phrases of a clause, each with its particle and what it is to the predicate."""

from __future__ import annotations

from collections.abc import Sequence

from wearable_coach.korean.clauses import Cut
from wearable_coach.korean.meanings import Role, WordKind
from wearable_coach.korean.parts import Argument, Token

_ROLES = {
    "는": Role.TOPIC,
    "가": Role.SUBJECT,
    "를": Role.OBJECT,
    "에": Role.PLACE,
    "에서": Role.PLACE,
    "에게": Role.PLACE,
    "한테": Role.PLACE,
    "께": Role.PLACE,
    "로": Role.INSTRUMENT,
    "로서": Role.INSTRUMENT,
    "로써": Role.INSTRUMENT,
    "보다": Role.REFERENCE,
    "와": Role.COMPANION,
    "랑": Role.COMPANION,
    "하고": Role.COMPANION,
    "부터": Role.FROM,
    "까지": Role.UP_TO,
}
_PHRASE = frozenset(
    {
        WordKind.NOUN,
        WordKind.PRONOUN,
        WordKind.NUMBER,
        WordKind.UNIT,
        WordKind.FOREIGN,
        WordKind.DETERMINER,
    }
)
_JOINS = frozenset({"의", "나"})
_IN_NUMBERS = frozenset({",", ".", "%", "~", "-", "/", "·", "%,", "+", "±"})
_COMPLEMENT_OF = frozenset({"이다", "아니다", "되다"})
_CONTRASTING = frozenset({"는", "도", "만", "요"})


def arguments(tokens: Sequence[Token], clause: Cut) -> tuple[Argument, ...]:
    """Return the noun phrases before a clause's predicate, in order."""
    found: list[Argument] = []
    phrase: list[Token] = []
    for k in clause.words:
        token = tokens[k]
        if k >= clause.predicate:
            break
        if token.kind not in _PHRASE:
            if not (phrase and token.surface in _IN_NUMBERS):
                _end(found, phrase)
            continue
        phrase.append(token)
        if token.particles and token.particles[-1] not in _JOINS:
            _end(found, phrase)
    _end(found, phrase)
    return tuple(_complemented(found, tokens[clause.predicate].lemma))


def _end(found: list[Argument], phrase: list[Token]) -> None:
    """Add the phrase that has come to its end."""
    if phrase:
        last = phrase[-1]
        found.append(
            Argument(
                lemma=last.lemma,
                words=tuple(t.lemma for t in phrase),
                role=_role(last.particles),
                particle="".join(last.particles),
                start=phrase[0].start,
                end=last.end,
            )
        )
        phrase.clear()


def _role(particles: Sequence[str]) -> Role:
    """Return what the particles make of a phrase; 는, 도, 만 behind another leave it what it is."""
    named = [p for p in particles if p in _ROLES]
    firm = [p for p in named if p not in _CONTRASTING]
    last = (firm or named or [""])[-1]
    return _ROLES.get(last, Role.BARE)


def _complemented(found: list[Argument], predicate: str) -> list[Argument]:
    """Take the noun right before 이다, 아니다, 되다 for what they name."""
    if predicate in _COMPLEMENT_OF and found and found[-1].role in {Role.BARE, Role.SUBJECT}:
        found[-1] = found[-1]._replace(role=Role.COMPLEMENT)
    return found
