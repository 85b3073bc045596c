"""Promoting what was evaluated: only what the rule allows, or what a person answers for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from wearable_coach.chat.served import Serving, reached_alike, same_model
from wearable_coach.chat.sightings import as_described
from wearable_coach.errors import BadInput, Refusal
from wearable_coach.evaluation.evaluation import Evaluation, ModelResult
from wearable_coach.evaluation.shelf import latest_evaluation
from wearable_coach.promotion.fencing import fenced
from wearable_coach.promotion.pointer import RULES, Change, Entry, promote
from wearable_coach.store import Store


class NotPromoted(Refusal):
    """The rule says hold or reject."""


class Overtaken(Refusal):
    """What is served is no longer what the candidate was compared with."""


Reached = Callable[[str, Serving | None], Serving | None]
"""Tells how a server reaches a model, from its name and how it was reached when evaluated."""


def _as_evaluated(_name: str, serving: Serving | None) -> Serving | None:
    return serving


def promote_evaluated(  # noqa: PLR0913 - what the audit keeps
    store: Store,
    name: str,
    *,
    at: datetime,
    by: str,
    reason: str = "",
    override: str = "",
    reached: Reached = _as_evaluated,
    fence: bool | None = None,
) -> tuple[Entry, bool]:
    """Put a model into service by its last evaluation.

    Args:
        store: Where evaluation and pointer lie.
        name: The model.
        at: Now.
        by: Who promotes it.
        reason: Why.
        override: Why it is promoted against the rule; empty keeps to the rule.
        reached: Tells how a server reaches it; as it was evaluated by default.
        fence: Whether its answers pass the last fence; None leaves it to the rule of the evaluation.

    Raises:
        BadInput: it was never evaluated, nothing says how it is reached, no server could, or the rows that
            it was trained on cannot be read.
        NotPromoted: the rule says hold or reject, and there is no override.
        Overtaken: another model is served than it was compared with, and there is no override.
    """
    found = latest_evaluation(store, name)
    if found is None or found.candidate != name:
        message = f"promote: {name!r} has no evaluation in this store; run `wearable-coach evaluate {name}` first"
        raise BadInput(message)
    return promote_evaluation(
        store, found, at=at, by=by, reason=reason, override=override, reached=reached, fence=fence
    )


def promote_evaluation(  # noqa: PLR0913 - what the audit keeps
    store: Store,
    found: Evaluation,
    *,
    at: datetime,
    by: str,
    reason: str = "",
    override: str = "",
    reached: Reached = _as_evaluated,
    fence: bool | None = None,
) -> tuple[Entry, bool]:
    """Put the candidate of an evaluation into service. Arguments and errors as `promote_evaluated`."""
    decision = found.decision
    if decision.verdict != "promote" and not override:
        first = decision.unmet[0].text if decision.unmet else ""
        message = f"promote: the rule says {decision.verdict} for {found.candidate}: {first}; nothing was changed"
        raise NotPromoted(message)
    serving = reached(found.candidate, found.models[0].serving)
    if serving is None:
        message = f"promote: nothing says how {found.candidate} is reached; evaluate it by a name that does"
        raise BadInput(message)
    why = f"against the rule ({decision.verdict}): {override}" if override else reason
    note = fenced(store, found.candidate, serving, when=found.rule.fence, wanted=fence)
    change = Change(
        found.candidate, serving, at, found.hrmax_formula, found.prompts, by, why, found.id, note
    )

    def met(now: Entry | None) -> None:
        if not override:
            _need_met(found, now)

    return promote(store, change, replaceable=met)


def _need_met(found: Evaluation, now: Entry | None) -> None:
    """Stop where the candidate was not compared with what is served.

    Raises:
        Overtaken: it was not.
    """
    served = None if now is None or now.model == RULES else now
    compared = found.model("served")
    if served is None and compared is None:
        return
    if served is not None and any(_is(one, served) for one in (found.models[0], compared)):
        return
    was, by_now = (
        compared.name if compared else "the rules",
        served.model if served else "nothing but the rules",
    )
    message = (
        f"promote: {found.candidate} was compared with {was}, and {by_now} answers by now; nothing was "
        f"changed; compare it with that: `wearable-coach evaluate {found.candidate}`"
    )
    raise Overtaken(message)


def _is(one: ModelResult | None, served: Entry) -> bool:
    """Say whether what was compared is what is served; by what it is, where both say that, not by name.

    How an endpoint was seen to answer does not count: what answered there was what was compared.
    """
    if one is None:
        return False
    mine, theirs = as_described(one.serving), as_described(served.serving)
    same = same_model(mine, theirs)
    if same is not None:
        return same
    return one.name == served.model or (mine is not None and reached_alike(mine, theirs))
