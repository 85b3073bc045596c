"""Which models an evaluation compares: the candidate, the served one, the base, a reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from flows.openers.chat_models import BASE, open_chat_model, serving_of
from flows.openers.endpoints_file import endpoints_of
from tasks.policy import PATIENT, step
from wearable_coach.chat.contract import ChatModel
from wearable_coach.chat.served import LocalAdapter, Serving
from wearable_coach.evaluation.contender import Contender
from wearable_coach.evaluation.evaluation import Role
from wearable_coach.finetuning.ledger import LATEST, latest_model
from wearable_coach.promotion.pointer import RULES, read_promoted
from wearable_coach.store import Store

NONE = "none"


class Names(NamedTuple):
    """The models as a person names them; None leaves the choice."""

    candidate: str = LATEST
    base: str | None = None
    """``none`` compares with no base; None takes the candidate's own, where it has one."""
    reference: str | None = None


@step("open-models", PATIENT)
def open_contenders(
    store: Store, names: Names, *, environment: Mapping[str, str], endpoints: Path | None = None
) -> tuple[Contender, ...]:
    """Open the models of an evaluation, the candidate first, none twice.

    Raises:
        BadInput: a model is not there or cannot be opened.
    """
    name = latest_model(store) if names.candidate == LATEST else names.candidate

    def opened(role: Role, name: str, serving: Serving | None = None) -> Contender:
        described = serving or serving_of(
            name, store=store, environment=environment, endpoints=endpoints
        )
        asked: str | Serving = name if name.startswith("block:") and not serving else described
        model = open_chat_model(asked, store=store, environment=environment, endpoints=endpoints)
        return Contender(role, name, model, described)

    found = [opened("candidate", name)]
    now = read_promoted(store).promoted.current
    if now is not None and now.model != RULES and now.serving is not None:
        found.append(opened("served", now.model, now.serving))
    base = names.base or _base_of(found[0].serving)
    if base and base != NONE:
        found.append(opened("base", base))
    if names.reference:
        found.append(opened("reference", names.reference))
    return _each_once(found)


@step("open-judge", PATIENT)
def open_judge(
    store: Store, name: str, *, environment: Mapping[str, str], endpoints: Path | None = None
) -> ChatModel:
    """Open a model that judges answers; who opens it closes it.

    Raises:
        BadInput: it is not there or cannot be opened.
    """
    described = serving_of(name, store=store, environment=environment, endpoints=endpoints)
    asked: str | Serving = name if name.startswith("block:") else described
    return open_chat_model(asked, store=store, environment=environment, endpoints=endpoints)


@contextmanager
def closing(contenders: tuple[Contender, ...]) -> Iterator[tuple[Contender, ...]]:
    """Hang up with all models of an evaluation at the end of a block, however it ends."""
    try:
        yield contenders
    finally:
        for contender in contenders:
            contender.model.close()


@step("look-at-models", PATIENT)
def look_at_models(
    store: Store, names: Names, *, environment: Mapping[str, str], endpoints: Path | None = None
) -> None:
    """See that the models which a candidate will be compared with can be opened, before it is made.

    Raises:
        BadInput: one is not there or cannot be opened, or the endpoints file is wrong.
    """
    endpoints_of(endpoints, environment)
    now = read_promoted(store).promoted.current
    served = now.serving if now is not None and now.model != RULES else None
    asked: list[str | Serving | None] = [served, names.base, names.reference]
    for one in asked:
        if one and one != NONE:
            open_chat_model(one, store=store, environment=environment, endpoints=endpoints).close()


def _base_of(serving: Serving | None) -> str | None:
    if isinstance(serving, LocalAdapter) and serving.adapter:
        return f"{BASE}{serving.base}"
    return None


def _each_once(found: list[Contender]) -> tuple[Contender, ...]:
    kept: dict[str, Contender] = {}
    for contender in found:
        if contender.model.fingerprint in kept:
            contender.model.close()
        else:
            kept[contender.model.fingerprint] = contender
    return tuple(kept.values())
