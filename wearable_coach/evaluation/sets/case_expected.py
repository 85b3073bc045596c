"""What a case of a file expects, in the words of those who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from wearable_coach.errors import BadInput
from wearable_coach.evaluation.case import Expectations
from wearable_coach.evaluation.sets.case_names import (
    is_unused,
    known_words,
    levels_of,
    part_of,
    word_of,
)

_GRADES = {"저": "light", "중": "moderate", "고": "vigorous"}
_RANGE = re.compile(r"([저중고])(?:강도)?[-~–∼·/,]?([저중고])강도")
_GRADE = re.compile(r"([저중고])강도")
_ORDER = ("none", "light", "moderate", "vigorous")
_BETWEEN = re.compile(r"[-~–∼·/,]|to")
_MOST_LEVEL = 4


KEYWORDS_COUNT = "share:0.6"
"""How keywords of a file count where nobody says otherwise."""
KEYWORDS_FORM = r"all|any|share:(?:0?\.\d+|0|1|1\.0*)"


def keywords_least(count: str) -> float:
    """Return which share of the keywords is enough [1]: of ``all`` each, of ``any`` one (0), of ``share:0.6`` that share.

    Raises:
        BadInput: it is none of these.
    """
    if re.fullmatch(KEYWORDS_FORM, count) is None:
        message = (
            f"keywords {count!r} is not known; use all, any, or a share such as {KEYWORDS_COUNT}"
        )
        raise BadInput(message)
    return {"all": 1.0, "any": 0.0}[count] if ":" not in count else float(count.partition(":")[2])


class ReadExpectations(NamedTuple):
    """What is expected, and what of it could not be read, each with its remedy."""

    expects: Expectations
    problems: tuple[str, ...]


def read_expectations(
    value: Any,  # noqa: ANN401 - any JSON
    names: Mapping[str, str],
    *,
    keywords_least: float,
) -> ReadExpectations:
    """Read what a case expects: an object, or words that are to be said.

    Args:
        value: As it stands in the file.
        names: Own names → the product's; an empty one leaves the name out.
        keywords_least: Which share of the keywords is enough [1].
    """
    if value is None:
        return ReadExpectations(Expectations(), ())
    if isinstance(value, str | list):
        value = {"keywords": value}
    if not isinstance(value, dict):
        return ReadExpectations(
            Expectations(),
            (f"expected is {type(value).__name__}, need an object such as {{}}",),
        )
    read: dict[str, Any] = {}
    problems: list[str] = []
    for key, told in value.items():
        name = names.get(key, key)
        part = part_of("expected", name) if name else None
        if not name or is_unused(part) or told is None:
            continue
        if part is None:
            problems.append(
                f"expected.{key} {told!r} is not known; name what it is with --case-name {key}=NAME, or leave it out "
                f"with --case-name {key}= (known: keywords, never, condition_level, intensity_level, "
                "exercise_recommendation, has_warmup, has_cooldown, tone, refuses)"
            )
            continue
        problems += [f"expected.{key}{why}" for why in _take(read, part, told)]
    if read.get("keywords"):
        read["keywords_least"] = keywords_least
    try:
        return ReadExpectations(Expectations.model_validate(read), tuple(problems))
    except ValidationError as error:
        problems += [
            f"expected.{'.'.join(map(str, e['loc']))}: {e['msg'].lower()}, is {e['input']!r}; correct it"
            for e in error.errors()
        ]
        return ReadExpectations(Expectations(), tuple(problems))


def _take(read: dict[str, Any], part: str, told: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Put what is told into what is read, and yield what is wrong with it."""
    if part in {"keywords", "never", "asks_for"}:
        read[part] = (*read.get(part, ()), *_words(told))
    elif part == "condition_level":
        yield from _level(read, told)
    elif part in {"intensity", "exercise"}:
        yield from _exercise(read, told, words_count=part == "exercise")
    elif part == "tone":
        read["tone"] = word_of("tones", told) if isinstance(told, str) else None
        if read["tone"] is None:
            yield f" {told!r} is not known; use one of {known_words('tones')}"
    else:
        read[part] = told


def _words(told: Any) -> tuple[Any, ...]:  # noqa: ANN401 - any JSON
    found = told if isinstance(told, list) else [told]
    return tuple(str(w) if isinstance(w, int | float) else w for w in found if w != "")


def _level(read: dict[str, Any], told: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    said = told if isinstance(told, list) else [told]
    levels: set[int] = set()
    for one in said:
        if isinstance(one, bool) or (isinstance(one, int) and not 0 <= one <= _MOST_LEVEL):
            yield f" {one!r} is no level; give 0 to {_MOST_LEVEL} or a word"
        elif isinstance(one, int):
            levels.add(one)
        elif isinstance(one, str) and (found := levels_of(one)) is not None:
            levels.update(found)
        else:
            yield f": condition_level {one!r} is not known; use one of {known_words('levels')}"
    if len(levels) == 1:
        read["condition_level"] = levels.pop()
    else:
        read["condition_levels"] = tuple(sorted(levels))


def _exercise(read: dict[str, Any], told: Any, *, words_count: bool) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Take a grade of intensity; of a recommendation also words without one, and yes or no."""
    if isinstance(told, bool) and words_count:
        _add(read, _ORDER[1:] if told else _ORDER[:1])
        return
    for one in told if isinstance(told, list) else [told]:
        found = _intensities(one) if isinstance(one, str) else ()
        if found:
            _add(read, found)
        elif isinstance(one, str) and words_count:
            read["keywords"] = (*read.get("keywords", ()), one)
        else:
            yield f": intensity {one!r} is not known; use one of {known_words('intensities')}, 중-고강도"


def _add(read: dict[str, Any], found: tuple[str, ...]) -> None:
    known = {read.pop("intensity", None), *read.pop("intensities", ()), *found} - {None}
    held = tuple(name for name in _ORDER if name in known)
    if len(held) == 1:
        read["intensity"] = held[0]
    else:
        read["intensities"] = held


def _intensities(told: str) -> tuple[str, ...]:
    """Return the intensities that a grade names: ``중-고강도`` both, ``저강도 유산소`` the one."""
    if found := word_of("intensities", told):
        return (found,)
    flat = re.sub(r"\s+", "", told).casefold()
    if both := _RANGE.search(flat):
        return _span(_GRADES[both[1]], _GRADES[both[2]])
    if one := _GRADE.search(flat):
        return (_GRADES[one[1]],)
    ends = [word_of("intensities", part) for part in _BETWEEN.split(flat)]
    if len(ends) > 1 and ends[0] and ends[-1]:
        return _span(ends[0], ends[-1])
    return ()


def _span(low: str, high: str) -> tuple[str, ...]:
    first, last = sorted((_ORDER.index(low), _ORDER.index(high)))
    return _ORDER[first : last + 1]
