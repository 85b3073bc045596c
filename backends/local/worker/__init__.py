"""The process that trains: one a job, in a session of its own, with a folder as its memory."""
