"""A request on its way through the coach."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import uuid4

from wearable_coach.answers.manner import Manner
from wearable_coach.client.following import Served
from wearable_coach.day import Day
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import Kind, Message, Profile, Vitals
from wearable_coach.serving.inputs import (
    checked_day,
    checked_history,
    checked_manner,
    checked_question,
    need_readings,
)
from wearable_coach.serving.past_days import with_past_days
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.told import known_day

GivenVitals = Vitals | Mapping[str, Any] | None
GivenProfile = Profile | Mapping[str, Any] | None
PastDaysGiven = Sequence[Mapping[str, Any]]
Turns = Sequence[Message | Mapping[str, Any]]


class CoachRequest:
    """What is asked, when it came [monotonic s], what serves it, and its id for logs."""

    def __init__(self, asked: Asked, began: float, served: Served) -> None:
        """Give it an id."""
        self.asked, self.began, self.served, self.id = asked, began, served, uuid4().hex


class GivenDay(NamedTuple):
    """A day as a caller gives it."""

    vitals: GivenVitals
    profile: GivenProfile
    past_days: PastDaysGiven
    formula: HrmaxFormula | None
    """The one that was asked for; None: that of what is served."""

    def checked(self, served: Served) -> Day:
        """Build the day.

        Raises:
            BadInput: something of it is impossible.
        """
        profile = with_past_days(self.profile, self.past_days)
        return checked_day(self.vitals, profile, hrmax_formula=self.formula or served.hrmax_formula)


def report_request(kind: Kind, given: GivenDay, served: Served) -> CoachRequest:
    """Check a request for an interpretation or a prescription.

    Raises:
        BadInput: something of it is impossible, or no reading is given.
    """
    began = time.monotonic()
    day = given.checked(served)
    need_readings(day.vitals, kind)
    asked = Asked(kind, day, day)
    if asked.wish:
        asked = asked._replace(known=known_day(day, "", wish=asked.wish))
    return CoachRequest(asked, began, served)


def chat_request(
    question: str, history: Turns, given: GivenDay, manner: Manner, served: Served
) -> CoachRequest:
    """Check a question in own words.

    Raises:
        BadInput: something of it is impossible.
    """
    began = time.monotonic()
    day = given.checked(served)
    words, turns = checked_question(question), checked_history(history)
    asked = Asked("coaching", day, day, words, turns, checked_manner(*manner))
    known = known_day(day, asked.user_words, wish=asked.wish)
    return CoachRequest(asked._replace(known=known), began, served)
