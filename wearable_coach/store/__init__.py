"""The store: the product's memory. Every write is create-only or compare-and-swap."""

from wearable_coach.store.contract import Damaged, Exists, Listed, Missing, Stale, Store, Stored
from wearable_coach.store.local import LocalStore

__all__ = ["Damaged", "Exists", "Listed", "LocalStore", "Missing", "Stale", "Store", "Stored"]
