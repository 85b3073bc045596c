"""One round over the fine-tuning jobs: each that is open, or whose end is not told yet, is looked at once."""

from __future__ import annotations

from collections.abc import Callable

from tasks.finetuning import look_at_job, note_model, read_ledger
from tasks.running.contract import Steps
from wearable_coach.errors import CoachError
from wearable_coach.finetuning.polling import Polled, Watcher


def compose_round(
    steps: Steps, watcher: Watcher, *, unread: Callable[[CoachError], None] = lambda _error: None
) -> list[Polled]:
    """Look at every job once, the oldest first; none stops the others.

    Args:
        steps: How steps are run.
        watcher: What the round works with.
        unread: Told of each job that cannot be read.

    Raises:
        BadInput: the jobs cannot be listed.
    """
    ledger = steps.call(read_ledger, watcher.store)
    looks = []
    for name, error in ledger.unread:
        looks.append(Polled(name, "Unknown", "fault", str(error)))
        unread(error)
    waiting = [job for job in reversed(ledger.jobs) if watcher.needs_polling(job)]
    looks.extend(steps.call(look_at_job, watcher, job) for job in waiting)
    for look in looks:
        if look.kind == "ended" and look.state == "Completed":
            steps.call(note_model, watcher.store, look.name)
    return looks
