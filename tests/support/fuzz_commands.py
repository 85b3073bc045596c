"""Fuzzing every command: `python -m tests.support.fuzz_commands 1000` runs a thousand invocations.

Prints a JSON object for each that ended wrongly, then one of all. `--only N` runs one of them again and
shows what it printed.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

SEED = 20261128


def main() -> int:
    """Run them."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.fuzz_commands")
    parser.add_argument("count", type=int, nargs="?", default=1000, help="invocations")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", type=int, help="run this one alone, and show it")
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="fuzz-") as name:
        folder = Path(name)
        (folder / "home").mkdir()
        os.environ.update(HOME=str(folder / "home"), PREFECT_HOME=str(folder / "home"))
        os.environ.update(PREFECT_API_URL="http://127.0.0.1:9/api", DO_NOT_TRACK="1")
        from tests.support.fuzzing.running import used_store, warm_up

        used = used_store(folder / "used")
        warm_up()
        numbers = [asked.only] if asked.only is not None else range(asked.count)
        return _run(folder, used, numbers, asked)


def _run(folder: Path, used: Path, numbers, asked) -> int:
    from tests.support.fuzzing.cases import case
    from tests.support.fuzzing.judging import wrong
    from tests.support.fuzzing.running import names_in, run
    from tests.support.fuzzing.values import as_json_words

    started, codes, commands, bad = time.monotonic(), Counter(), Counter(), 0
    slow, names = [], names_in(used)
    for number in numbers:
        made = case(number, seed=asked.seed, names=names)
        ran = run(made, folder / str(number), used)
        codes[str(ran.code)] += 1
        commands[made.words[0]] += 1
        slow.append((round(ran.seconds, 1), number))
        if (found := wrong(ran)) or asked.only is not None:
            bad += bool(found)
            told = {
                "number": number,
                "wrong": found,
                "words": as_json_words(list(made.words)),
                "around": made[2:],
                "code": ran.code,
                "err": ran.err if asked.only is not None else ran.err[-600:],
                "out": ran.out[:2000] if asked.only is not None else "",
                "touched": ran.touched[:9],
            }
            sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        _remove(folder / str(number))
    told = {
        "invocations": len(list(numbers)),
        "wrong": bad,
        "codes": dict(codes),
        "commands": dict(commands),
        "seconds": round(time.monotonic() - started, 1),
        "slowest": sorted(slow, reverse=True)[:5],
    }
    sys.stdout.write(json.dumps(told) + "\n")
    return 1 if bad else 0


def _remove(sandbox: Path) -> None:
    import shutil

    shutil.rmtree(sandbox, ignore_errors=True)
    for suffix in (".out", ".err"):
        sandbox.with_suffix(suffix).unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
