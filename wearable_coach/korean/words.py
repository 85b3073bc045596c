"""Words: morphemes gathered into stems with their particles or endings, spaced or not."""

from __future__ import annotations

from collections.abc import Sequence

from wearable_coach.korean.meanings import WordKind
from wearable_coach.korean.morphemes import Morpheme
from wearable_coach.korean.parts import Token

_KINDS = {
    "NNG": WordKind.NOUN,
    "NNP": WordKind.NOUN,
    "NNB": WordKind.NOUN,
    "NNBC": WordKind.UNIT,
    "NP": WordKind.PRONOUN,
    "NR": WordKind.NUMBER,
    "SN": WordKind.NUMBER,
    "XR": WordKind.NOUN,
    "XPN": WordKind.NOUN,
    "XSN": WordKind.NOUN,
    "VV": WordKind.VERB,
    "VX": WordKind.VERB,
    "XSV": WordKind.VERB,
    "VA": WordKind.ADJECTIVE,
    "XSA": WordKind.ADJECTIVE,
    "VCN": WordKind.COPULA,
    "VCP": WordKind.COPULA,
    "MAG": WordKind.ADVERB,
    "MAJ": WordKind.ADVERB,
    "MM": WordKind.DETERMINER,
    "IC": WordKind.INTERJECTION,
    "SL": WordKind.FOREIGN,
    "SH": WordKind.FOREIGN,
}
_PREDICATES = frozenset({WordKind.VERB, WordKind.ADJECTIVE, WordKind.COPULA})
_LIKE_PARTICLES = frozenset(
    {
        "들",
        "님",
        "씩",
        "쯤",
        "째",
        "끼리",
        "마다",
        "짜리",
        "가량",
        "경",
        "여",
        "당",
        "꼴",
        "네",
        "치",
        "간",
    }
)
"""Suffixes that leave a word what it is; others make another of it (규칙적, 보충제)."""
_FADING = frozenset(
    {"증상", "통증", "아픔", "붓기", "부기", "열", "기운", "피로", "어지럼", "두통", "느낌"}
)
_OF_VERBS = frozenset({"자", "ㄴ다", "는", "어라", "십시오"})
"""Endings that no adjective takes: 말하자."""
_ROOTS = frozenset({"NNG", "XR", "NNP", "MAG", "SL"})


def words(text: str, found: Sequence[Morpheme]) -> tuple[Token, ...]:
    """Return the words of a sentence from its morphemes."""
    out: list[Token] = []
    k = 0
    while k < len(found):
        k = _word(text, found, k, out)
    return tuple(out)


def _word(text: str, found: Sequence[Morpheme], k: int, out: list[Token]) -> int:
    """Add the word that begins at the k-th morpheme and return where the next begins."""
    first = found[k]
    after = k + 1
    kind = _KINDS.get(first.tag, WordKind.SYMBOL if first.tag[0] == "S" else WordKind.UNKNOWN)
    stem = first.form
    if _makes_predicate(found, k):
        stem += found[after].form
        kind = _KINDS[found[after].tag]
        after += 1
        if after < len(found) and found[after].form in _OF_VERBS:
            kind = WordKind.VERB
    else:
        stem = _told_apart(found, k, out)
    stem_last = after
    stem_end = found[after - 1].end
    particles: list[str] = []
    endings: list[str] = []
    while after < len(found) and (tail := _tail(found[after], kind)):
        if tail == "meaning":
            stem, stem_end = stem + found[after].form, found[after].end
        else:
            (particles if tail == "particle" else endings).append(found[after].form)
        after += 1
    end = max(found[after - 1].end, stem_end)
    out.append(
        Token(
            lemma=stem + "다" if kind in _PREDICATES else stem,
            kind=kind,
            surface=text[first.start : end],
            particles=tuple(particles),
            endings=tuple(endings),
            start=first.start,
            end=end,
            stem_end=stem_end,
            place=len(out),
            first=k,
            stem_last=stem_last,
            last=after,
        )
    )
    if particles and first.form == ")":
        _hand_back(out)
    return after


def _makes_predicate(found: Sequence[Morpheme], k: int) -> bool:
    """Say whether a noun or root and what follows are one verb or adjective (건강 + 하)."""
    if k + 1 >= len(found) or found[k].tag not in _ROOTS:
        return False
    after = found[k + 1]
    if after.tag in {"XSV", "XSA"}:
        return after.form != "ㅎ"
    glued = after.start == found[k].end
    if found[k].form == "끝":
        return glued and after.tag == "VV" and after.form in {"나", "내"}
    return glued and after.tag in {"VV", "VX"} and after.form in {"하", "되", "시키", "드리"}


def _hand_back(out: list[Token]) -> None:
    """Give the particles behind a bracket to the word before it too: 수면 시간(7~9시간)보다."""
    closing = out[-1]
    opening = next((t.place for t in reversed(out) if "(" in t.surface), 0)
    if opening and not out[opening - 1].particles:
        out[opening - 1] = out[opening - 1]._replace(particles=closing.particles)


def _told_apart(found: Sequence[Morpheme], k: int, out: Sequence[Token]) -> str:
    """Return a stem, put right where the dictionary cannot tell 시 of respect from a stem's own.

    드시다 is taken for 들 and 시, 가셔야 for 가시다 ("to fade"), 증상이 가시면 for 가다.
    """
    form = found[k].form
    if found[k].tag[0] != "V":
        return form
    is_honoured = k + 1 < len(found) and found[k + 1].form == "시"
    fades = bool(out) and "가" in out[-1].particles and out[-1].lemma in _FADING
    if form == "들" and is_honoured:
        return "드시"
    if form == "가" and is_honoured and fades:
        return "가시"
    return "가" if form == "가시" and not fades else form


def _tail(morpheme: Morpheme, kind: WordKind) -> str:
    """Return what a morpheme adds to the word before it: particle, ending, meaning or nothing."""
    tag = morpheme.tag
    if tag[0] == "J":
        return "particle"
    if tag[0] == "E":
        return "ending"
    if tag == "XSN" and kind not in _PREDICATES:
        return "particle" if morpheme.form in _LIKE_PARTICLES else "meaning"
    return ""
