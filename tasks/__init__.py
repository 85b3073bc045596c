"""The steps: plain functions, each with its policy beside it; how they are run is in `tasks.running`."""
