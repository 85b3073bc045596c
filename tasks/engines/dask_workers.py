"""Looking at a cluster's workers before anything is asked of them: their code, and whether they reach the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from tasks.engines.same_code import need_same, running_here
from wearable_coach.errors import BadInput, CoachError
from wearable_coach.store import Missing, Store

if TYPE_CHECKING:
    from distributed import Client

_Result = TypeVar("_Result")
WORKERS_S = 60
"""How long the first worker is waited for [s]."""
_ANSWER_S = 60
_PROBE = "doctor/probe-"


def look_at_workers(client: Client, place: str, *, within_s: float) -> None:
    """See that there are workers, and that each runs what this process runs.

    Args:
        client: Of the cluster.
        place: Its address, for messages.
        within_s: How long the first may take to come [s].

    Raises:
        BadInput: none comes, one does not answer, or it has no checkout.
        WorkersDiffer: one runs other code.
    """
    try:
        client.wait_for_workers(1, timeout=within_s)
    except TimeoutError:
        message = f"dask-address: {place} has no worker, and none came within {within_s:.0f} s; start some with `dask worker {place} --nthreads 1` in the checkout (docs/cluster.md)"
        raise BadInput(message) from None
    for worker, told in asked_of_workers(client, running_here, place).items():
        need_same(running_here(), told, who=f"worker {worker}")


def look_at_store(client: Client, store: Store, place: str) -> None:
    """See that every worker reads what is written here into the store, and the other way round.

    Args:
        client: Of the cluster.
        store: Where the rows are to lie.
        place: The cluster's address, for messages.

    Raises:
        BadInput: a worker opens another store by that name, or cannot use it.
    """
    key = f"{_PROBE}{uuid4().hex}"
    data = key.encode()
    store.create(key, data)
    try:
        for worker, answer in asked_of_workers(client, _answered, place, store, key).items():
            if not _came_here(store, answer, data):
                message = f"store: worker {worker} does not find what is written here to {store.where(key)}; name one that all can open with --store, such as azure://CONTAINER/PREFIX or a folder that all machines share"
                raise BadInput(message)
    finally:
        for left in store.keys(key):
            store.remove(left)


def _came_here(store: Store, answer: str, data: bytes) -> bool:
    """Say whether a worker found the probe, and its answer lies here."""
    with suppress(Missing):
        return bool(answer) and store.read(answer).data == data
    return False


def _answered(store: Store, key: str) -> str:
    """Read a probe and write it again under another key, which is returned; empty where there is none."""
    try:
        found = store.read(key).data
    except Missing:
        return ""
    answer = f"{key}-{uuid4().hex}"
    store.create(answer, found)
    return answer


def asked_of_workers(
    client: Client,
    function: Callable[..., _Result],
    place: str,
    *args: Any,  # noqa: ANN401 - any function's
) -> Mapping[str, _Result]:
    """Run a function in every worker, beside what it is at, and return what each gives by its address.

    Raises:
        BadInput: a worker does not answer, refuses, or lacks the function.
    """
    try:
        answers: Mapping[str, Any] = client.run(
            function, *args, on_error="return", callback_timeout=_ANSWER_S
        )
    except TimeoutError:
        message = f"dask-address: not every worker of {place} answers within {_ANSWER_S} s; end those that hang, then the same command again"
        raise BadInput(message) from None
    except OSError as error:
        message = f"dask-address: the scheduler at {place} was lost while its workers were asked ({error}); start it, then the same command again"
        raise BadInput(message) from None
    for worker, answer in answers.items():
        if isinstance(answer, ModuleNotFoundError):
            message = f"dask: worker {worker} lacks a module of the checkout or of its packages ({answer}); start `dask worker` in the checkout, with its packages (docs/cluster.md)"
            raise BadInput(message)
        if isinstance(answer, CoachError):
            message = f"dask: worker {worker}: {answer}"
            raise BadInput(message)
        if isinstance(answer, Exception):
            message = f"dask: worker {worker} does not answer ({type(answer).__name__}: {answer}); look into its log, then the same command again"
            raise BadInput(message)
    return answers
