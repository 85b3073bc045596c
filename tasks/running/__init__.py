"""Running steps: in this process (`direct`), or as Prefect tasks (`prefect_tasks`)."""
