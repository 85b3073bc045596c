"""A file for llama.cpp, by its own converter: `convert_hf_to_gguf.py`, which comes with its source alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from backends.local.export.merged_out import need_memory, write_merged
from backends.local.export.tuned import Tuned
from wearable_coach.errors import BadInput

LLAMA_CPP = "WEARABLE_COACH_LLAMA_CPP"
"""Folder of a checkout of llama.cpp, which has the converter."""
_NAMES = ("convert_hf_to_gguf.py", "convert-hf-to-gguf")
_HOW = f"clone github.com/ggml-org/llama.cpp, or run `python3 -m pip download --no-deps --no-binary llama-cpp-python llama-cpp-python` and unpack its vendor/llama.cpp; set {LLAMA_CPP} to that folder, and run `python3 -m pip --python .venv/bin/python install sentencepiece`"
_LIBRARY = "gguf-py"
"""Of a checkout, the converter's own library, which knows more than the package gguf of an index."""
_SENTENCEPIECE = "tokenizer.model"
_KINDS = {"float32": "f32", "bfloat16": "bf16"}
_MOST_S = 4 * 3600


def export_gguf(tuned: Tuned, target: Path, *, environment: Mapping[str, str]) -> Path:
    """Merge the model, have it converted, and return the file.

    Args:
        tuned: The model.
        target: The file; with no ``.gguf`` at its end, a file of that name in it as a folder.
        environment: Says where llama.cpp lies.

    Raises:
        BadInput: the converter is not installed or refuses the model, or the file is there already.
    """
    converter = find_converter(environment)
    file = target if target.suffix == ".gguf" else target / f"{tuned.name}.gguf"
    if file.exists():
        message = f"file: {file} is there already; name another, or move it away"
        raise BadInput(message)
    need_memory(tuned)
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with TemporaryDirectory(prefix=".gguf-", dir=file.parent) as folder:
            made = _converted(tuned, Path(folder), converter)
            made.replace(file)
    finally:
        with suppress(OSError):  # it is not empty where there is a file
            file.parent.rmdir()
    return file


def _converted(tuned: Tuned, folder: Path, converter: Sequence[str]) -> Path:
    merged, made = folder / tuned.name, folder / f"{tuned.name}.gguf"
    merged.mkdir()
    write_merged(tuned, merged)
    give_sentencepiece(tuned.base.folder, merged)
    command = [*converter, str(merged), "--outfile", str(made), "--outtype", _KINDS[tuned.dtype]]
    done = subprocess.run(  # noqa: S603 - the converter that the user installed
        command, capture_output=True, text=True, check=False, timeout=_MOST_S
    )
    if done.returncode or not made.is_file():
        last = (done.stderr.strip().splitlines() or ["it wrote nothing"])[-1]
        message = f"gguf: {Path(converter[-1]).name} refuses the model ({last[:200]}); update llama.cpp, or take --to ollama or merged"
        raise BadInput(message)
    return made


def give_sentencepiece(base: Path, merged: Path) -> None:
    """Put the base's SentencePiece model beside its tokenizer, where it has one.

    Without it the converter writes every piece with the same score, and llama.cpp cuts words otherwise.
    """
    if (base / _SENTENCEPIECE).is_file():
        shutil.copyfile(base / _SENTENCEPIECE, merged / _SENTENCEPIECE)


def find_converter(environment: Mapping[str, str]) -> list[str]:
    """Return the command that converts.

    Raises:
        BadInput: there is none, or what it needs is missing.
    """
    if folder := environment.get(LLAMA_CPP):
        script = Path(folder) / _NAMES[0]
        if not script.is_file():
            message = f"{LLAMA_CPP}: there is no {script}; {_HOW}"
            raise BadInput(message)
        if not (script.parent / _LIBRARY).is_dir():
            message = f"{LLAMA_CPP}: there is no {script.parent / _LIBRARY}; {_HOW}"
            raise BadInput(message)
        if find_spec("sentencepiece") is None:
            message = f"gguf: the package sentencepiece is not installed; {_HOW}"
            raise BadInput(message)
        return [sys.executable, str(script)]
    if found := next(filter(None, map(shutil.which, _NAMES)), None):
        return [found]
    message = f"gguf: llama.cpp's converter is not installed; {_HOW}"
    raise BadInput(message)
