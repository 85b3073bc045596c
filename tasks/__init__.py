"""Prefect tasks: retries, states and names around one step each."""
