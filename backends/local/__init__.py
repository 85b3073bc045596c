"""This machine as a backend: training in a worker process, generation, and the models' folders."""
