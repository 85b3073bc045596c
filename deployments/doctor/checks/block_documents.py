"""The blocks: their kinds are known to the server, and what people made of them opens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deployments.doctor.api import patient
from deployments.doctor.finding import Finding, fail, ok
from deployments.doctor.installation import Examined


def kinds(installation: Examined) -> Iterator[Finding]:
    """Look whether the server knows the kinds of this project's blocks."""
    missing = [
        kind.__name__
        for kind in _kinds()
        if installation.api.get(f"/block_types/slug/{kind.get_block_type_slug()}") is None
    ]
    if missing:
        detail = f"not known to the server: {', '.join(missing)}"
        register = installation.prefect("python -m deployments.register_blocks")
        yield fail("kinds", detail, register)
    else:
        yield ok("kinds", f"{len(_kinds())} kinds are registered")


def documents(installation: Examined) -> Iterator[Finding]:
    """Load each block of these kinds, as a flow would. What is in it is never told."""
    for kind in _kinds():
        slug = kind.get_block_type_slug()
        path = f"/block_types/slug/{slug}/block_documents"
        for document in installation.api.get(path) or ():
            yield _loaded(kind, slug, document["name"])


def _loaded(kind: Any, slug: str, name: str) -> Finding:  # noqa: ANN401 - a block's class
    try:
        with patient():
            kind.load(name)
    except Exception as error:  # noqa: BLE001 - a text of Prefect's or pydantic's may hold a secret
        detail = f"cannot be loaded ({type(error).__name__})"
        return fail(f"{slug}/{name}", detail, "save it anew in the Prefect UI (Blocks)")
    return ok(f"{slug}/{name}", "loads")


def _kinds() -> list[Any]:
    import blocks  # noqa: PLC0415 - imports Prefect

    return [getattr(blocks, name) for name in blocks.__all__]


CHECKS = (kinds, documents)
