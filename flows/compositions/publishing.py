"""Giving a model or a dataset to others: at the terminal alone, no flow does it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from backends.hub import RepoKind, check_push, push_folder
from backends.local.base_model import hub_name
from backends.local.export.new_folder import new_folder
from backends.local.export.tuned import Tuned, open_tuned
from backends.local.preflight import packages_check
from wearable_coach.chat.served import LocalAdapter
from wearable_coach.dataset.taught import prompts_in
from wearable_coach.errors import BadInput
from wearable_coach.evaluation.shelf import latest_evaluation
from wearable_coach.finetuning.datasets import manifest_of, named_version
from wearable_coach.publishing.dataset_folder import GivenForms, dataset_files
from wearable_coach.publishing.model_card import ModelFacts, model_card
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.store import Missing, Store
from wearable_coach.store.datasets import read_manifest

Form = Literal["adapter", "merged", "gguf", "ollama"]


class ExportRequest(NamedTuple):
    """Which model is exported, as what, into which folder."""

    store: Store
    serving: LocalAdapter
    form: Form
    folder: Path
    cache: Path
    """Where an adapter of a store elsewhere is put."""
    environment: Mapping[str, str]
    base_name: str = ""
    licence: str = ""
    travels: bool = False
    """Whether the folder goes elsewhere, so that no path of this machine may stand in it."""


def export_model(request: ExportRequest) -> Path:
    """Write a tuned model as another program opens it; return the folder or the file.

    Raises:
        BadInput: model, folder or a tool is not there or cannot be used.
    """
    packages = packages_check()
    if not packages.ok:
        message = f"packages: {packages.message}"
        raise BadInput(message)
    tuned = open_tuned(request.serving, store=request.store, cache=request.cache)
    return _written(request, tuned)


def write_dataset_folder(store: Store, version: str, folder: Path, wishes: GivenForms) -> str:
    """Write a dataset version as a folder in the Hub's layout; return which version it is.

    Raises:
        BadInput: it is not there, is damaged, or rests on days that may not be given away.
    """
    name = named_version(store, version)
    manifest = manifest_of(store, name)
    with new_folder(folder) as partial:
        for file in dataset_files(store, name, manifest, wishes):
            path = partial / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.data)
    return name


def look_at_push(name: str) -> None:
    """Look whether a push could begin, before anything is written for it.

    Raises:
        BadInput: the name is none, the client is not installed, or nobody is logged in.
    """
    check_push(name)


def push(folder: Path, name: str, kind: RepoKind, *, public: bool) -> str:
    """Push a folder to the Hub; return the commit's address.

    Raises:
        BadInput: nobody is logged in, or the Hub refuses it.
        TransientError: the Hub could not be reached.
    """
    return push_folder(folder, name, kind=kind, public=public)


def _written(request: ExportRequest, tuned: Tuned) -> Path:
    def card(base: str) -> str:
        return model_card(_facts(request, tuned, base))

    if request.form == "adapter":
        from backends.local.export.adapter_out import export_adapter  # noqa: PLC0415

        export_adapter(
            tuned,
            request.folder,
            card=card,
            base_name=request.base_name,
            travels=request.travels,
        )
    elif request.form == "merged":
        from backends.local.export.merged_out import export_merged  # noqa: PLC0415

        export_merged(tuned, request.folder, card=card)
    elif request.form == "ollama":
        from backends.local.export.ollama_out import export_ollama  # noqa: PLC0415

        export_ollama(tuned, request.folder, system=_system(request.store, tuned), card=card)
    else:
        from backends.local.export.gguf_out import export_gguf  # noqa: PLC0415

        return export_gguf(tuned, request.folder, environment=request.environment)
    return request.folder


def _system(store: Store, tuned: Tuned) -> str:
    """Return the system prompt of the free questions that a model was tuned on."""
    manifest = _manifest(store, tuned.description)
    version = str(tuned.description.get("dataset_version", ""))
    prompts = prompts_in(manifest, version) if manifest else PRODUCT_PROMPTS
    return prompts.of("coaching")


def _facts(request: ExportRequest, tuned: Tuned, base: str) -> ModelFacts:
    known = hub_name(tuned.base.folder)
    called = request.base_name or (known.name if known else base)
    return ModelFacts(
        name=tuned.name,
        form=request.form,
        base=tuned.base.folder.name if not called or Path(called).is_absolute() else called,
        base_identity=tuned.adapter.base_model,
        is_tiny=tuned.base.is_tiny,
        licence=request.licence,
        dtype=tuned.dtype,
        description=tuned.description,
        evaluation=latest_evaluation(request.store, tuned.name),
        dataset=_manifest(request.store, tuned.description),
    )


def _manifest(store: Store, description: Mapping[str, Any]) -> dict[str, Any] | None:
    version = str(description.get("dataset_version", ""))
    try:
        return read_manifest(store, version) if version else None
    except (Missing, ValueError):
        return None
