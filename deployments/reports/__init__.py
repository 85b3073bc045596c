"""The reports of a store as pages: read-only, behind the sign-in of the Prefect UI."""
