"""Automations of versions before, which are taken away: the caretaker does their work without events."""

from __future__ import annotations

from prefect.client.orchestration import SyncPrefectClient

from deployments.names import RETIRED_AUTOMATIONS


def retire_automations(client: SyncPrefectClient) -> list[str]:
    """Delete what versions before have made, so that nobody is told twice; return the names."""
    found = [a for name in RETIRED_AUTOMATIONS for a in client.read_automations_by_name(name)]
    for automation in found:
        client.delete_automation(automation.id)
    return [automation.name for automation in found]
