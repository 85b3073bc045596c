"""What the tokenizer reads wrongly, mended: words that its dictionary lacks, and grown-together forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from wearable_coach.korean.tables import table
from wearable_coach.korean.tokenizer import Piece

Lent = Mapping[int, str]
"""Where a word stands that was lent another one's looks, and the word."""

_WRONG_STEMS = {
    ("가", "갈"), ("나", "날"), ("자", "잣"), ("쓰", "쓸"), ("하", "않"), ("사", "살"), ("들", "드"), ("줄", "주"), ("이", "일"), ("팔", "파"), ("허", "헐"), ("지", "질"), ("대", "댈"), ("보", "볼"), ("끄", "끌"), ("주", "줏"), ("익", "읽"), ("말", "맡"), ("빗", "빌"), ("밟", "밝"),
}  # fmt: skip
"""(as written, stem that the dictionary takes it for) where the stem is the written form itself."""
_HELD = (["차지", "는"], ["차지", "도"], ["차지", "를"])
"""차지는 않게: 차지 않게 with a particle, no 차지하다."""
_STEMS_TAKEN_FOR_NOUNS = frozenset({"나", "차", "여기", "끝내"})
_SUSPECTS = (
    frozenset(s for s, _ in _WRONG_STEMS)
    | _STEMS_TAKEN_FOR_NOUNS
    | {"마시", "마요", "마셔", "올", "말", "이", "보다"}
)
_NUMBER = r"(?P<number>(?:[\d\x01]|(?<![가-힣])[일이삼사오육칠팔구십백천만 ]*[십백천만]) ?)"
_COUNTED = (
    (
        re.compile(
            rf"{_NUMBER}(?P<unit>보)(?=[는도나네면만가를의에로예였여인라며죠지씩쯤,. !)]|고요|고(?= |$)|이[에라고]|입니|정도|까지|부터|밖에|$)"
        ),
        "개",
    ),
    (re.compile(rf"{_NUMBER}(?P<unit>분)(?=만)"), "개"),
    (re.compile(rf"{_NUMBER}(?P<unit>키로)"), "킬로"),
)
_LENT_UNITS = frozenset({"보", "분", "키로"})
"""A unit behind a number that the tokenizer takes for a verb there, and what it is shown instead: 8,400보는, 10키로엔."""
_TWO = 2
_WITH_YO = frozenset("가자사서차나타짜싸")
_AFTER_STEM = frozenset({"요", "고", "서", "니", "면", "지", "며", "네요", "죠", "도"})
_AFTER_CURED = re.compile("[아았어을은으]")


def _words() -> dict[str, str]:
    """Return each word that is lent another's looks, with those."""
    rows: dict[str, dict[str, str]] = table("stand_ins")
    return rows["words"] | rows["spellings"]


@cache
def _any_word() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _words()), key=len, reverse=True)))


def stand_ins(text: str) -> tuple[str, Lent]:
    """Return the sentence with words that the dictionary lacks as others of their length and sound.

    The tokenizer then finds their borders even where nothing is spaced ("안정시심박이").
    """
    lent: dict[int, str] = {}

    def lend(found: re.Match[str]) -> str:
        lent[found.start()] = found.group()
        return _words()[found.group()]

    shown = _any_word().sub(lend, text)
    for pattern, looks in _COUNTED:
        for found in pattern.finditer(shown):
            lent[found.start("unit")] = found["unit"]
        shown = pattern.sub(rf"\g<number>{looks}", shown)
    return shown, lent


