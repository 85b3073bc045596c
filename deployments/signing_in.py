"""Signing a command in to the server of `wearable-coach up`, by the file that it keeps its credentials in."""

from __future__ import annotations

from collections.abc import MutableMapping

from deployments.doctor.up_here import API_URL, variables_of_up
from deployments.prefect_auth import CLIENT_AUTH


def sign_in(environment: MutableMapping[str, str]) -> None:
    """Add the credentials, where the server that is named is that of `up` on the store's folder and none are set."""
    if environment.get(API_URL) and not environment.get(CLIENT_AUTH):
        found = variables_of_up(environment)
        environment.update({k: v for k, v in found.items() if k == CLIENT_AUTH})
