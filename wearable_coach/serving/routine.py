"""The routine of an exercise plan, read out of its text, whoever wrote it.

Nothing is taken from a composer: a screen that shows the fields and one that shows the text say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from wearable_coach.records import Intensity
from wearable_coach.serving.structured import Phase, RoutineItem
from wearable_coach.standards.intensity import intensity_classes
from wearable_coach.standards.table import table

_WEEK, _WARM_UP, _MAIN, _COOL_DOWN = "주간 처방표", "준비운동", "본운동", "정리운동"
_NAME, _OFTEN, _HARD, _LONG, _MUCH = "구분", "빈도", "강도", "시간", "운동량"
_FLEXIBILITY = "유연성"
_KINDS: dict[str, Phase] = {
    "유산소": "main",
    "근력": "strength",
    "균형": "balance",
    _FLEXIBILITY: "flexibility",
}
_HEADING = re.compile(r"^#{1,3} *(.+?) *$", re.MULTILINE)
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_DOSED = re.compile(r" (?:좌우 )?[0-9]+ ?(?:분|세트|초|회)")
_MINUTES = re.compile(r"(?<![0-9~.])([0-9]+) ?분")
_DAYS = re.compile(r"주 ([0-9]+) ?[일회]")
_SETS = re.compile(r"([0-9]+) ?세트")
_REPS = re.compile(r"(?<![0-9~])(?<!주 )([0-9]+)(?:~([0-9]+))? ?회(?!당)")
_RESERVE = re.compile(
    r"([0-9]+)(?:~([0-9]+))? ?[회번](?:쯤|정도)?(?:은|을|를)? ?더 ?(?:들|할|할 수|남)"
)
"""The load by what could still be done: 2~3회 더 할 수 있는 무게."""
_HOLD = re.compile(r"([0-9]+) ?초")
_AS_WELL = re.compile(r"(.+?)(?:도 (?:좋아요|괜찮아요|할 수 있어요)|(?:으로|로) 바꿔도 돼요)\.?")
"""What would do as well as the item before: 실내 자전거, 조깅도 좋아요."""
_WALK = re.compile(r"걷|걸")
"""A walk of the cool-down, which is slow however it is said: 천천히 걷기, 느긋하게 걸어요, 걸으며 숨을 골라요."""
_REMEMBERED = 4096
"""Lines of plans whose reading is kept, which come again and again [count]."""
_Row = Mapping[str, str]


class _Dose(NamedTuple):
    """The amounts that words name."""

    minutes: int | None
    sets: int | None
    reps: tuple[int | None, int | None]
    reserve: tuple[int | None, int | None]
    hold_s: int | None
    days: int | None
    intensity: Intensity | None


class _Named(NamedTuple):
    """An item of a list: what is to be done, and the words of how much."""

    name: str
    amount: str


def routine_in(text: str) -> tuple[RoutineItem, ...]:
    """Return what a plan tells to do, in its order; nothing where a text has no sections of a plan."""
    sections = _sections(text)
    if _MAIN not in sections:
        return ()
    week = _week(sections.get(_WEEK, ()))
    main = tuple(_main(sections[_MAIN], week))
    told = {(item.phase, item.name_ko) for item in main}  # some end with what they stretched first
    ending = _cool_down(sections.get(_COOL_DOWN, ()), week)
    return (
        *_warm_up(sections.get(_WARM_UP, ())),
        *main,
        *(item for item in ending if (item.phase, item.name_ko) not in told),
    )


def _sections(text: str) -> dict[str, list[str]]:
    parts = _HEADING.split(text)
    return {head: body.splitlines() for head, body in zip(parts[1::2], parts[2::2], strict=True)}


def _warm_up(lines: Sequence[str]) -> Iterator[RoutineItem]:
    for line in lines:
        for part in line.split(" → ") if " → " in line else [line] if line[:2] == "- " else []:
            named = _named(part.removeprefix("- "))
            if named.amount:
                yield RoutineItem(
                    phase="warm_up", name_ko=named.name, minutes=_dose(named.amount).minutes
                )


def _main(lines: Sequence[str], week: Sequence[_Row]) -> Iterator[RoutineItem]:
    """Yield what stands in the lists of the main part, each under its own heading in bold."""
    phase: Phase | None = None
    head, found = _dose(""), list[_Named]()
    for line in [*lines, "****"]:
        if line[:2] == "**":
            if phase is not None:
                yield from _under(phase, head, found)
            bold = _BOLD.match(line)
            said = bold.group(1) if bold else ""
            kind = next((k for k in _KINDS if k in said), None)
            phase, found = (None if kind is None else _KINDS[kind]), []
            head = _completed(_dose(line), kind or "", week)
        elif line[:2] == "- ":
            found += [_named(name) for name in _alike(line[2:])]


def _alike(item: str) -> list[str]:
    """Return what stands in one item: several names where it says that they will do as well."""
    others = _AS_WELL.fullmatch(item)
    return [item] if others is None else others.group(1).split(", ")


def _under(phase: Phase, head: _Dose, found: Sequence[_Named]) -> Iterator[RoutineItem]:
    """Yield the items of one heading: an amount that an item does not name is its heading's."""
    doses = [_dose(named.amount) for named in found]
    same = {None, head.minutes}
    any_of = phase == "main" and len(found) > 1 and all(d.minutes in same for d in doses)
    for named, dose in zip(found, doses, strict=True):
        whole = head if not named.amount else dose
        low, high = whole.reps
        yield RoutineItem(
            phase=phase,
            name_ko=named.name,
            minutes=whole.minutes if phase == "main" else None,
            sets=whole.sets,
            reps_low=low,
            reps_high=high,
            reserve_low=head.reserve[0],
            reserve_high=head.reserve[1],
            hold_s=whole.hold_s,
            each_side="좌우" in named.amount,
            intensity=head.intensity,
            days=head.days,
            any_of=any_of,
        )


