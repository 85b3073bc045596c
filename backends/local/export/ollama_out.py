"""A folder that Ollama imports: the merged model and a Modelfile that says how it is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from backends.local.chat_template import TEMPLATE
from backends.local.export.merged_out import need_memory, write_merged
from backends.local.export.new_folder import new_folder
from backends.local.export.tuned import Tuned
from wearable_coach.errors import BadInput
from wearable_coach.publishing.model_card import GENERATION, MOST_TOKENS
from wearable_coach.publishing.modelfile import Render, modelfile, template_pieces
from wearable_coach.records import Message

MODELFILE = "Modelfile"
IMPORTED = ("LlamaForCausalLM", "MistralForCausalLM", "MixtralForCausalLM", "GemmaForCausalLM", "Gemma2ForCausalLM",
            "Gemma3ForCausalLM", "Phi3ForCausalLM", "Qwen2ForCausalLM", "Qwen3ForCausalLM")  # fmt: skip
"""What Ollama makes a model of from safetensors, as its documentation and converter name them."""


def export_ollama(tuned: Tuned, target: Path, *, system: str, card: Callable[[str], str]) -> None:
    """Write the folder; `ollama create NAME -f Modelfile` in it makes the model.

    Args:
        tuned: The model.
        target: The folder, which is not there yet.
        system: The system prompt that is used where none is given.
        card: Makes the card, from what the base is called.

    Raises:
        BadInput: Ollama does not import this kind of model, its template cannot be said in Ollama's language,
            the folder cannot be written, or there is too little memory.
    """
    kinds = [str(kind) for kind in tuned.base.config.get("architectures") or []]
    if not any(kind in IMPORTED for kind in kinds):
        message = f"ollama: it imports no {', '.join(kinds) or 'model without architectures'}; take --to gguf, or merged"
        raise BadInput(message)
    need_memory(tuned)
    with new_folder(target) as folder:
        tokenizer = write_merged(tuned, folder)
        pieces = template_pieces(rendered(tokenizer, folder), bos=tokenizer.bos_token or "")
        ends = [tokenizer.convert_ids_to_tokens(i) for i in _ends(folder)]
        text = modelfile(
            pieces, system=system, ends=ends, context=tuned.base.context, most_tokens=MOST_TOKENS
        )
        (folder / MODELFILE).write_text(text, encoding="utf-8")
        (folder / "README.md").write_text(card(""), encoding="utf-8")


def rendered(tokenizer: Any, folder: Path) -> Render:
    """Return what renders turns by the template that lies in an exported folder."""
    template = (folder / TEMPLATE).read_text(encoding="utf-8")

    def render(turns: Sequence[Message], begins: bool) -> str:  # noqa: FBT001 - the form of it
        text: str = tokenizer.apply_chat_template(
            [m.model_dump() for m in turns],
            chat_template=template,
            add_generation_prompt=begins,
            tokenize=False,
        )
        return text

    return render


def _ends(folder: Path) -> list[int]:
    ends = json.loads((folder / GENERATION).read_text(encoding="utf-8"))["eos_token_id"]
    return [*ends] if isinstance(ends, list) else [ends]
