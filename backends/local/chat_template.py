"""The chat template that training and serving share; it marks what the assistant says."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from wearable_coach.errors import BadInput

TEMPLATES = ("chat_template.jinja", "chat_template.json", "tokenizer_config.json")
"""Files of a tokenizer that may hold its template."""
_MARK = "generation %}"
_LLAMA_3 = "<|start_header_id|>"
_TRL_TEMPLATE = "chat_templates/llama3_training.jinja"
NO_MARKS = "its chat template does not mark the answers ({% generation %}); take a Llama 3 model, with trl installed, or add the marks"


def training_template(tokenizer: Any) -> str:
    """Return the template to train with: the tokenizer's own, or for Llama 3 the one that trl ships.

    Llama 3's own does not say where an answer begins and ends.

    Raises:
        BadInput: neither will do.
    """
    own = tokenizer.chat_template
    if isinstance(own, str) and _MARK in own:
        return own
    if _LLAMA_3 in tokenizer.get_vocab() and (shipped := _trl_template()) is not None:
        return shipped.read_text(encoding="utf-8")
    message = f"base model: {NO_MARKS}"
    raise BadInput(message)


def marks_answers(folder: Path) -> bool:
    """Say whether a model folder can be trained on, from its files alone."""
    return marked(lambda name: (folder / name).read_bytes() if (folder / name).is_file() else b"")


def marked(read: Callable[[str], bytes]) -> bool:
    """Say whether a tokenizer's template marks answers, from its files alone.

    Args:
        read: Returns the bytes of a file by name; empty where there is none.
    """
    if any(_MARK.encode() in read(name) for name in TEMPLATES):
        return True
    return _LLAMA_3.encode() in read("tokenizer.json") and _trl_template() is not None


def _trl_template() -> Path | None:
    spec = find_spec("trl")
    places = spec.submodule_search_locations if spec else None
    found = [Path(place) / _TRL_TEMPLATE for place in places or ()]
    return found[0] if found and found[0].is_file() else None
