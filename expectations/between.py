"""Columns of the dataset suite on what lies between rows: repeats, copies, leaks and twins.

They are found by keys alone, so that it is the same whether the rows are here or in many files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from expectations.columns_language import LACKING, lacking
from expectations.keys import key_of
from expectations.texts.found import shown
from wearable_coach.dataset.variety import SentenceCounts
from wearable_coach.records import GatePlan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from expectations.keys import Keys

    Places = NDArray[np.int64]

TRAIN = "train"
Read = Callable[[str, Sequence[int]], Sequence[Any]]
"""Gives what some rows say of themselves: by the name of the column, and the rows' places."""


class TwinRow(NamedTuple):
    """A row outside train and a near twin that it has there, by their places."""

    place: int
    other: int
    jaccard: float


class Summed(NamedTuple):
    """What is found of all rows by other means than keys."""

    twins: Sequence[TwinRow]
    """Of answers as written; in the order of place, then of other."""
    masked_twins: Sequence[TwinRow]
    """With all numbers masked."""
    sentences: Mapping[str, SentenceCounts]
    """Of the categories whose language is asked about."""
    groups: Mapping[str, int]
    """Rows of each group of people and questions."""


class Sparse(NamedTuple):
    """A column that says nothing of most rows."""

    rows: int
    places: Sequence[int]
    values: Sequence[Any]

    def whole(self) -> list[Any]:
        """Return it with a value a row, None where it says nothing."""
        found: list[Any] = [None] * self.rows
        for place, value in zip(self.places, self.values, strict=True):
            found[place] = value
        return found


class Dense(Mapping[str, Any]):
    """Columns with a value a row; each is made when it is asked for."""

    def __init__(self, columns: Mapping[str, Sparse | NDArray[Any]]) -> None:
        """Hold the columns as they were found."""
        self._columns = columns

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a list, or an array
        """Return a column."""
        column = self._columns[name]
        return column.whole() if isinstance(column, Sparse) else column

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter(self._columns)

    def __len__(self) -> int:
        """Return how many columns there are."""
        return len(self._columns)

    def read(self, name: str, places: Sequence[int]) -> list[Any]:
        """Return what a column holds at some places."""
        column = self._columns[name]
        if isinstance(column, Sparse):
            said = dict(zip(column.places, column.values, strict=True))
            return [said.get(place) for place in places]
        return [column[place] for place in places]


def columns_between(keys: Mapping[str, Keys], plan: GatePlan, summed: Summed, read: Read) -> Dense:
    """Return the columns by name.

    Args:
        keys: As `row_keys` gives them; each is asked for when its turn comes.
        plan: What the gate is to find.
        summed: What is found of all rows by other means.
        read: Gives what is told of another row.
    """
    import numpy as np  # noqa: PLC0415 - slow to import, of the workflow

    splits = keys["split"]
    rows, held_out = len(splits), splits != key_of(TRAIN)

    def copies(name: str) -> Sparse:
        away = np.where(held_out & (keys[name] != 0), elsewhere(keys[name], splits), -1)
        return _told(away, read, ("row_id", "split"), lambda row_id, split: f"{row_id} ({split})")

    origin = np.where(keys["origin"] != 0, elsewhere(keys["origin"], splits), -1)
    found: dict[str, Sparse | NDArray[Any]] = {
        "masked_answer": _first(keys["masked_answer"]),
        "has_no_twin": _has_no_twin(held_out, summed.twins),
        "masked_twin": _twin_of(rows, summed.masked_twins, read),
        "same_conversation": _told(same_before(keys["conversation"]), read, ("row_id",), str),
        "same_question": _told(same_before(keys["question"]), read, ("row_id",), str),
        "opening_in_other_split": copies("question"),
        "answer_in_other_split": copies("replies"),
        "kind_unlike_category": _kind_unlike(keys, read),
        "person_in_one_split": elsewhere(keys["person_id"], splits) < 0,
        "family_in_one_split": elsewhere(keys["template_family"], splits) < 0,
        "person_of_other_source": _of_other_source(keys, read),
        "origin_in_other_split": _told(origin, read, ("row_id", "split", "person_id"), _same_one),
        **_language(keys["category"], plan, summed.sentences),
        "group_short": _group_short(rows, summed.groups, plan.group_floors),
    }
    return Dense(found)


def _first(keys: Keys) -> Places:
    """Return for each row the first one of the same key: itself, where none came before."""
    import numpy as np  # noqa: PLC0415

    _, first, of = np.unique(keys, return_index=True, return_inverse=True)
    found: Places = first[of]
    return found


def same_before(keys: Keys) -> Places:
    """Return for each row the first one of the same key; -1 where that is itself, or there is no key."""
    import numpy as np  # noqa: PLC0415

    first = _first(keys)
    found: Places = np.where((first == np.arange(len(keys))) | (keys == 0), -1, first)
    return found


