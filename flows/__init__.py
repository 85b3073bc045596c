"""The flows, one a file."""

from wearable_coach.operating_system import need_posix

need_posix("wearable-coach")
