"""`python -m wearable_coach` is `wearable-coach`."""

from wearable_coach.cli import main

main()
