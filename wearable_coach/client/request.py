"""A request on its way through the coach."""

from __future__ import annotations

from uuid import uuid4

from wearable_coach.client.following import Served
from wearable_coach.serving.prompts import Asked


class CoachRequest:
    """What is asked, when it came [monotonic s], what serves it, and its id for logs."""

    def __init__(self, asked: Asked, began: float, served: Served) -> None:
        """Give it an id."""
        self.asked, self.began, self.served, self.id = asked, began, served, uuid4().hex
