"""The cases of a law: at least one occurs, or the law has said nothing."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def some(cases: Iterable[T]) -> Iterator[T]:
    """Yield the cases, and fail where there is none.

    >>> [day for day in some(range(3)) if day]
    [1, 2]

    Raises:
        AssertionError: there was no case, so that nothing was asserted.
    """
    there = False
    for case in cases:
        there = True
        yield case
    assert there, "no case of this law occurred"
