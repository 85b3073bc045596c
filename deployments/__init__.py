"""How it runs in service: server, worker, webhook receiver, and what looks after them."""
