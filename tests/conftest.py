"""For all tests: Hypothesis reads the constants of every module that is loaded, once, in its first draw.

With all of the project loaded that takes longer than its check of slow strategies allows.
"""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "wearable-coach", settings.default, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("wearable-coach")
