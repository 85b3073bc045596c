"""Exercise prescription: a week within the day's cap, or the reason why there is none."""
