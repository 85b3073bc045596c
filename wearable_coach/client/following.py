"""Following the pointer: the promoted model is opened beside the present one, then takes its place."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Lock, Thread
from typing import Any, NamedTuple

from wearable_coach.chat.contract import ChatModel, identity_of
from wearable_coach.chat.identity import SHOWN
from wearable_coach.chat.served import Serving
from wearable_coach.client.breaker import Breaker
from wearable_coach.client.calling import Calls
from wearable_coach.client.fallbacks import Fallbacks, cause_of
from wearable_coach.formulas import DEFAULT_FORMULA, HrmaxFormula
from wearable_coach.promotion.fence_file import read_fence
from wearable_coach.promotion.fence_note import UNSAID
from wearable_coach.promotion.origin import UNKNOWN_ORIGIN, ModelOrigin, origin_of
from wearable_coach.promotion.pointer import RULES, Entry, read_promoted
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS, Prompts
from wearable_coach.serving.fence import Fence
from wearable_coach.store import Store

OpenModel = Callable[[Serving, Store], ChatModel]
_log = logging.getLogger("wearable_coach.client")


class Limits(NamedTuple):
    """How a model is treated."""

    at_once: int = 32
    breaker_failures: int = 5
    breaker_cool_down_s: float = 30.0


class Trouble(NamedTuple):
    """Why the promoted model is not served, or the pointer not read."""

    code: str
    """model_not_opened or pointer_unreadable."""
    cause: str
    """What is wrong and what to do; it may name an inner address."""

    def __str__(self) -> str:
        """Return both in a line."""
        return f"{self.code}: {self.cause}"


class Served:
    """The model in service, or the rules; closed when the last call that uses it has left."""

    def __init__(  # noqa: PLR0913 - what an entry of the pointer says
        self,
        entry: Entry | None,
        model: ChatModel | None,
        limits: Limits,
        *,
        hrmax_formula: HrmaxFormula,
        prompts: Prompts,
        fence: Fence | None = None,
        origin: ModelOrigin = UNKNOWN_ORIGIN,
    ) -> None:
        """Serve `model` for an entry of the pointer; the rules alone if None, by a formula all the same."""
        self.entry, self.model = entry, model
        self.hrmax_formula, self.prompts = hrmax_formula, prompts
        self.fence = fence
        """What the model was trained on, where its answers pass the last fence."""
        self.origin = origin
        """The job and the dataset behind it, for every answer of it."""
        self.name = RULES if model is None else (entry.model if entry else model.name)
        self.identity = "" if model is None else _label(entry, model)
        """Which model it is, for every answer; empty for the rules."""
        at_once = limits.at_once if model is None else max(1, min(model.workers, limits.at_once))
        self.calls = Calls(at_once)
        self.breaker = Breaker(
            failures=limits.breaker_failures,
            cool_down_s=limits.breaker_cool_down_s,
            clock=time.monotonic,
        )
        self._lock, self._users, self._retired = Lock(), 0, False

    @property
    def fence_state(self) -> str:
        """Whether answers pass the last fence: on, off or absent; empty for the rules, which need none."""
        if self.model is None:
            return ""
        return "absent" if self.entry is None else self.entry.known_fence.state

    def enter(self) -> bool:
        """Begin to use the model; False where it was retired meanwhile."""
        with self._lock:
            if self._retired:
                return False
            self._users += 1
            return True

    def leave(self) -> None:
        """End to use it."""
        with self._lock:
            self._users -= 1
            last = self._retired and not self._users
        if last:
            self._close()

    def retire(self) -> None:
        """Take it out of service; it is closed when nobody uses it."""
        with self._lock:
            last = not self._retired and not self._users
            self._retired = True
        if last:
            self._close()

    def _close(self) -> None:
        if self.model is None:
            return
        try:
            self.model.close()
        except Exception as error:  # noqa: BLE001 - it is out of service all the same
            _log.warning("model_close_failed: %s", type(error).__name__)


def _bare(entry: Entry | None) -> str:
    """Say that a model is served without a last fence, and why."""
    note = UNSAID if entry is None else entry.known_fence
    return "" if note.state == "on" else f", without a last fence ({note.state}): {note.why}"


def _label(entry: Entry | None, model: ChatModel) -> str:
    """Return which model it is: as the pointer says, as it says itself, or by what is known of it."""
    said = entry.serving.identity if entry and entry.serving else None
    known = said or identity_of(model)
    return known.label if known else f"{model.name}#{model.fingerprint[:SHOWN]}"


class Follower:
    """Holds what is served, and looks every so often whether the pointer has changed."""

    def __init__(
        self, store: Store, open_model: OpenModel, *, every_s: float, limits: Limits
    ) -> None:
        """Follow the pointer of `store`; nothing is read before `look` or `served`."""
        self._store, self._open, self._every_s, self._limits = store, open_model, every_s, limits
        self._served = Served(
            None, None, limits, hrmax_formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS
        )
        self._etag: str | None = None
        self._looking, self._starting, self._end = Lock(), Lock(), Event()
        self._thread: Thread | None = None
        self._looked = False
        self.fallbacks = Fallbacks()
        """Why the rules answered although a model is promoted."""
        self.error: Trouble | None = None
        """Why the promoted model is not served or the pointer not read; None when all is well."""
        self.since = datetime.now(UTC)

    def served(self) -> Served:
        """Return what is served now; a background thread keeps it fresh."""
        if self._thread is None or not self._thread.is_alive():  # also in a forked child
            self._start()
        return self._served

    def _start(self) -> None:
        with self._starting:
            if self._end.is_set() or (self._thread is not None and self._thread.is_alive()):
                return
            if not self._looked:
                self.look()
            self._thread = Thread(target=self._keep_looking, daemon=True, name="coach-follow")
            self._thread.start()

    def _keep_looking(self) -> None:
        while not self._end.wait(self._every_s):
            self.look()

    def look(self) -> None:
        """Read the pointer once and take up a change; every fault is told, none is raised."""
        with self._looking:
            self._looked = True
            try:
                promoted, etag = read_promoted(self._store)
            except Exception as error:  # noqa: BLE001 - the present model goes on
                self._tell("pointer_unreadable", error)
                return
            if etag == self._etag and not self.error:
                return
            self._take_up(promoted.current)
            self._etag = etag

    def _take_up(self, entry: Entry | None) -> None:
        if _reached_alike(entry, self._served.entry):
            self.error = None
            return
        model: ChatModel | None = None
        error: Trouble | None = None
        fence: Fence | None = None
        if entry is not None and entry.serving is not None:
            try:
                fence = read_fence(self._store, entry.model, entry.fence)
                model = self._open(entry.serving, self._store)
            except Exception as problem:  # noqa: BLE001 - the rules answer meanwhile
                error = self._tell("model_not_opened", problem)
        before = self._served
        self._served = Served(
            entry if model is not None or not error else None,
            model,
            self._limits,
            hrmax_formula=DEFAULT_FORMULA if entry is None else entry.hrmax_formula,
            prompts=PRODUCT_PROMPTS if entry is None else entry.prompts,
            fence=fence,
            origin=UNKNOWN_ORIGIN if model is None else origin_of(self._store, entry),
        )
        self.error, self.since = error, datetime.now(UTC)
        if not error:
            self.fallbacks.forget()
        before.retire()
        _log.info("serving %s%s", self._served.name, _bare(entry) if model is not None else "")

    def _tell(self, code: str, error: Exception) -> Trouble:
        self.error = Trouble(code, cause_of(error))
        self.fallbacks.tell(*self.error)
        return self.error

    def status(self) -> dict[str, Any]:
        """Return what is served and since when, for a health check; no secret, no person's data."""
        served = self.served()
        return {
            "model": served.name,
            "identity": served.identity,
            "since": self.since.isoformat(timespec="seconds"),
            "breaker": served.breaker.state,
            "stuck_calls": served.calls.stuck,
            "fence": served.fence_state,
            "error": str(self.error or ""),
            "error_code": self.error.code if self.error else "",
        }

    def close(self) -> None:
        """Stop following and let go of the model."""
        self._end.set()
        self._served.retire()


def _reached_alike(one: Entry | None, other: Entry | None) -> bool:
    """Say whether two entries serve one model in one way, by one formula, the same prompts and fence."""
    if one is None or other is None:
        return False
    return (one.model, one.serving, one.hrmax_formula, one.prompts, one.fence) == (
        other.model,
        other.serving,
        other.hrmax_formula,
        other.prompts,
        other.fence,
    )
