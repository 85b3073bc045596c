"""Evaluations in a store: ``models/<candidate>/evaluations/<id>/…``, written once, the record last."""

from __future__ import annotations

import re
from collections.abc import Mapping

from wearable_coach.errors import BadInput
from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.store import Exists, Missing, Store
from wearable_coach.store.datasets import json_bytes
from wearable_coach.store.parsing import Unparsed, record_of
from wearable_coach.store.writing import put

RECORD, REPORT, ANSWERS = "evaluation.json", "report.html", "answers.jsonl"


def model_folder(name: str) -> str:
    """Return the folder of a model; what no key may hold becomes a hyphen."""
    return f"models/{re.sub(r'[^A-Za-z0-9._-]+', '-', name).strip('.-') or 'model'}"


def report_place(store: Store, evaluation: Evaluation) -> str:
    """Return where the report of an evaluation lies."""
    return store.where(report_key(evaluation))


def report_key(evaluation: Evaluation) -> str:
    """Return the key of the report of an evaluation."""
    return f"{_folder(evaluation)}/{REPORT}"


def _folder(evaluation: Evaluation) -> str:
    return f"{model_folder(evaluation.candidate)}/evaluations/{evaluation.id}"


def find_evaluation(store: Store, candidate: str, evaluation: str) -> Evaluation | None:
    """Return an evaluation of a candidate, or None where it was never finished.

    Where who made it was killed before it was written as the model's latest, it is written now.

    Raises:
        BadInput: it cannot be read.
    """
    folder = f"{model_folder(candidate)}/evaluations/{evaluation}"
    try:
        found = _read(store, f"{folder}/{RECORD}")
    except Missing:
        return None
    latest = latest_evaluation(store, candidate)
    if latest is None or latest.at < found.at:
        for name in (REPORT, RECORD):
            put(store, f"{model_folder(candidate)}/{name}", store.read(f"{folder}/{name}").data)
    return found


def latest_evaluation(store: Store, candidate: str) -> Evaluation | None:
    """Return the last evaluation of a model, or None where it has none.

    Raises:
        BadInput: it cannot be read.
    """
    try:
        return _read(store, f"{model_folder(candidate)}/{RECORD}")
    except Missing:
        return None


def publish_evaluation(
    store: Store, evaluation: Evaluation, files: Mapping[str, bytes]
) -> tuple[str, bool]:
    """Write an evaluation: its files, then its record, then both as the model's latest.

    Returns:
        Where its report lies, and whether this call wrote it.
    """
    top = model_folder(evaluation.candidate)
    folder = _folder(evaluation)
    record = json_bytes(evaluation.model_dump(mode="json"))
    created = True
    for name, data in {**files, RECORD: record}.items():
        try:
            store.create(f"{folder}/{name}", data)
        except Exists:
            if name == RECORD:  # another run finished the same evaluation
                created = False
            else:
                put(store, f"{folder}/{name}", data)
    put(store, f"{top}/{REPORT}", files[REPORT])
    put(store, f"{top}/{RECORD}", record)
    return report_place(store, evaluation), created


def _read(store: Store, key: str) -> Evaluation:
    data = store.read(key).data
    try:
        return record_of(data, Evaluation)
    except Unparsed as why:
        message = (
            f"evaluation: {store.where(key)} cannot be read ({why}); remove it, and evaluate again"
        )
        raise BadInput(message) from None


def evaluations_of(store: Store, candidate: str) -> list[Evaluation]:
    """Return all evaluations of a model that were finished.

    Raises:
        BadInput: one cannot be read.
    """
    keys = store.keys(f"{model_folder(candidate)}/evaluations/")
    return [_read(store, key) for key in keys if key.endswith(f"/{RECORD}")]


def find_by_id(store: Store, evaluation: str) -> Evaluation | None:
    """Return the evaluation of an id, of whichever model, or None where there is none.

    Raises:
        BadInput: it cannot be read.
    """
    ending = f"/evaluations/{evaluation}/{RECORD}"
    keys = [key for key in store.keys("models/") if key.endswith(ending)]
    return _read(store, keys[0]) if keys else None


def read_answers(store: Store, evaluation: Evaluation) -> bytes:
    """Return every answer of an evaluation with its scores, a line each.

    Raises:
        BadInput: they are not there.
    """
    key = f"{_folder(evaluation)}/{ANSWERS}"
    try:
        return store.read(key).data
    except Missing:
        message = f"evaluation: {store.where(key)} is not there any more; evaluate again"
        raise BadInput(message) from None


def read_report(store: Store, evaluation: Evaluation) -> str:
    """Return the report of an evaluation.

    Raises:
        BadInput: it is not there.
    """
    try:
        return store.read(report_key(evaluation)).data.decode()
    except Missing:
        message = f"evaluation: {store.where(report_key(evaluation))} is not there any more; evaluate again"
        raise BadInput(message) from None


def write_report(store: Store, evaluation: Evaluation, report: str) -> None:
    """Write the report of an evaluation anew, also as the model's latest where it is that."""
    put(store, report_key(evaluation), report.encode())
    latest = latest_evaluation(store, evaluation.candidate)
    if latest is not None and latest.id == evaluation.id:
        put(store, f"{model_folder(evaluation.candidate)}/{REPORT}", report.encode())