def mended(found: Sequence[Piece], lent: Lent) -> list[Piece]:
    """Return the pieces with lent words given back and wrong stems put right."""
    out: list[Piece] = []
    for k, piece in enumerate(found):
        whole = _given_back(piece, lent) if lent else piece
        if _is_suspect(whole, out):
            for mend in _MENDS:
                whole = mend(whole, out, found[k + 1] if k + 1 < len(found) else None)
        out.append(whole)
        if whole.surface in _GROWN_TOGETHER and whole.tag[0] == "N":
            tag, parts = _GROWN_TOGETHER[whole.surface]
            out[-1] = Piece(whole.surface, tag, parts, whole.start)
        if whole.surface == "때" and [p.surface for p in out[-3:-1]] == ["오", "를"]:
            out[-3:-1] = [Piece("오를", "VV+ETM", "오르/VV/*+ㄹ/ETM/*", out[-3].start)]
        if whole.surface[0] in "않못" and [p.surface for p in out[-3:-1]] in _HELD:
            noun = out[-3]
            out[-3:-2] = [
                Piece("차", "VV", "*", noun.start),
                Piece("지", "EC", "*", noun.start + 1),
            ]
        if whole.surface == "내" and len(out) > 1 and out[-2].surface == "끝":
            out[-2:] = [Piece("끝내", "VV", "*", out[-2].start)]
        if whole.surface == "신" and len(out) > 1 and out[-2].surface == "주무":
            out[-2:] = [Piece("주무신", "VV+ETM", "주무시/VV/*+ㄴ/ETM/*", out[-2].start)]
    return out


_GROWN_TOGETHER = {"자서": ("VV+EC", "자/VV/*+아서/EC/*")}
"""Verbs that the dictionary takes for a noun behind a clock's time: 두 시에 자서."""


def _is_suspect(piece: Piece, before: Sequence[Piece]) -> bool:
    """Say whether a piece may need mending; most do not."""
    surface = piece.surface
    if len(surface) == _TWO and surface[1] == "요" and piece.tag[0] == "N":
        return True
    if surface in _SUSPECTS or surface[0] in "들잖":
        return True
    return bool(before) and before[-1].surface in _STEMS_TAKEN_FOR_NOUNS


def _given_back(piece: Piece, lent: Lent) -> Piece:
    for start, word in lent.items():
        at = max(start, piece.start)
        end = min(start + len(word), piece.start + len(piece.surface))
        if at < end:
            letters = word[at - start : end - start]
            is_word = word in table("stand_ins")["words"] or word in _LENT_UNITS
            piece = _with_letters(piece, letters, at - piece.start, is_word=is_word)
    return piece


def _with_letters(piece: Piece, letters: str, at: int, *, is_word: bool) -> Piece:
    """Return a piece with the letters of the word that was lent, of a word in its stem too."""
    surface, parts = piece.surface, piece.parts
    if not is_word and parts == "*" and piece.tag[0] in "NVXM":
        parts = f"{surface}/{piece.tag}/*"
    for k, letter in enumerate(letters, at):
        if parts != "*" and surface[k] != letter and is_word:
            parts = parts.replace(surface[k], letter)
    return piece._replace(
        surface=surface[:at] + letters + surface[at + len(letters) :], parts=parts
    )


def _stem(piece: Piece, _before: Sequence[Piece], after: Piece | None) -> Piece:
    stem = piece.parts.partition("/")[0]
    is_cured = piece.surface == "나" and after is not None and _AFTER_CURED.match(after.surface)
    if is_cured and piece.tag[0] == "V":
        return piece._replace(parts=f"낫/{piece.tag}/*")
    if piece.parts == "*" or "+" in piece.parts or (piece.surface, stem) not in _WRONG_STEMS:
        return piece
    return piece._replace(parts="*", tag="VV" if stem == "않" else piece.tag)


_FORBIDDING = {
    "마시": ("VX+EP", "말/VX/*+시/EP/*"),
    "마셔": ("VX+EP+EF", "말/VX/*+시/EP/*+어/EF/*"),
    "마요": ("VX+EF", "말/VX/*+어요/EF/*"),
}


def _forbidding(piece: Piece, before: Sequence[Piece], _after: Piece | None) -> Piece:
    """Take 마시, 마셔 and 마요 after -지 for 말, not for "drink" or a sauce ("뛰지 마시고")."""
    forbidden = _FORBIDDING.get(piece.surface)
    if forbidden is not None and before and before[-1].surface.endswith("지"):
        return piece._replace(tag=forbidden[0], parts=forbidden[1])
    return piece


def _isnt_it(piece: Piece, _before: Sequence[Piece], _after: Piece | None) -> Piece:
    """Take 잖아요 for an ending: it says that something is known, it denies nothing."""
    if piece.surface.startswith("잖") and piece.parts != "*":
        return piece._replace(tag="EF", parts=f"{piece.surface}/EF/*")
    return piece


