"""What every chat model offers, be it an endpoint or an adapter in this process."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from pydantic import Field

from wearable_coach.chat.faults import FaultKind
from wearable_coach.chat.identity import ServedIdentity
from wearable_coach.errors import CoachError, TransientError
from wearable_coach.records import Message, Record

Conversation = Sequence[Message]
"""A system prompt and turns; the last is a user's."""


class ModelUnreachable(TransientError):
    """The model did not answer in time or at all, after its own retries."""

    kind: FaultKind = "unreachable"


class ModelThrottled(ModelUnreachable):
    """The model is there, and turned the question away for too many requests, after its own retries."""

    kind = "throttled"


class AnswerRefused(CoachError):
    """The question was taken and will not be answered: a filter, too long a prompt."""

    kind: FaultKind = "refused"


class AnswerEmpty(AnswerRefused):
    """The model answered, and said nothing, each time."""

    kind = "empty"


class AnswerDeclined(AnswerRefused):
    """The model itself says that it will not answer."""

    kind = "declined"


class Prices(Record):
    """What tokens cost."""

    prompt_per_million: Decimal = Field(description="A million tokens of questions [currency]")
    answer_per_million: Decimal = Field(description="A million tokens of answers [currency]")
    currency: str = "USD"


class Answer(Record):
    """What a model said to one conversation."""

    text: str
    prompt_tokens: int | None = Field(None, description="Tokens asked, where the model counts them")
    answer_tokens: int | None = Field(None, description="Tokens said, where the model counts them")
    latency_s: float = Field(description="From asking to the whole answer, retries apart [s]")
    ended: bool = Field(
        default=True, description="Whether the model ended it, and not the token limit"
    )
    said_model: str | None = Field(
        None, description="Which model the endpoint says that it asked, where it says so"
    )
    system_fingerprint: str | None = Field(
        None, description="What the endpoint says of the software behind it, where it says so"
    )


class ChatModel(Protocol):
    """A model that can be asked; every member may be used from several threads."""

    @property
    def name(self) -> str:
        """Name for people and reports."""

    @property
    def fingerprint(self) -> str:
        """Hash of all that decides the answers: where it is, which weights, which settings.

        Two models of one fingerprint give the same answers; stored answers are found by it. No
        secret goes into it.
        """

    @property
    def prices(self) -> Prices | None:
        """What its tokens cost; None where they cost nothing or it is not known."""

    @property
    def workers(self) -> int:
        """How many threads may ask at once."""

    @property
    def batch_size(self) -> int:
        """How many conversations one call should hold: 1 for an endpoint."""

    def answer(
        self, conversations: Sequence[Conversation], *, timeout_s: float | None = None
    ) -> list[Answer]:
        """Answer conversations, in their order.

        Args:
            conversations: At most `batch_size`.
            timeout_s: For the whole call; the model's own if None [s].

        Raises:
            ModelUnreachable: it did not answer; asking later may help.
            AnswerRefused: it will not answer this one.
            BadInput: the key is wrong, the model is not there, or the settings do not fit.
        """

    def close(self) -> None:
        """Let go of connections and memory."""


class IdentifiedModel(Protocol):
    """A chat model that knows which model it is; those of others need not."""

    @property
    def identity(self) -> ServedIdentity | None:
        """What decides its answers, as records keep it; None where nobody has said."""


def identity_of(model: object) -> ServedIdentity | None:
    """Return which model it is, where it knows."""
    found = getattr(model, "identity", None)
    return found if isinstance(found, ServedIdentity) else None
