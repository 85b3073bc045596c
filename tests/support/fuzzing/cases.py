"""Invocations out of typer's own tree of commands, so that a new command or option takes part by itself."""

from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

import typer

from tests.support.fuzzing.values import (
    FILES,
    FOLDER,
    FOLDERS,
    MODELS,
    NUMBERS,
    ODD_PATHS,
    STDINS,
    STREAMS,
    SURROUNDINGS,
    TEXTS,
)
from wearable_coach.cli.app import app

_OPTIONAL, _REQUIRED, _ODD_FORM, _ODD_VALUE, _CHANGED, _KNOWN_NAME = (
    0.25,
    0.93,
    0.04,
    0.07,
    0.25,
    0.5,
)
_PLACES = ("--out", "--store")
_RIGHT_NUMBERS = ("1", "7", "42", "100")
_STORES = ("used", "used", "used", "fresh", ".")


class Case(NamedTuple):
    """One invocation."""

    number: int
    words: tuple[str, ...]
    stdin: str
    surroundings: str
    streams: str
    folder: str


@cache
def commands() -> dict[str, Any]:
    """Return every command by its name, as typer knows it."""
    return dict(typer.main.get_command(app).commands)


@cache
def _types(name: str) -> dict[str, Any]:
    """Return the type of each parameter of a command; typer's versions keep them in different ways."""
    made = next(c.callback for c in app.registered_commands if _name_of(c) == name)
    return {key: _bare(kind) for key, kind in get_type_hints(made).items()}


def _name_of(registered: Any) -> str:
    return registered.name or registered.callback.__name__.replace("_", "-")


def _bare(kind: Any) -> Any:
    """Return `int` of `int | None` and of `list[int]`; the words of a `Literal` as a tuple."""
    if get_origin(kind) is Literal:
        return get_args(kind)
    inner = [one for one in get_args(kind) if one is not type(None)]
    return _bare(inner[0]) if inner else kind


def case(number: int, *, seed: int, names: tuple[str, ...] = ()) -> Case:
    """Return the invocation of a number; the same for the same seed, whatever the others are.

    `names` are those of jobs and datasets in the store that was used.
    """
    rng = Random(f"{seed}:{number}")
    known = sorted(commands().items())
    name, command = known[number % len(known)]
    words = [name]
    for parameter in command.params:
        words += _given(parameter, _types(name).get(parameter.name), names, rng)
    if rng.random() < _ODD_FORM:
        words.insert(
            rng.randint(0, len(words)),
            rng.choice(("--nope", "-", "--", "", "--help=3", "x", "--help", "--version", "\udcff")),
        )
    return Case(
        number,
        tuple(words),
        rng.choice(STDINS),
        _sometimes(rng, tuple(SURROUNDINGS)),
        _sometimes(rng, STREAMS),
        _sometimes(rng, FOLDERS),
    )


def _sometimes(rng: Random, names: tuple[str, ...]) -> str:
    return rng.choice(names) if rng.random() < _CHANGED else names[0]


def _given(parameter: Any, kind: Any, names: tuple[str, ...], rng: Random) -> list[str]:
    """Return a parameter's words: left out, right, or wrong."""
    argument = parameter.param_type_name == "argument"
    if parameter.name == "help" or rng.random() > (_REQUIRED if argument else _OPTIONAL):
        return []
    if getattr(parameter, "is_flag", False):
        return [rng.choice([*parameter.opts, *parameter.secondary_opts])]
    times = rng.choice((1, 1, 1, 2)) if parameter.multiple or parameter.nargs < 0 else 1
    option = [] if argument else [max(parameter.opts, key=len)]
    return [w for _ in range(times) for w in (*option, _value(parameter, kind, names, rng))]


def _value(parameter: Any, kind: Any, names: tuple[str, ...], rng: Random) -> str:
    if rng.random() < _ODD_VALUE:
        return rng.choice((*TEXTS, *NUMBERS, *ODD_PATHS))
    if set(parameter.opts) & set(_PLACES):
        return rng.choice((*_STORES, *_STORES, *ODD_PATHS, *TEXTS))
    if isinstance(kind, tuple):
        return rng.choice((*kind, *kind, *TEXTS[:6]))
    if kind in {int, float}:
        return rng.choice(rng.choice((NUMBERS, _RIGHT_NUMBERS)))
    if names and kind is str and rng.random() < _KNOWN_NAME:
        return rng.choice(names)
    files = tuple(f"{FOLDER}/{name}" for name in (*FILES, *MODELS))
    if "model" in parameter.name or parameter.name in {"candidate", "base", "reference"}:
        files += tuple(f"base:{FOLDER}/{name}" for name in MODELS) * 3
    return rng.choice((*files, *ODD_PATHS) if kind is Path else (*TEXTS, *files))
