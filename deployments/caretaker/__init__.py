"""The caretaker: looks at the runs of an installation every few seconds, and needs no event for it.

    python -m deployments.caretaker

It starts again what never began, ends what is gone, and tells people what went wrong, once. What it
looks at are states in Prefect's database; an event that the server drops takes nothing away from it.
"""
