"""JSON and YAML that a person or a program sends: what cannot be used is a `ValueError` of one line."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

_HALF = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}|\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_MOST_ALIASES = 20
"""Each may double what a document holds, so that a line of it could fill the memory."""


def json_of(text: str | bytes) -> Any:  # noqa: ANN401 - any JSON
    """Return what a JSON text holds.

    Raises:
        ValueError: it is not JSON (a `json.JSONDecodeError`) or not UTF-8 (a `UnicodeDecodeError`), is
            nested too deeply, holds a number of thousands of digits, or half of a character.
    """
    try:
        value = json.loads(text)
    except RecursionError:
        message = "nested too deeply"
        raise ValueError(message) from None
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise
    except ValueError:  # Python's limit on the digits of an integer
        message = "holds a number of thousands of digits"
        raise ValueError(message) from None
    raw = text if isinstance(text, bytes) else text.encode(errors="surrogatepass")
    if _HALF.search(raw):
        _need_whole_characters(value)
    return value


def yaml_of(text: str) -> Any:  # noqa: ANN401 - any YAML
    """Return what a YAML text holds.

    Raises:
        yaml.YAMLError: it is not YAML.
        ValueError: it is nested too deeply, or refers to its own parts too often.
    """
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except RecursionError:
        message = "nested too deeply"
        raise ValueError(message) from None
    except yaml.YAMLError:
        raise
    except (AttributeError, KeyError, TypeError, IndexError) as error:
        message = f"holds a value that YAML has no meaning for ({type(error).__name__})"
        raise ValueError(message) from None


def place_of(error: ValueError | yaml.YAMLError) -> str:
    """Return where and why a YAML text fails, in a few words."""
    mark = getattr(error, "problem_mark", None)
    why = getattr(error, "problem", None) or str(error).partition("\n")[0]
    return f" at line {mark.line + 1}: {why}" if mark else f": {why}"


class _Loader(yaml.SafeLoader):
    """A safe loader for which a key stands once (of two, YAML silently keeps the last), and few aliases."""

    _aliases = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            self._aliases += 1
            if self._aliases > _MOST_ALIASES:
                why = f"more than {_MOST_ALIASES} references (*name)"
                raise yaml.constructor.ConstructorError(None, None, why, None)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - its form
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value != "<<":
                if key.value in seen:
                    why = f"key {key.value!r} stands twice"
                    raise yaml.constructor.ConstructorError(None, None, why, key.start_mark)
                seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def _need_whole_characters(value: object) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        message = "a text holds half of a character (a lone surrogate)"
        raise ValueError(message) from None
