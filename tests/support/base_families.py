"""Models of each family that local training takes: random weights, a few layers, the family's own chat template."""

from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from backends.local.base_model import TINY_FOLDER

_SIZES = {
    "vocab_size": 4128,
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 16,
    "max_position_embeddings": 2048,
    "bos_token_id": 1,
    "pad_token_id": 0,
}


class Family(NamedTuple):
    """A family: its configuration in transformers, its template in trl, the marks of its tokenizer."""

    config: str
    template: str
    marks: tuple[str, ...]
    eos: str


FAMILIES = {
    "llama 3": Family("LlamaConfig", "llama3", ("<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"), "<|eot_id|>"),
    "llama 3.1": Family("LlamaConfig", "llama3_1", ("<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"), "<|eot_id|>"),
    "qwen 2.5": Family("Qwen2Config", "qwen2_5", ("<|im_start|>", "<|im_end|>"), "<|im_end|>"),
    "qwen 3": Family("Qwen3Config", "qwen3", ("<|im_start|>", "<|im_end|>", "<think>", "</think>"), "<|im_end|>"),
    "gemma 3": Family("Gemma3TextConfig", "gemma3", ("<start_of_turn>", "<end_of_turn>", "<eos>"), "<eos>"),
    "gemma 2": Family("Gemma2Config", "gemma", ("<start_of_turn>", "<end_of_turn>", "<eos>"), "<eos>"),
    "phi 3": Family("Phi3Config", "phi3", ("<|system|>", "<|user|>", "<|assistant|>", "<|turn|>"), "<|turn|>"),
    "phi 3.5": Family("Phi3Config", "phi3_5", ("<|system|>", "<|user|>", "<|assistant|>", "<|turn|>"), "<|turn|>"),
}  # fmt: skip

TAKEN = tuple(name for name in FAMILIES if name != "gemma 2")
"""Those that local training takes; Gemma 2 knows no system message."""


def template_of(family: Family) -> str:
    """Return a family's own chat template, as trl ships it."""
    (place,) = find_spec("trl").submodule_search_locations
    return (Path(place) / "chat_templates" / f"{family.template}.jinja").read_text()


def make_base(family: Family, folder: Path) -> Path:
    """Write a base of a family into a folder, as a download of one would lie there."""
    import torch
    import transformers

    torch.manual_seed(3)
    tokenizer = transformers.AutoTokenizer.from_pretrained(TINY_FOLDER)
    tokenizer.add_special_tokens(
        {"additional_special_tokens": list(family.marks), "eos_token": family.eos}
    )
    tokenizer.chat_template = template_of(family)
    config = getattr(transformers, family.config)(**_SIZES, eos_token_id=tokenizer.eos_token_id)
    model = transformers.AutoModelForCausalLM.from_config(config)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
