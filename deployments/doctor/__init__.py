"""`wearable-coach doctor`: the whole installation, looked over check by check."""
