"""Health interpretation: nine vitals and a profile in one report, a section a file."""
