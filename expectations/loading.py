"""Importing Great Expectations once, quietly, and while something else runs.

Its import costs about 3 s of CPU and 200 MB. `begin_loading` starts it in a thread, so that it is there
when a dataset is composed and the gate's turn comes; `great_expectations` waits for what is left of
it. Nothing of what it imports is hidden from it or put off.
"""

from __future__ import annotations

import gc
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from threading import Lock, Thread
from types import ModuleType

_ONE_AT_A_TIME = Lock()


@cache
def begin_loading() -> None:
    """Import Great Expectations in a thread of its own, once; where it is not there, who needs it is told."""
    Thread(target=_load, name="import great_expectations", daemon=True).start()


def great_expectations() -> ModuleType:
    """Return the `great_expectations` module with this product's own expectations, imported once."""
    with _ONE_AT_A_TIME:
        return _imported()


def _load() -> None:
    with suppress(ImportError):
        great_expectations()


@cache
def _imported() -> ModuleType:
    _be_quiet()
    was_on = gc.isenabled()
    gc.disable()  # nothing imported is garbage
    try:
        import great_expectations as gx  # noqa: PLC0415 - slow to import

        import expectations.custom  # noqa: F401, PLC0415 - registers them
    finally:
        if was_on:
            gc.enable()
    gc.freeze()  # what was imported stays: the collector need not look at it again
    module: ModuleType = gx
    return module


def _be_quiet() -> None:
    """Keep its notes and its own deprecations from the user's screen: filters that stay, as threads share them."""
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    for module in (r"great_expectations\b", r"marshmallow\b", r"altair\b", r"sre_constants\b"):
        warnings.filterwarnings("ignore", module=module)


@contextmanager
def quietly() -> Iterator[None]:
    """Keep deprecations inside Great Expectations, and its notes, from the user's screen."""
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
