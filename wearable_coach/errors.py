"""The error tree: the type decides what happens next (retry, reject, stop).

Every message is one line that names the field, the value and the remedy.
"""


class CoachError(Exception):
    """Anything this project raises on purpose; what is no `Refusal` ends the command line with 2."""


class Refusal(CoachError):
    """The answer is no: a result, not a fault. The command line exits with 1."""


class BadInput(CoachError):
    """What the user gave cannot be used; nothing was written. The command line exits with 2."""


class RecipeUnmet(BadInput):
    """A recipe asks for more than its sources or its own shares can give."""


class StoreConflict(BadInput):
    """The store already holds other content under the same name, or cannot be written."""


class TransientError(CoachError):
    """A fault that may pass: the only error worth a retry."""


class GateRejected(Refusal):
    """The dataset did not pass its gate."""
