"""Which objects of a store are shown to a browser, and as what; everything else is not there for it.

Records, training files, answers, jobs, events and webhooks are never shown, whatever they are asked by.
"""

from __future__ import annotations

import re

from wearable_coach.store.layout import is_ours

_VERSION = r"\d{8}-[0-9a-f]{12}"
_NAME = r"[A-Za-z0-9_][A-Za-z0-9._-]*"
_MODEL = rf"models/(?!promoted\.json/){_NAME}"
_DATA_DOCS = rf"(datasets|refused)/{_VERSION}/data[-_]docs"
_PAGES = re.compile(
    "|".join(
        (
            rf"datasets/{_VERSION}/(report\.html|gate\.json|README\.md)",
            rf"refused/{_VERSION}/(report\.html|gate\.json)",
            rf"{_MODEL}/report\.html",
            rf"{_MODEL}/evaluations/{_NAME}/report\.html",
        )
    )
)
_DOCS = re.compile(rf"{_DATA_DOCS}(/{_NAME})+\.(html|css|js|svg|png|gif|woff2?|ttf)")
_KINDS = {
    "html": "text/html; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "md": "text/plain; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "gif": "image/gif",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
}
_CLOSED = "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
PAGE_POLICY = f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; {_CLOSED}"
"""Of pages that fetch nothing and run nothing."""

DOCS_POLICY = (
    "sandbox allow-scripts; default-src 'none'; style-src 'self' 'unsafe-inline'; "
    "script-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    f"{_CLOSED}"
)
"""Of Great Expectations' Data Docs: their scripts run apart, where no other page can be read."""


def is_shown(key: str) -> bool:
    """Say whether an object is one that a browser is shown."""
    return (_PAGES.fullmatch(key) is not None and is_ours(key)) or is_of_data_docs(key)


def is_of_data_docs(key: str) -> bool:
    """Say whether an object is part of Great Expectations' own pages."""
    return _DOCS.fullmatch(key) is not None


def kind_of(key: str) -> str:
    """Return the media type of an object that is shown."""
    return _KINDS[key.rpartition(".")[2]]


def policy_of(key: str) -> str:
    """Return what the browser may do for an object that is shown."""
    return DOCS_POLICY if is_of_data_docs(key) else PAGE_POLICY
