"""The result of a run: `adapter/`, complete or absent, the same bytes for the same weights."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from backends.local.base_model import hub_name
from backends.local.worker.job_folder import JobFolder, read_json, rename_whole, write_json
from backends.local.worker.settings import Settings
from wearable_coach.finetuning.hyperparameters import Value

ADAPTER = "adapter"
CONFIG, ARGUMENTS = "adapter_config.json", "training_args.json"


def save_adapter(folder: JobFolder, model: Any, tokenizer: Any, settings: Settings) -> None:
    """Write weights, their configuration, the tokenizer with its template, and what was used."""
    partial = folder / f".{ADAPTER}"
    shutil.rmtree(partial, ignore_errors=True)
    model.save_pretrained(partial)
    (partial / "README.md").unlink(missing_ok=True)
    tokenizer.save_pretrained(partial)
    config = read_json(partial / CONFIG) or {}
    hub = hub_name(Path(folder.options().base_folder))
    config["base_model_name_or_path"] = hub.name if hub else folder.order().base_model
    config["revision"] = hub.revision if hub else None
    config["target_modules"] = sorted(config["target_modules"])  # a set, in any order
    write_json(partial / CONFIG, config)
    write_json(partial / ARGUMENTS, settings._asdict())
    shutil.rmtree(folder / ADAPTER, ignore_errors=True)
    rename_whole(partial, folder / ADAPTER)


def effective_values(folder: JobFolder) -> dict[str, Value]:
    """Return the five values as the saved adapter has them."""
    config = read_json(folder / ADAPTER / CONFIG) or {}
    used = read_json(folder / ADAPTER / ARGUMENTS) or {}
    return {
        "epochs": used.get("epochs"),
        "batch_size": used.get("batch_size"),
        "learning_rate": used.get("learning_rate"),
        "lora_rank": config.get("r"),
        "lora_alpha": config.get("lora_alpha"),
    }
