"""`wearable-coach export`: a tuned model as other programs open it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, get_args

import typer

from wearable_coach.cli.workflow import (
    OutOption,
    StoreOption,
    need_workflow,
    open_named_store,
    place_name,
    tell,
)
from wearable_coach.errors import BadInput


def export(  # noqa: PLR0913 - one option each
    name: Annotated[str, typer.Argument(help="A model that was tuned on this machine.")],
    *,
    to: Annotated[
        str,
        typer.Option(
            help="adapter (peft), merged (transformers, vLLM), gguf (llama.cpp) or ollama."
        ),
    ] = "adapter",
    into: Annotated[
        Path | None,
        typer.Option(
            help="Folder to write, not there yet; of gguf the file. Default: ./NAME-TO.",
            show_default=False,
        ),
    ] = None,
    base_model: Annotated[
        str | None, typer.Option(help="Folder of the base it was tuned on, where that moved.")
    ] = None,
    base_name: Annotated[
        str,
        typer.Option(
            help="What adapter_config.json names as the base: its name at the Hub, or a path. Default: the Hub's where that is known, else where the base lies."
        ),
    ] = "",
    licence: Annotated[
        str,
        typer.Option(
            "--license", help="Licence in the card, as the Hub spells it, e.g. apache-2.0."
        ),
    ] = "",
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Write a tuned model so that other programs open it, with its card and the template it was trained with.

    adapter: peft's AutoPeftModelForCausalLM opens it beside its base. merged: one model, which transformers and vLLM
    open. gguf: by llama.cpp's converter. ollama: a merged folder with a Modelfile. Each answers greedily with the
    words that the product has, to the rounding of its number format. Prints what was written.

    Exit code 0: written. 2: the model is not here or was changed, the folder is there already, or a tool is missing.

    Examples:

      wearable-coach export coach-local-1a2b3c4d5e6f

      wearable-coach export coach-local-1a2b3c4d5e6f --to merged --into served
    """
    place = place_name(out, store)
    need_workflow("export")
    from flows.compositions.publishing import Form  # noqa: PLC0415 - the workflow, when needed

    form = next((known for known in get_args(Form) if known == to), None)
    if form is None:
        message = f"to: got {to!r}; need {', '.join(get_args(Form))}"
        raise BadInput(message)
    written = write_model(
        place,
        name,
        form,
        into or Path(f"{name}-{to}"),
        base_model,
        base_name=base_name,
        licence=licence,
    )
    tell(f"{name} as {to}: {written}")
    sys.stdout.write(f"{written}\n")


def write_model(  # noqa: PLR0913 - what a command was given
    place: str,
    name: str,
    form: str,
    folder: Path,
    base_model: str | None,
    *,
    base_name: str = "",
    licence: str = "",
    travels: bool = False,
) -> Path:
    """Write a model of a store into a folder.

    Raises:
        BadInput: it is not there, or lies at an endpoint.
    """
    from flows.compositions.publishing import ExportRequest, export_model  # noqa: PLC0415
    from flows.openers.chat_models import BASE_VARIABLE, serving_of  # noqa: PLC0415 - the workflow, when needed
    from wearable_coach.chat.served import LocalAdapter  # noqa: PLC0415
    from wearable_coach.input_files import expanded  # noqa: PLC0415
    from wearable_coach.store.home import home_folder  # noqa: PLC0415

    opened = open_named_store(place)
    moved = {BASE_VARIABLE: base_model} if base_model is not None else {}
    serving = serving_of(name, store=opened, environment={**os.environ, **moved})
    if not isinstance(serving, LocalAdapter):
        message = f"model: {name} lies at its endpoint, and its weights are not here; name a model that was tuned on this machine"
        raise BadInput(message)
    if base_model is not None:
        serving = serving.model_copy(update={"base": base_model})
    request = ExportRequest(
        store=opened,
        serving=serving,
        form=form,  # type: ignore[arg-type]
        folder=expanded(folder).absolute(),
        cache=home_folder(os.environ) / "adapters",
        environment=os.environ,
        base_name=base_name,
        licence=licence,
        travels=travels,
    )
    return export_model(request)
