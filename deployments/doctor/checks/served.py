"""The served model, opened as a backend would open it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from deployments.doctor.checks.server import is_loopback
from deployments.doctor.checks.stores import opened
from deployments.doctor.finding import Finding, fail, ok, skip
from deployments.doctor.installation import Examined
from wearable_coach.chat.contract import AnswerRefused, ModelUnreachable
from wearable_coach.chat.served import Endpoint, LocalAdapter, Serving
from wearable_coach.errors import CoachError
from wearable_coach.promotion.fence_file import read_fence
from wearable_coach.promotion.pointer import KEY, read_promoted
from wearable_coach.records import Message
from wearable_coach.store import Store
from wearable_coach.store.budget import Budget

_NAME = "served"
_READ_S, _ANSWER_S, _KNOCK_S = 5.0, 60.0, 5.0
_FEW_TOKENS = 8
_QUESTION = (
    Message(role="system", content="당신은 코치입니다."),
    Message(role="user", content="안녕하세요?"),
)


def served_model(installation: Examined) -> Iterator[Finding]:
    """Open what is promoted as a backend would: files, base and template, or the endpoint."""
    store = opened(installation)
    try:
        current = read_promoted(store).promoted.current
    except CoachError as error:
        yield fail(_NAME, str(error), _new_history(store, installation))
        return
    if current is None or current.serving is None:
        yield ok(_NAME, "the rules answer; no model is promoted")
        return
    try:
        read_fence(store, current.model, current.fence)
        left = _open(current.serving, store, installation)
    except CoachError as error:
        rollback = installation.command("wearable-coach rollback")
        remedy = f"do that, or {rollback}; until then the rules answer"
        yield fail(_NAME, f"{current.model} is promoted and does not open: {error}", remedy)
        return
    fence = current.known_fence
    bare = "" if fence.state == "on" else f", without a last fence ({fence.why})"
    yield ok(_NAME, f"{current.model} (entry {current.serial}) opens{bare}")
    if left:
        deep = installation.command("wearable-coach doctor --deep --only contents")
        yield skip("served, the rest", left, deep)


def _new_history(store: Store, installation: Examined) -> str:
    promote = installation.command("wearable-coach promote NAME")
    return (
        f"restore it from a backup (docs/backup.md), or move {store.where(KEY)} away: the rules "
        f"answer then, and {promote} begins a new history"
    )


def _open(serving: Serving, store: Store, installation: Examined) -> str:
    """Open a model; return what of it was not looked at.

    Raises:
        CoachError: it cannot be opened, or does not answer.
    """
    from flows.openers.chat_models import open_chat_model  # noqa: PLC0415 - imports the workflow

    left = ""
    if isinstance(serving, LocalAdapter):
        left = _look(serving, store, installation)
    brief = serving.model_copy(update={"max_tokens": _FEW_TOKENS})
    model = open_chat_model(brief, store=store, environment=installation.environment)
    try:
        if installation.deep:
            model.answer([_QUESTION], timeout_s=_ANSWER_S)
        elif isinstance(serving, Endpoint):
            left = _knock(serving)
    except AnswerRefused:
        pass  # it is there, and does not like the question
    finally:
        model.close()
    return left


def _look(serving: LocalAdapter, store: Store, installation: Examined) -> str:
    from backends.local.look import damage_of_model  # noqa: PLC0415 - with this check alone

    budget = Budget() if installation.deep else Budget(_READ_S)
    left = damage_of_model(serving, store=store, budget=budget)
    return f"{len(left)} files of the adapter were not read in {_READ_S:g} s" if left else ""


def _knock(endpoint: Endpoint) -> str:
    """See whether anything listens at an endpoint of this machine; nothing leaves it.

    Raises:
        ModelUnreachable: nothing does.
    """
    parts = urlsplit(endpoint.url)
    if not is_loopback(parts.hostname or ""):
        return f"{parts.hostname} was not asked: nothing leaves this machine"
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        socket.create_connection((parts.hostname or "", port), timeout=_KNOCK_S).close()
    except OSError as error:
        message = f"model: nothing listens at {endpoint.url} ({type(error).__name__}); start it"
        raise ModelUnreachable(message) from None
    return "it was not asked a question"
