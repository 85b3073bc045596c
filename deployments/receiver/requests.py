"""What a webhook may ask for: which data, how to train, and why; never where."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AwareDatetime, Field, StringConstraints, ValidationError

from wearable_coach.errors import BadInput
from wearable_coach.finetuning.datasets import LATEST
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.records import Record

_DATASET = r"^(latest|[0-9]{8}-[0-9a-f]{12})$"
_ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
_MOST_ERRORS, _LONGEST = 8, 80


class RetrainData(Record):
    """The parameters of a retrain run that a sender may choose."""

    dataset: Annotated[str, StringConstraints(pattern=_DATASET)] = LATEST
    refresh: Literal["never", "when_missing", "always"] = "when_missing"
    hyperparameters: Hyperparameters = Hyperparameters()
    reason: Annotated[str, StringConstraints(max_length=300, pattern=_ONE_LINE)] = ""
    again: bool = False

    def parameters(self) -> dict[str, Any]:
        """Return the parameters of the flow."""
        return self.model_dump(mode="json")


class RetrainRequested(Record):
    """The body of a delivery."""

    type: Literal["retrain.requested"]
    timestamp: AwareDatetime | None = Field(None, description="When it happened; not used")
    data: RetrainData = RetrainData()


class WrongRequest(NamedTuple):
    """A field that cannot be used, and why; its value is not told."""

    field: str
    error: str


class BadBody(BadInput):
    """A body that is not what a webhook may ask for."""

    def __init__(self, wrong: list[WrongRequest]) -> None:
        """Say which fields are wrong."""
        super().__init__("; ".join(f"{w.field}: {w.error}" for w in wrong))
        self.wrong = wrong


def read_request(body: bytes) -> RetrainRequested:
    """Read a body.

    Raises:
        BadBody: it is no JSON, or a field is unknown, missing or out of bounds.
    """
    try:
        return RetrainRequested.model_validate_json(body, strict=True)
    except ValidationError as error:
        found = error.errors(include_input=False, include_context=False, include_url=False)
        wrong = [WrongRequest(_field(e["loc"]), e["msg"]) for e in found[:_MOST_ERRORS]]
        raise BadBody(wrong) from None


def _field(steps: tuple[int | str, ...]) -> str:
    name = ".".join(map(str, steps)) or "body"
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
