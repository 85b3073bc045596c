"""Asking a model many questions, each once ever: what is in the store is not asked again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple

from wearable_coach.chat.asking_round import Outcome, ask_round
from wearable_coach.chat.contract import ChatModel
from wearable_coach.chat.faults import Missed
from wearable_coach.chat.kept_answers import Kept, answer_key, answers_folder, read_kept
from wearable_coach.chat.outcomes import Outcomes, Unanswered, read_some_ahead
from wearable_coach.chat.spending import Spending, Spent
from wearable_coach.errors import BadInput
from wearable_coach.records import Message
from wearable_coach.store import Store

ROUNDS = 3
"""How often a question is handed to a model that does not answer it."""


class Ask(NamedTuple):
    """A question to a model."""

    id: str
    """Names it in the result; nothing else depends on it."""
    conversation: tuple[Message, ...]
    repeat: int = 0
    """Counts the times the same conversation is asked; each has an answer of its own."""


class AskingProgress(NamedTuple):
    """How far the asking is [questions]."""

    done: int
    of: int
    unanswered: int


class AskedAll(NamedTuple):
    """What came of it. Counts are of different questions; two ids may share one."""

    answers: Outcomes
    """By id, in the order asked; an answer is read from the store when it is looked at."""
    asked: int
    """Questions that the model answered or refused now [count]."""
    known: int
    """Questions whose answer, or refusal, was in the store [count]."""
    refused: int
    """Of both, those that the model refuses [count]."""
    failed: int
    """Questions that no try got an answer to; they are asked the next time [count]."""
    now: Spent
    """What was asked now took."""
    whole: Spent
    """What all took, known ones among them."""


def ask_all(  # noqa: PLR0913 - all but three by keyword
    store: Store,
    model: ChatModel,
    questions: Iterable[Ask],
    *,
    report: Callable[[AskingProgress], None] | None = None,
    turn: AbstractContextManager[None] | None = None,
    refusals_at_most: float = 1.0,
) -> AskedAll:
    """Ask a model all questions that the store has no answer to; keep each answer as it comes.

    Of a question that is answered its key alone is held.

    Killed at any point, the next run asks only what had not come. A refusal is kept too. A question
    that could not be answered is handed to the model again, `ROUNDS` times in all, unless a whole
    round brought nothing.

    Args:
        store: Where the answers lie.
        model: Whom to ask, from `model.workers` threads.
        questions: Their ids differ.
        report: Called in this thread now and then, with how far it is.
        turn: Entered before the first question is asked, and left after the last; not where all is known.
        refusals_at_most: Of more kept refusals than this share of the questions each is asked once
            more: so many are a fault of what serves the model, and such a fault is mended [1].

    Raises:
        BadInput: two questions have one id, the model's key or settings are wrong, or the store
            cannot be written; all threads end then.
    """
    asks = _checked(questions)
    keys = {a.id: answer_key(model.fingerprint, a.conversation, a.repeat) for a in asks}
    wanted = {keys[a.id]: a.conversation for a in asks}
    found = _Found(len(wanted))
    known = _known(store, answers_folder(model.fingerprint), wanted)
    found.know(known, refusals_at_most=refusals_at_most * len(wanted))

    def came(outcomes: dict[str, Outcome]) -> None:
        for key, outcome in outcomes.items():
            found.add(key, outcome)
        if report is not None:
            report(found.progress())

    came({})
    left = found.left(wanted)
    with turn if left and turn else nullcontext():
        for _ in range(ROUNDS):
            before = len(left)
            if left:
                ask_round(store, model, {key: wanted[key] for key in left}, came)
            left = found.left(left)
            if len(left) in {0, before}:
                break
    return AskedAll(
        answers=Outcomes(store, keys, found.lacking),
        asked=len(found.kept) - found.known,
        known=found.known,
        refused=found.refused,
        failed=len(found.lacking) - found.refused,
        now=found.now.total(model.prices),
        whole=found.whole.total(model.prices),
    )


def _checked(questions: Iterable[Ask]) -> Sequence[Ask]:
    asks = list(questions)
    ids: set[str] = set()
    for ask in asks:
        if ask.id in ids:
            message = f"questions: id {ask.id!r} stands twice; give each its own"
            raise BadInput(message)
        ids.add(ask.id)
    return asks


class _Found:
    """What came of the questions so far, without a word of the answers."""

    def __init__(self, of: int) -> None:
        self.of = of
        self.known = self.refused = 0
        self.kept: set[str] = set()
        """Keys under which the store holds an answer or a refusal."""
        self.lacking: dict[str, Unanswered] = {}
        """Why there is no answer, by key; a refusal is kept besides."""
        self.now, self.whole = Spending(), Spending()

    def know(self, known: Iterable[tuple[str, Kept]], *, refusals_at_most: float) -> None:
        """Take what was in the store; too many refusals to be the questions' own fault are left out."""
        refusals = {}
        for key, one in known:
            if one.answer is None:
                refusals[key] = one
            else:
                self.kept.add(key)
                self.whole.add(one.answer)
        if len(refusals) <= refusals_at_most:
            for key, one in refusals.items():
                self._take(key, one)
        self.known = len(self.kept)

    def add(self, key: str, outcome: Outcome) -> None:
        """Take what came now."""
        if isinstance(outcome, Missed):
            self.lacking[key] = Unanswered(outcome.reason, outcome.kind)
            return
        self._take(key, outcome)
        if outcome.answer is not None:
            self.now.add(outcome.answer)
            self.whole.add(outcome.answer)

    def left(self, keys: Iterable[str]) -> list[str]:
        """Return what of the keys is not kept yet."""
        return [key for key in keys if key not in self.kept]

    def progress(self) -> AskingProgress:
        """Say how far it is."""
        return AskingProgress(len(self.kept), self.of, len(self.lacking) - self.refused)

    def _take(self, key: str, kept: Kept) -> None:
        self.kept.add(key)
        self.lacking.pop(key, None)
        if kept.answer is None:
            self.refused += 1
            self.lacking[key] = Unanswered(kept.refused, kept.kind or "refused")


def _known(store: Store, folder: str, wanted: Iterable[str]) -> Iterable[tuple[str, Kept]]:
    """Read what is there; the folder is listed once in place of a try for every question."""
    there = set(store.keys(folder))
    keys = [key for key in wanted if key in there]
    read = read_some_ahead(keys, lambda key: read_kept(store, key))
    return ((key, kept) for key, kept in read if kept is not None)
