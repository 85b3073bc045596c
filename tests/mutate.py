"""Mutation testing of what decides: break the code in many small ways, and see that a test fails.

``python -m tests.mutate`` runs mutmut (``uv sync --group mutation``) over `wearable_coach/standards` and
`wearable_coach/promotion`, in a copy of the checkout: the tree is never touched. A run that was stopped goes on where
it was, and a test that is new is run against what had survived. mutmut passes over functions with a decorator, so the
copy applies a decorator after the function instead; what it does not mutate is what stands outside functions.
"""

import argparse
import ast
import difflib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
FILES = ("wearable_coach/standards", "wearable_coach/promotion")
TESTS = ("tests/unit/standards", "tests/unit/promotion", "tests/golden/standards", "tests/property/test_standards_laws.py")  # fmt: skip
EQUIVALENT = Path(__file__).parent / "equivalent_mutants.json"
SURVIVED, UNTESTED = {0}, {5, 33}  # exit codes of mutmut's workers; no test ran
FORGETTING = """

def pytest_collection_finish():
    import functools, gc

    for found in gc.get_objects():
        if isinstance(found, functools._lru_cache_wrapper):
            if (found.__module__ or "").startswith("wearable_coach."):
                found.cache_clear()
"""
# Modules of tests fill caches when they are loaded, before any mutant is chosen.
EPILOG = """
python -m tests.mutate                                               all of both folders
python -m tests.mutate wearable_coach/standards/sleep.py             one file
python -m tests.mutate --list                                        what survived last, as diffs; nothing is run
python -m tests.mutate --anew                                        forget what was found before

A survivor is killed by a unit test that says the law which it breaks. One that no test can tell from the code is put
into tests/equivalent_mutants.json with the reason, as the line that is mutated and the line that it becomes. Exit code: 0 when at least
--goal percent are killed, 1 when fewer, 2 when nothing could be run.
"""


class Mutant(NamedTuple):
    """A change of one function, and whether a test failed by it."""

    file: str
    function: str
    before: str
    after: str
    code: int | None
    """None before it was tried."""

    @property
    def survived(self) -> bool:
        """Whether no test failed."""
        return self.code in SURVIVED | UNTESTED

    @property
    def why_equal(self) -> str | None:
        """Why no test can tell it from the code; None where one could."""
        return _equivalent().get(f"{self.function}: {self.before} => {self.after}")


def _equivalent() -> dict[str, str]:
    return json.loads(EQUIVALENT.read_text(encoding="utf-8"))


