"""What our expectations say of themselves: in their JSON schemas, in Data Docs."""

from __future__ import annotations

import inspect
from typing import Any

from great_expectations.render import RenderedStringTemplateContent

DATA_QUALITY: dict[str, Any] = {
    "maturity": "production",
    "tags": ["custom expectation"],
    "contributors": [],
    "requirements": [],
    "has_full_test_suite": True,
    "manually_reviewed_code": True,
}
"""What Great Expectations keeps of an expectation beside its code."""


def sentence(model: type) -> str:
    """Return the first line of a class's docstring."""
    return (inspect.getdoc(model) or "").partition("\n")[0]


def template(configuration: Any, text: str) -> list[RenderedStringTemplateContent]:  # noqa: ANN401 - an ExpectationConfiguration
    """Return a sentence of Data Docs: `text` with the arguments of an expectation in their places."""
    shown = {name: _readable(value) for name, value in configuration.kwargs.items()}
    defaults = {"tolerance": "0", "scale": "1", "power": "1"}
    return [
        RenderedStringTemplateContent(
            content_block_type="string_template",
            string_template={"template": text, "params": {**defaults, **shown}},
        )
    ]


def _readable(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {count}" for name, count in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)
