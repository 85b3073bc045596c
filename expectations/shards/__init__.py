"""The gate of a dataset in shards: each looked at by itself, then all together by what was found."""
