"""Strata → vitals and profile → facts → question and answer; one module a category."""
