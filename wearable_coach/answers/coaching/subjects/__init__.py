"""What everyday coaching speaks of, a subject a file."""