def elsewhere(keys: Keys, splits: Keys) -> Places:
    """Return for each row the first one of the same key that is of another split; -1 where none is."""
    import numpy as np  # noqa: PLC0415

    _, first, of = np.unique(keys, return_index=True, return_inverse=True)
    is_away = splits != splits[first][of]
    away = np.flatnonzero(is_away)[::-1]
    other = np.full(len(first), -1, dtype=np.int64)
    other[of[away]] = away  # of several the last written stays: the first row
    found: Places = np.where(is_away, first[of], other[of])
    return found


def unlike_most(groups: Keys, values: Keys) -> Places:
    """Return for each row the first one that has what most of its group have; -1 where it has that itself.

    Of values that as many have, that which stands first counts as usual.
    """
    import numpy as np  # noqa: PLC0415

    _, group = np.unique(groups, return_inverse=True)
    kinds, value = np.unique(values, return_inverse=True)
    _, first, of, counts = np.unique(
        group * len(kinds) + value, return_index=True, return_inverse=True, return_counts=True
    )
    best_first = np.lexsort((first, -counts, group[first]))
    _, starts = np.unique(group[first][best_first], return_index=True)
    usual = best_first[starts][group]
    found: Places = np.where(of == usual, -1, first[usual])
    return found


def _told(others: Places, read: Read, names: Sequence[str], say: Callable[..., str]) -> Sparse:
    """Say of each row that another was found for what that one is."""
    import numpy as np  # noqa: PLC0415

    places = np.flatnonzero(others >= 0)
    fields = (read(name, others[places].tolist()) for name in names)
    return Sparse(len(others), places.tolist(), [say(*of) for of in zip(*fields, strict=True)])


def _same_one(row_id: str, split: str, person: str) -> str:
    return f"{row_id} ({split}, {person}) is of the same one in its source"


def _kind_unlike(keys: Mapping[str, Keys], read: Read) -> Sparse:
    """Tell the kind of each row that is of another than most of its category."""
    import numpy as np  # noqa: PLC0415

    places = np.flatnonzero(unlike_most(keys["category"], keys["kind"]) >= 0).tolist()
    return Sparse(len(keys["kind"]), places, read("kind", places))


def _of_other_source(keys: Mapping[str, Keys], read: Read) -> Sparse:
    """Tell the source of each row whose person has most rows of another one."""
    import numpy as np  # noqa: PLC0415

    usual = unlike_most(keys["person_id"], keys["source"])
    places = np.flatnonzero(usual >= 0)
    both = zip(read("source", places.tolist()), read("source", usual[places].tolist()), strict=True)
    return Sparse(len(usual), places.tolist(), [f"{shown(own)}, else {most}" for own, most in both])


def _has_no_twin(held_out: NDArray[np.bool_], twins: Sequence[TwinRow]) -> Sparse:
    """Say of each row outside train whether train holds no near twin; nothing of train's own."""
    import numpy as np  # noqa: PLC0415

    with_twin = {twin.place for twin in twins}
    places = np.flatnonzero(held_out).tolist()
    return Sparse(len(held_out), places, [place not in with_twin for place in places])


def _twin_of(rows: int, twins: Sequence[TwinRow], read: Read) -> Sparse:
    """Tell for each row outside train its first near twin there."""
    first = list({twin.place: twin for twin in reversed(twins)}.values())[::-1]
    ids = read("row_id", [twin.other for twin in first])
    told = [f"{row_id} ({twin.jaccard:.2f})" for twin, row_id in zip(first, ids, strict=True)]
    return Sparse(rows, [twin.place for twin in first], told)


def _language(
    categories: Keys, plan: GatePlan, sentences: Mapping[str, SentenceCounts]
) -> dict[str, Sparse]:
    """Say of each row of a category that lacks something what all of them lack."""
    import numpy as np  # noqa: PLC0415

    asked = ((name, floor) for name, floor in plan.language.items() if name in sentences)
    lacks = {name: lacking(sentences[name], floor) for name, floor in asked}
    found = {}
    for column in LACKING:
        poor = {name: of[column] for name, of in lacks.items() if of[column]}
        of_poor = np.array([key_of(name) for name in poor], dtype=np.uint64)
        places = np.flatnonzero(np.isin(categories, of_poor)).tolist()
        said = "; ".join(f"{name} {lack}" for name, lack in poor.items())
        found[column] = Sparse(len(categories), places, [said] * len(places))
    return found


def _group_short(rows: int, counts: Mapping[str, int], floors: Mapping[str, int]) -> Sparse:
    """Tell what groups are short of, one a row from the first on."""
    short = [f"{name} {counts[name]} of {n}" for name, n in floors.items() if counts[name] < n]
    return Sparse(rows, range(min(rows, len(short))), short[:rows])
