"""What a flow and `--direct` both run: steps in their order, as plain functions."""
