"""Which objects of a store are shown to a browser, and as what; everything else is not there for it.

Records, training files, answers, jobs, events and webhooks are never shown, whatever they are asked by.
"""

from __future__ import annotations

import re

from wearable_coach.store.layout import is_ours

_VERSION = r"\d{8}-[0-9a-f]{12}"
_NAME = r"[A-Za-z0-9_][A-Za-z0-9._-]*"
_MODEL = rf"models/(?!promoted\.json/){_NAME}"
DATA_DOCS = "data_docs"
"""Folder of a version that Great Expectations' own pages may be written into."""

_PAGES = re.compile(
    "|".join(
        (
            rf"datasets/{_VERSION}/(report(\.en)?\.html|gate\.json|suites\.json)",
            rf"refused/{_VERSION}/(report\.html|gate\.json)",
            rf"{_MODEL}/report\.html",
            rf"{_MODEL}/evaluations/{_NAME}/report\.html",
        )
    )
)
_DOCS = re.compile(
    rf"(datasets|refused)/{_VERSION}/{DATA_DOCS}(/{_NAME})+\.(html|css|svg|png|gif|woff2?|ttf|otf|ico)"
)
_KINDS = {
    "html": "text/html; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "gif": "image/gif",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "ico": "image/x-icon",
}
_CLOSED = "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
PAGE_POLICY = f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; {_CLOSED}"
"""Of pages that fetch nothing and run nothing."""

DOCS_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    f"font-src 'self' data:; {_CLOSED}"
)
"""Of Great Expectations' Data Docs: they fetch their own styles and pictures, and run nothing."""


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
