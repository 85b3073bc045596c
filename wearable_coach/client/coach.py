"""`Coach`: verified answers from the promoted model, and from the rules where it fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from wearable_coach.answers.manner import Length, Manner, Persona
from wearable_coach.client.asking_model import AskingModel, AskOutcome
from wearable_coach.client.fallbacks import Fallback
from wearable_coach.client.following import Follower, Limits, OpenModel, Served
from wearable_coach.client.making import made_answer
from wearable_coach.client.opening import open_served, open_url
from wearable_coach.client.request import (
    CoachRequest,
    GivenDay,
    GivenProfile,
    GivenVitals,
    PastDaysGiven,
    Turns,
    chat_request,
    report_request,
)
from wearable_coach.client.result import CoachAnswer
from wearable_coach.faults import kind_and_place
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.promotion.pointer import RULES
from wearable_coach.records import Kind
from wearable_coach.serving.chat_rules import rules_chat, speaks_first
from wearable_coach.serving.guard import judge
from wearable_coach.serving.prompts import conversation
from wearable_coach.serving.rules import rules_report
from wearable_coach.serving.warming import read_topics
from wearable_coach.store import Store

Observe = Callable[[CoachAnswer], None]
_NOT_OPENED = "model_not_opened"
_log = logging.getLogger("wearable_coach.client")


class Coach:
    """Answers from the model that is promoted, each verified before it is shown.

    May be used from any number of threads, and from an event loop by the methods with an ``a``.
    Nothing about the model ever raises: where it lies, hangs or is gone, the rules answer.
    """

    def __init__(  # noqa: PLR0913 - all but two by keyword
        self,
        store: Store,
        open_model: OpenModel = open_served,
        *,
        timeout_s: float = 8.0,
        follow_every_s: float = 5.0,
        limits: Limits = Limits(),  # noqa: B008 - an immutable record
        hrmax_formula: HrmaxFormula | None = None,
        observe: Observe | None = None,
    ) -> None:
        """Serve what the pointer of `store` names.

        Args:
            store: Where ``models/promoted.json`` lies.
            open_model: Opens the model that an entry of the pointer describes.
            timeout_s: The longest wait for a model's answer [s].
            follow_every_s: How often the pointer is read [s].
            limits: Calls at once, and when a failing model is left alone.
            hrmax_formula: The one formula that the model was trained with; None takes what the
                pointer says of it, and the standards' default where no model is promoted.
            observe: Called with every answer, for metrics.
        """
        self._timeout_s, self._formula, self._observe = timeout_s, hrmax_formula, observe
        self._follower = Follower(store, open_model, every_s=follow_every_s, limits=limits)

    @classmethod
    def from_store(
        cls,
        url: str,
        *,
        opener: Callable[[str], Store] | None = None,
        open_model: OpenModel = open_served,
        **options: Any,  # noqa: ANN401 - those of the constructor
    ) -> Self:
        """Serve from a folder, from ``https://…`` (read-only), or what `opener` opens.

        Raises:
            BadInput: there is no such store.
        """
        return cls(open_url(url, opener), open_model, **options)

    def interpret(
        self, vitals: GivenVitals, profile: GivenProfile = None, past_days: PastDaysGiven = ()
    ) -> CoachAnswer:
        """Interpret a day.

        Args:
            vitals: The day's readings.
            profile: The person, as far as they are known.
            past_days: The person's own days before, ``{"days_ago": 1, "sleep_hr": 7.1, ...}`` each: what is usual is reckoned.

        Raises:
            BadInput: a reading or a fact of the profile is impossible, or none is given.
        """
        return self._answer(self._report("health_interpretation", vitals, profile, past_days))

    def prescribe(
        self, vitals: GivenVitals, profile: GivenProfile = None, past_days: PastDaysGiven = ()
    ) -> CoachAnswer:
        """Prescribe exercise for a person and their day.

        Raises:
            BadInput: a reading or a fact of the profile is impossible, or none is given.
        """
        return self._answer(self._report("exercise_recommendation", vitals, profile, past_days))

    def chat(  # noqa: PLR0913 - the last three by keyword
        self,
        question: str,
        vitals: GivenVitals = None,
        profile: GivenProfile = None,
        history: Turns = (),
        *,
        past_days: PastDaysGiven = (),
        length: Length = "normal",
        persona: Persona = "friendly",
    ) -> CoachAnswer:
        """Answer a question in the user's own words.

        Args:
            question: What the user asks.
            vitals: The day's readings, as far as they are known.
            profile: The person, as far as they are known.
            history: Earlier turns, the user's first.
            past_days: As of `interpret`.
            length: ``short``: the direct answer and where to get help; ``normal``: all that the question needs.
            persona: How the rules speak: ``friendly``, ``calm`` or ``brisk``. A model speaks as it was trained.

        Raises:
            BadInput: the question is empty or too long, or a value is impossible or not known.
        """
        given = GivenDay(vitals, profile, past_days, self._formula)
        return self._answer(self._chat(question, history, given, Manner(length, persona)))

    async def ainterpret(
        self, vitals: GivenVitals, profile: GivenProfile = None, past_days: PastDaysGiven = ()
    ) -> CoachAnswer:
        """Interpret a day, without blocking the loop."""
        return await self._aanswer(
            self._report("health_interpretation", vitals, profile, past_days)
        )

    async def aprescribe(
        self, vitals: GivenVitals, profile: GivenProfile = None, past_days: PastDaysGiven = ()
    ) -> CoachAnswer:
        """Prescribe exercise, without blocking the loop."""
        return await self._aanswer(
            self._report("exercise_recommendation", vitals, profile, past_days)
        )

    async def achat(  # noqa: PLR0913 - the last three by keyword
        self,
        question: str,
        vitals: GivenVitals = None,
        profile: GivenProfile = None,
        history: Turns = (),
        *,
        past_days: PastDaysGiven = (),
        length: Length = "normal",
        persona: Persona = "friendly",
    ) -> CoachAnswer:
        """Answer a question in the user's own words, without blocking the loop."""
        given = GivenDay(vitals, profile, past_days, self._formula)
        return await self._aanswer(self._chat(question, history, given, Manner(length, persona)))

    def follow(self) -> None:
        """Read the pointer now, without waiting for its turn."""
        self._follower.look()

    def status(self) -> dict[str, Any]:
        """Return what is served, since when, and what is wrong; no secret, no person's data."""
        return self._follower.status()

    def fallbacks(self) -> tuple[Fallback, ...]:
        """Return why the rules answered although a model is promoted: cause, remedy and how often."""
        return self._follower.fallbacks.all()

    def warm_up(self) -> int:
        """Read what the topics say before anybody asks: a minute of CPU, 450 MB; `serve` does it between its requests.

        An everyday answer takes half to a third of the time then. What was read is remembered by the process.

        Returns:
            How many texts were read.
        """
        return read_topics()

    def close(self) -> None:
        """Stop following the pointer and let go of the model."""
        self._follower.close()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    def _report(
        self, kind: Kind, vitals: GivenVitals, profile: GivenProfile, past_days: PastDaysGiven
    ) -> CoachRequest:
        given = GivenDay(vitals, profile, past_days, self._formula)
        return report_request(kind, given, self._follower.served())

    def _chat(self, question: str, history: Turns, given: GivenDay, manner: Manner) -> CoachRequest:
        return chat_request(question, history, given, manner, self._follower.served())

    def _answer(self, request: CoachRequest) -> CoachAnswer:
        served = request.served
        why = self._why_not(request, served)
        asking = self._asking(request, served, why)
        outcome = asking if isinstance(asking, AskOutcome) else asking.wait()
        return self._finished(request, served, outcome)

    async def _aanswer(self, request: CoachRequest) -> CoachAnswer:
        served = request.served
        why = self._why_not(request, served)
        asking = self._asking(request, served, why)
        outcome = asking if isinstance(asking, AskOutcome) else await asking.await_it()
        return self._finished(request, served, outcome)

    def _why_not(self, request: CoachRequest, served: Served) -> str:
        """Return why no model is asked: a red flag waits for none, or there is none."""
        first = speaks_first(request.asked)
        if first or served.model is not None:
            return first
        return _NOT_OPENED if self._follower.error else "no_model"

    def _asking(
        self, request: CoachRequest, served: Served, why_not: str
    ) -> AskingModel | AskOutcome:
        if why_not == _NOT_OPENED and (error := self._follower.error):
            return AskOutcome(None, why_not, error.cause)
        if why_not:
            return AskOutcome(None, why_not)
        try:
            return AskingModel(
                served, conversation(request.asked, prompts=served.prompts), self._timeout_s
            )
        except Exception as error:  # noqa: BLE001 - a question that cannot be worded is not lost
            return AskOutcome(None, f"error:prompt_{type(error).__name__}")

    def _finished(self, request: CoachRequest, served: Served, outcome: AskOutcome) -> CoachAnswer:
        asked = request.asked
        reasons: tuple[str, ...] = (outcome.why,)
        if outcome.cause:
            self._follower.fallbacks.count(outcome.why, outcome.cause)
        if outcome.answer is not None:
            try:
                judged = judge(outcome.answer, asked, prompts=served.prompts, fence=served.fence)
            except Exception as error:  # noqa: BLE001 - what cannot be judged is not shown
                _log.error("guard_failed: %s", type(error).__name__)
                reasons = (f"guard:{type(error).__name__}",)
            else:
                if judged.ok:
                    return self._observed(
                        made_answer(
                            request,
                            model=served.name,
                            text=judged.text,
                            source="model",
                            why=(),
                            verdicts=judged.verdicts,
                        )
                    )
                reasons = judged.reasons
        answer = rules_chat(asked) if asked.kind == "coaching" else rules_report(asked)
        if answer.minimal:
            reasons = (*reasons, "minimal")
        name = served.name if served.model is not None else RULES
        return self._observed(
            made_answer(
                request,
                model=name,
                text=answer.text,
                source="rules",
                why=reasons,
                verdicts=answer.verdicts,
            )
        )

    def _observed(self, answer: CoachAnswer) -> CoachAnswer:
        if self._observe is not None:
            try:
                self._observe(answer)
            except Exception as error:  # noqa: BLE001 - who counts answers must not lose one
                _log.warning("observe: failed (%s); the answer is given", kind_and_place(error))
        return answer
