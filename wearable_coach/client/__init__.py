"""What a backend installs: models and the coach over HTTP, the wheel's only user of httpx."""
