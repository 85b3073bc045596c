"""Which phrase of a comparison is what: by how much, with what, and what of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wearable_coach.korean import WordKind
from wearable_coach.verification.propositions.phrases import Between, Part, Phrase, words

_SUBJECT = ("는", "가", "도", "만", ":")
_REACHED = frozenset({"를", "에", "에는", "에도", "까지", "까지는", "에까지", "도", "를는", "에를"})
_REACHED_FROM = frozenset({"past", "short", "reach", "same"})
_FROM = frozenset({"up", "down", "short", "apart"})
_BEHIND_GAP = frozenset({"", "나", "가", "도", "만큼", "만", "는"})
_BETWEEN = frozenset({"안", "못", "채", "더", "덜"})
_PREDICATES = frozenset({WordKind.VERB, WordKind.ADJECTIVE})
_APART_AFTER = frozenset(
    {"없다", "있다", "나다", "크다", "작다", "이다", "불과하다", "벌어지다", "아니다"}
)
_NEAR = 5
"""Parts before a predicate that may hold its adverbs."""


def adverbs(before: Sequence[Part]) -> set[str]:
    """Return the words right before: adverbs up to a particle, and the words of a bare amount."""
    found: set[str] = set()
    for part in reversed(before[-_NEAR:]):
        if isinstance(part, Between):
            found.add(part.token.lemma)
        elif not part.amounts or part.tail in _REACHED:
            break
        else:
            found |= set(part.lemmas)
    return found


def gap_of(before: Sequence[Part], way: str) -> Phrase | None:
    """Return the phrase that says by how much, right before the word that says which way."""
    passed = _BETWEEN | words("measuring") | words("little") | words("much")
    for part in reversed(before):
        if isinstance(part, Between):
            if part.token.lemma not in passed:
                return None
        elif part.amounts or not part.has("measuring"):
            return part if _is_gap(part, way) else None
    return None


def _is_gap(part: Phrase, way: str) -> bool:
    if len(part.amounts) != 1 or part.amounts[0].is_range:
        return False
    if part.is_usual or part.is_norm or part.fields or part.has("now"):
        return False
    tail = part.tail.replace("는", "") if part.tail.startswith("만") else part.tail
    if tail == "도" and way in {"past", "short", "reach"}:
        return False
    return tail in _BEHIND_GAP and (tail not in {"는", "가"} or way in {"short", "apart"})


def reference_of(before: Sequence[Part], way: str, gap: Phrase | None) -> Phrase | None:
    """Return what is compared with: what 보다, 에 비해, 대비 mark, else what was named as a norm or as usual."""
    found = [p for p in marked(before, way) if p is not gap]
    if not found:
        found = [p for p in _phrases(before) if p is not gap and (p.is_usual or p.is_norm)]
    if found and found[-1].has("there") and not found[-1].amounts:
        earlier = (p for p in _phrases(before) if p.start < found[-1].start)
        found = [p for p in earlier if p.amounts or p.is_norm or p.is_usual] or found
    return found[-1] if found else None


def _phrases(parts: Sequence[Part]) -> Iterator[Phrase]:
    return (p for p in parts if isinstance(p, Phrase))


def marked(before: Sequence[Part], way: str) -> Iterator[Phrase]:
    """Return the phrases that their particle, or the word behind them, makes what is compared with."""
    for k, part in enumerate(before):
        if isinstance(part, Phrase) and _is_marked(part, _lemma_after(before, k), way):
            yield part


def _lemma_after(parts: Sequence[Part], k: int) -> str:
    after = parts[k + 1] if k + 1 < len(parts) else None
    if isinstance(after, Between):
        return after.token.lemma
    return after.lemmas[0] if after is not None else ""


def _is_marked(part: Phrase, after: str, way: str) -> bool:
    names = bool(part.amounts) or part.is_norm or part.is_usual
    if part.tail.startswith("보다") or after in words("than") or part.lemmas[-1] in words("than"):
        return True
    if part.tail.startswith("와") and way in {"same", "apart"}:
        return True
    if part.tail.startswith("에서") and way in _FROM:
        return names or part.has("there")
    if part.tail == "가" and way in {"past", "reach"}:  # 100이 넘다, 1.4배가 넘다
        return bool(part.amounts)
    return way in _REACHED_FROM and part.tail in _REACHED and names


def subject_of(before: Sequence[Part], *others: Phrase | None) -> Phrase | None:
    """Return the phrase that is compared: the last topic or subject before."""
    found = [
        p
        for p in _phrases(before)
        if all(p is not other for other in others)
        and p.tail.startswith(_SUBJECT)
        and (p.amounts or p.tokens[-1].kind is not WordKind.NUMBER)
    ]
    return found[-1] if found else None


def is_firm(parts: Sequence[Part], k: int, reference: Phrase | None, way: str) -> bool:
    """Say whether a reference is marked and only adverbs and amounts part it from the word that says which way."""
    at = next((j for j, p in enumerate(parts[:k]) if p is reference), None)
    if at is None or all(p is not reference for p in marked(parts[:k], way)):
        return False
    passed = words("than") | words("little") | words("much")
    between = (p for p in parts[at + 1 : k] if isinstance(p, Between))
    if any(p.token.kind in _PREDICATES and p.token.lemma not in passed for p in between):
        return False
    part = parts[k]
    if not isinstance(part, Phrase) or way != "apart":
        return True
    follows = parts[k + 1] if k + 1 < len(parts) else None
    is_named = isinstance(follows, Phrase) and follows.tail == "="
    return part.tail == "=" or is_named or _lemma_after(parts, k) in _APART_AFTER
