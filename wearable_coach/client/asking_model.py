"""One question to the served model: within its time, and whatever happens, an outcome."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any, NamedTuple

from wearable_coach.chat.contract import Answer, AnswerRefused, ModelUnreachable
from wearable_coach.client.calling import Busy
from wearable_coach.client.fallbacks import cause_of
from wearable_coach.client.following import Served
from wearable_coach.records import Message


class AskOutcome(NamedTuple):
    """The model's answer, or why there is none."""

    answer: Answer | None
    why: str = ""
    cause: str = ""
    """Of a fault: what is wrong and what to do, without a word of the question."""


class AskingModel:
    """A question on its way; made by `begin`, ended by `wait` or `await_it`."""

    def __init__(self, served: Served, conversation: tuple[Message, ...], timeout_s: float) -> None:
        """Ask `served` and give up after `timeout_s`."""
        self._served, self._conversation = served, conversation
        self._timeout_s, self._ends_at = timeout_s, time.monotonic() + timeout_s

    def wait(self) -> AskOutcome:
        """Ask, and wait at most as long as there is time; never raises."""
        begun = self._begin(self._left())
        if isinstance(begun, AskOutcome):
            return begun
        try:
            return self._answered(begun.result(timeout=self._left()))
        except FutureTimeout:
            if begun.done():
                return self._failed(begun.exception())
            return self._gave_up(begun)
        except Exception as error:  # noqa: BLE001 - the model's own, whatever it was
            return self._failed(error)

    async def await_it(self) -> AskOutcome:
        """Ask without blocking the loop; never raises but for a cancelled caller."""
        native = getattr(self._served.model, "aanswer", None)
        if native is not None:
            return await self._await_native(native)
        begun = self._begin(0.0)
        while (
            isinstance(begun, AskOutcome)
            and begun.why == "busy"
            and self._left() > 0
            and not self._hopeless()
        ):
            await asyncio.sleep(min(0.02, self._left()))
            begun = self._begin(0.0)
        if isinstance(begun, AskOutcome):
            return begun
        wrapped = asyncio.wrap_future(begun)
        wrapped.add_done_callback(lambda f: None if f.cancelled() else f.exception())
        done, _ = await asyncio.wait({wrapped}, timeout=self._left())
        if not done:
            return self._gave_up(begun)
        error = done.pop().exception()
        return self._failed(error) if error is not None else self._answered(begun.result())

    async def _await_native(self, native: Any) -> AskOutcome:  # noqa: ANN401 - a model's async twin
        if not self._served.breaker.lets_through():
            return AskOutcome(None, "breaker_open")
        if not self._served.enter():
            self._served.breaker.not_called()
            return AskOutcome(None, "model_changed")
        try:
            call = native([self._conversation], timeout_s=self._left())
            return self._answered(await asyncio.wait_for(call, self._left()))
        except TimeoutError:
            return self._failed(None, "timeout")
        except asyncio.CancelledError:
            self._served.breaker.not_called()
            raise
        except Exception as error:  # noqa: BLE001 - the model's own, whatever it was
            return self._failed(error)
        finally:
            self._served.leave()

    def _begin(self, wait_s: float) -> Future[list[Answer]] | AskOutcome:
        served = self._served
        if not served.breaker.lets_through():
            return AskOutcome(None, "breaker_open")
        try:
            return served.calls.start(self._call, wait_s=wait_s)
        except Busy:
            served.breaker.not_called()
            return AskOutcome(None, "busy")

    def _call(self) -> list[Answer]:
        model = self._served.model
        if model is None or not self._served.enter():
            message = "model: was taken out of service; ask again"
            raise ModelUnreachable(message)
        try:
            return model.answer([self._conversation], timeout_s=self._left())
        finally:
            self._served.leave()

    def _left(self) -> float:
        return max(0.001, self._ends_at - time.monotonic())

    def _hopeless(self) -> bool:
        return (
            self._served.calls.stuck >= self._served.calls.at_once
            or time.monotonic() >= self._ends_at
        )

    def _answered(self, answers: object) -> AskOutcome:
        self._served.breaker.succeeded()
        if isinstance(answers, list) and len(answers) == 1 and isinstance(answers[0], Answer):
            return AskOutcome(answers[0])
        return AskOutcome(None, "error:no_answer")

    def _gave_up(self, future: Future[list[Answer]]) -> AskOutcome:
        self._served.calls.give_up(future)
        return self._failed(None, "timeout")

    def _failed(self, error: BaseException | None, why: str = "") -> AskOutcome:
        if isinstance(error, AnswerRefused):
            self._served.breaker.succeeded()
            return AskOutcome(None, "refused_by_model")
        self._served.breaker.failed()
        if error is None:
            waited = f"no answer within {self._timeout_s:g} s; look at the model, or wait longer"
            return AskOutcome(None, why, waited)
        code = error.kind if isinstance(error, ModelUnreachable) else ""
        return AskOutcome(None, code or why or f"error:{type(error).__name__}", cause_of(error))
