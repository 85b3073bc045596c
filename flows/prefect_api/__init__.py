"""Everything that asks something of Prefect: the API that a command goes through, artifacts, a run's times."""
