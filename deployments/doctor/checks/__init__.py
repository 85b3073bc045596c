"""What `wearable-coach doctor` looks at: a module a subject, each with its checks in `CHECKS`.

A check takes the `Installation` and yields findings, each with what to do about it. One that raises
`CannotTell` is skipped with that reason; one that breaks or does not end is red, and alone in that.
"""
