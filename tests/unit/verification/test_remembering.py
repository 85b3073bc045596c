"""What was read is remembered, and no more of it than a bound, without a word of the verdicts changing."""

from tests.support.cases import some
from tests.support.generated import recipe_of, rows_of
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.verification import accounting, plans
from wearable_coach.verification.kept_sentences import nothing_read
from wearable_coach.verification.remembering import make_room

RECIPE = recipe_of(60, DEFAULT_FORMULA)


def test_what_came_first_stays_and_two_thirds_are_left():
    memory = dict.fromkeys(range(9))
    make_room(memory, 9)
    assert list(memory) == list(range(9))
    memory[9] = None
    make_room(memory, 9)
    assert list(memory) == list(range(6))


def test_memories_stay_small_and_rows_are_judged_as_before(monkeypatch):
    with nothing_read():
        wanted = rows_of(RECIPE)
        assert len(accounting.ACCOUNTS) > 300
        assert len(plans.PLANS) > 90
    for module, name in some([(accounting, "MOST_ACCOUNTS"), (plans, "MOST_PLANS")]):
        monkeypatch.setattr(module, name, 30)
    with nothing_read():
        assert rows_of(RECIPE) == wanted
        memories = (accounting.ACCOUNTS, plans.PLANS, plans.IN_CONTEXT, plans.USES)
        assert [len(memory) for memory in some(memories) if len(memory) > 31] == []