def _cool_down(lines: Sequence[str], week: Sequence[_Row]) -> Iterator[RoutineItem]:
    often = _row_of(week, _FLEXIBILITY, None).get(_OFTEN, "")
    days = _dose(often).days
    row = _row_of(week, _FLEXIBILITY, None)
    stretch = _dose(f"{row.get(_LONG, '')} {row.get(_MUCH, '')}")
    for line in lines:
        if line[:2] != "- ":
            walked = next((m for s in line.split(". ") if _WALK.search(s) and (m := _dose(s).minutes)), None)  # fmt: skip
            if walked is not None:
                name = table("exercises")["aerobic"]["slow_walk"]["name_ko"]
                yield RoutineItem(phase="cool_down", name_ko=name, minutes=walked)
            stretch = _dose(line) if _HOLD.search(line) else stretch
            continue
        names = [line[2:].partition(":")[0]] if ":" in line else line[2:].split(", ")
        for name in names:
            yield RoutineItem(
                phase="flexibility",
                name_ko=name.strip().removesuffix("."),
                hold_s=stretch.hold_s,
                reps_low=stretch.reps[0],
                reps_high=stretch.reps[1],
                days=days,
            )


@lru_cache(maxsize=_REMEMBERED)
def _named(item: str) -> _Named:
    """Return name and amount of ``느린 걷기 3분`` or ``푸시업 2세트 × 10~12회: 가슴부터 내려가요.``"""
    head = item.partition(":")[0].strip().removesuffix(".")
    dosed = _DOSED.search(head)
    return _Named(head, "") if dosed is None else _Named(head[: dosed.start()], dosed.string[dosed.start() :])  # fmt: skip


@lru_cache(maxsize=_REMEMBERED)
def _dose(words: str) -> _Dose:
    return _Dose(
        _first(_MINUTES, words),
        _first(_SETS, words),
        _range(_REPS, _RESERVE.sub("", words)),
        _range(_RESERVE, words),
        _first(_HOLD, words),
        _first(_DAYS, words),
        _intensity(words),
    )


def _completed(head: _Dose, kind: str, week: Sequence[_Row]) -> _Dose:
    """Return a heading's amounts; what it does not name is as the table says."""
    row = _row_of(week, kind, head.intensity)
    if head.days is None:
        head = head._replace(days=_dose(row.get(_OFTEN, "")).days)
    if head.intensity is None:
        head = head._replace(intensity=_intensity(row.get(_HARD, "")))
    if head.reserve == (None, None):
        head = head._replace(reserve=_range(_RESERVE, row.get(_HARD, "")))
    if head.minutes is None:
        head = head._replace(minutes=_dose(row.get(_LONG, "")).minutes)
    much = _dose(row.get(_MUCH, ""))
    if head.sets is None and much.sets is not None:
        head = head._replace(sets=much.sets, reps=much.reps)
    return head


def _range(pattern: re.Pattern[str], words: str) -> tuple[int | None, int | None]:
    found = pattern.search(words)
    if found is None:
        return None, None
    low = int(found.group(1))
    return low, int(found.group(2)) if found.group(2) else low


def _first(pattern: re.Pattern[str], words: str) -> int | None:
    found = pattern.search(words)
    return int(found.group(1)) if found else None


@cache
def _levels() -> dict[str, Intensity]:
    kinds: tuple[Intensity, ...] = ("light", "moderate", "vigorous")
    return {intensity_classes()[kind]["level_ko"]: kind for kind in kinds}


def _intensity(words: str) -> Intensity | None:
    return next((kind for word, kind in _levels().items() if word in words), None)


def _week(lines: Sequence[str]) -> list[_Row]:
    """Return the rows of the weekly table by their columns' names, which may stand across or down."""
    cells = [[c.strip(" *") for c in line.strip().strip("|").split("|")] for line in lines if line[:1] == "|"]  # fmt: skip
    rows = [row for row in cells if not set("".join(row)) <= set("-: ")]
    if not rows or any(len(row) != len(rows[0]) for row in rows):
        return []
    if _OFTEN not in rows[0]:
        rows = [list(column) for column in zip(*rows, strict=True)]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def _row_of(week: Sequence[_Row], kind: str, intensity: Intensity | None) -> _Row:
    """Return the table's row of a kind of exercise; of several, that of the intensity."""
    rows = [row for row in week if kind and row.get(_NAME, "").startswith(kind)]
    if len(rows) > 1:
        rows = [row for row in rows if _intensity(row.get(_HARD, "")) == intensity]
    return rows[0] if len(rows) == 1 else {}
