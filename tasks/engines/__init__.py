"""Where the work of shards is done: in this process (`here`), in others of this machine (`pool`), or on others."""
