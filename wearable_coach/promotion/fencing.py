"""Making the last fence of a model that is put into service, from the very rows that it was trained on."""

from __future__ import annotations

from collections.abc import Iterator

from wearable_coach.chat.served import Serving
from wearable_coach.errors import BadInput, CoachError
from wearable_coach.evaluation.shelf import model_folder
from wearable_coach.evaluation.trained_on import trained_by
from wearable_coach.finetuning.datasets import read_training_file
from wearable_coach.finetuning.job import Job
from wearable_coach.finetuning.order import TrainingFile
from wearable_coach.finetuning.training_rows import each_row
from wearable_coach.promotion.fence_file import write_fence
from wearable_coach.promotion.fence_note import FenceNote
from wearable_coach.promotion.rule import WhenFenced
from wearable_coach.serving.fence import shapes_in
from wearable_coach.store import Store

_UNTUNED = "no job of this store tuned it, so nobody knows what it was trained on"


def fenced(
    store: Store, name: str, serving: Serving | None, *, when: WhenFenced, wanted: bool | None
) -> FenceNote:
    """Return the last fence of a model, its file written beside it.

    Args:
        store: Where the model, its job and its dataset lie.
        name: The model.
        serving: How it is reached; it may name the job that made it.
        when: What the rule says.
        wanted: What a person says; None leaves it to the rule.

    Raises:
        BadInput: it was tuned here and its training rows cannot be read, or a fence is wanted for a
            model of which nobody knows what it was trained on.
        StoreConflict: the file cannot be written.
    """
    if wanted is False or (wanted is None and when == "never"):
        return FenceNote(state="off", why="a person wanted none" if wanted is False else "the rule")
    job = _job_of(store, name, serving)
    if job is None:
        if wanted:
            message = f"fence: {name}: {_UNTUNED}; promote it without --fence"
            raise BadInput(message)
        return FenceNote(state="absent", why=_UNTUNED)
    try:
        shapes = shapes_in(_said_in(store, job.order.train))
    except CoachError as error:
        message = f"fence: {name} was trained on rows that cannot be read ({error}); or promote it with --no-fence"
        raise BadInput(message) from None
    return write_fence(store, model_folder(name), shapes, dataset_version=job.order.dataset_version)


def _said_in(store: Store, train: TrainingFile) -> Iterator[str]:
    """Yield every answer of the training rows, a part of them in memory at a time."""
    for row in each_row(read_training_file(store, train), name=train.key):
        yield from (turn.content for turn in row if turn.role == "assistant")


def _job_of(store: Store, name: str, serving: Serving | None) -> Job | None:
    """Return the job that tuned a model: the one of its name, or the one that its description names."""
    job = trained_by(store, name)
    if job is None and serving is not None and serving.identity is not None:
        job = trained_by(store, serving.identity.job)
    return job
