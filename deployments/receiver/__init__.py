"""The webhook receiver: `python -m deployments.receiver`."""