def copied(place: Path, files: Sequence[str]) -> None:
    """Copy what git knows of the checkout, with its decorators moved and mutmut's settings added."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()  # fmt: skip
    for name in listed:
        source, target = ROOT / name, place / name
        if source.is_file() and not name.startswith("docs/pictures/"):
            target.parent.mkdir(parents=True, exist_ok=True)
            data = source.read_bytes()
            if name.endswith(".py") and name.startswith(FILES):
                data = undecorated(data.decode()).encode()
            if name == "tests/conftest.py":
                data += FORGETTING.encode()
            if not target.exists() or target.read_bytes() != data:
                target.write_bytes(data)
    with (place / "pyproject.toml").open("a", encoding="utf-8") as settings:
        settings.write(_settings(files))


def _settings(files: Sequence[str]) -> str:
    chosen = [f if f.endswith(".py") else f"{f.rstrip('/')}/*" for f in files]
    tests = [test for test in TESTS if (ROOT / test).exists()]
    return (
        f"\n[tool.mutmut]\nsource_paths = ['wearable_coach']\nonly_mutate = {chosen}\n"
        "also_copy = ['docs', 'expectations', 'backends']\n"
        "pytest_add_cli_args = ['-q', '-p', 'no:cacheprovider']\n"
        f"pytest_add_cli_args_test_selection = {tests}\n"
        "process_isolation = 'forkserver'\n"  # a fork of a run has every cache filled by the unbroken code
    )


def undecorated(source: str) -> str:
    """Return the source with each decorator applied below its function."""
    lines = source.splitlines(keepends=True)
    functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef)]
    for node in sorted(functions, key=lambda n: -n.lineno):
        names = [ast.unparse(d) for d in node.decorator_list]
        if names and not {"staticmethod", "classmethod"} & set(names):
            value = node.name
            for name in reversed(names):
                value = f"{name}({value})"
            lines.insert(node.end_lineno, f"{' ' * node.col_offset}{node.name} = {value}\n")
            del lines[node.decorator_list[0].lineno - 1 : node.lineno - 1]
    return "".join(lines)


def mutants(place: Path, files: Sequence[str]) -> Iterator[Mutant]:
    """Yield the mutants of the chosen files, as the last run left them."""
    for meta in sorted((place / "mutants").rglob("*.py.meta")):
        file = str(meta.relative_to(place / "mutants")).removesuffix(".meta")
        if file.startswith(tuple(files)):
            codes = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
            text = meta.with_suffix("").read_text(encoding="utf-8")
            yield from _of_file(file, text, codes)


def _of_file(file: str, text: str, codes: dict[str, int | None]) -> Iterator[Mutant]:
    bodies = {n.name: n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef)}
    for key, code in codes.items():
        name = key.rpartition(".")[2]
        function = re.sub(r"__mutmut_\d+$", "", name)
        before, after = _changed(bodies.get(f"{function}__mutmut_orig"), bodies.get(name))
        yield Mutant(file, function.removeprefix("x_").removeprefix("xǁ"), before, after, code)


def _changed(before: ast.FunctionDef | None, after: ast.FunctionDef | None) -> tuple[str, str]:
    """Return the lines that differ, written as Python writes them."""
    one, other = (ast.unparse(f).splitlines()[1:] if f else [] for f in (before, after))
    if one == other and before and after:  # the change is in the arguments
        one, other = ([ast.unparse(f.args)] for f in (before, after))
    lines = list(difflib.ndiff(one, other))
    return tuple(" ".join(li[2:].strip() for li in lines if li[0] == s) for s in "-+")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, or list, and return the exit code."""
    parser = argparse.ArgumentParser(
        "python -m tests.mutate", description=__doc__, epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("files", nargs="*", default=FILES, help="files or folders of the two")
    parser.add_argument("--list", action="store_true", help="list what survived, and run nothing")
    parser.add_argument("--anew", action="store_true", help="forget what was found before")
    parser.add_argument("--workers", type=int, default=2, help="mutants at once (2)")
    parser.add_argument("--goal", type=float, default=95, help="percent to be killed (95)")
    parser.add_argument("--in", dest="place", type=Path, default=Path(tempfile.gettempdir()) / "wearable-coach-mutants", help="where the copy lies")  # fmt: skip
    given = parser.parse_args(arguments)
    if wrong := [f for f in given.files if not f.startswith(FILES)]:
        parser.error(f"{wrong[0]} is not of {' or '.join(FILES)}; name a file of them")
    if given.anew:
        shutil.rmtree(given.place, ignore_errors=True)
    if not given.list:
        given.place.mkdir(parents=True, exist_ok=True)
        copied(given.place, given.files)
        _run(given.place, given.workers)
    return _told(list(mutants(given.place, given.files)), given.goal)


def _run(place: Path, workers: int) -> None:
    """Try the mutants that no run has tried; those that survived are tried again."""
    for meta in (place / "mutants").rglob("*.py.meta"):
        kept = json.loads(meta.read_text(encoding="utf-8"))
        codes = kept["exit_code_by_key"]
        again = SURVIVED | UNTESTED
        kept["exit_code_by_key"] = {k: None if c in again else c for k, c in codes.items()}
        meta.write_text(json.dumps(kept), encoding="utf-8")
    (place / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)
    program = Path(sys.executable).parent / "mutmut"
    if not program.exists():
        sys.exit("mutate: mutmut is not installed; run `uv sync --group mutation`")
    subprocess.run([program, "run", "--max-children", str(workers)], cwd=place, check=False)


def _told(found: Sequence[Mutant], goal: float) -> int:
    tried = [m for m in found if m.code is not None]
    left = [m for m in tried if m.survived and not m.why_equal]
    for m in left:
        print(f"\n{m.file}: {m.function}\n- {m.before}\n+ {m.after}")
    equal = sum(m.survived and bool(m.why_equal) for m in tried)
    killed, real = len(tried) - equal - len(left), len(tried) - equal
    if not real:
        print("mutate: nothing was tried; see above, or run it without --list")
        return 2
    rate = 100 * killed / real
    print(f"\n{killed} of {real} killed ({rate:.1f} %), {len(left)} survived, {equal} are equal to the code, {len(found) - len(tried)} not tried")  # fmt: skip
    return 0 if rate >= goal and len(tried) == len(found) else 1


if __name__ == "__main__":
    sys.exit(main())
