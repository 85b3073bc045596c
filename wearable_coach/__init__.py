"""Turn wearable vitals into a verified Korean chat dataset: no number without a source."""

__version__ = "0.1.0"
