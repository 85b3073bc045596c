"""Fine-tuning jobs: what is asked, what a trainer must offer, and the ledger that loses nothing."""
