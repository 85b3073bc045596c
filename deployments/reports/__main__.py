"""``python -m deployments.reports``: show the store's reports until it is stopped."""

import sys

from deployments.reports.service import main
from wearable_coach.exits import guarded

if __name__ == "__main__":
    sys.exit(guarded("reports", main))
