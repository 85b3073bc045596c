"""The steps of giving a model or a dataset to others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from backends.local.base_model import hub_name
from backends.local.export.tuned import Tuned, open_tuned
from backends.local.preflight import packages_check
from tasks.policy import ONCE, step
from wearable_coach.chat.served import LocalAdapter
from wearable_coach.errors import BadInput
from wearable_coach.evaluation.shelf import latest_evaluation
from wearable_coach.publishing.model_card import ModelFacts, model_card
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


@step("export-model", ONCE)
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
    else:
        from backends.local.export.merged_out import export_merged  # noqa: PLC0415

        export_merged(tuned, request.folder, card=card)
    return request.folder


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
