"""``python -m deployments.receiver``: take webhooks until it is stopped."""

import sys

from deployments.receiver.service import main
from wearable_coach.exits import guarded

if __name__ == "__main__":
    sys.exit(guarded("webhook", main))
