"""Columns of the dataset suite: what each row is, and how it stands to the others and to the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from expectations.columns_language import language_columns
from expectations.texts.found import compact, shown
from wearable_coach.dataset.diversity import Twin, masked, near_twins
from wearable_coach.dataset.floors import group_counts
from wearable_coach.records import VITAL_FIELDS, LanguageFloor, Row

if TYPE_CHECKING:
    from wearable_coach.dataset.plan import RowSpec

_TRAIN = "train"
_SAMPLED = "sampled"


def dataset_columns(  # noqa: PLR0913 - what the gate asks of all rows together
    rows: Sequence[Row],
    *,
    near_twin_jaccard: float,
    masked_twin_jaccard: float,
    ordered: Sequence[RowSpec] | None = None,
    language: Mapping[str, LanguageFloor] | None = None,
    group_floors: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, list[Any]]:
    """Return the columns by name, a value a row.

    Args:
        rows: The rows, of the right types.
        near_twin_jaccard: Similarity from which two answers are near twins [0, 1].
        masked_twin_jaccard: The same with all numbers masked [0, 1].
        ordered: What each row was to be, where that is known.
        language: What is asked of the language of each category.
        group_floors: The least rows of each group that the recipe promises.
    """
    answers = [answer_text(row) for row in rows]
    plain = [masked(a) for a in answers]
    said = [[compact(m.content) for m in row.messages] for row in rows]
    openings = [_first_question(row, texts) for row, texts in zip(rows, said, strict=True)]
    replies = [_replies(row, texts) for row, texts in zip(rows, said, strict=True)]
    return {
        "row_id": [row.row_id for row in rows],
        "category": [row.category for row in rows],
        "category_stratum": [f"{row.category}/{row.stratum}" for row in rows],
        "split": [row.split for row in rows],
        "split_category": [f"{row.split}/{row.category}" for row in rows],
        "source": [row.source for row in rows],
        "masked_answer": _numbered(plain),
        "has_no_twin": _has_no_twin(rows, answers, near_twin_jaccard),
        "masked_twin": _twin_of(rows, plain, masked_twin_jaccard),
        "same_conversation": _same_before(rows, ["".join(texts[1:]) for texts in said]),
        "same_question": _same_before(rows, openings),
        "opening_in_other_split": _in_other_split(rows, openings),
        "answer_in_other_split": _in_other_split(rows, replies),
        "kind_unlike_category": _kind_unlike(rows),
        "person_in_one_split": _in_one_split(rows, lambda row: row.person_id),
        "family_in_one_split": _in_one_split(rows, lambda row: row.template_family),
        "person_of_other_source": _of_other_source(rows),
        "origin_in_other_split": _origin_in_other_split(rows, ordered),
        "not_as_ordered": _not_as_ordered(rows, ordered),
        **language_columns(rows, language or {}),
        "group_short": _group_short(rows, group_floors),
    }


def answer_text(row: Row) -> str:
    """Return all answers of a conversation as one text."""
    return "\n".join(m.content for m in row.messages if m.role == "assistant")


def _first_question(row: Row, texts: Sequence[str]) -> str:
    return next((t for m, t in zip(row.messages, texts, strict=True) if m.role == "user"), "")


def _replies(row: Row, texts: Sequence[str]) -> str:
    said = zip(row.messages, texts, strict=True)
    return "".join(t for m, t in said if m.role == "assistant")


def _same_before(rows: Sequence[Row], texts: Sequence[str]) -> list[str | None]:
    """Return for each row the earlier one that has the same text."""
    first: dict[str, str] = {}
    return [
        None if not text or (before := first.setdefault(text, row.row_id)) == row.row_id else before
        for row, text in zip(rows, texts, strict=True)
    ]


def _in_other_split(rows: Sequence[Row], texts: Sequence[str]) -> list[str | None]:
    """Return for each row outside train one of another split that has the same text."""
    holders: dict[str, dict[str, str]] = {}
    for row, text in zip(rows, texts, strict=True):
        holders.setdefault(text, {}).setdefault(row.split, row.row_id)
    return [
        next((f"{i} ({s})" for s, i in holders[text].items() if s != row.split), None)
        if text and row.split != _TRAIN
        else None
        for row, text in zip(rows, texts, strict=True)
    ]


def _numbered(texts: Sequence[str]) -> list[int]:
    numbers: dict[str, int] = {}
    return [numbers.setdefault(text, len(numbers)) for text in texts]


def _twins(rows: Sequence[Row], texts: Sequence[str], least: float) -> list[tuple[int, int, Twin]]:
    """Return the near twins that rows outside train have in it, by the rows' places."""
    held_out = [i for i, row in enumerate(rows) if row.split != _TRAIN]
    train = [i for i, row in enumerate(rows) if row.split == _TRAIN]
    found = near_twins([texts[i] for i in held_out], [texts[i] for i in train], least)
    return [(held_out[t.valid_index], train[t.train_index], t) for t in found]


