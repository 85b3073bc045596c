"""A block of the Prefect server by its name, or one line that says why not."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import httpx
from pydantic import ValidationError

from flows.prefect_api.reaching import reach_prefect, tell_on_stderr
from wearable_coach.errors import BadInput, TransientError


def load_block(kinds: Sequence[str], name: str, *, field: str, what: str) -> Any:  # noqa: ANN401 - of one of the kinds
    """Load the block of a name that is of one of these kinds; the first that has it.

    Prefect is imported here and not before: the server that it is reached through may take a while.

    Args:
        kinds: Kinds to look among, by the names of their classes in `blocks`.
        name: The block's name.
        field: What the name was given as, for messages.
        what: What such a block is called in the Prefect UI, for messages.

    Raises:
        BadInput: there is none, or what it holds is no such block's; its values are not told.
        NoPrefect: there is no Prefect API.
        TransientError: Prefect is out of reach by now.
    """
    if not _in_a_run():
        reach_prefect(tell_on_stderr())
    from prefect.exceptions import PrefectHTTPStatusError  # noqa: PLC0415 - takes seconds

    import blocks  # noqa: PLC0415 - imports Prefect

    for kind in kinds:
        try:
            return getattr(blocks, kind).load(name)
        except ValueError:
            continue
        except RuntimeError as error:
            if not isinstance(error.__cause__, ValidationError):
                raise
            found = error.__cause__.errors()
            wrong = ", ".join(sorted({str(e["loc"][0]) for e in found if e["loc"]}))
            message = f"{field}: block {name!r} holds what it cannot hold ({wrong}); save it anew in the Prefect UI"
            raise BadInput(message) from None
        except (httpx.HTTPError, PrefectHTTPStatusError, OSError) as error:
            message = f"{field}: block {name!r} could not be read ({type(error).__name__}); start Prefect first"
            raise TransientError(message) from None
    message = f"{field}: there is no {what} block named {name!r}; make it in the Prefect UI"
    raise BadInput(message)


def _in_a_run() -> bool:
    """Say whether a run goes on here: then there is a Prefect API, and one that is silent just now is asked again."""
    context = sys.modules.get("prefect.context")
    return context is not None and context.FlowRunContext.get() is not None
