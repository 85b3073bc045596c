"""The gate: Great Expectations suites as Python builders, their numbers from the standards' tables."""
