"""What is said of a broken record, adapter or pointer is done, and heals it."""

import shutil
from datetime import timedelta

import pytest

from backends.local.adapter_files import adapter_folder, describe_adapter
from deployments.doctor.checks import contents, datasets, served, stores
from deployments.receiver.deliveries import Deliveries, Delivery, name_of
from deployments.receiver.requests import RetrainData
from tests.support.adapters import put_model
from tests.support.cases import some
from tests.support.chat_server import ChatServer
from tests.support.installations import NOW, installation, statuses
from tests.support.old_store import NOW as THEN
from tests.support.old_store import dataset, evaluation, job, promoted, used_for_months
from tests.support.published import small_dataset
from tests.support.remedy_shell import commands_in, moved_away, run
from tests.support.scripted_hoster import ScriptedHoster
from tests.support.scripted_tuner import ScriptedTuner
from wearable_coach.chat.probe_set import probe_set
from wearable_coach.chat.served import Endpoint, LocalAdapter
from wearable_coach.errors import CoachError
from wearable_coach.evaluation.shelf import find_evaluation, latest_evaluation, publish_evaluation
from wearable_coach.finetuning.datasets import find_dataset
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.submission import next_attempt, place_order, submit_job
from wearable_coach.hosting.ledger import HostingLedger
from wearable_coach.hosting.record import new_deployment
from wearable_coach.promotion.pointer import Change, promote, read_promoted, roll_back
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.retention.groups import RetentionPolicy
from wearable_coach.retention.plan import make_plan
from wearable_coach.store import LocalStore
from wearable_coach.store.copying import copy_store
from wearable_coach.store.datasets import latest_version


class World:
    """A store with one of everything, and its backup."""

    def __init__(self, folder):
        self.store = LocalStore(folder / "store")
        data = dataset(self.store, 1)
        completed = job(self.store, data, "Completed", 1)
        self.job = completed.name
        hosted = ScriptedHoster(folder / "azure").order_for(completed)
        HostingLedger(self.store).open(new_deployment(completed, hosted, at=NOW))
        self.evaluation = evaluation(self.store, self.job, data.version, 1)
        promoted(self.store, self.evaluation, 1)
        sent = Delivery(id="d1", received_at=NOW, body_sha256="", data=RetrainData())
        Deliveries(self.store).keep(sent)
        self.backup = LocalStore(folder / "backup")
        copy_store(self.store, self.backup)

    def restore(self, key):
        """Do what docs/backup.md says of one file."""
        shutil.copy(self.backup.folder / key, self.store.folder / key)

    @property
    def keys(self):
        (delivery,) = [k for k in self.store.keys("webhooks/") if "waiting" not in k]
        return {
            "job": f"jobs/{self.job}.json",
            "deployment": f"deployments/{self.job}.json",
            "pointer": "models/promoted.json",
            "manifest": f"datasets/{latest_version(self.store)}/manifest.json",
            "evaluation": f"models/{self.job}/evaluation.json",
            "description": f"models/{self.job}/model.json",
            "adapter": f"models/{self.job}/adapter/weights",
            "delivery": delivery,
        }

    @property
    def readers(self):
        store = self.store
        return {
            "job": [lambda: JobLedger(store).read(self.job), self.plan],
            "deployment": [lambda: HostingLedger(store).read(self.job)],
            "pointer": [lambda: read_promoted(store), self.plan],
            "manifest": [lambda: find_dataset(store)],
            "evaluation": [lambda: latest_evaluation(store, self.job), self.plan],
            "description": [self.adapter, self.plan],
            "adapter": [self.adapter],
            "delivery": [lambda: Deliveries(store).find(name_of("d1"))],
        }

    def adapter(self):
        described = describe_adapter(self.store, f"models/{self.job}/adapter")
        return adapter_folder(self.store, described, cache=self.store.folder / "cache")

    def plan(self):
        return make_plan(self.store, RetentionPolicy(), now=THEN)


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


