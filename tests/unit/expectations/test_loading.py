"""What the cheap import must not change: run in processes of their own."""

from __future__ import annotations

import subprocess
import sys


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_importing_the_gate_does_not_import_great_expectations() -> None:
    out = run("import expectations.gate, sys; print('great_expectations' in sys.modules)")
    assert out.strip() == "False"


def test_what_was_put_off_still_works_when_used() -> None:
    out = run(
        "from expectations.loading import great_expectations as load\n"
        "load()\n"
        "import sys, gc\n"
        "print('scipy.stats._stats_py' in sys.modules, gc.isenabled())\n"
        "print(any(m in sys.modules for m in ('altair.vegalite', 'jsonschema.validators', 'azure')))\n"
        "from scipy import stats\n"
        "import altair, azure.identity, jsonschema, sqlalchemy\n"
        "jsonschema.validate(1, {'type': 'integer'})\n"
        "print(round(float(stats.norm.cdf(0)), 3), bool(altair.Chart), sqlalchemy.__name__)\n"
    )
    assert out.split() == ["False", "True", "False", "0.5", "True", "sqlalchemy"]
