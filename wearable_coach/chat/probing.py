"""Asking an endpoint the probe set, and saying whether the model that answers is the one from before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from wearable_coach.chat.contract import (  # fmt: skip
    Answer,
    AnswerRefused,
    ChatModel,
    Conversation,
    ModelUnreachable,
)
from wearable_coach.chat.identity import ServedIdentity
from wearable_coach.chat.probe_set import ProbeSet, probe_set
from wearable_coach.chat.served import Endpoint
from wearable_coach.chat.sightings import (
    LastLook,
    ProbeRound,
    Sighting,
    Sightings,
    identity_seen,
    keep_sightings,
    most_like,
    read_sightings,
)
from wearable_coach.every import every_of
from wearable_coach.store import Store

EVERY_VARIABLE = "WEARABLE_COACH_PROBE_EVERY_S"
"""How often what is served is asked the probe set [s]; 0 for never."""
DEFAULT_EVERY_S = 6 * 3600
"""A quarter of a day: nine short answers then cost a cent a day, and a swap is told the same day [s]."""
MOST_EVERY_S = 30 * 24 * 3600
_RACES = 3
_MOST_AT_ONCE = 8


class ProbeLook(NamedTuple):
    """What a look at an endpoint came to."""

    kind: Literal["first", "alike", "swapped", "unsure"]
    """Nothing was seen before; the same model answers; another does; too few answers came to say."""
    seen: Sightings | None
    """All that was seen by now; None where nothing ever was."""
    answered: int
    """Questions that were answered [count]."""
    identity: ServedIdentity | None
    """Which model it is; None where that cannot be said, or is what its description says and that says nothing."""


def look_at_endpoint(
    store: Store, model: ChatModel, endpoint: Endpoint, *, name: str, at: datetime
) -> ProbeLook:
    """Ask the probe set and compare with what was seen before; write down what is seen now.

    The first look asks several rounds, which also show how like itself the model is. A later one asks
    one round, and a second one before it says that another model answers.

    Args:
        store: Where sightings lie.
        model: The endpoint, opened so that it is asked as the probe set wants (`probe_endpoint`).
        endpoint: Its description, as people wrote it.
        name: The model's name, for people.
        at: Now.

    Raises:
        BadInput: the key or the settings are wrong, or the sightings cannot be read or written.
    """
    probes = probe_set()
    for _ in range(_RACES):
        before, etag = read_sightings(store, endpoint)
        comparable = before is not None and before.set_sha256 == probes.sha256
        if before is None or not comparable:
            found = _first(probes, model, before, name=name, at=at)
        else:
            found = _again(probes, model, before, at=at)
        if found.seen is None:
            return found
        if keep_sightings(store, endpoint, found.seen, etag):
            known = None if found.kind == "unsure" else identity_seen(endpoint, found.seen.now)
            return found._replace(identity=known)
    return found._replace(kind="unsure")


def probe_every(environment: Mapping[str, str]) -> timedelta | None:
    """Return how often the served model is looked at; None where it never is.

    Raises:
        BadField: what is set is no whole number of seconds.
    """
    return every_of(environment, EVERY_VARIABLE, default_s=DEFAULT_EVERY_S, most_s=MOST_EVERY_S)


def is_due(store: Store, endpoint: Endpoint, *, at: datetime, every: timedelta | None) -> bool:
    """Say whether an endpoint is to be looked at again.

    Raises:
        BadInput: what was seen of it cannot be read.
    """
    if every is None:
        return False
    before, _ = read_sightings(store, endpoint)
    return before is None or at - before.look.at >= every


def probe_endpoint(endpoint: Endpoint) -> Endpoint:
    """Return an endpoint as the probe set asks it."""
    probes = probe_set()
    asked = {"temperature": probes.temperature, "max_tokens": probes.max_tokens}
    return endpoint.model_copy(update=asked)


def _first(
    probes: ProbeSet, model: ChatModel, before: Sightings | None, *, name: str, at: datetime
) -> ProbeLook:
    rounds = _rounds(probes, model, probes.rounds)
    answered = min(len(one.texts) for one in rounds)
    if answered < probes.least_answers:
        return ProbeLook("unsure", before, answered, None)
    own = probes.own_likeness(one.texts for one in rounds)
    seen = Sighting(at=at, rounds=rounds, own=own)
    look = LastLook(at=at, likeness=None, answered=answered, software=_software(rounds))
    made = Sightings(name=name, set_sha256=probes.sha256, seen=(seen,), look=look)
    return ProbeLook("first", made, answered, None)


def _again(probes: ProbeSet, model: ChatModel, before: Sightings, *, at: datetime) -> ProbeLook:
    rounds = _rounds(probes, model, 1)
    if len(rounds[0].texts) < probes.least_answers:
        return _unsure(before, len(rounds[0].texts), at)
    found, likeness = most_like(probes, before.seen, rounds)
    if found is not before.now:  # a suspicion is worth a second round
        rounds += _rounds(probes, model, 1)
        found, likeness = most_like(probes, before.seen, rounds)
    answered = min(len(one.texts) for one in rounds)
    if answered < probes.least_answers:
        return _unsure(before, answered, at)
    look = LastLook(at=at, likeness=likeness, answered=answered, software=_software(rounds))
    seen = before.model_copy(update={"look": look})
    if found is before.now:
        return ProbeLook("alike", seen, answered, None)
    own = probes.own_likeness(one.texts for one in rounds)
    now = found or Sighting(at=at, rounds=rounds, own=own, swapped=True)
    return ProbeLook("swapped", seen.with_seen(now), answered, None)


def _unsure(before: Sightings, answered: int, at: datetime) -> ProbeLook:
    look = LastLook(at=at, likeness=None, answered=answered)
    return ProbeLook("unsure", before.model_copy(update={"look": look}), answered, None)


def _rounds(probes: ProbeSet, model: ChatModel, count: int) -> tuple[ProbeRound, ...]:
    asked = [(name, one) for _ in range(count) for name, one in probes.conversations.items()]
    at_once = max(1, min(model.workers, _MOST_AT_ONCE))
    with ThreadPoolExecutor(at_once, thread_name_prefix="probe") as askers:
        answers = list(askers.map(_asking(model), (one for _, one in asked)))
    each = len(probes.questions)
    cuts = [answers[i : i + each] for i in range(0, len(answers), each)]
    return tuple(_round(list(probes.questions), cut) for cut in cuts)


def _asking(model: ChatModel) -> Callable[[Conversation], Answer | None]:
    def asked(one: Conversation) -> Answer | None:
        try:
            return model.answer([one])[0]
        except (ModelUnreachable, AnswerRefused):
            return None  # too few answers are told as that

    return asked


def _round(names: list[str], answers: list[Answer | None]) -> ProbeRound:
    came = {name: one for name, one in zip(names, answers, strict=True) if one is not None}
    return ProbeRound(
        texts={name: one.text for name, one in came.items()},
        said_models=_each(one.said_model for one in came.values()),
        software=_each(one.system_fingerprint for one in came.values()),
    )


def _software(rounds: tuple[ProbeRound, ...]) -> tuple[str, ...]:
    return _each(name for one in rounds for name in one.software)


def _each(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name}))
