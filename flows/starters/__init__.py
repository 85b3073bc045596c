"""What one run starts or tells outside itself, once for one cause."""
