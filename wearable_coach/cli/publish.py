"""`wearable-coach publish`: a dataset or a model as a folder in the Hub's layout, and at the Hub."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from wearable_coach.cli.export import write_model
from wearable_coach.cli.workflow import (
    OutOption,
    StoreOption,
    need_workflow,
    open_named_store,
    place_name,
    tell,
)
from wearable_coach.errors import BadInput
from wearable_coach.input_files import expanded

_DATASET, _MODEL = "dataset", "model"


def publish(  # noqa: PLR0913 - one option each
    what: Annotated[str, typer.Argument(help="dataset or model.")],
    name: Annotated[
        str, typer.Argument(help="A dataset version, or latest; a model tuned on this machine.")
    ],
    *,
    to: Annotated[Path, typer.Option(help="Folder to write, not there yet.", show_default=False)],
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            help="dataset: another form besides messages: sharegpt, alpaca. May be given twice.",
            show_default=False,
        ),
    ] = None,
    pairs: Annotated[
        bool,
        typer.Option(
            "--pairs",
            help="dataset: preference pairs for DPO too: each an accepted answer against a false one, and why.",
        ),
    ] = False,
    real_days: Annotated[
        bool,
        typer.Option(
            "--with-real-days", help="dataset: even where rows rest on real people's days."
        ),
    ] = False,
    merged: Annotated[
        bool, typer.Option("--merged", help="model: merged with its base, not the adapter.")
    ] = False,
    base_model: Annotated[
        str | None, typer.Option(help="model: folder of its base, where that moved.")
    ] = None,
    base_name: Annotated[
        str, typer.Option(help="model: its base's name at the Hub, where it is not known.")
    ] = "",
    licence: Annotated[
        str, typer.Option("--license", help="Licence in the card, as the Hub spells it.")
    ] = "",
    push: Annotated[
        str,
        typer.Option(
            help="Push to this repository of the Hub (OWNER/NAME), as whoever is logged in.",
            show_default=False,
        ),
    ] = "",
    public: Annotated[
        bool, typer.Option("--public", help="A repository that --push makes is open to all.")
    ] = False,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Write a dataset version or a tuned model as a folder in the Hub's layout: card with its head, files, hashes.

    A dataset comes with all that its version has, a Croissant file, and the forms that are wanted. A model comes with
    what it was made of, its values, its scores with n and intervals, its limits and its licence. Nothing goes anywhere
    without --push. Prints the folder, with --push the commit's address.

    Exit code 0: written. 2: it is not here or is damaged, may not be given away, or the Hub refuses it.

    Examples:

      wearable-coach publish dataset latest --to my-dataset --format sharegpt --pairs

      wearable-coach publish model coach-local-1a2b3c4d5e6f --to my-model --push me/coach
    """
    place = place_name(out, store)
    if what not in {_DATASET, _MODEL}:
        message = f"what: got {what!r}; need {_DATASET} or {_MODEL}"
        raise BadInput(message)
    need_workflow("publish")
    if push:
        from flows.compositions.publishing import look_at_push  # noqa: PLC0415 - the workflow, when needed

        look_at_push(push)
    if what == _MODEL:
        _refuse(_MODEL, {"--format": formats, "--pairs": pairs, "--with-real-days": real_days})
        write_model(
            place, name, "merged" if merged else "adapter", to, base_model,
            base_name=base_name, licence=licence, travels=True,
        )  # fmt: skip
        tell(f"{name}: {to}")
    else:
        _refuse(
            _DATASET, {"--merged": merged, "--base-model": base_model, "--base-name": base_name}
        )
        tell(
            f"{_dataset(place, name, to, formats or [], licence, pairs=pairs, real_days=real_days)}: {to}"
        )
    if push:
        from flows.compositions.publishing import push as push_it  # noqa: PLC0415

        at = push_it(expanded(to), push, "model" if what == _MODEL else "dataset", public=public)
        sys.stdout.write(f"{at}\n")
    else:
        sys.stdout.write(f"{to}\n")


def _dataset(  # noqa: PLR0913 - what the command was given
    place: str,
    name: str,
    to: Path,
    formats: list[str],
    licence: str,
    *,
    pairs: bool,
    real_days: bool,
) -> str:
    from flows.compositions.publishing import write_dataset_folder  # noqa: PLC0415 - the workflow, when needed
    from wearable_coach.publishing.chat_formats import FORMATS  # noqa: PLC0415
    from wearable_coach.publishing.dataset_folder import GivenForms  # noqa: PLC0415

    if unknown := [f for f in formats if f not in FORMATS]:
        message = f"format: got {unknown[0]!r}; need {' or '.join(FORMATS)}"
        raise BadInput(message)
    wishes = GivenForms(
        tuple(known for known in FORMATS if known in formats), pairs, licence, real_days
    )
    return write_dataset_folder(open_named_store(place), name, expanded(to).absolute(), wishes)


def _refuse(what: str, given: dict[str, object]) -> None:
    """Stop where an option is given that the other kind alone has."""
    if named := next((option for option, value in given.items() if value), None):
        message = f"{named}: not of a {what}; leave it out"
        raise BadInput(message)
