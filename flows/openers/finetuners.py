"""Opening the backend of a job by its name: on this machine, at Azure, at Foundry, or a Prefect block."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from backends.local.base_model import TINY
from tasks.policy import PATIENT, step
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.contract import FineTuner
from wearable_coach.input_files import expanded
from wearable_coach.store import LocalStore, Store
from wearable_coach.store.home import home_folder

LOCAL, AZURE, FOUNDRY, BLOCK = "local", "azure", "foundry", "block:"
_BASE_VARIABLE = "WEARABLE_COACH_LOCAL_BASE_MODEL"
JOBS_FOLDER = "local-jobs"


class TunerChoices(NamedTuple):
    """What a person may choose of a backend; None leaves it to the environment or the default."""

    base_model: str | None = None
    route: str | None = None
    allow_unhonoured: bool = False
    max_cost: float | None = None
    prices: Path | None = None
    qlora: bool = False

    def azure_settings(self) -> dict[str, str]:
        """Return what was chosen as settings of the Azure fine-tuner, by name.

        Raises:
            BadInput: QLoRA was chosen, which is of this machine alone.
        """
        if self.qlora:
            message = "qlora: is of --backend local alone, where the card is yours; leave it out"
            raise BadInput(message)
        chosen = {
            "base_model": self.base_model,
            "route": self.route,
            "on_unhonoured": "warn" if self.allow_unhonoured else None,
            "max_cost": None if self.max_cost is None else str(self.max_cost),
            "prices": None if self.prices is None else str(self.prices.absolute()),
        }
        return {name: value for name, value in chosen.items() if value is not None}

    def foundry_settings(self) -> dict[str, str]:
        """Return what was chosen as settings of the Foundry fine-tuner, by name.

        Raises:
            BadInput: a route was chosen, of which Foundry has none.
        """
        if self.route is not None:
            message = f"route: got {self.route!r}; only --backend azure has routes, leave it out"
            raise BadInput(message)
        return self.azure_settings()


_NOTHING_CHOSEN = TunerChoices()


@step("open-backend", PATIENT)
def open_finetuner(
    name: str,
    *,
    store: Store,
    environment: Mapping[str, str],
    today: date,
    choices: TunerChoices = _NOTHING_CHOSEN,
) -> FineTuner:
    """Open ``local``, ``local:FOLDER`` (a base model), ``azure``, ``foundry`` or ``block:NAME``.

    Raises:
        BadInput: there is no such backend, or its settings are missing or wrong.
    """
    backend, _, folder = name.partition(":")
    if backend == LOCAL:
        return _local(store, environment, choices, folder)
    if name == AZURE:
        return _azure(environment, choices, today)
    if name == FOUNDRY:
        return _foundry(environment, choices, today)
    if name.startswith(BLOCK):
        return _block(name.removeprefix(BLOCK), today)
    message = (
        f"backend: got {name!r}; need {LOCAL}, {LOCAL}:FOLDER, {AZURE}, {FOUNDRY} or {BLOCK}NAME"
    )
    raise BadInput(message)


def opener(
    store: Store, environment: Mapping[str, str], *, today: date
) -> Callable[[str], FineTuner]:
    """Return a function that opens each backend once, for a round over many jobs."""
    known: dict[str, FineTuner] = {}

    def open_once(name: str) -> FineTuner:
        if name not in known:
            known[name] = open_finetuner(name, store=store, environment=environment, today=today)
        return known[name]

    return open_once


def name_to_reopen(
    name: str, *, environment: Mapping[str, str], choices: TunerChoices = _NOTHING_CHOSEN
) -> str:
    """Return the name by which a watcher opens a backend again, with the same base model."""
    backend, _, folder = name.partition(":")
    if backend != LOCAL:
        return name
    base = _base(folder, environment, choices)
    return f"{LOCAL}:{base if base == TINY else expanded(Path(base)).absolute()}"


def _base(folder: str, environment: Mapping[str, str], choices: TunerChoices) -> str:
    return choices.base_model or folder or environment.get(_BASE_VARIABLE) or TINY


def _local(
    store: Store, environment: Mapping[str, str], choices: TunerChoices, folder: str
) -> FineTuner:
    from backends.local.finetuner import LocalFineTuner, LocalOptions  # noqa: PLC0415 - when needed

    home = store.folder if isinstance(store, LocalStore) else home_folder(environment)
    return LocalFineTuner(
        home / JOBS_FOLDER,
        base=_base(folder, environment, choices),
        options=LocalOptions(quantize=choices.qlora, warn_only=choices.allow_unhonoured),
    )


def _azure(environment: Mapping[str, str], choices: TunerChoices, today: date) -> FineTuner:
    from backends.azure.finetuner import AzureFineTuner  # noqa: PLC0415 - when needed
    from backends.azure.settings import VARIABLES  # noqa: PLC0415

    chosen = {VARIABLES[name]: value for name, value in choices.azure_settings().items()}
    return AzureFineTuner.from_environment({**environment, **chosen}, today=today)


def _foundry(environment: Mapping[str, str], choices: TunerChoices, today: date) -> FineTuner:
    from backends.azure.foundry.finetuner import FoundryFineTuner  # noqa: PLC0415 - when needed
    from backends.azure.foundry.settings import FOUNDRY_VARIABLES  # noqa: PLC0415

    chosen = {FOUNDRY_VARIABLES[name]: v for name, v in choices.foundry_settings().items()}
    return FoundryFineTuner.from_environment({**environment, **chosen}, today=today)


def _block(name: str, today: date) -> FineTuner:
    """Load a fine-tuner block of any kind."""
    from flows.openers.blocks import load_block  # noqa: PLC0415 - imports httpx

    kinds = ("LocalTraining", "AzureFineTuning", "FoundryFineTuning")
    found = load_block(kinds, name, field="backend", what="fine-tuner")
    from blocks import LocalTraining  # noqa: PLC0415 - Prefect is there by now

    dated = not isinstance(found, LocalTraining)
    tuner: FineTuner = found.open(today=today) if dated else found.open()
    return tuner
