"""Names that the parts of an installation share."""

from __future__ import annotations

from flows.prefect_api import served_pages

POOL = "wearable-coach"
"""The work pool; prefect.yaml names it too."""

TAG = "wearable-coach"
"""What every deployment of prefect.yaml carries, and every run of one."""

ALERTS_BLOCK = "wearable-coach-alerts"
"""The notification block that the caretaker writes to."""

SECRET_BLOCK = "wearable-coach-webhook"  # noqa: S105 - a name
"""The webhook secret's block."""

RETRAIN = "retrain/retrain"
"""The deployment that a webhook starts."""

NIGHTLY = "refresh-dataset/nightly-refresh"
"""The deployment whose runs are nights."""

SERVER_PORT, RECEIVER_PORT, REPORTS_PORT = 4200, 4201, 4202

RETIRED_AUTOMATIONS = (
    "wearable-coach: run failed",
    "wearable-coach: run late",
    "wearable-coach: run stuck",
    "wearable-coach: zombie run",
    "wearable-coach: run lost on its way",
)
"""Automations of versions before: each hung on events, which a busy server drops."""

WORKER_LIMIT_VARIABLE = "WEARABLE_COACH_WORKER_LIMIT"
"""How many runs the worker of `wearable-coach up` has at once."""

LEAST_WORKER_LIMIT = 7
"""As many as the deployments of prefect.yaml may have at once together, so that none waits for another."""

WATCH_VARIABLE = "WEARABLE_COACH_WATCH_EVERY_S"
"""How often open fine-tuning jobs are looked at, in seconds; prefect.yaml says how often without it."""

SECRETS_VARIABLE = "WEARABLE_COACH_WEBHOOK_SECRETS"
"""Path of a file with a `whsec_…` secret a line: all are valid, the first signs."""

RECEIVER_VARIABLE = "WEARABLE_COACH_RECEIVER_URL"
"""Where the webhook receiver is reached; default http://127.0.0.1:RECEIVER_PORT."""

HOSTS_VARIABLE = "WEARABLE_COACH_ALLOWED_HOSTS"
"""Names beyond its own under which the Prefect server is asked, comma-separated: a proxy's, a container's."""

REPORTS_VARIABLE = served_pages.REPORTS_VARIABLE
REPORTS_STORE_VARIABLE = served_pages.REPORTS_STORE_VARIABLE
"""The flows that make the links own these two."""

REPORTS_INSIDE_VARIABLE = "WEARABLE_COACH_REPORTS_INSIDE_URL"
"""Where the doctor asks for the reports, where that is another address than the one people open."""
