"""The columns of all shards as they lie in files: one is read when it is asked for, and held by nobody here."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from expectations.between import Dense
from expectations.columns import NAMES, GateColumns

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class FiledColumns(GateColumns):
    """What each row is, out of the shards' files, beside what lies between rows, in the shards' order."""

    def __init__(
        self,
        files: Sequence[Path],
        between: Dense | None = None,
        keys: Mapping[str, NDArray[np.uint64]] | None = None,
    ) -> None:
        """Read what the files say of themselves.

        Args:
            files: A parquet file a shard, of the same columns.
            between: The columns on what lies between rows, where these are known.
            keys: Those that stand for names of rows and people where all are asked for at once.
        """
        import pyarrow as pa  # noqa: PLC0415 - slow to import, of the workflow
        import pyarrow.parquet as pq  # noqa: PLC0415

        pa.set_memory_pool(pa.system_memory_pool())  # its own one keeps several columns' worth
        self._files, self.between = files, Dense({}) if between is None else between
        self._keys = {} if keys is None else keys
        self._about = [pq.read_metadata(file) for file in files]
        self.starts = [0, *accumulate(about.num_rows for about in self._about)]
        """Place of each shard's first row, then the number of all rows."""
        self.rows = self.starts[-1]
        self._names = tuple(self._about[0].schema.names)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a column as pandas or numpy has it
        """Return a column; of names that nearly each row has its own of, the keys."""
        if name in NAMES and name in self._keys:
            return self._keys[name]
        if name in self.between:
            return self.between[name]
        import pyarrow as pa  # noqa: PLC0415

        parts = [self._part(number, name) for number in range(len(self._files))]
        return pa.concat_tables(parts, promote_options="default").column(0).to_pandas()

    def __contains__(self, name: object) -> bool:
        """Say whether there is such a column."""
        return name in self.between or name in self._names

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter((*self._names, *self.between))

    def __len__(self) -> int:
        """Return how many columns there are."""
        return len(self._names) + len(self.between)

    def read(self, name: str, places: Sequence[int]) -> list[Any]:
        """Return what a column holds at some places."""
        if name in self.between:
            return self.between.read(name, places)
        by_shard: dict[int, list[int]] = {}
        for place in places:
            by_shard.setdefault(bisect_right(self.starts, place) - 1, []).append(place)
        found: dict[int, Any] = {}
        for number, wanted in by_shard.items():
            start = self.starts[number]
            held = self._part(number, name).column(0).take([place - start for place in wanted])
            found |= dict(zip(wanted, held.to_pylist(), strict=True))
        return [found[place] for place in places]

    def parts(self, names: Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield columns a shard at a time, each with the place of its first row."""
        for number, (start, end) in enumerate(pairwise(self.starts)):
            yield (
                start,
                {
                    name: self.between[name][start:end]
                    if name in self.between
                    else self._part(number, name).column(0).to_pandas()
                    for name in names
                },
            )

    def _part(self, number: int, name: str) -> Any:  # noqa: ANN401 - pyarrow comes untyped
        import pyarrow.parquet as pq  # noqa: PLC0415

        if name not in self._names:
            raise KeyError(name)
        with pq.ParquetFile(self._files[number], metadata=self._about[number]) as file:
            return file.read(columns=[name], use_threads=False)


class FiledKeys(Mapping[str, "NDArray[np.uint64]"]):
    """The keys of all rows, out of the shards' files."""

    def __init__(self, files: Sequence[Path]) -> None:
        """Take a parquet file a shard, of the same columns."""
        self._columns = FiledColumns(files)

    def __getitem__(self, name: str) -> NDArray[np.uint64]:
        """Return the keys of a name."""
        keys: NDArray[np.uint64] = self._columns[name].to_numpy()
        return keys

    def __contains__(self, name: object) -> bool:
        """Say whether there are such keys."""
        return name in self._columns

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter(self._columns)

    def __len__(self) -> int:
        """Return how many names there are."""
        return len(self._columns)
