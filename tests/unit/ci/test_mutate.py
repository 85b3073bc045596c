"""The mutants' command: what it copies, what it counts and what it says."""

import json

import pytest

from tests import mutate
from tests.mutate import Mutant, main, undecorated

SOURCE = """
from functools import cache


@cache
def twice(n):
    return n * 2


class It:
    @property
    def size(self):
        return 1

    @staticmethod
    def same(n):
        return n
"""
BROKEN = """
def x_size__mutmut_orig(n):
    return n < 3
def x_size__mutmut_1(n):
    return n <= 3
def x_size__mutmut_2(n):
    return None
"""


def test_a_decorator_is_applied_below_its_function_and_means_the_same():
    made = undecorated(SOURCE)
    assert "@cache" not in made
    assert "@staticmethod" in made
    namespace = {}
    exec(made, namespace)  # noqa: S102 - of our own making
    assert namespace["twice"](4) == 8
    assert namespace["twice"].cache_info().misses == 1
    assert (namespace["It"]().size, namespace["It"].same(3)) == (1, 3)


@pytest.fixture
def place(tmp_path):
    file = tmp_path / "mutants/wearable_coach/standards/sleep.py"
    file.parent.mkdir(parents=True)
    file.write_text(BROKEN, encoding="utf-8")
    return file.with_name("sleep.py.meta")


def listed(place, codes, capsys, *more):
    names = {f"wearable_coach.standards.sleep.x_size__mutmut_{n}": c for n, c in codes.items()}
    place.write_text(json.dumps({"exit_code_by_key": names}), encoding="utf-8")
    code = main(["--list", "--in", str(place.parents[3]), *more])
    return code, capsys.readouterr().out


def test_a_survivor_is_listed_as_the_line_that_it_changed(place, capsys):
    code, said = listed(place, {1: 0, 2: 1}, capsys)
    assert code == 1
    assert "wearable_coach/standards/sleep.py: size\n- return n < 3\n+ return n <= 3\n" in said
    assert "1 of 2 killed (50.0 %), 1 survived, 0 are equal to the code, 0 not tried" in said
    assert listed(place, {1: 0, 2: 1}, capsys, "--goal", "50")[0] == 0


def test_what_no_test_reached_survived_and_what_was_not_tried_is_no_success(place, capsys):
    assert "0 of 1 killed" in listed(place, {1: 33}, capsys)[1]
    assert listed(place, {1: 1, 2: None}, capsys)[0] == 1
    assert listed(place, {1: None}, capsys)[0] == 2


def test_what_is_equal_to_the_code_does_not_count(place, capsys, monkeypatch):
    same = {"size: return n < 3 => return n <= 3": "n is never 3"}
    monkeypatch.setattr(mutate, "_equivalent", lambda: same)
    code, said = listed(place, {1: 0, 2: 1}, capsys)
    assert (code, "1 of 1 killed (100.0 %), 0 survived, 1 are equal" in said) == (0, True)


def test_every_mutant_that_is_called_equal_has_a_reason():
    assert all(len(reason) > 10 for reason in mutate._equivalent().values())


def test_a_file_of_another_folder_is_refused(capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["wearable_coach/tokens.py"])
    assert "name a file of them" in capsys.readouterr().err


def test_the_help_teaches(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    said = capsys.readouterr().out
    assert "python -m tests.mutate --list" in said
    assert "equivalent_mutants.json" in said


def test_a_mutant_is_equal_only_by_its_function_and_its_line():
    mutant = Mutant("f.py", "nothing_like_it", "a", "b", 0)
    assert mutant.survived
    assert mutant.why_equal is None
