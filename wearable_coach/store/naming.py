"""A short name of a store, for where many stores are told apart: keys of artifacts, keys of assets."""

from __future__ import annotations

import re
from hashlib import sha256

from wearable_coach.store.contract import Store

_HASH_CHARACTERS, _WORD_CHARACTERS = 6, 24


def store_slug(store: Store) -> str:
    """Return lowercase letters, digits and dashes that name a store: its last folder, and a few of its hash.

    Stores of one name at different places differ; the same place is always the same.
    """
    where = store.where("datasets").removesuffix("datasets").rstrip("/")
    word = re.sub(r"[^a-z0-9]+", "-", where.rpartition("/")[2].lower()).strip("-")
    digest = sha256(where.encode()).hexdigest()[:_HASH_CHARACTERS]
    return "-".join(filter(None, [word[:_WORD_CHARACTERS].strip("-"), digest]))
