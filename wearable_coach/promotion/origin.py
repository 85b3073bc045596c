"""Where a model that is served comes from: the job that tuned it, and the dataset of that job."""

from __future__ import annotations

import logging
import re
from typing import NamedTuple

from wearable_coach.chat.served import LocalAdapter
from wearable_coach.faults import kind_and_place
from wearable_coach.finetuning.job import Job
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.promotion.pointer import Entry
from wearable_coach.store import Store

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_log = logging.getLogger("wearable_coach.promotion")


class ModelOrigin(NamedTuple):
    """The job and the dataset behind a model; empty where nobody knows."""

    job: str = ""
    dataset: str = ""


UNKNOWN_ORIGIN = ModelOrigin()


def origin_of(store: Store, entry: Entry | None) -> ModelOrigin:
    """Return where the model of an entry of the pointer comes from; what cannot be read is unknown.

    Args:
        store: Where the jobs lie.
        entry: As the pointer holds it; None, or one of the rules, has no origin.
    """
    if entry is None or entry.serving is None:
        return UNKNOWN_ORIGIN
    said = entry.serving.identity.job if entry.serving.identity is not None else ""
    adapter = entry.serving.adapter if isinstance(entry.serving, LocalAdapter) else ""
    for name in dict.fromkeys((said, entry.model, *adapter.split("/")[1:2])):
        job = _job(store, name) if _NAME.fullmatch(name) else None
        if job is not None:
            return ModelOrigin(job.name, job.order.dataset_version)
    return ModelOrigin(said, entry.known_fence.dataset_version)


def _job(store: Store, name: str) -> Job | None:
    try:
        return JobLedger(store).find(name)
    except Exception as error:  # noqa: BLE001 - an answer is given without saying whence its model is
        _log.info("origin: job %s cannot be read (%s)", name, kind_and_place(error))
        return None