def _has_no_twin(rows: Sequence[Row], answers: Sequence[str], least: float) -> list[bool | None]:
    """Say of each row outside train whether train holds no near twin; None for train's own."""
    found: list[bool | None] = [None if row.split == _TRAIN else True for row in rows]
    for place, _, _ in _twins(rows, answers, least):
        found[place] = False
    return found


def _twin_of(rows: Sequence[Row], texts: Sequence[str], least: float) -> list[str | None]:
    """Return for each row outside train its first near twin there."""
    found: list[str | None] = [None] * len(rows)
    for place, other, twin in _twins(rows, texts, least):
        found[place] = found[place] or f"{rows[other].row_id} ({twin.jaccard:.2f})"
    return found


def _group_short(rows: Sequence[Row], floors: Mapping[str, int]) -> list[str | None]:
    """Return what groups are short of, one a row from the first on; None where nothing is."""
    counts = group_counts(rows) if floors else {}
    short = [f"{name} {counts[name]} of {n}" for name, n in floors.items() if counts[name] < n]
    told: list[str | None] = list(short[: len(rows)])
    return told + [None] * (len(rows) - len(told))


def _in_one_split(rows: Sequence[Row], of: Callable[[Row], str]) -> list[bool]:
    splits: dict[str, set[str]] = {}
    for row in rows:
        splits.setdefault(of(row), set()).add(row.split)
    return [len(splits[of(row)]) == 1 for row in rows]


def _kind_unlike(rows: Sequence[Row]) -> list[str | None]:
    """Return the kind of each row that is of another than most of its category."""
    kinds: dict[str, Counter[str]] = {}
    for row in rows:
        kinds.setdefault(row.category, Counter())[row.kind] += 1
    usual = {category: seen.most_common(1)[0][0] for category, seen in kinds.items()}
    return [None if row.kind == usual[row.category] else row.kind for row in rows]


def _of_other_source(rows: Sequence[Row]) -> list[str | None]:
    """Return the source of each row whose person has most rows of another one."""
    sources: dict[str, Counter[str]] = {}
    for row in rows:
        sources.setdefault(row.person_id, Counter())[row.source] += 1
    usual = {person: seen.most_common(1)[0][0] for person, seen in sources.items()}
    return [
        None
        if row.source == usual[row.person_id]
        else f"{shown(row.source)}, else {usual[row.person_id]}"
        for row in rows
    ]


def _origin_in_other_split(
    rows: Sequence[Row], ordered: Sequence[RowSpec] | None
) -> list[str | None]:
    """Return for each real row one of another split that the source says is of the same person.

    It goes by what the source says of whose a day is, and never by pseudonyms: one that was given
    wrongly shows here.
    """
    origins = {s.row_id: s.real_day.origin for s in ordered or () if s.real_day is not None}
    holders: dict[str, dict[str, Row]] = {}
    for row in rows:
        if origin := origins.get(row.row_id):
            holders.setdefault(origin, {}).setdefault(row.split, row)
    return [
        next((_same_one(o) for s, o in holders[origin].items() if s != row.split), None)
        if (origin := origins.get(row.row_id))
        else None
        for row in rows
    ]


def _same_one(other: Row) -> str:
    return f"{other.row_id} ({other.split}, {other.person_id}) is of the same one in its source"


def _not_as_ordered(rows: Sequence[Row], ordered: Sequence[RowSpec] | None) -> list[str | None]:
    if ordered is None:
        return [None] * len(rows)
    by_id = {spec.row_id: spec for spec in ordered}
    return [_unlike(row, by_id) for row in rows]


def _unlike(row: Row, by_id: Mapping[str, RowSpec]) -> str | None:
    spec = by_id.get(row.row_id)
    if spec is None:
        return "no such row is planned"
    real = spec.real_day
    wanted = {
        "category": spec.category,
        "kind": spec.kind,
        "stratum": spec.stratum,
        "split": spec.split,
        "person_id": spec.person,
        "template_family": spec.family,
        "source": _SAMPLED if real is None else real.source,
    }
    wrong = [
        f"{name} {shown(getattr(row, name), 30) or 'empty'}, planned {value}"
        for name, value in wanted.items()
        if getattr(row, name) != value
    ]
    if real is not None:
        wrong += [
            f"{name} {getattr(row.vitals, name)}, the real day has {value}"
            for name in VITAL_FIELDS
            if (value := getattr(real.vitals, name)) is not None
            and getattr(row.vitals, name) not in {None, value}
        ]
        completed = {n for n in VITAL_FIELDS if n in row.completed_fields}
        lacking = {
            n
            for n in VITAL_FIELDS
            if getattr(real.vitals, n) is None and getattr(row.vitals, n) is not None
        }
        if completed != lacking:
            wrong.append(f"completed {', '.join(sorted(completed ^ lacking))}")
    return "; ".join(wrong) or None
