"""What is wrong with how an invocation ended; nothing where it is as it should be."""

from collections.abc import Iterator

from tests.support.fuzzing.running import Ran

_GOOD = {0, 1, 2}
_OUTPUTS = ("--out", "--store", "--rejects", "--webhook-secrets", "--prefect-auth")
_NAME = "wearable-coach: "


def wrong(ran: Ran) -> list[str]:
    """Return what is wrong, in words."""
    return [*_code(ran), *_words(ran), *_lines(ran), *_files(ran)]


def _code(ran: Ran) -> Iterator[str]:
    if ran.code is None:
        yield "did not end in time"
    elif ran.code not in _GOOD:
        yield f"exit code {ran.code}"


def _words(ran: Ran) -> Iterator[str]:
    for text in ("Traceback", 'File "', "Exception ignored", "a fault of ours"):
        if text in ran.err or text in ran.out:
            yield f"shows {text!r}"
    if "\x1b" in ran.err or "\x07" in ran.err:
        yield "gives orders to the terminal"


def _lines(ran: Ran) -> Iterator[str]:
    """A refusal is one line, or the usage; it may come after what the command told of its progress."""
    lines = ran.err.splitlines()
    if ran.code != 2 or ran.case.streams in {"closed-errors", "full-errors"}:
        return
    if not lines:
        yield "says nothing"
    elif not lines[-1].startswith((_NAME, "Error: ")) and "Usage: " not in ran.err:
        yield f"ends with no line of its own: {lines[-1][:100]!r}"
    elif sum(line.startswith(_NAME) for line in lines) > 1:
        yield "says it twice"
    elif max(map(len, lines)) > 1000:
        yield f"says it in {max(map(len, lines)):,} characters"


def _files(ran: Ran) -> Iterator[str]:
    """Written is only where the command line or the store's variable says so."""
    named = {w for o, w in zip(ran.case.words, ran.case.words[1:], strict=False) if o in _OUTPUTS}
    allowed = (".wearable-coach", "used", "~", "x" * 300, *(n for n in named if n and n != "."))
    for path in ran.touched:
        if path.startswith("/dev/"):
            yield f"put a file in the place of {path}"
            return
        above = any(name.startswith(f"{path}/") for name in named)
        if not path.startswith(allowed) and not above and "." not in named:
            yield f"wrote {path}"
            return
