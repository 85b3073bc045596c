"""The secret that signs webhooks, as a Prefect block."""

from __future__ import annotations

from prefect.blocks.core import Block
from pydantic import Field, SecretStr


class WebhookSecret(Block):
    """A secret, and the one before it: both are valid, so that senders can change one after another."""

    _block_type_name = "Webhook secret"
    _block_type_slug = "wearable-coach-webhook-secret"
    _description = "Standard Webhooks secrets of the wearable-coach receiver."

    current: SecretStr = Field(description="whsec_… with at least 24 random bytes in base64")
    previous: SecretStr | None = Field(
        None, description="The secret before it, until all senders have the new one"
    )

    def values(self) -> list[tuple[str, str]]:
        """Return name and text of each secret, the current one first."""
        named = {"current": self.current, "previous": self.previous}
        texts = ((name, s.get_secret_value().strip()) for name, s in named.items() if s is not None)
        return [(name, text) for name, text in texts if text]
