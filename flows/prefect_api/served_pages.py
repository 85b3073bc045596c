"""Where a browser finds a store's pages: what `deployments.reports` serves, and at which address.

A link is made only to what leads somewhere: the service has an address, and the store is the one that it
shows. Anything else is named as a place, in words.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import quote

from flows.openers.stores import open_store
from wearable_coach.errors import CoachError
from wearable_coach.store import Store

REPORTS_VARIABLE = "WEARABLE_COACH_REPORTS_URL"
"""Where people open the reports: it stands in links, and is a name under which the service is asked."""

REPORTS_STORE_VARIABLE = "WEARABLE_COACH_REPORTS_STORE"
"""The store whose pages are served; default the one of WEARABLE_COACH_HOME."""


def page_link(store: Store, key: str, environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the address of a page; None where nothing serves it."""
    address = environment.get(REPORTS_VARIABLE, "").rstrip("/")
    if not address or not _is_served(store, key, environment):
        return None
    return f"{address}/{quote(key)}"


def _is_served(store: Store, key: str, environment: Mapping[str, str]) -> bool:
    """Say whether the store is the one that the service shows."""
    name = environment.get(REPORTS_STORE_VARIABLE, "")
    try:
        return open_store(name, environment=environment).where(key) == store.where(key)
    except CoachError:  # the service says what is wrong with its store
        return False
