"""Names that the parts of an installation share."""

from __future__ import annotations

POOL = "wearable-coach"
"""The work pool; prefect.yaml names it too."""

ALERTS_BLOCK = "wearable-coach-alerts"
"""The notification block that automations write to."""

SECRET_BLOCK = "wearable-coach-webhook"  # noqa: S105 - a name
"""The webhook secret's block."""

RETRAIN = "retrain/retrain"
"""The deployment that a webhook starts."""

SERVER_PORT, RECEIVER_PORT = 4200, 4201

ALERTING = (
    "wearable-coach: run failed",
    "wearable-coach: run late",
    "wearable-coach: run stuck",
)
"""Automations that tell people; they are there when a notification address was given."""

CLEANING = ("wearable-coach: zombie run", "wearable-coach: run lost on its way")
"""Automations that need nobody: a run whose process is gone, or never came, is marked Crashed."""

SECRETS_VARIABLE = "WEARABLE_COACH_WEBHOOK_SECRETS"
"""Path of a file with a `whsec_…` secret a line: all are valid, the first signs."""

RECEIVER_VARIABLE = "WEARABLE_COACH_RECEIVER_URL"
"""Where the webhook receiver is reached; default http://127.0.0.1:RECEIVER_PORT."""

HOSTS_VARIABLE = "WEARABLE_COACH_ALLOWED_HOSTS"
"""Names beyond its own under which the Prefect server is asked, comma-separated: a proxy's, a container's."""
