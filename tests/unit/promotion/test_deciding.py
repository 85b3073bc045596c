"""What is promoted: what the rule allows, or what a person answers for, and how it is put down."""

from datetime import UTC, datetime

import pytest

from wearable_coach.chat.identity import ServedIdentity
from wearable_coach.chat.served import LocalAdapter
from wearable_coach.errors import BadInput
from wearable_coach.evaluation.evaluation import Costs, Evaluation, ModelResult
from wearable_coach.evaluation.shelf import publish_evaluation
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.promotion.deciding import (
    NotPromoted,
    Overtaken,
    promote_evaluated,
    promote_evaluation,
)
from wearable_coach.promotion.pointer import Change, promote, read_promoted, roll_back
from wearable_coach.promotion.rule import Decision, Reason, read_rule
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.store import LocalStore

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SERVING = LocalAdapter(adapter="models/a/adapter")


def adapter_of(name):
    return LocalAdapter(adapter=f"models/{name}/adapter")


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path)


def result(role, name, serving):
    return ModelResult(
        role=role, name=name, fingerprint=f"of {name}", serving=serving, headline=(), overall=(),
        costs=Costs(answered=1, unanswered=0),
    )  # fmt: skip


def evaluation(
    verdict="promote", *, serving=SERVING, reasons=(), candidate="a", against=None, name="e-1"
):
    models = [result("candidate", candidate, serving)]
    if against:
        models.append(result("served", against, adapter_of(against)))
    return Evaluation(
        id=name, at=NOW, candidate=candidate, dataset_version="v", sets={}, people=0, set_sha256="s", seed=1,
        rule=read_rule(), models=tuple(models), differences=(),
        decision=Decision(verdict=verdict, candidate=candidate, rival=None, reasons=reasons),
    )  # fmt: skip


UNMET = (
    Reason(about="cases", part="ground", met=True, text="충분해요"),
    Reason(about="tone", part="floor", met=False, text="모자라요"),
    Reason(about="rival", part="better", met=False, text="나아진 것이 없어요"),
)


def test_what_the_rule_allows_is_put_into_service_as_it_was_evaluated(store):
    entry, written = promote_evaluation(store, evaluation(), at=NOW, by="Kim", reason="better")
    assert written
    assert (entry.model, entry.serving, entry.at) == ("a", SERVING, NOW)
    assert (entry.by, entry.reason, entry.evaluation) == ("Kim", "better", "e-1")
    assert read_promoted(store).promoted.current == entry


def test_a_reason_need_not_be_given(store):
    entry, _ = promote_evaluation(store, evaluation(), at=NOW, by="Kim")
    assert entry.reason == ""


def test_what_the_rule_holds_is_not_promoted_and_the_first_reason_is_told(store):
    with pytest.raises(
        NotPromoted, match=r"^promote: the rule says hold for a: 모자라요; nothing was changed$"
    ):
        promote_evaluation(store, evaluation("hold", reasons=UNMET), at=NOW, by="Kim")
    with pytest.raises(NotPromoted, match=r"^promote: the rule says reject for a: ; nothing"):
        promote_evaluation(store, evaluation("reject"), at=NOW, by="Kim")
    assert read_promoted(store).promoted.entries == ()


def test_a_person_may_promote_against_the_rule_and_that_is_written_down(store):
    entry, written = promote_evaluation(
        store, evaluation("hold", reasons=UNMET), at=NOW, by="Kim", reason="so", override="a trial"
    )
    assert (written, entry.reason) == (True, "against the rule (hold): a trial")


def test_what_is_reached_otherwise_now_is_put_down_as_it_is_reached_now(store):
    elsewhere = LocalAdapter(adapter="models/elsewhere")
    asked = []
    entry, _ = promote_evaluation(
        store, evaluation(), at=NOW, by="Kim", reached=lambda *a: asked.append(a) or elsewhere
    )
    assert (asked, entry.serving) == ([("a", SERVING)], elsewhere)


def test_what_nothing_says_how_to_reach_is_not_promoted(store):
    with pytest.raises(
        BadInput,
        match=r"^promote: nothing says how a is reached; evaluate it by a name that does$",
    ):
        promote_evaluation(store, evaluation(serving=None), at=NOW, by="Kim")


def test_a_model_is_promoted_by_its_last_evaluation(store):
    publish_evaluation(store, evaluation(), {"report.html": b"", "answers.jsonl": b""})
    entry, written = promote_evaluated(store, "a", at=NOW, by="Kim", reason="better")
    assert (entry.model, entry.by, entry.reason, entry.at, written) == (
        "a",
        "Kim",
        "better",
        NOW,
        True,
    )
    assert entry.serving == SERVING


def test_its_last_evaluation_is_handed_on_with_all_that_was_said(store):
    held = evaluation("hold", serving=None, reasons=UNMET)
    publish_evaluation(store, held, {"report.html": b"", "answers.jsonl": b""})
    entry, _ = promote_evaluated(
        store, "a", at=NOW, by="Kim", override="a trial", reached=lambda *_: SERVING
    )
    assert (entry.reason, entry.serving) == ("against the rule (hold): a trial", SERVING)


