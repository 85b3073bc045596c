"""Answers in the store: found by what was asked of which model, written once.

A kept answer lies at ``answers/<fingerprint>/<hash of the conversation>-<repeat>.json``.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Literal

from pydantic import ValidationError

from wearable_coach.chat.contract import Answer, Conversation
from wearable_coach.chat.faults import FaultKind
from wearable_coach.errors import StoreConflict
from wearable_coach.records import Record
from wearable_coach.store import Exists, Missing, Stale, Store

_FINGERPRINT_CHARACTERS, _QUESTION_CHARACTERS = 16, 32
_RACES = 5


class Kept(Record):
    """What a model said to a question, or why it will not answer."""

    schema_version: Literal[1] = 1
    answer: Answer | None = None
    refused: str = ""
    kind: FaultKind | None = None
    """Of a refusal, where the version that kept it told one from another."""


def answers_folder(fingerprint: str) -> str:
    """Return the prefix under which a model's answers lie."""
    return f"answers/{fingerprint[:_FINGERPRINT_CHARACTERS]}/"


def answer_key(fingerprint: str, conversation: Conversation, repeat: int) -> str:
    """Return where the answer to a conversation lies."""
    asked = json.dumps([[m.role, m.content] for m in conversation])
    question = sha256(asked.encode()).hexdigest()[:_QUESTION_CHARACTERS]
    return f"{answers_folder(fingerprint)}{question}-{repeat}.json"


def read_kept(store: Store, key: str) -> Kept | None:
    """Return a kept answer; None where there is none or it is damaged."""
    try:
        return _parsed(store.read(key).data)
    except Missing:
        return None


def keep(store: Store, key: str, found: Kept) -> Kept:
    """Write an answer, and return what is kept now: another run's, where that was first.

    A damaged one is replaced, and a refusal by an answer: what refuses may be mended.

    Raises:
        StoreConflict: it cannot be written.
    """
    data = found.model_dump_json(exclude_none=True).encode()  # older versions know fewer fields
    for _ in range(_RACES):
        try:
            store.create(key, data)
        except Exists:
            try:
                there = store.read(key)
                known = _parsed(there.data)
                if known is not None and (known.answer is not None or found.answer is None):
                    return known
                store.replace(key, data, etag=there.etag)
            except (Missing, Stale):
                continue
        return found
    message = f"answers: {store.where(key)} keeps changing; let one run at a time write there"
    raise StoreConflict(message)


def _parsed(data: bytes) -> Kept | None:
    try:
        kept = Kept.model_validate_json(data)
    except ValidationError:
        return None
    return kept if kept.answer is not None or kept.refused else None
