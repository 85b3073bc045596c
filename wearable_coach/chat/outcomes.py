"""What came of questions: an answer, which lies in the store and is read when it is looked at, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import NamedTuple, TypeVar

from wearable_coach.chat.contract import Answer
from wearable_coach.chat.faults import KEPT_KINDS, FaultKind
from wearable_coach.chat.kept_answers import read_kept
from wearable_coach.errors import StoreConflict
from wearable_coach.store import Store

Read = TypeVar("Read")
_READERS = 8
"""Threads that read: in Blob Storage a read is a round trip."""
_AHEAD = 64
"""Answers that are read before the first of them is looked at [count]."""


class Unanswered(NamedTuple):
    """Why a question has no answer."""

    reason: str
    kind: FaultKind = "unreachable"

    @property
    def refused(self) -> bool:
        """Whether the same question would meet the same again; else it is asked the next time."""
        return self.kind in KEPT_KINDS


class Outcomes(Mapping[str, "Answer | Unanswered"]):
    """Answers and reasons by id, in the order asked; of an answer only its place is held."""

    def __init__(
        self, store: Store, keys: Mapping[str, str], lacking: Mapping[str, Unanswered]
    ) -> None:
        """Know where answers lie.

        Args:
            store: Where they are kept.
            keys: Of each id its key in the store.
            lacking: Why there is no answer, by key.
        """
        self._store, self._keys, self._lacking = store, keys, lacking

    def __getitem__(self, name: str) -> Answer | Unanswered:
        """Read what came of a question.

        Raises:
            KeyError: it was not asked.
            StoreConflict: its answer was in the store and is there no more.
        """
        key = self._keys[name]
        if (why := self._lacking.get(key)) is not None:
            return why
        kept = read_kept(self._store, key)
        if kept is None or kept.answer is None:
            message = (
                f"answers: {self._store.where(key)} was there and is not any more; evaluate again"
            )
            raise StoreConflict(message)
        return kept.answer

    def __iter__(self) -> Iterator[str]:
        """Name the questions in their order."""
        return iter(self._keys)

    def __len__(self) -> int:
        """Count the questions."""
        return len(self._keys)

    def each(self) -> Iterator[tuple[str, Answer | Unanswered]]:
        """Go through all in their order, several read at once."""
        return read_some_ahead(self._keys, self.__getitem__)


def read_some_ahead(
    names: Iterable[str], read: Callable[[str], Read]
) -> Iterator[tuple[str, Read]]:
    """Yield each name with what is read of it, several read at once and few held."""
    left = iter(names)
    with ThreadPoolExecutor(_READERS) as readers:
        while some := list(islice(left, _AHEAD)):
            yield from zip(some, readers.map(read, some), strict=True)
