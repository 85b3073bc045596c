"""The model registry: which version a label names, and whether a version is there."""

from __future__ import annotations

from backends.azure.connection import Connection
from backends.azure.model_id import ModelId
from wearable_coach.errors import BadField, BadInput


def resolve(connection: Connection, model: ModelId) -> str:
    """Return the id pinned by version; only a label is looked up.

    Raises:
        BadInput: the registry has no such model.
    """
    return (
        model.pinned(model.version) if model.version else model.pinned(look_up(connection, model))
    )


_NAME = "base_model"


def look_up(connection: Connection, model: ModelId) -> str:
    """Return the version that the registry has.

    Raises:
        BadInput: the registry has no such model, version or label.
    """

    class Absent(BadInput):
        """Told with a remedy below."""

    which = {"version": model.version} if model.version else {"label": model.label}
    try:
        with connection.calling(f"looking for base model {model.name}", missing=Absent):
            return str(connection.registry(model.registry).models.get(model.name, **which).version)
    except Absent:
        wanted = model.version or model.label
        message = f"registry {model.registry} has no {model.name} {wanted}; set WEARABLE_COACH_AZURE_BASE_MODEL to one of its catalogue"
        raise BadField(_NAME, message) from None