@pytest.mark.parametrize("name", ["b", "a-"])
def test_a_model_without_an_evaluation_is_told_how_to_get_one(store, name):
    publish_evaluation(store, evaluation(), {"report.html": b"", "answers.jsonl": b""})
    with pytest.raises(
        BadInput,
        match=rf"^promote: '{name}' has no evaluation in this store; run `wearable-coach evaluate {name}` first$",
    ):
        promote_evaluated(store, name, at=NOW, by="Kim")


def serve(store, name, *, against=None):
    found = evaluation(
        serving=adapter_of(name), candidate=name, against=against, name=f"{name} {against}"
    )
    return promote_evaluation(store, found, at=NOW, by="Kim")


def served(store):
    return [entry.model for entry in read_promoted(store).promoted.entries]


def test_a_model_replaces_only_what_it_was_compared_with_and_is_let_in_once_it_was(store):
    serve(store, "s1")
    serve(store, "b", against="s1")
    with pytest.raises(Overtaken) as told:
        serve(store, "a", against="s1")
    assert str(told.value) == (
        "promote: a was compared with s1, and b answers by now; nothing was changed; "
        "compare it with that: `wearable-coach evaluate a`"
    )
    assert served(store) == ["s1", "b"]
    serve(store, "a", against="b")
    assert served(store) == ["s1", "b", "a"]


def test_a_model_that_met_none_does_not_replace_one_and_the_other_way_round(store):
    serve(store, "s1")
    with pytest.raises(Overtaken, match="a was compared with the rules, and s1 answers by now"):
        serve(store, "a")
    roll_back(store, at=NOW)
    with pytest.raises(
        Overtaken, match="a was compared with s1, and nothing but the rules answers by now"
    ):
        serve(store, "a", against="s1")
    assert served(store) == ["s1", "rules"]
    serve(store, "a")
    assert served(store)[-1] == "a"


def test_a_model_that_is_served_is_evaluated_and_promoted_again(store):
    serve(store, "s1")
    serve(store, "a", against="s1")
    assert serve(store, "a", against="s1") == (read_promoted(store).promoted.current, False)
    again, written = promote_evaluation(store, evaluation(name="e-2"), at=NOW, by="Kim")
    assert (written, again.evaluation, again.serial) == (True, "e-2", 3)


def test_a_person_may_answer_for_what_was_never_compared(store):
    serve(store, "s1")
    entry, written = promote_evaluation(
        store, evaluation(), at=NOW, by="Kim", override="the other lies"
    )
    assert (written, entry.model) == (True, "a")
    assert entry.reason == "against the rule (promote): the other lies"


class OvertakingStore(LocalStore):
    """A store in which another model is promoted just before the first change of the pointer."""

    def replace(self, key, data, *, etag):
        if not getattr(self, "overtaken", False):
            self.overtaken = True
            serve(self, "b", against="s1")
        return super().replace(key, data, etag=etag)


def test_what_is_promoted_between_the_look_and_the_change_is_met_too(tmp_path):
    store = OvertakingStore(tmp_path)
    serve(store, "s1")
    with pytest.raises(Overtaken, match="and b answers by now"):
        serve(store, "a", against="s1")
    assert served(store) == ["s1", "b"]


def known(name, version):
    identity = ServedIdentity(job=name, version=version)
    return adapter_of(name).model_copy(update={"identity": identity})


def test_another_model_of_the_same_name_and_place_was_not_what_was_compared(store):
    """What is served was swapped after the evaluation: by name and place it is the same still."""
    found = evaluation(candidate="b", serving=adapter_of("b"), against="a")
    compared = found.models[1].model_copy(update={"serving": known("a", "1")})
    found = found.model_copy(update={"models": (found.models[0], compared)})

    def served(serving):
        change = Change("a", serving, NOW, DEFAULT_FORMULA, PRODUCT_PROMPTS)
        promote(store, change)

    served(known("a", "2"))
    with pytest.raises(Overtaken, match="compared with a"):
        promote_evaluation(store, found, at=NOW, by="Kim")
    served(known("a", "1"))
    entry, written = promote_evaluation(store, found, at=NOW, by="Kim")
    assert (entry.model, written) == ("b", True)


def test_what_an_older_version_put_into_service_is_compared_by_name_and_place(store):
    promote(store, Change("a", adapter_of("a"), NOW, DEFAULT_FORMULA, PRODUCT_PROMPTS))
    found = evaluation(candidate="b", serving=adapter_of("b"), against="a")
    compared = found.models[1].model_copy(update={"serving": known("a", "1")})
    found = found.model_copy(update={"models": (found.models[0], compared)})
    assert promote_evaluation(store, found, at=NOW, by="Kim")[1]
