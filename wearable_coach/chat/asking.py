"""Asking a model many questions, each once ever: what is in the store is not asked again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple

from wearable_coach.chat.asking_round import Outcome, ask_round
from wearable_coach.chat.contract import Answer, ChatModel
from wearable_coach.chat.faults import KEPT_KINDS, FaultKind, Missed
from wearable_coach.chat.kept_answers import Kept, answer_key, answers_folder, read_kept
from wearable_coach.chat.spending import Spent, spent
from wearable_coach.errors import BadInput
from wearable_coach.records import Message
from wearable_coach.store import Store

ROUNDS = 3
"""How often a question is handed to a model that does not answer it."""
_READERS = 8
"""Threads that read what is known: in Blob Storage a read is a round trip."""


class Ask(NamedTuple):
    """A question to a model."""

    id: str
    """Names it in the result; nothing else depends on it."""
    conversation: tuple[Message, ...]
    repeat: int = 0
    """Counts the times the same conversation is asked; each has an answer of its own."""


class Unanswered(NamedTuple):
    """Why a question has no answer."""

    reason: str
    kind: FaultKind = "unreachable"

    @property
    def refused(self) -> bool:
        """Whether the same question would meet the same again; else it is asked the next time."""
        return self.kind in KEPT_KINDS


class AskingProgress(NamedTuple):
    """How far the asking is [questions]."""

    done: int
    of: int
    unanswered: int


class AskedAll(NamedTuple):
    """What came of it. Counts are of different questions; two ids may share one."""

    answers: dict[str, Answer | Unanswered]
    """By id, in the order asked."""
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
    known = _known(store, answers_folder(model.fingerprint), wanted)
    known = _without_refusals(known, most=refusals_at_most * len(wanted))
    found: dict[str, Outcome] = dict(known)
    left = [key for key in wanted if key not in known]

    failed: set[str] = set()

    def came(outcomes: dict[str, Outcome]) -> None:
        found.update(outcomes)
        failed.difference_update(outcomes)
        failed.update(key for key, one in outcomes.items() if isinstance(one, Missed))
        if report is not None:
            report(AskingProgress(len(found) - len(failed), len(wanted), len(failed)))

    came({})
    with turn if left and turn else nullcontext():
        for _ in range(ROUNDS):
            before = len(left)
            if left:
                ask_round(store, model, {key: wanted[key] for key in left}, came)
            left = [key for key in left if not isinstance(found.get(key), Kept)]
            if len(left) in {0, before}:
                break
    return _result({a.id: found[keys[a.id]] for a in asks}, found, known, model)


def _checked(questions: Iterable[Ask]) -> Sequence[Ask]:
    asks = list(questions)
    ids: set[str] = set()
    for ask in asks:
        if ask.id in ids:
            message = f"questions: id {ask.id!r} stands twice; give each its own"
            raise BadInput(message)
        ids.add(ask.id)
    return asks


def _known(store: Store, folder: str, wanted: Iterable[str]) -> dict[str, Kept]:
    """Read what is there; the folder is listed once in place of a try for every question."""
    there = set(store.keys(folder))
    keys = [key for key in wanted if key in there]
    if not keys:
        return {}
    with ThreadPoolExecutor(_READERS) as readers:
        read = readers.map(lambda key: read_kept(store, key), keys)
        return {key: kept for key, kept in zip(keys, read, strict=True) if kept is not None}


def _without_refusals(known: dict[str, Kept], *, most: float) -> dict[str, Kept]:
    """Leave out refusals where there are too many of them to be the questions' own fault."""
    answered = {key: one for key, one in known.items() if one.answer is not None}
    return known if len(known) - len(answered) <= most else answered


def _result(
    by_id: dict[str, Outcome],
    found: dict[str, Outcome],
    known: dict[str, Kept],
    model: ChatModel,
) -> AskedAll:
    kept = {key: one for key, one in found.items() if isinstance(one, Kept)}
    new = [one for key, one in kept.items() if key not in known]
    return AskedAll(
        answers={name: _said(outcome) for name, outcome in by_id.items()},
        asked=len(new),
        known=len(known),
        refused=sum(one.answer is None for one in kept.values()),
        failed=len(found) - len(kept),
        now=spent(_answers(new), model.prices),
        whole=spent(_answers(kept.values()), model.prices),
    )


def _said(outcome: Outcome) -> Answer | Unanswered:
    if isinstance(outcome, Missed):
        return Unanswered(outcome.reason, outcome.kind)
    return outcome.answer or Unanswered(outcome.refused, outcome.kind or "refused")


def _answers(kept: Iterable[Kept]) -> list[Answer]:
    return [one.answer for one in kept if one.answer is not None]
