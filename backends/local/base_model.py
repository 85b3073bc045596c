"""A base model in a folder: what it is, how big, and the hash that names its content.

Reads files only, so a submitter need not import torch.
"""

from __future__ import annotations

import json
import re
import struct
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, NamedTuple

from wearable_coach.errors import BadInput
from wearable_coach.input_files import MOST_BYTES, expanded, read_text
from wearable_coach.input_values import json_of

TINY = "tiny"
TINY_FOLDER = Path(__file__).parent / "tiny_base"
SUMS = "SHA256SUMS"
_PATTERNS = ("config.json", "generation_config.json", "*.safetensors", "tokenizer*", "*.jinja")
_INDEX = "model.safetensors.index.json"
_KIND = "ForCausalLM"
"""How the class of a model that goes on with a text is called, as `config.json` names it."""
_LLAMA = "llama"
_SNAPSHOT = re.compile(r"models--([^/]+?)--([^/]+)/snapshots/([0-9a-f]{40})")
"""A model as huggingface_hub keeps it."""


class BaseModel(NamedTuple):
    """A base that can be trained on."""

    folder: Path
    is_tiny: bool
    config: dict[str, Any]
    parameters: int
    """Number of weights [count]."""

    @property
    def context(self) -> int:
        """The longest sequence it takes [tokens]."""
        return int(self.config.get("max_position_embeddings", 2048))

    @property
    def hidden(self) -> int:
        """Width of the hidden state."""
        return int(self.config["hidden_size"])


def open_base(name: str) -> BaseModel:
    """Open the embedded base (``tiny``) or a model folder.

    Raises:
        BadInput: the folder is missing, incomplete, or no language model.
    """
    folder = TINY_FOLDER if name == TINY else expanded(Path(name)).absolute()
    if not folder.is_dir():
        message = f"base model: there is no folder {folder}; give a folder with a language model, or {TINY!r}"
        raise BadInput(message)
    config = _config(folder)
    weights = sorted(folder.glob("*.safetensors"))
    missing = [n for n in ("tokenizer.json",) if not (folder / n).is_file()]
    missing += [] if weights else ["*.safetensors"]
    if (folder / _INDEX).is_file():
        missing += sorted(_shards(folder / _INDEX) - {w.name for w in weights})
    if missing:
        message = f"base model: {folder} lacks {', '.join(missing)}; download the model again"
        raise BadInput(message)
    if not isinstance(config.get("hidden_size"), int):
        message = f"base model: config.json in {folder} lacks hidden_size; download the model again"
        raise BadInput(message)
    return BaseModel(folder, name == TINY, config, sum(map(_parameters, weights)))


class HubName(NamedTuple):
    """What a base is called at the Hugging Face Hub."""

    name: str
    revision: str


def hub_name(folder: Path) -> HubName | None:
    """Return what a folder of huggingface_hub's cache is called at the Hub; None for any other folder."""
    found = _SNAPSHOT.search(folder.as_posix()) or _SNAPSHOT.search(folder.resolve().as_posix())
    return HubName(f"{found[1]}/{found[2]}", found[3]) if found else None


def _shards(index: Path) -> set[str]:
    try:
        named = json_of(read_text(index, most_bytes=MOST_BYTES))["weight_map"].values()
        return {str(name) for name in named}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        message = f"base model: {index} is no list of weights; download the model again"
        raise BadInput(message) from None


def content_hash(folder: Path) -> str:
    """Return the hash of all files that decide what the model says.

    Raises:
        BadInput: the folder's own list of checksums does not fit its files.
    """
    found = {p for pattern in _PATTERNS for p in folder.glob(pattern) if p.is_file()}
    hashes = {p.name: _file_hash(p, p.stat().st_size, p.stat().st_mtime_ns) for p in sorted(found)}
    _check_sums(folder, hashes)
    return sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()


def _check_sums(folder: Path, hashes: dict[str, str]) -> None:
    if not (folder / SUMS).is_file():
        return
    for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        if hashes.get(name) != digest:
            message = f"base model: {folder / name} does not have the checksum in {SUMS}; restore the file"
            raise BadInput(message)


def _config(folder: Path) -> dict[str, Any]:
    try:
        config: dict[str, Any] = json_of(read_text(folder / "config.json"))
        layout = config["model_type"]
    except (OSError, ValueError, KeyError, TypeError):
        message = (
            f"base model: {folder} has no readable config.json; give a folder with a language model"
        )
        raise BadInput(message) from None
    kinds = [str(kind) for kind in config.get("architectures") or []]
    if layout != _LLAMA and not any(kind.endswith(_KIND) for kind in kinds):
        message = f"base model: {folder} is a {layout} model of {', '.join(kinds) or 'no known kind'}; give a folder with a language model, whose architectures end with {_KIND}"
        raise BadInput(message)
    return config


def _parameters(weights: Path) -> int:
    """Count the weights of a safetensors file by its header."""
    try:
        with weights.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            header = json_of(file.read(min(length, MOST_BYTES)))
            tensors = [t for n, t in header.items() if n != "__metadata__"]
            end = max(t["data_offsets"][1] for t in tensors)
            volume = sum(_volume(t["shape"]) for t in tensors)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, struct.error):
        message = f"base model: {weights} is no safetensors file; download the model again"
        raise BadInput(message) from None
    if weights.stat().st_size != 8 + length + end:
        message = f"base model: {weights} is cut short; download the model again"
        raise BadInput(message)
    return volume


def _volume(shape: list[int]) -> int:
    volume = 1
    for side in shape:
        volume *= side
    return volume


_HASHED: dict[tuple[Path, int, int], str] = {}
"""Gigabytes are hashed once a process, as long as size and time of change stay."""


def _file_hash(path: Path, size: int, changed: int) -> str:
    key = (path, size, changed)
    if key not in _HASHED:
        with path.open("rb") as file:
            _HASHED[key] = file_digest(file, "sha256").hexdigest()
    return _HASHED[key]
