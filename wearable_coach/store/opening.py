"""Opening a store by its name, as far as the library reaches: a folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from wearable_coach.errors import BadInput
from wearable_coach.input_files import expanded
from wearable_coach.store.home import home_folder
from wearable_coach.store.local import LocalStore
from wearable_coach.store.reading import is_folder

AZURE, BLOCK = "azure://", "block:"
_HOLDS_SECRET = re.compile(r"(^|[?&;])(AccountKey|SharedAccessSignature|sig)=", re.IGNORECASE)


def opens_in_checkout_alone(name: str) -> bool:
    """Say whether a store's name is one that the workflow's packages open: Azure's, or a block's."""
    return name.startswith((AZURE, BLOCK))


def open_folder(name: str, *, environment: Mapping[str, str]) -> LocalStore:
    """Open the store in a folder, which need not be there yet; "" is the default one.

    Raises:
        BadInput: the folder is a file or cannot be read, or what is named is an address or a connection string, which
            may hold a secret: it is not repeated.
    """
    if "://" in name or _HOLDS_SECRET.search(name):
        message = "store: takes no URL and no connection string; name a folder, azure://CONTAINER/PREFIX or block:NAME, and export AZURE_STORAGE_CONNECTION_STRING or AZURE_STORAGE_SAS_TOKEN"
        raise BadInput(message)
    folder = expanded(Path(name)) if name else home_folder(environment)
    is_folder(folder)
    return LocalStore(folder)