def overwrite(store, key, data=b"{"):
    store.replace(key, data, etag=store.read(key).etag)


@pytest.mark.parametrize(
    "kind",
    [
        "job",
        "deployment",
        "pointer",
        "manifest",
        "evaluation",
        "description",
        "adapter",
        "delivery",
    ],
)
def test_a_file_that_a_message_sends_to_the_backup_heals_by_its_copy_there(world, kind):
    key = world.keys[kind]
    overwrite(world.store, key)
    for read in some(world.readers[kind]):
        with pytest.raises(CoachError, match=r"backup|evaluate again"):
            read()
    world.restore(key)
    for read in world.readers[kind]:
        read()


@pytest.mark.parametrize("kind", ["job", "evaluation", "description", "pointer"])
def test_what_the_doctor_says_to_move_away_is_green_after(world, tmp_path, kind):
    here = installation(place=world.store.folder)
    overwrite(world.store, world.keys[kind])
    check = {"job": contents.jobs, "pointer": served.served_model}.get(kind, datasets.records)
    (red,) = [f for f in check(here) if f.status == "fail"]
    moved_away(red.remedy, tmp_path / "away")
    assert "fail" not in statuses(check(here)).values()


def test_a_pointer_that_was_moved_away_begins_a_new_history_by_promote(world, tmp_path):
    overwrite(world.store, world.keys["pointer"])
    (red,) = served.served_model(installation(place=world.store.folder))
    moved_away(red.remedy, tmp_path / "away")
    run(f"wearable-coach promote {world.job} --out {world.store.folder}", world.store.folder)
    assert read_promoted(world.store).promoted.current.serial == 1


def test_a_broken_evaluation_that_was_moved_away_is_written_again_by_the_same_evaluation(
    world, tmp_path
):
    store, found = world.store, world.evaluation
    files = {"answers.jsonl": b"{}\n", "report.html": b"<p>"}
    own = f"models/{world.job}/evaluations/{found.id}/evaluation.json"
    for key in (own, world.keys["evaluation"]):
        overwrite(store, key)
        (red,) = [f for f in datasets.records(installation(place=store.folder)) if f.name == key]
        assert commands_in(red.remedy)[-1].startswith(f"wearable-coach evaluate {world.job}")
        moved_away(red.remedy, tmp_path / key.replace("/", "-"))
    publish_evaluation(store, found, files)
    assert find_evaluation(store, world.job, found.id) == latest_evaluation(store, world.job)


def order(store, tuner):
    return place_order(tuner, find_dataset(store), Hyperparameters())


def submitted(store, tuner, asked):
    return submit_job(store, tuner, asked, tuner_name="scripted", clock=lambda: NOW)


def test_a_broken_job_that_was_moved_away_is_taken_up_by_the_same_order(tmp_path):
    store, tuner = LocalStore(tmp_path / "store"), ScriptedTuner(tmp_path / "jobs")
    small_dataset(store)
    asked = order(store, tuner)
    first = submitted(store, tuner, asked).job
    overwrite(store, f"jobs/{first.name}.json")
    here = installation(place=store.folder)
    (red,) = contents.jobs(here)
    moved_away(red.remedy, tmp_path / "away")
    again = submitted(store, tuner, asked).job
    assert (again.name, again.state) == (first.name, "Preparing")  # one state on: it ran meanwhile
    assert tuner.accepted() == [first.name]
    assert statuses(contents.jobs(here)) == {"jobs": "ok"}


