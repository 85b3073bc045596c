"""Ids of registry models: azureml://registries/REGISTRY/models/NAME/versions/N or …/labels/latest."""

from __future__ import annotations

import re
from typing import NamedTuple

from wearable_coach.errors import BadInput

_FORM = re.compile(
    r"azureml://registries/(?P<registry>[\w.-]+)/models/(?P<name>[\w.-]+)"
    r"/(?P<kind>versions|labels)/(?P<which>[\w.-]+)"
)


class ModelId(NamedTuple):
    """A model of a registry."""

    registry: str
    name: str
    version: str | None
    label: str | None

    def pinned(self, version: str) -> str:
        """Return the id with a version."""
        return f"azureml://registries/{self.registry}/models/{self.name}/versions/{version}"


def parse_model_id(text: str) -> ModelId:
    """Read a model id.

    Raises:
        BadInput: it has another form.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        form = "azureml://registries/azureml-meta/models/NAME/versions/N (or /labels/latest)"
        message = f"base_model: got {text!r}, need {form}"
        raise BadInput(message)
    is_version = found["kind"] == "versions"
    return ModelId(
        found["registry"],
        found["name"],
        version=found["which"] if is_version else None,
        label=None if is_version else found["which"],
    )
