"""No test passes without having asserted anything: a law about cases has one. None bounds what time it takes."""

import re
from pathlib import Path

import pytest

from tests.support.asserting import unsure_tests
from tests.support.cases import some

TESTS = Path(__file__).parents[2]
ALLOWED = {
    "test_it_closes_twice": "its law is that nothing is raised",
    "test_what_goes_together_is_taken": "its law is that nothing is raised",
    "test_lone_body_and_energy_values_of_a_table_complete_or_do_not_serve": (
        "its days are drawn, and many serve nothing; the laws beside it serve"
    ),
    "test_a_worker_is_started": "heal_by_starting waits until the check is green, or fails",
    "test_what_people_and_programs_reach_is_well_by_its_own_check": "wait_until_healthy asserts",
}


def names_in(tmp_path, *lines):
    path = tmp_path / "test_made.py"
    path.write_text("\n".join(lines), encoding="utf-8")
    return list(unsure_tests(path))


@pytest.mark.parametrize(
    "above",
    [
        "for case in cases:",
        "for case in []:",
        "for n in range(many):",
        "if case:",
        "while case:",
        "for case in some(cases):\n        if case:",
    ],
)
def test_an_assertion_that_may_be_passed_over_is_seen(tmp_path, above):
    inner = "            assert case" if "\n" in above else "        assert case"
    assert names_in(tmp_path, "def test_it():", f"    {above}", inner) == ["test_it"]


@pytest.mark.parametrize(
    "above",
    ["for case in some(cases):", "for case in (1, 2):", "for n in range(60):", "for n in range(MANY):", "with it:"],
)  # fmt: skip
def test_an_assertion_that_is_reached_is_no_fault(tmp_path, above):
    assert names_in(tmp_path, "def test_it():", f"    {above}", "        assert case") == []


def test_what_calls_a_function_that_asserts_asserts_too(tmp_path):
    lines = ("def holds(it):", "    assert it", "def test_it():", "    holds(1)")
    assert names_in(tmp_path, *lines) == []


def test_a_law_without_a_case_fails():
    with pytest.raises(AssertionError, match="no case"):
        list(some(iter(())))
    assert list(some("ab")) == ["a", "b"]


def test_every_test_is_sure_to_assert():
    found = {name for path in TESTS.rglob("test_*.py") for name in unsure_tests(path)}
    assert found == set(ALLOWED), "go over `some` cases, see tests/support/cases.py"


CLOCK = re.compile(
    r"(?:monotonic|perf_counter|process_time|thread_time|time\.time)\(\)[^\n]*? <=? "
)


@pytest.mark.parametrize(
    ("line", "bounds"),
    [
        ("assert time.monotonic() - began < 2", True),
        ("assert (time.process_time() - began) / n <= 4e-4", True),
        ("assert time.monotonic() - began < HUNG_S", False),
        ("assert time.monotonic() < until", False),
        ("assert time.monotonic() - began >= 1", False),
    ],
)
def test_a_bound_of_time_is_told_from_a_guard_against_hanging(line, bounds):
    assert _bounds_time(line) is bounds


def _bounds_time(line):
    found = CLOCK.search(line)
    return (
        bool(found) and "assert" in line and not re.match(r"HUNG_S|until|ends", line[found.end() :])
    )


@pytest.mark.parametrize("kind", ["unit", "property", "golden"])
def test_no_quick_test_bounds_the_time_that_something_takes(kind):
    files = {path: path.read_text(encoding="utf-8") for path in (TESTS / kind).rglob("test_*.py")}
    files.pop(Path(__file__), None)
    assert files
    found = [(p.name, line) for p, text in files.items() for line in text.splitlines() if _bounds_time(line)]  # fmt: skip
    assert found == [], (
        "speed belongs in bench/; a guard against hanging waits HUNG_S, see tests/support/hanging.py"
    )
