"""The last fence of a model that is put into service: made of its own rows, kept beside it, said where there is none."""

from datetime import UTC, datetime

import pytest

from tests.support.generated import generated_dataset, generated_rows
from tests.unit.evaluation.test_own_dataset import trained
from tests.unit.promotion.test_deciding import evaluation
from wearable_coach.chat.identity import ServedIdentity
from wearable_coach.chat.served import Endpoint, LocalAdapter
from wearable_coach.errors import BadInput
from wearable_coach.promotion.deciding import promote_evaluation
from wearable_coach.promotion.fence_file import read_fence
from wearable_coach.promotion.fence_note import FenceNote
from wearable_coach.promotion.pointer import Promoted, read_promoted, roll_back
from wearable_coach.serving.fence import shapes_in
from wearable_coach.store import LocalStore
from wearable_coach.store.layout import foreign

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "store")


@pytest.fixture
def job(store):
    return trained(store, generated_dataset(store))


def promoted(store, name, *, serving=None, rule=None, **options):
    found = evaluation(candidate=name, serving=serving or LocalAdapter(adapter=f"models/{name}/a"))
    found = found.model_copy(update={"rule": found.rule.model_copy(update=rule or {})})
    entry, _ = promote_evaluation(store, found, at=NOW, by="Kim", **options)
    return entry


def test_a_tuned_model_has_the_sentences_of_its_own_training_rows_and_of_no_others(store, job):
    entry = promoted(store, job.name)
    fence = read_fence(store, entry.model, entry.fence)
    assert entry.fence.dataset_version == job.order.dataset_version
    told = {split: set() for split in ("train", "valid")}
    for row in generated_rows():
        told[row.split] |= shapes_in(m.content for m in row.messages if m.role == "assistant")
    assert fence._known == told["train"]
    assert told["valid"] - fence._known
    assert entry.fence.sentences == len(told["train"])


def test_the_file_lies_beside_the_model_and_is_of_the_product(store, job):
    entry = promoted(store, job.name)
    assert entry.fence.key.startswith(f"models/{job.name}/sentences-")
    assert not foreign(store.keys("models/"))


def test_the_same_promotion_again_writes_nothing_and_another_fence_is_another_entry(store, job):
    first = promoted(store, job.name)
    assert promoted(store, job.name) == first
    assert promoted(store, job.name, fence=False).serial == first.serial + 1
    roll_back(store, at=NOW)
    assert read_promoted(store).promoted.current.model == "rules"


def test_a_rollback_serves_a_model_behind_its_own_fence_again(store, job):
    first = promoted(store, job.name)
    promoted(store, "other", override="a trial")
    assert roll_back(store, at=NOW).fence == first.fence


def test_a_model_that_its_description_calls_a_job_s_is_fenced_by_that_job(store, job):
    served = Endpoint(url="http://m", identity=ServedIdentity(job=job.name, model="m"))
    assert promoted(store, "block:mine", serving=served).fence.state == "on"


def test_a_model_that_nobody_here_tuned_has_none_and_that_is_said(store):
    entry = promoted(store, "other")
    assert entry.fence.state == "absent"
    assert "tuned" in entry.fence.why


@pytest.mark.parametrize(("options", "why"), [({"fence": False}, "person"), ({"rule": {"fence": "never"}}, "rule")])  # fmt: skip
def test_who_wants_none_says_so_and_it_is_written_down(store, job, options, why):
    note = promoted(store, job.name, **options).fence
    assert note.state == "off"
    assert why in note.why


def test_a_person_may_want_one_against_the_rule_but_not_without_rows(store, job):
    assert promoted(store, job.name, rule={"fence": "never"}, fence=True).fence.state == "on"
    with pytest.raises(BadInput, match="nobody knows what it was trained on"):
        promoted(store, "other", fence=True)
    assert promoted(store, "other", override="a trial").fence.state == "absent"


def test_a_tuned_model_whose_rows_are_gone_is_not_promoted_unless_a_person_says_so(store, job):
    store.remove(job.order.train.key)
    with pytest.raises(BadInput, match="--no-fence"):
        promoted(store, job.name)
    assert read_promoted(store).promoted.current is None
    assert promoted(store, job.name, fence=False).fence.state == "off"


@pytest.mark.parametrize(("damage", "said"), [(None, "is missing"), (b"other", "was changed")])
def test_a_fence_that_is_gone_or_changed_is_none_to_serve_with(store, job, damage, said):
    entry = promoted(store, job.name)
    if damage is None:
        store.remove(entry.fence.key)
    else:
        store.replace(entry.fence.key, damage, etag=store.read(entry.fence.key).etag)
    with pytest.raises(BadInput, match=f"{said}; run `wearable-coach promote {job.name}`"):
        read_fence(store, entry.model, entry.fence)
    assert promoted(store, job.name) == entry
    assert read_fence(store, entry.model, entry.fence)


def test_an_entry_of_before_there_was_one_is_read_and_says_that_it_has_none(store):
    entry = promoted(store, "other")
    old = {k: v for k, v in entry.model_dump(mode="json").items() if k != "fence"}
    read = Promoted.model_validate({"entries": [old]}).current
    assert read.fence is None
    assert read.known_fence.state == "absent"
    assert read.model_dump(mode="json") == old
    assert read_fence(store, read.model, read.fence) is None


def test_a_note_says_nothing_of_a_file_where_there_is_none():
    assert FenceNote(state="off", why="a person wanted none").key == ""
