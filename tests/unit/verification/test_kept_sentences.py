"""Sentences that were read are kept for other processes, and whether they are decides nothing but the time it takes."""

import os
import pickle
import re
import subprocess
import sys
from shutil import copytree

import grimp
import pytest

from tests.support.cases import some
from tests.support.generated import generated_rows
from wearable_coach.dataset import read_ahead
from wearable_coach.dataset.batches import Batch, generate_batch, make_plan
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.day import warned_day
from wearable_coach.verification import judge_messages, kept_sentences
from wearable_coach.verification.accounting import ACCOUNTS
from wearable_coach.verification.plans import IN_CONTEXT, PLANS, USES


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """What some rows are made of, kept."""
    at = tmp_path_factory.mktemp("made") / "sentences"
    with kept_sentences.nothing_read():
        for row in generated_rows(20, 3):
            verdicts(row)
        assert kept_sentences.keep(at)
    return at


@pytest.fixture
def folder(made, tmp_path):
    """A folder that keeps them."""
    return copytree(made, tmp_path / "cache" / "sentences")


def file_in(folder):
    (one,) = folder.iterdir()
    return one


def verdicts(row, *, spoiled=False):
    day = warned_day(row.profile, row.vitals, (), hrmax_formula="tanaka")
    messages = row.messages
    if spoiled:
        last = messages[-1]
        wrong = re.sub(r"\d+", lambda n: str(int(n[0]) + 7), last.content)
        messages = (*messages[:-1], last.model_copy(update={"content": wrong}))
    return judge_messages(messages, day=day, kind=row.kind).verdicts()


def known():
    return [dict(memory) for memory in (PLANS, IN_CONTEXT, USES, ACCOUNTS)]


def test_a_verdict_is_the_same_with_kept_sentences_and_without(folder):
    rows = generated_rows(30, 5)
    with kept_sentences.nothing_read():
        alone = [[verdicts(row, spoiled=spoiled) for row in rows] for spoiled in (False, True)]
    with kept_sentences.nothing_read():
        assert kept_sentences.load(folder)
        assert ACCOUNTS
        assert PLANS
        kept = [[verdicts(row, spoiled=spoiled) for row in rows] for spoiled in (False, True)]
    assert kept == alone
    assert any(v.verdict == "contradicted" for row in alone[1] for v in row)


@pytest.mark.usefixtures("folder")
def test_rows_are_the_same_with_kept_sentences_and_without(tmp_path, monkeypatch):
    plan = make_plan(Recipe().scaled_to(40), 9, ())
    made = []
    for cache in (tmp_path / "cache", tmp_path / "none"):
        monkeypatch.setenv(kept_sentences.VARIABLE, str(cache))
        with kept_sentences.nothing_read():
            made.append([row for batch in plan.batches() for row in generate_batch(batch).rows])
    assert made[0] == made[1]


def test_generation_writes_nothing_into_what_is_kept(folder, tmp_path, monkeypatch):
    monkeypatch.setenv(kept_sentences.VARIABLE, str(tmp_path / "cache"))
    before = file_in(folder).read_bytes()
    monkeypatch.setattr(read_ahead, "WORTH", 10)
    plan = make_plan(Recipe().scaled_to(20), 9, ())
    generate_batch(Batch("any", 0, plan.specs, plan.settings))
    assert file_in(folder).read_bytes() == before


def test_many_rows_read_ahead_once_and_few_do_not(tmp_path, monkeypatch):
    monkeypatch.setenv(kept_sentences.VARIABLE, str(tmp_path))
    monkeypatch.setattr(read_ahead, "ROWS", 12)
    read_ahead.have_sentences(read_ahead.WORTH - 1)
    assert not list(tmp_path.iterdir())
    read_ahead.have_sentences(read_ahead.WORTH)
    file_in(tmp_path / "sentences").unlink()
    read_ahead.have_sentences(read_ahead.WORTH)
    assert not list((tmp_path / "sentences").iterdir())
    kept_sentences.load.cache_clear()
    read_ahead.read.cache_clear()
    read_ahead.have_sentences(read_ahead.WORTH)
    assert file_in(tmp_path / "sentences").stat().st_size


