"""What a service served, counted by day, against what the evaluation of its model found."""
