"""The adapter as peft opens it: beside a base that its configuration names so that it is found."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from backends.local.base_model import hub_name
from backends.local.export.new_folder import new_folder
from backends.local.export.serving_files import write_serving_files
from backends.local.export.tuned import Tuned

BASE = "base"
"""Folder of the tiny base, which no hub has, within the export."""
_CONFIG, _WEIGHTS = "adapter_config.json", "adapter_model.safetensors"
_OF_BASE = ("config.json", "generation_config.json", "*.safetensors", "tokenizer*", "*.jinja")


def export_adapter(
    tuned: Tuned,
    target: Path,
    *,
    card: Callable[[str], str],
    base_name: str = "",
    travels: bool = False,
) -> None:
    """Write an adapter's folder.

    Args:
        tuned: The model.
        target: The folder, which is not there yet.
        card: Makes the card, from what the base is called.
        base_name: What the configuration names as base; empty: what it is called at the Hub where that is
            known, else where it lies, or for a folder that travels, its folder's name.
        travels: Whether it goes to another machine, which knows no path of this one.

    Raises:
        BadInput: the folder cannot be written.
    """
    with new_folder(target) as folder:
        write_serving_files(tuned, folder)
        shutil.copyfile(tuned.folder / _WEIGHTS, folder / _WEIGHTS)
        name, revision = _base_name(tuned, target, base_name, travels=travels)
        config = json.loads((tuned.folder / _CONFIG).read_text(encoding="utf-8"))
        config |= {"base_model_name_or_path": name, "revision": revision}
        text = json.dumps(config, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        (folder / _CONFIG).write_text(text, encoding="utf-8")
        if tuned.base.is_tiny:
            _copy_base(tuned.base.folder, folder / BASE)
        (folder / "README.md").write_text(card(name), encoding="utf-8")


def _base_name(tuned: Tuned, target: Path, asked: str, *, travels: bool) -> tuple[str, str | None]:
    if asked:
        return asked, None
    if found := hub_name(tuned.base.folder):
        return found
    if tuned.base.is_tiny:
        return (BASE if travels else str(target.absolute() / BASE)), None
    return (tuned.base.folder.name if travels else str(tuned.base.folder)), None


def _copy_base(folder: Path, target: Path) -> None:
    target.mkdir()
    for pattern in _OF_BASE:
        for path in sorted(folder.glob(pattern)):
            shutil.copyfile(path, target / path.name)