@pytest.mark.parametrize("what", ["cut", "changed", "of other code", "empty"])
def test_a_file_that_does_not_hold_is_as_if_there_were_none(folder, what):
    file = file_in(folder)
    text = file.read_bytes()
    spoiled = {
        "cut": text[:-9],
        "changed": text[:-9] + bytes([text[-9] ^ 1]) + text[-8:],
        "of other code": text.replace(text[10:20], b"0" * 10, 1),
        "empty": b"",
    }[what]
    file.write_bytes(spoiled)
    with kept_sentences.nothing_read():
        assert not kept_sentences.load(folder)
        assert known() == [{}, {}, {}, {}]


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners here")
def test_what_another_could_have_written_is_not_opened(folder):
    file_in(folder).chmod(0o620)
    assert not kept_sentences.load(folder)
    file_in(folder).chmod(0o600)
    folder.chmod(0o777)
    kept_sentences.load.cache_clear()
    assert not kept_sentences.load(folder)
    assert not kept_sentences.keep(folder)
    folder.chmod(0o700)
    kept_sentences.load.cache_clear()
    assert kept_sentences.load(folder)


class Calls:
    """What would call something as it is read."""

    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


@pytest.mark.parametrize("function", [os.mkdir, kept_sentences.keep, eval])
def test_nothing_is_called_that_is_no_part_of_a_sentence(folder, tmp_path, function):
    target = tmp_path / "called"
    argument = f"__import__('os').mkdir({str(target)!r})" if function is eval else target
    data = pickle.dumps(({"a": Calls(function, argument)}, {}, {}, {}))
    file_in(folder).write_bytes(kept_sentences.head_of(data) + data)
    with kept_sentences.nothing_read():
        assert not kept_sentences.load(folder)
        assert known() == [{}, {}, {}, {}]
    assert not target.exists()


def test_where_nothing_can_be_written_nothing_fails(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(kept_sentences.VARIABLE, str(tmp_path / "file"))
    monkeypatch.setattr(read_ahead, "ROWS", 5)
    read_ahead.have_sentences(read_ahead.WORTH)
    assert not kept_sentences.keep(tmp_path / "file" / "sentences")


def test_the_files_of_code_that_changed_since_do_not_pile_up(folder):
    for number in range(9):
        (folder / f"{number}.sentences").write_bytes(b"")
    assert kept_sentences.keep(folder)
    assert sum(1 for _ in folder.iterdir()) == 4
    kept_sentences.load.cache_clear()
    assert kept_sentences.load(folder)


def test_all_that_reads_a_sentence_is_in_the_name_of_the_file():
    graph = grimp.build_graph("wearable_coach")
    reads = {
        module
        for reader in (
            "wearable_coach.verification.accounting",
            "wearable_coach.verification.reader",
        )
        for module in {reader, *graph.find_upstream_modules(reader)}
    }
    named = tuple(f"wearable_coach.{name.removesuffix('.py')}" for name in kept_sentences.READ_BY)
    for module in some(reads):
        assert module.startswith(named), module


def test_the_folder_is_the_persons_own_cache(tmp_path):
    own = {"HOME": "/nobody", "XDG_CACHE_HOME": str(tmp_path)}
    assert kept_sentences.sentences_folder(own) == tmp_path / "wearable-coach" / "sentences"
    named = own | {kept_sentences.VARIABLE: str(tmp_path / "own")}
    assert kept_sentences.sentences_folder(named) == tmp_path / "own" / "sentences"


@pytest.mark.usefixtures("folder")
def test_the_process_that_judges_knows_what_is_kept(tmp_path):
    asked = "import expectations.judging as j; j.main(); from wearable_coach.verification.plans import PLANS; print(len(PLANS))"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, kept_sentences.VARIABLE: str(tmp_path / "cache")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stderr or done.stdout) > 0
