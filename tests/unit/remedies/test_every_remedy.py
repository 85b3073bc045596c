"""No remedy is printed that no test runs, unless it is said why none can."""

import ast
from pathlib import Path

from tests.support.cases import some
from tests.support.remedies import remedies
from tests.support.remedy_rows import ELSEWHERE, RUN, rows

ROOT = Path(__file__).parents[3]
ADD = "give it a row in tests/support/given.py or remedy_rows.py; `python -m tests.support.remedy_rows` lists all"


def test_every_remedy_of_the_source_has_a_row():
    lacking = sorted({*remedies()} - {*rows()})
    assert lacking == [], ADD


def test_every_row_is_of_a_remedy_that_is_printed():
    stale = sorted({*rows()} - {*remedies()})
    assert stale == [], "the message changed or went: change its row or take it out"


def test_every_row_names_a_test_that_is_there():
    for named in some(RUN):
        path, _, name = named.partition("::")
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert name in {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}, named


def test_no_remedy_stands_in_two_tables():
    every = [
        (file, text)
        for t in (RUN, ELSEWHERE)
        for fs in t.values()
        for file, ts in fs.items()
        for text in ts
    ]
    assert len(every) == len({*every})


def test_a_remedy_that_somebody_adds_is_found():
    from tests.support import remedies as collector

    source = (
        "_RUN = 'wearable-coach up'\n"
        "def check(here):\n"
        "    remedy = f'{_RUN}, or pray'\n"
        "    yield fail('name', 'detail', remedy)\n"
        "def act(name):\n"
        "    message = f'name: {name} is none; look for {_RUN!r}'\n"
        "    raise BadInput(message)\n"
        "    raise BadInput('name: wrong; do nothing')\n"
    )
    found = {*collector._Source(ast.parse(source)).remedies()}
    assert found == {"wearable-coach up, or pray", "look for 'wearable-coach up'", "do nothing"}
