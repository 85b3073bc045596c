"""The chat template that training and serving share; it marks what the assistant says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from wearable_coach.errors import BadInput

TEMPLATES = ("chat_template.jinja", "chat_template.json", "tokenizer_config.json")
"""Files of a tokenizer that may hold its template."""
TEMPLATE = TEMPLATES[0]
_MARK = re.compile(r"\{%-?\s*generation\s*-?%\}")
_LLAMA_3, _LLAMA_3_FAMILY = "<|start_header_id|>", "llama3"
_TRAINING, _ENDING = "_training", ".jinja"
_THINKS, _THINK_NOT = "enable_thinking", "{%- set enable_thinking = false -%}"
"""An answer of the dataset has no thinking; said in the template itself, it holds wherever that is rendered."""
_REFUSES_SYSTEM = "System role not supported"
NO_MARKS = "its chat template does not mark the answers ({% generation %}); take a base that trl has a training template for (Llama 3, Qwen, Gemma 3, Phi-3 …), with trl installed, or add the marks"
NO_SYSTEM = "its chat template takes no system message, with which each conversation begins; take a base that does, such as Gemma 3 in place of Gemma 2"


def training_template(tokenizer: Any) -> str:
    """Return the template to train with: the tokenizer's own, or the one that trl ships for it.

    Most models' own do not say where an answer begins and ends. One that can be told to think is told not to.

    Raises:
        BadInput: neither will do.
    """
    own = tokenizer.chat_template
    if isinstance(own, dict):
        own = own.get("default")
    found = _found(own if isinstance(own, str) else "", tokenizer.get_vocab().__contains__)
    if found is None:
        message = f"base model: {NO_MARKS}"
        raise BadInput(message)
    return found


def template_fault(folder: Path) -> str:
    """Return why a model folder cannot be trained on for its template, from its files alone; empty if it can."""
    read = _reader(folder)
    found = _in_files(read)
    if found is None:
        return NO_MARKS
    return NO_SYSTEM if _REFUSES_SYSTEM in found else ""


def marked(read: Callable[[str], bytes]) -> bool:
    """Say whether a tokenizer's template marks answers, from its files alone.

    Args:
        read: Returns the bytes of a file by name; empty where there is none.
    """
    return _in_files(read) is not None


def end_tokens(tokenizer: Any, *, besides: Any = None) -> list[int]:
    """Return the tokens that end an answer: the tokenizer's, the template's, and those that a model's settings name.

    Args:
        tokenizer: With the template that marks answers.
        besides: ``eos_token_id`` of the model's settings for generation: one, several or None.
    """
    more = besides if isinstance(besides, list) else [besides]
    named = [tokenizer.eos_token_id, _end_of_turn(tokenizer), *more]
    return [*dict.fromkeys(int(i) for i in named if i is not None)]


def _end_of_turn(tokenizer: Any) -> int | None:
    """Return the first mark behind an answer's words, as the template writes it; None where it writes none."""
    turns = [{"role": "user", "content": "가"}, {"role": "assistant", "content": "나"}]
    told = tokenizer.apply_chat_template(
        turns, tokenize=True, return_dict=True, return_assistant_tokens_mask=True
    )
    said = [i for i, by in zip(told["input_ids"], told["assistant_masks"], strict=True) if by]
    marks = set(tokenizer.get_added_vocab().values())
    words = [n for n, i in enumerate(said) if i not in marks and tokenizer.decode([i]).strip()]
    behind = said[words[-1] + 1 :] if words else []
    return next((i for i in behind if i in marks), None)


def _in_files(read: Callable[[str], bytes]) -> str | None:
    knows = read("tokenizer.json")
    return _found(_own_template(read), lambda token: token.encode() in knows)


def _found(own: str, has_token: Callable[[str], bool]) -> str | None:
    """Return the template to train with; None where neither the model nor trl has one."""
    if _MARK.search(own):
        return _unthinking(own)
    shipped = _trl_templates()
    for training in sorted(shipped.glob(f"*{_TRAINING}{_ENDING}")) if shipped else ():
        original = training.with_name(training.name.replace(_TRAINING, ""))
        if own and original.is_file() and _text(original).rstrip("\n") == own.rstrip("\n"):
            return _unthinking(_text(training))
    llama = shipped / f"{_LLAMA_3_FAMILY}{_TRAINING}{_ENDING}" if shipped else None
    if llama is not None and llama.is_file() and has_token(_LLAMA_3):
        return _text(llama)  # 3.1 and later date their header; this one does not
    return None


def _unthinking(template: str) -> str:
    if _THINKS not in template or template.startswith(_THINK_NOT):
        return template
    return _THINK_NOT + template


def _own_template(read: Callable[[str], bytes]) -> str:
    """Return the template of a tokenizer's files; empty where they hold none that can be read."""
    plain, *settings = TEMPLATES
    if data := read(plain):
        return data.decode(errors="replace")
    for name in settings:
        try:
            held = json.loads(read(name) or b"{}").get("chat_template")
        except (ValueError, AttributeError):
            continue
        if isinstance(held, list):  # named variants, as older versions of transformers wrote them
            held = next((t.get("template") for t in held if t.get("name") == "default"), None)
        if isinstance(held, str):
            return held
    return ""


def _reader(folder: Path) -> Callable[[str], bytes]:
    return lambda name: (folder / name).read_bytes() if (folder / name).is_file() else b""


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _trl_templates() -> Path | None:
    spec = find_spec("trl")
    places = spec.submodule_search_locations if spec else None
    found = [Path(place) / "chat_templates" for place in places or ()]
    return found[0] if found and found[0].is_dir() else None
