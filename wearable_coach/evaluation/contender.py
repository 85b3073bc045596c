"""A model that takes part in an evaluation, opened."""

from __future__ import annotations

from typing import NamedTuple

from wearable_coach.chat.contract import ChatModel
from wearable_coach.chat.served import Serving
from wearable_coach.evaluation.evaluation import Role


class Contender(NamedTuple):
    """A model that takes part, opened, with what tells how it is reached."""

    role: Role
    name: str
    model: ChatModel
    serving: Serving | None
