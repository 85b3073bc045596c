"""Where cases come from: a dataset's valid split, real held-out days, drills, files."""
