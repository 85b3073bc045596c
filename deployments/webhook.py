"""The webhook receiver by its name of versions before: `python -m deployments.webhook`; now `deployments.receiver`."""

import sys

from deployments.receiver.service import create_app, from_environment, main
from wearable_coach.exits import guarded

__all__ = ["create_app", "from_environment", "main"]

if __name__ == "__main__":
    sys.exit(guarded("webhook", main))
