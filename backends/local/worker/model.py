"""The model of a job: base with LoRA, trained a batch at a time, logits for the answers alone."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from peft import (
    LoraConfig,
    PeftModel,
    get_peft_model,
    get_peft_model_state_dict,
    prepare_model_for_kbit_training,
    set_peft_model_state_dict,
)
from transformers import AutoModelForCausalLM, AutoTokenizer, BitsAndBytesConfig

from backends.local.chat_template import training_template
from backends.local.worker.job_folder import RunOptions
from backends.local.worker.token_file import IGNORED, TokenRow


def open_tokenizer(folder: Path) -> Any:
    """Return a folder's tokenizer with the template that marks answers."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.chat_template = training_template(tokenizer)
    return tokenizer


def open_model(options: RunOptions, *, rank: int, alpha: int, seed: int) -> Any:
    """Return the base with fresh LoRA matrices on all its linear layers."""
    base = _open_base(options)
    with _peft_at_ease():
        if options.quantized:
            base = prepare_model_for_kbit_training(
                base,
                use_gradient_checkpointing=options.gradient_checkpointing,
                gradient_checkpointing_kwargs={"use_reentrant": False},
            )
        elif options.gradient_checkpointing:
            base.gradient_checkpointing_enable({"use_reentrant": False})
            base.enable_input_require_grads()
    torch.manual_seed(seed)
    config = LoraConfig(
        r=rank, lora_alpha=alpha, target_modules="all-linear", task_type="CAUSAL_LM"
    )
    with _peft_at_ease():
        model = get_peft_model(base, config)
    model.train()
    return model


def _open_base(options: RunOptions) -> Any:
    """Return the base: on the processor in 32 bits, on GPUs in 16, quantized in 4; spread over the GPUs there are."""
    on_gpu = options.device != "cpu"
    kind = torch.bfloat16 if on_gpu else torch.float32
    more: dict[str, Any] = {}
    if options.quantized:
        more["quantization_config"] = BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type="nf4",
            bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=kind,
        )
    if on_gpu or options.quantized:
        more["device_map"] = "auto" if _gpus() > 1 else {"": options.device}
    return AutoModelForCausalLM.from_pretrained(options.base_folder, dtype=kind, **more)


def _gpus() -> int:
    return int(torch.cuda.device_count())


def with_adapter(base: Any, adapter: Path) -> Any:
    """Return a base with a trained adapter on it."""
    with _peft_at_ease():
        return PeftModel.from_pretrained(base, adapter)


@contextmanager
def _peft_at_ease() -> Iterator[None]:
    """Hide that peft asks transformers by names that transformers 6 will drop; the group `local` ends before 6."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        yield


def answer_loss(model: Any, rows: Sequence[TokenRow]) -> Any:
    """Return the mean loss over the answers' tokens of some rows.

    Rows are padded on the right and attention is causal, so no mask is needed.
    """
    width = max(len(row.ids) for row in rows)
    ids = [row.ids + [0] * (width - len(row.ids)) for row in rows]
    labels = [row.labels + [IGNORED] * (width - len(row.labels)) for row in rows]
    device = next(model.parameters()).device
    wanted = torch.tensor(labels, device=device)[:, 1:]
    answers = wanted != IGNORED
    places = answers.any(0).nonzero()[:, 0]  # where any of the rows answers: no logits elsewhere
    found = model(
        input_ids=torch.tensor(ids, device=device)[:, :-1], use_cache=False, logits_to_keep=places
    )
    logits = found.logits[answers[:, places]]
    return torch.nn.functional.cross_entropy(logits.float(), wanted[answers].to(logits.device))


def mean_loss(model: Any, rows: Sequence[TokenRow], *, batch_size: int) -> float:
    """Return the mean over rows' batches, without learning."""
    ordered = sorted(rows, key=lambda row: len(row.ids))
    model.eval()
    with torch.no_grad():
        parts: list[float] = [
            answer_loss(model, ordered[i : i + batch_size]).item()
            for i in range(0, len(ordered), batch_size)
        ]
    model.train()
    return sum(parts) / len(parts)


def adapter_weights(model: Any) -> dict[str, Any]:
    """Return the LoRA matrices by name."""
    found: dict[str, Any] = get_peft_model_state_dict(model)
    return {name: weight.detach().cpu().contiguous() for name, weight in found.items()}


def set_adapter_weights(model: Any, weights: Mapping[str, Any]) -> None:
    """Put LoRA matrices in."""
    set_peft_model_state_dict(model, dict(weights))
