"""A request on its way through the coach."""

from __future__ import annotations

from uuid import uuid4

from wearable_coach.serving.prompts import Asked


class Request:
    """What is asked, when it came [monotonic s], and its id for logs."""

    def __init__(self, asked: Asked, began: float) -> None:
        """Give it an id."""
        self.asked, self.began, self.id = asked, began, uuid4().hex
