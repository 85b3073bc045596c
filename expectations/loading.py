"""Importing Great Expectations as cheaply as is right.

Its import costs about 7 s of CPU as it stands. Three things more than halve that, none of which
changes what it computes (`bench/refresh.py direct` measures both):

- the garbage collector rests meanwhile, since nothing imported is garbage;
- `altair`, `jsonschema` and `scipy.stats`, which only pictures, one expectation and statistical tests
  use, are loaded when first used;
- `sqlalchemy` and `azure`, optional extras of Great Expectations, are not shown to it where nothing
  else has loaded them: the suites run on pandas.
"""

from __future__ import annotations

import gc
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

_RARELY_USED = ("altair", "jsonschema", "scipy.stats")
_OPTIONAL = ("sqlalchemy", "azure")


@cache
def great_expectations() -> ModuleType:
    """Return the `great_expectations` module, imported once, when first needed."""
    with _collector_at_rest(), _without_optional(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # deprecations inside its own imports
        for name in _RARELY_USED:
            _load_when_used(name)
        import great_expectations as gx  # noqa: PLC0415 - slow to import
    gc.freeze()  # what was imported stays: the collector need not look at it again
    module: ModuleType = gx
    return module


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _without_optional() -> Iterator[None]:
    """Hide the optional extras; not one that is in use, and none when another thread might import."""
    alone = threading.active_count() == 1
    hidden = [name for name in _OPTIONAL if alone and name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type] # None: "import halted"
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def _load_when_used(name: str) -> None:
    """Put a module into `sys.modules` that loads the real one when first looked into."""
    if name in sys.modules:
        return
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        return
    stand_in = _LoadedWhenUsed(name)
    sys.modules[name] = stand_in
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, stand_in)


class _LoadedWhenUsed(ModuleType):
    """Stands in for a module.

    The library's `LazyLoader` is no help: ``import altair`` asks every module for its ``__spec__``,
    which makes it load at once. This one has a ``__spec__`` of its own.
    """

    def __getattr__(self, attribute: str) -> object:
        """Load the real module, put it in this one's place, and ask it."""
        name = self.__name__
        if sys.modules.get(name) is self:
            del sys.modules[name]
        return getattr(import_module(name), attribute)