@pytest.mark.parametrize("harm", ["removed", "changed", "described by nobody", "foreign"])
def test_a_damaged_model_is_trained_again_or_the_strange_file_moved(world, tmp_path, harm):
    store, asked = world.store, JobLedger(world.store).read(world.job).order
    assert next_attempt(store, asked) == asked
    folder = store.folder / "models" / world.job
    if harm == "removed":
        (folder / "adapter/weights").unlink()
    elif harm == "changed":
        (folder / "adapter/weights").write_bytes(b"changed")
    elif harm == "described by nobody":
        (folder / "model.json").write_bytes(b"{")
    else:
        (folder / "adapter/strange").write_bytes(b"x")
    with pytest.raises(CoachError) as told:
        world.adapter()
    if harm == "foreign":
        assert "move it away" in str(told.value)
        (folder / "adapter/strange").rename(tmp_path / "strange")
        assert world.adapter()
        return
    assert "`wearable-coach finetune --again`" in str(told.value)
    again = next_attempt(store, asked)
    assert again.attempt == asked.attempt + 1
    assert again.name != asked.name


def test_a_served_model_that_does_not_open_is_rolled_back(tmp_path):
    store = LocalStore(tmp_path / "store")
    put_model(store, "m", {"weights": b"w"})
    promote(
        store, Change("m", LocalAdapter(adapter="models/m/adapter"), NOW, "tanaka", PRODUCT_PROMPTS)
    )
    store.remove("models/m/adapter/weights")
    here = installation(place=store.folder)
    (red,) = served.served_model(here)
    run(commands_in(red.remedy)[0], tmp_path / "elsewhere")
    assert statuses(served.served_model(here)) == {"served": "ok"}


def test_what_was_not_looked_at_is_by_the_command_that_says_so(tmp_path):
    store = LocalStore(tmp_path / "store")
    dataset(store, 1)
    with ChatServer() as server:
        promote(
            store, Change("m", Endpoint(url=server.url, model="m"), NOW, "tanaka", PRODUCT_PROMPTS)
        )
        (skipped,) = [f for f in served.served_model(installation(place=store.folder)) if f.remedy]
        told = run(skipped.remedy, tmp_path / "elsewhere")
        fixed = {question.ask for question in probe_set().questions.values()}
        asked = [messages[-1]["content"] for messages in server.asked()]
    assert len([question for question in asked if question not in fixed]) == 1
    assert skipped.name not in told


def test_a_job_that_does_not_go_on_is_looked_at_and_ended(tmp_path):
    store = LocalStore(tmp_path / "store")
    stuck = job(store, dataset(store, 1), "Running", 30)
    later = installation(place=store.folder, now=NOW + timedelta(days=900))
    (found,) = [f for f in contents.jobs(later) if f.name == stuck.name]
    watch, _, cancel = commands_in(found.remedy)
    run(watch, tmp_path / "elsewhere")
    run(cancel, tmp_path / "elsewhere")
    assert statuses(contents.jobs(later)) == {"jobs": "ok"}


def test_room_is_made_by_the_command_that_says_so(tmp_path, monkeypatch):
    from random import Random

    store = LocalStore(tmp_path / "store")
    used_for_months(store, Random(7))
    before = sum(o.bytes for o in store.objects(""))
    monkeypatch.setattr(stores, "_SCARCE", 1 << 40)
    (found,) = stores.room(installation(place=store.folder))
    run(commands_in(found.remedy)[0], tmp_path / "elsewhere")
    assert sum(o.bytes for o in store.objects("")) < before


def test_a_store_that_cannot_be_written_is_left_for_another(tmp_path):
    (tmp_path / "file").touch()
    (red,) = stores.opens(installation(place=tmp_path / "file" / "store"))
    assert "another store with --store" in red.remedy
    assert statuses(stores.opens(installation(place=tmp_path / "other")))["store"] == "warn"


def test_what_a_message_says_lists_something_lists_it(world):
    listed = run("wearable-coach jobs", world.store.folder)
    assert world.job in listed
    with pytest.raises(CoachError) as told:
        JobLedger(world.store).read("nope")
    assert commands_in(str(told.value)) == ["wearable-coach jobs"]
    with pytest.raises(CoachError) as told:
        roll_back(world.store, at=NOW, to=99)
    (history,) = commands_in(str(told.value))
    assert world.job in run(history, world.store.folder)
