"""What a clause says where it names no number: judged by its kinds of words, whether it denies, supposes or advises."""
