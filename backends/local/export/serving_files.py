"""What every exported folder holds beside weights: tokenizer, template, how answers are generated."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

from backends.local.chat_template import TEMPLATE, end_tokens
from backends.local.export.tuned import Tuned
from backends.local.machine import wait_asleep
from wearable_coach.publishing.model_card import GENERATION, MOST_TOKENS

TRAINING_TEMPLATE = "training_template.jinja"
_TOKENIZER = "tokenizer*"
_BEGINS, _ENDS = (
    re.compile(r"(\{%-?)\s*generation\s*(-?%\})"),
    re.compile(r"(\{%-?)\s*endgeneration\s*(-?%\})"),
)


def write_serving_files(tuned: Tuned, folder: Path) -> Any:
    """Write tokenizer, chat template and the settings for generation; return the tokenizer.

    The template that serves writes the same text as the one that trained, without the marks of answers, which
    not every server reads; that one lies beside.
    """
    from backends.local.worker.model import open_tokenizer  # noqa: PLC0415 - torch takes seconds

    wait_asleep()
    tokenizer = open_tokenizer(tuned.folder)
    for path in sorted(tuned.folder.glob(_TOKENIZER)):
        shutil.copyfile(path, folder / path.name)
    _forget_template(folder / "tokenizer_config.json")
    (folder / TRAINING_TEMPLATE).write_text(tokenizer.chat_template, encoding="utf-8")
    (folder / TEMPLATE).write_text(serving_template(tokenizer.chat_template), encoding="utf-8")
    settings = generation_settings(tuned, tokenizer)
    text = json.dumps(settings, indent=2, sort_keys=True) + "\n"
    (folder / GENERATION).write_text(text, encoding="utf-8")
    return tokenizer


def serving_template(template: str) -> str:
    """Return a template that writes the same text and marks no answers; what trims white space stays."""
    return _ENDS.sub(r"\1 endif \2", _BEGINS.sub(r"\1 if true \2", template))


def generation_settings(tuned: Tuned, tokenizer: Any) -> dict[str, Any]:
    """Return how the product has answers generated: greedily, ended by the marks it was trained with."""
    found = tuned.base.folder / GENERATION
    of_base = json.loads(found.read_text(encoding="utf-8")) if found.is_file() else {}
    ends = end_tokens(
        tokenizer, besides=of_base.get("eos_token_id", tuned.base.config.get("eos_token_id"))
    )
    pad = tokenizer.pad_token_id
    return {
        "bos_token_id": tokenizer.bos_token_id,
        "eos_token_id": ends if len(ends) > 1 else ends[0],
        "pad_token_id": ends[0] if pad is None else pad,
        "do_sample": False,
        "max_new_tokens": MOST_TOKENS,
    }


def _forget_template(settings: Path) -> None:
    """Take a template out of the tokenizer's settings, so that there is but one."""
    held = json.loads(settings.read_text(encoding="utf-8")) if settings.is_file() else {}
    if held.pop("chat_template", None) is not None:
        settings.write_text(json.dumps(held, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
