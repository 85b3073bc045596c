"""A chat model in this process that answers by a function, and counts."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import sha256

from wearable_coach.chat.contract import Answer, Conversation, Prices


class ScriptedModel:
    """Says what `say` returns for the last message, raises what it raises."""

    prices: Prices | None = None

    def __init__(
        self,
        say: Callable[[str], str] = "답: {}".format,
        *,
        name: str = "scripted",
        workers: int = 4,
        batch_size: int = 1,
    ) -> None:
        self.name, self.fingerprint = name, sha256(name.encode()).hexdigest()
        self.workers, self.batch_size, self._say = workers, batch_size, say
        self.asked: Counter[str] = Counter()
        self.threads: set[str] = set()
        self._lock = threading.Lock()

    def answer(
        self, conversations: Sequence[Conversation], *, timeout_s: float | None = None
    ) -> list[Answer]:
        assert 1 <= len(conversations) <= self.batch_size
        assert timeout_s is None
        texts = [one[-1].content for one in conversations]
        with self._lock:
            self.asked.update(texts)
            self.threads.add(threading.current_thread().name)
        return [
            Answer(text=self._say(t), prompt_tokens=len(t), answer_tokens=2, latency_s=0.1)
            for t in texts
        ]

    def close(self) -> None:
        """Nothing is left."""
