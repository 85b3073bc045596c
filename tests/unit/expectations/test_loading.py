"""How Great Expectations is imported: run in processes of their own."""

from __future__ import annotations

import subprocess
import sys


def run(code: str, *options: str) -> str:
    done = subprocess.run(
        [sys.executable, *options, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_importing_the_gate_does_not_import_great_expectations() -> None:
    out = run("import expectations.gate, sys; print('great_expectations' in sys.modules)")
    assert out.strip() == "False"


def test_it_is_imported_meanwhile_quietly_and_nothing_is_hidden_from_it() -> None:
    out = run(
        "import gc, sys\n"
        "from expectations.loading import begin_loading, great_expectations as load\n"
        "begin_loading()\n"
        "gx = load()\n"
        "print(gx is sys.modules['great_expectations'], gc.isenabled())\n"
        "print([n for n, m in list(sys.modules.items()) if m is None])\n"
        "wanted = ('sqlalchemy', 'altair', 'jsonschema', 'scipy.stats')\n"
        "print([n for n in wanted if type(sys.modules[n]).__module__ != 'builtins'\n"
        "       or not sys.modules[n].__spec__.loader.__class__.__name__ == 'SourceFileLoader'])\n"
        "from expectations.snapshot import suites\n"
        "from expectations.validation import Validator\n"
        "check = [c for c in suites()['vitals'] if c.code == 'VIT-TYPE']\n"
        "from expectations.columns import HeldColumns\n"
        "columns = HeldColumns({'row_id': ['a'], 'mistyped': ['heart_rate']})\n"
        "print(Validator({}).validate('vitals', check, columns)[0].failing_values)\n",
        "-Wdefault",
    )
    assert out.splitlines() == ["True True", "[]", "[]", "('mistyped heart_rate',)"]
