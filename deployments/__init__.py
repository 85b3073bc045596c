"""How it runs in service: server, worker, webhook receiver, and what looks after them."""

from wearable_coach.operating_system import need_posix

need_posix("wearable-coach")
