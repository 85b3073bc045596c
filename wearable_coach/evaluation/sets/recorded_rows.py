"""The rows of a version as an evaluation reads them: of its records one part is in memory at a time."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import overload

from wearable_coach.dataset.records_file import Recorded, each_record, read_records
from wearable_coach.store import Store
from wearable_coach.store.wholeness import read_whole


class RecordedRows:
    """The rows of a version, or of one of its splits; may be gone through again and again."""

    def __init__(
        self, store: Store, version: str, hashes: Mapping[str, str], *, split: str = ""
    ) -> None:
        """Read rows of a version.

        Args:
            store: Where it lies.
            version: Its name.
            hashes: Its records files in order: name → sha256.
            split: Whose rows alone; empty: all.
        """
        self._store, self._version, self._hashes = store, version, dict(hashes)
        self._split = split
        self._last: tuple[str, list[Recorded]] = ("", [])

    def of(self, split: str) -> RecordedRows:
        """Return the rows of a split alone."""
        return RecordedRows(self._store, self._version, self._hashes, split=split)

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the records files, in order."""
        return tuple(self._hashes)

    def part(self, name: str) -> list[Recorded]:
        """Return the rows of a part; the one that was read last is kept.

        Raises:
            BadInput: it is missing, its bytes are not those of its manifest, or it cannot be read.
        """
        if self._last[0] != name:
            self._last = ("", [])
            self._last = (name, read_records(self._bytes(name), split=self._split, name=name))
        return self._last[1]

    def _bytes(self, name: str) -> bytes:
        return read_whole(self._store, self._version, name, self._hashes[name])

    def __iter__(self) -> Iterator[Recorded]:
        """Go through all rows, in the order of the version."""
        if len(self.parts) == 1:
            yield from self.part(self.parts[0])
            return
        for name in self.parts:
            yield from each_record(self._bytes(name), split=self._split, name=name)

    def chosen(self, keep: Callable[[Recorded], bool]) -> ChosenRows:
        """Return those rows that are to be kept."""
        return ChosenRows(self, keep)


class ChosenRows(Sequence[Recorded]):
    """Some rows of a version in its order: where they are is in memory, what they say is read when asked for."""

    def __init__(self, rows: RecordedRows, keep: Callable[[Recorded], bool]) -> None:
        """Look through all rows once."""
        self._rows = rows
        self._part, self._place = array("l"), array("l")
        for number, name in enumerate(rows.parts):
            for place, row in enumerate(rows.part(name)):
                if keep(row):
                    self._part.append(number)
                    self._place.append(place)

    def __len__(self) -> int:
        """Return how many there are [count]."""
        return len(self._part)

    @overload
    def __getitem__(self, index: int) -> Recorded: ...
    @overload
    def __getitem__(self, index: slice) -> list[Recorded]: ...
    def __getitem__(self, index: int | slice) -> Recorded | list[Recorded]:
        """Read a row, or some."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return self._rows.part(self._rows.parts[self._part[index]])[self._place[index]]


class KnownHashes:
    """What was seen, by 64-bit hashes of this process: a million take 8 MB."""

    def __init__(self, seen: Iterable[Hashable] = ()) -> None:
        """Go through what was seen first."""
        self._hashes, self._is_sorted = array("q"), False
        self.add(seen)

    def add(self, seen: Iterable[Hashable]) -> None:
        """Go through more that was seen."""
        self._hashes.extend(map(hash, seen))
        self._is_sorted = False

    def __contains__(self, asked: Hashable) -> bool:
        """Say whether this was seen."""
        if not self._is_sorted:
            self._hashes, self._is_sorted = array("q", sorted(self._hashes)), True
        place = bisect_left(self._hashes, hash(asked))
        return place < len(self._hashes) and self._hashes[place] == hash(asked)
