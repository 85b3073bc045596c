from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from wearable_coach.chat.served import LocalAdapter
from wearable_coach.errors import BadInput
from wearable_coach.promotion.pointer import (
    KEY,
    RULES,
    Change,
    promote,
    read_promoted,
    roll_back,
)
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.store import LocalStore

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path)


def change(name):
    return Change(
        name,
        LocalAdapter(adapter=f"models/{name}/adapter"),
        NOW,
        "tanaka",
        PRODUCT_PROMPTS,
        "tester",
        "",
        f"e-{name}",
    )


def served(store):
    return read_promoted(store).promoted.current.model


def test_a_model_promoted_again_by_another_evaluation_is_gone_back_from_in_one_step(store):
    promote(store, change("a"))
    promote(store, change("b"))
    promote(store, change("b")._replace(evaluation="another"))
    assert roll_back(store, at=NOW).model == "a"
    assert roll_back(store, at=NOW).model == RULES


def test_a_promotion_twice_is_one_entry(store):
    assert promote(store, change("a"))[1]
    entry, written = promote(store, change("a"))
    assert (entry.serial, written) == (1, False)


def test_rollbacks_go_back_one_model_at_a_time_and_end_at_the_rules(store):
    for name in "abc":
        promote(store, change(name))
    assert [roll_back(store, at=NOW).model for _ in range(3)] == ["b", "a", RULES]
    with pytest.raises(BadInput, match="no model is served"):
        roll_back(store, at=NOW)
    assert [e.serial for e in read_promoted(store).promoted.entries] == [1, 2, 3, 4, 5, 6]


def test_a_rollback_names_any_entry_and_the_next_uncovers_what_was_there(store):
    for name in "abc":
        promote(store, change(name))
    assert roll_back(store, at=NOW, to=1).model == "a"
    promote(store, change("d"))
    assert roll_back(store, at=NOW).model == "a"
    with pytest.raises(BadInput, match="no entry 99"):
        roll_back(store, at=NOW, to=99)


def test_a_rollback_serves_the_model_as_it_was_reached_then(store):
    promote(store, change("a"))
    promote(store, change("b"))
    assert roll_back(store, at=NOW).serving == change("a").serving


def test_writers_at_once_lose_no_entry_of_the_audit(store):
    names = [f"m{i}" for i in range(16)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: promote(store, change(n)), names))
    entries = read_promoted(store).promoted.entries
    assert sorted(e.model for e in entries) == sorted(names)
    assert [e.serial for e in entries] == list(range(1, 17))


def test_a_damaged_pointer_is_told_in_one_line(store):
    store.create(KEY, b"{")
    with pytest.raises(BadInput, match="restore it") as caught:
        read_promoted(store)
    assert "\n" not in str(caught.value)
    with pytest.raises(BadInput):
        promote(store, change("a"))


def test_a_rollback_is_written_down_with_who_when_why_and_what_it_rests_on(store):
    promote(store, change("a"))
    promote(store, change("b"))
    entry = roll_back(store, at=NOW, by="Kim", reason="too slow")
    assert (entry.action, entry.model, entry.evaluation) == ("rollback", "a", "e-a")
    assert (entry.by, entry.reason, entry.at) == ("Kim", "too slow", NOW)
    to_rules = roll_back(store, at=NOW)
    assert (to_rules.by, to_rules.reason, to_rules.evaluation) == ("", "", "")
    assert (to_rules.model, to_rules.serving) == (RULES, None)


def test_there_is_nothing_to_go_back_from_where_no_model_was_ever_served(store):
    told = r"^rollback: no model is served; `wearable-coach history` shows what was$"
    for to in (None, 1):
        with pytest.raises(BadInput, match=told):
            roll_back(store, at=NOW, to=to)


def test_a_rollback_to_the_rules_by_their_serial_starts_anew(store):
    promote(store, change("a"))
    roll_back(store, at=NOW)  # the rules, by entry 2
    promote(store, change("b"))
    promote(store, change("c"))
    assert roll_back(store, at=NOW, to=2).model == RULES
    promote(store, change("d"))
    assert roll_back(store, at=NOW).model == RULES, "nothing of before is uncovered"


def test_the_same_model_reached_otherwise_is_another(store):
    promote(store, change("a"))
    elsewhere = LocalAdapter(adapter="elsewhere")
    entry, written = promote(store, change("a")._replace(serving=elsewhere))
    assert (entry.serial, written) == (2, True)
    assert roll_back(store, at=NOW).serving == change("a").serving
