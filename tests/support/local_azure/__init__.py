"""A small server of the Azure calls that the real SDK makes; what it proves stands in docs/azure.md."""

from tests.support.local_azure.faults import Fault
from tests.support.local_azure.server import LocalAzure

__all__ = ["Fault", "LocalAzure"]
