"""A round of `watch-finetuning` as a worker starts it: without Prefect where no job is open.

The deployment's command. There are 720 rounds a day, and importing Prefect costs four seconds of CPU. So
this looks at the ledger first. Where nothing is to be done it tells the server so, by the same states and
under the same rules as the engine would: Running, then Completed. In any other case (a job is open, the
store is elsewhere or cannot be read, the server says anything but yes) Prefect's engine takes this
process's place and does the whole of it.

Example:
    PREFECT__FLOW_RUN_ID=… python -m deployments.watch_round
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from deployments.plain_api import NoAnswer, PlainApi
from wearable_coach.errors import CoachError

if TYPE_CHECKING:
    from wearable_coach.store import Store

RUN_VARIABLE = "PREFECT__FLOW_RUN_ID"
TOLD_TO = ("store", "prefect")
EVALUATION, EVALUATE = "evaluation", "/deployments/name/evaluate-model/evaluate"
"""The sinks of the flow, by name, and the deployment without which there is no third."""
SERVICE = "WEARABLE_COACH_SERVICE_URL"
"""Names the services that are asked; what asks them imports httpx."""
_ENGINE = (sys.executable, "-m", "prefect.engine")
_ACCEPTED = "ACCEPT"


class RoundAsked(NamedTuple):
    """The parameters of a run, as far as they are read here."""

    store: str = ""
    evaluate: bool = True


def asked_of(parameters: Mapping[str, Any]) -> RoundAsked | None:
    """Return the parameters of a run; None where the engine has to judge them."""
    if parameters.keys() - set(RoundAsked._fields):
        return None
    asked = RoundAsked(**parameters)
    plain = isinstance(asked.store, str) and isinstance(asked.evaluate, bool)
    return asked if plain else None


def nothing_to_do(
    asked: RoundAsked, environment: Mapping[str, str], api: PlainApi, now: datetime
) -> str | None:
    """Return in words that no job of the store is open; None where one is, or it is not for here to tell.

    Nor may a model deployment be other than it is wanted, or one that stands be due for its hourly look.

    Raises:
        CoachError, OSError: store or jobs cannot be read.
        NoAnswer: the server does not say whether evaluations are deployed.
    """
    from wearable_coach.finetuning.ledger import JobLedger  # noqa: PLC0415 - imports pydantic
    from wearable_coach.finetuning.polling import is_awaited  # noqa: PLC0415
    from wearable_coach.hosting.tending import is_tended  # noqa: PLC0415
    from wearable_coach.store.opening import (  # noqa: PLC0415
        open_folder,
        opens_in_checkout_alone,
    )

    if opens_in_checkout_alone(asked.store):
        return None
    store = open_folder(asked.store, environment=environment)
    jobs = JobLedger(store).jobs()
    if any(is_awaited(job, TOLD_TO) for job in jobs) or not is_tended(store, now):
        return None
    unstarted = asked.evaluate and any(is_awaited(job, (EVALUATION,)) for job in jobs)
    if unstarted and api.get(EVALUATE).body is not None:
        return None
    if _is_probe_due(store, environment, now) or _is_drift_due(store, environment, now):
        return None
    return f"nothing open: {len(jobs)} job{'' if len(jobs) == 1 else 's'} in the store, all ended"


def _is_probe_due(store: Store, environment: Mapping[str, str], now: datetime) -> bool:
    """Say whether what is served is to be asked whether it is what was promoted.

    Raises:
        CoachError: the pointer or a setting cannot be read: the engine meets that and tells it.
    """
    from wearable_coach.promotion.pointer import read_promoted  # noqa: PLC0415 - pydantic

    current = read_promoted(store).promoted.current
    if current is None or current.serving is None or current.serving.kind == "local":
        return False
    from wearable_coach.chat.probing import probe_every  # noqa: PLC0415 - with an endpoint alone
    from wearable_coach.promotion.probing import is_probe_due  # noqa: PLC0415

    return is_probe_due(store, at=now, every=probe_every(environment))


def _is_drift_due(store: Store, environment: Mapping[str, str], now: datetime) -> bool:
    """Say whether services are to be asked what they served.

    Raises:
        CoachError: the pointer, what was counted or a setting cannot be read: the engine meets that and tells it.
    """
    if not environment.get(SERVICE):
        return False
    from wearable_coach.drift.looking import is_look_due, served_every  # noqa: PLC0415 - where named

    return is_look_due(store, at=now, every=served_every(environment))


def is_over(environment: Mapping[str, str], api: PlainApi) -> bool:
    """Complete the run that a worker asks for, where nothing is to be done; say whether it is over.

    Raises:
        CoachError, OSError: store or jobs cannot be read.
        NoAnswer: the server does not answer.
    """
    run = environment.get(RUN_VARIABLE, "")
    found = api.get(f"/flow_runs/{run}").body
    if found and found["state_type"] == "CANCELLED":
        return True  # the engine would run it nevertheless
    is_ours = found and found["state_type"] == "PENDING"
    asked = asked_of(found["parameters"]) if is_ours else None
    words = asked and nothing_to_do(asked, environment, api, datetime.now(UTC))
    if words:
        _call(api, run, found)
    return bool(words) and all(
        _put(api, run, {"type": kind, "name": kind.capitalize(), "message": said})
        for kind, said in (("RUNNING", None), ("COMPLETED", words))
    )


def _call(api: PlainApi, run: str, found: Mapping[str, Any]) -> None:
    """Name the run as the flow would; a name is not worth the engine."""
    from flows.prefect_api.round_names import round_name  # noqa: PLC0415 - where it is needed

    due_at = datetime.fromisoformat(found.get("expected_start_time") or found["created"])
    with suppress(NoAnswer):
        api.patch(f"/flow_runs/{run}", {"name": round_name(due_at)})


def _put(api: PlainApi, run: str, state: Mapping[str, Any]) -> bool:
    answer = api.post(f"/flow_runs/{run}/set_state", {"state": state})
    return bool(answer.body and answer.body["status"] == _ACCEPTED)


def main(environment: Mapping[str, str]) -> None:
    """Complete the run, or become Prefect's engine, which meets what stood in the way and tells it."""
    with suppress(CoachError, NoAnswer, OSError):
        if is_over(environment, PlainApi(environment)):
            return
    os.execve(_ENGINE[0], _ENGINE, dict(environment))  # noqa: S606 - no shell is meant


if __name__ == "__main__":
    main(os.environ)
