"""The error tree: the type decides what happens next (retry, reject, stop).

Every message is one line that names the field, the value and the remedy. Nothing is decided by its words:
what a caller must know is an attribute.
"""

from __future__ import annotations

from functools import partial


class CoachError(Exception):
    """Anything this project raises on purpose; what is no `Refusal` ends the command line with 2."""


class Refusal(CoachError):
    """The answer is no: a result, not a fault. The command line exits with 1."""


class BadInput(CoachError):
    """What the user gave cannot be used; nothing was written. The command line exits with 2."""


class BadField(BadInput):
    """What was given under one name cannot be used: the name, and apart from it what is wrong."""

    def __init__(self, about: str, what: str) -> None:
        """Say `what` is wrong with what `about` names."""
        super().__init__(f"{about}: {what}")
        self.about, self.what = about, what

    def __reduce__(self) -> tuple[type[BadField], tuple[str, str]]:
        """Come back whole from another process."""
        return type(self), (self.about, self.what)


class RecipeUnmet(BadInput):
    """A recipe asks for more than its sources or its own shares can give."""


class StoreConflict(BadInput):
    """The store already holds other content under the same name, or cannot be written."""


class TransientError(CoachError):
    """A fault that may pass: the only error worth a retry."""


class GateRejected(Refusal):
    """The dataset did not pass its gate."""

    def __init__(self, message: str, *, refused: str = "") -> None:
        """Say why, and under which key of the store the whole of it lies, as ``refused/NAME``."""
        super().__init__(message)
        self.refused = refused

    def __reduce__(self) -> tuple[partial[GateRejected], tuple[str]]:
        """Come back whole from another process."""
        return partial(type(self), refused=self.refused), (str(self),)
