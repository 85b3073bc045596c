"""Azure Blob Storage as a store."""
