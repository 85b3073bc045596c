"""The Prefect API that a command goes through: the one that is configured, or a server of its own."""
