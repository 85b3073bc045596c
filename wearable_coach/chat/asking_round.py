"""One round over questions: threads take chunks, ask, and keep what comes before they report it.

While one thread keeps an answer, another asks: a write that is synced takes as long as a fifth of a quick answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event, Semaphore, Thread

from wearable_coach.chat.contract import (
    AnswerRefused,
    ChatModel,
    Conversation,
    ModelUnreachable,
)
from wearable_coach.chat.faults import Missed
from wearable_coach.chat.kept_answers import Kept, keep
from wearable_coach.errors import TransientError
from wearable_coach.store import Store

Outcome = Kept | Missed
"""What is kept of a question, or why there is nothing."""
Chunk = tuple[str, ...]
"""Keys of questions that are asked in one call."""
Came = Callable[[dict[str, Outcome]], None]
GRACE_S = 2.0
"""How long threads that were told to stop are waited for [s]."""
_WRITES = 3
_ASKERS_A_KEEPER = 16
"""For so many threads that ask there is one more, so that as many ask while others keep what came [count]."""
_LOOK_EVERY_S = 0.5


def ask_round(
    store: Store, model: ChatModel, questions: Mapping[str, Conversation], came: Came
) -> None:
    """Ask every question once; `came` is told of each chunk, in this thread.

    Where a model answers none of the first questions, twice as many as it takes at once, the rest
    are not asked: each would wait through all its tries for nothing.

    Args:
        store: Where answers are kept, by the questions' keys.
        model: Whom to ask.
        questions: Conversations by key.
        came: Takes what came of a chunk.

    Raises:
        BadInput: the model's key or settings are wrong, or the store cannot be written.
    """
    chunks = _chunks(questions, model.batch_size)
    askers = min(model.workers, len(chunks))
    shared = _Round(store, model, questions, chunks)
    threads = [
        Thread(target=shared.work, name=f"ask-{i}", daemon=True)
        for i in range(min(askers + -(-askers // _ASKERS_A_KEEPER), len(chunks)))
    ]
    try:
        for thread in threads:
            thread.start()
        _collect(shared, len(chunks), 2 * askers, came)
    except Exception:
        shared.stop.set()
        _wait_for(threads)
        raise
    finally:  # Ctrl-C waits for nobody: the threads are daemons, and a write is whole or not there
        shared.stop.set()


def _collect(shared: _Round, left: int, most_failures: int, came: Came) -> None:
    failures = answered = 0
    while left:
        outcomes = shared.next()
        if isinstance(outcomes, BaseException):
            raise outcomes
        left -= 1
        came(outcomes)
        reasons = [one for one in outcomes.values() if isinstance(one, Missed)]
        failures += bool(reasons)
        answered += not reasons
        if reasons and not answered and failures >= most_failures:
            for chunk in _drained(shared.todo):
                left -= 1
                first = reasons[0]
                why = f"not asked, since none before was answered: {first.reason}"
                came(dict.fromkeys(chunk, first._replace(reason=why)))


def _chunks(questions: Mapping[str, Conversation], size: int) -> list[Chunk]:
    """Cut questions into chunks; in a batch those of like length go together, to pad little."""
    keys = list(questions)
    if size > 1:
        keys.sort(key=lambda key: sum(len(m.content) for m in questions[key]))
    cuts = range(0, len(keys), size)
    return [tuple(keys[cut : cut + size]) for cut in cuts]


def _drained(todo: SimpleQueue[Chunk]) -> Iterator[Chunk]:
    while True:
        try:
            yield todo.get_nowait()
        except Empty:
            return


def _wait_for(threads: list[Thread]) -> None:
    until = time.monotonic() + GRACE_S
    for thread in threads:
        if thread.ident is not None:
            thread.join(max(0.0, until - time.monotonic()))


class _Round:
    """What the threads of a round share."""

    def __init__(
        self,
        store: Store,
        model: ChatModel,
        questions: Mapping[str, Conversation],
        chunks: list[Chunk],
    ) -> None:
        self.store, self.model, self.questions = store, model, questions
        self.asking = Semaphore(model.workers)
        self.todo: SimpleQueue[Chunk] = SimpleQueue()
        self.come: SimpleQueue[dict[str, Outcome] | BaseException] = SimpleQueue()
        self.stop = Event()
        for chunk in chunks:
            self.todo.put(chunk)

    def next(self) -> dict[str, Outcome] | BaseException:
        """Wait for what comes next, a moment at a time: what ends a run cannot break a wait without end."""
        while True:
            with suppress(Empty):
                return self.come.get(timeout=_LOOK_EVERY_S)

    def work(self) -> None:
        """Take chunks until there are none; the first fault that is not a model's ends all."""
        try:
            while not self.stop.is_set() and not self.todo.empty():
                self.come.put(self._asked(self.todo.get_nowait()))
        except Empty:
            return
        except BaseException as error:  # noqa: BLE001 - raised again where the asker waits
            self.stop.set()
            self.come.put(error)

    def _asked(self, chunk: Chunk) -> dict[str, Outcome]:
        try:
            with self.asking:
                if self.stop.is_set():
                    return {}
                answers = self.model.answer([self.questions[key] for key in chunk])
        except ModelUnreachable as error:
            return dict.fromkeys(chunk, Missed(str(error), error.kind))
        except AnswerRefused as error:
            if len(chunk) == 1:
                refusal = Kept(refused=str(error) or "refused", kind=error.kind)
                return {chunk[0]: self._kept(chunk[0], refusal)}
            half = len(chunk) // 2  # one of them is refused; the rest stay in batches
            first, second = (self._asked(part) for part in (chunk[:half], chunk[half:]))
            return first | second
        pairs = zip(chunk, answers, strict=True)
        return {key: self._kept(key, Kept(answer=answer)) for key, answer in pairs}

    def _kept(self, key: str, found: Kept) -> Kept:
        for _ in range(_WRITES - 1):
            try:
                return keep(self.store, key, found)
            except TransientError:
                continue
        return keep(self.store, key, found)
