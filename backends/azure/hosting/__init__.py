"""Model deployments at Azure, a file a kind; `backends.azure.hosting.opening` opens one by its kind."""