def _stem_of_its_own(piece: Piece, before: Sequence[Piece], after: Piece | None) -> Piece:
    """Take 나, 차 and 여기 for verbs where an ending follows (열이 나요, 숨이 차요, 여기지 마세요)."""
    if (
        piece.tag not in {"NP", "NNG"}
        or after is None
        or after.start != piece.start + len(piece.surface)
    ):
        return piece
    if piece.surface in {"나", "차"} and after.surface in _AFTER_STEM and _is_subject(before):
        return piece._replace(tag="VV")
    if piece.surface == "여기" and after.parts.startswith("이/VCP"):
        return piece._replace(tag="VV")
    return piece


def _is_subject(before: Sequence[Piece]) -> bool:
    return bool(before) and before[-1].tag in {"JKS", "JX", "MAG"}


def _ending(piece: Piece, before: Sequence[Piece], _after: Piece | None) -> Piece:
    """Take what follows a stem that was taken for a pronoun for its ending."""
    if not before or before[-1].tag != "VV" or before[-1].surface not in _STEMS_TAKEN_FOR_NOUNS:
        return piece
    if piece.parts.startswith("이/VCP/*+"):
        rest = piece.parts.removeprefix("이/VCP/*+")
        return piece._replace(parts=rest, tag=piece.tag.removeprefix("VCP+"))
    is_particle = piece.tag in {"JX", "JKB"} and piece.surface in _AFTER_STEM
    return piece._replace(tag="EF" if piece.surface == "요" else "EC") if is_particle else piece


def _with_yo(piece: Piece, _before: Sequence[Piece], after: Piece | None) -> Piece:
    """Take 가요 and 자요 for verbs where no particle makes them songs and ceramics."""
    is_noun = after is not None and after.tag[0] == "J"
    if (
        piece.tag[0] != "N"
        or is_noun
        or piece.surface[0] not in _WITH_YO
        or piece.surface[1:] != "요"
    ):
        return piece
    return piece._replace(tag="VV+EF", parts=f"{piece.surface[0]}/VV/*+어요/EF/*")


def _particle(piece: Piece, before: Sequence[Piece], _after: Piece | None) -> Piece:
    """Take 이 right behind a number, and 보다 behind a bracket, for particles (100이 넘으면)."""
    is_joined = bool(before) and before[-1].start + len(before[-1].surface) == piece.start
    if piece.surface == "보다" and piece.tag == "MAG" and is_joined:
        return piece._replace(tag="JKB")
    is_number = bool(before) and before[-1].tag == "SN"
    if piece.surface == "이" and is_number and piece.tag in {"NR", "MM", "NP"}:
        return piece._replace(tag="JKS", parts="*") if is_joined else piece
    return piece


def _example(piece: Piece, before: Sequence[Piece], _after: Piece | None) -> Piece:
    """Take 들어 after 예를 for 들다, not for 듣다."""
    is_example = len(before) > 1 and before[-2].surface == "예" and piece.surface.startswith("들")
    return piece._replace(parts=piece.parts.replace("듣", "들")) if is_example else piece


def _coming(piece: Piece, _before: Sequence[Piece], after: Piece | None) -> Piece:
    """Take 올 before 때 and 것 for 오다, not for "this year" (구급대가 올 때까지)."""
    if (
        piece.surface == "올"
        and piece.tag == "MM"
        and after is not None
        and after.surface in _TIMES
    ):
        return piece._replace(tag="VV+ETM", parts="오/VV/*+ㄹ/ETM/*")
    return piece


_TIMES = frozenset({"때", "것", "거", "수", "테"})


def _not_but(piece: Piece, before: Sequence[Piece], after: Piece | None) -> Piece:
    """Take 말 behind a number and before 고 for 말다, not for a measure of grain (119 말고)."""
    is_counted = piece.surface == "말" and piece.tag.startswith("NNB")
    if is_counted and before and after is not None and after.surface in {"고", "구"}:
        return piece._replace(tag="VX", parts="*")
    return piece


_MENDS: tuple[Callable[[Piece, Sequence[Piece], Piece | None], Piece], ...] = (
    _stem,
    _forbidding,
    _coming,
    _not_but,
    _isnt_it,
    _stem_of_its_own,
    _ending,
    _example,
    _particle,
    _with_yo,
)
