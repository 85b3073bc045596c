"""Who opens the UI after a week knows from the list of runs what happened, and every link leads somewhere."""

import copy
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import httpx
import pytest
import yaml

from tests.support.browser import browser_page, picture, sign_in
from tests.support.cases import some
from tests.support.chat_server import ChatServer
from tests.support.evaluating import WANTED, truthful
from tests.support.running_up import until
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import latest_version
from wearable_coach.store.naming import store_slug

pytestmark = [pytest.mark.e2e, pytest.mark.slow("services")]

NIGHTLY, RETRAIN, EVALUATE = "refresh-dataset/nightly-refresh", "retrain/retrain", "evaluate-model/evaluate"  # fmt: skip
ADDRESS = re.compile(r"(?:https?|file)://[^\s\"')\]`<>]+")
SMALL = Recipe().scaled_to(60).model_dump(mode="json") | {"seed": 5}


def too_long():
    """A recipe that the gate refuses: no conversation may be as long as its prompt."""
    recipe = copy.deepcopy(SMALL)
    for category in recipe["categories"]:
        category["system_prompt"] = "x" * 30_000
    return recipe


@pytest.fixture(scope="module")
def week(up, tmp_path_factory):
    """Runs of a worker, one of each kind and end; their names in the list, with state and message."""
    endpoints = tmp_path_factory.mktemp("endpoints") / "endpoints.yaml"
    with ChatServer(truthful) as model:
        endpoints.write_text(yaml.safe_dump({"endpoints": {"good": {"url": model.url}}}))
        asked = [
            ("published", NIGHTLY, {"recipe": SMALL}),
            ("again", NIGHTLY, {"recipe": SMALL}),
            ("refused", NIGHTLY, {"recipe": too_long()}),
            ("retrain", RETRAIN, {"backend": "block:nowhere"}),
            ("evaluate", EVALUATE, {"candidate": "good", "endpoints": str(endpoints), "cases": WANTED.model_dump(mode="json")}),
        ]  # fmt: skip
        runs = {}
        for name, deployment, parameters in asked:
            run = up.run(deployment, **parameters)
            up.ended(run, 300)
            runs[name] = up.api.get(f"/flow_runs/{run}").json()
    return runs


def seen(run):
    """What the list of runs shows of one."""
    return run["name"], run["state"]["name"], run["state"]["message"]


def artifacts(up, run):
    only = {"flow_run_id": {"any_": [run["id"]]}}
    slug = f"-{store_slug(LocalStore(up.home))}"
    found = up.post("/artifacts/filter", artifacts=only)
    return {one["key"].removesuffix(slug): one for one in found}


def test_the_list_of_runs_tells_what_happened(up, week):
    night = f"{datetime.now(ZoneInfo('Asia/Seoul')):%Y%m%d}"
    version = latest_version(LocalStore(up.home))
    gate = "60 conversations, gate passed"
    name, state, message = seen(week["published"])
    assert (name, state) == (f"refresh-{night}", "Published")
    assert message.startswith(f"{version}: {gate} ")
    name, state, message = seen(week["again"])
    assert (name, state) == (f"refresh-{night}", "Unchanged")
    assert message.startswith(f"nothing new: same as {version} ({gate}")
    name, state, message = seen(week["refused"])
    assert (name, state) == (f"refresh-{night}", "Refused")
    assert message.startswith("gate: CNV-TOKENS: expected ")
    name, state, message = seen(week["retrain"])
    assert (name, state) == ("retrain-latest", "Failed")
    assert "block:nowhere" in message or "nowhere" in message
    name, state, message = seen(week["evaluate"])
    assert (name, state) == ("evaluate-good", "Held")
    assert re.match(r"good: hold, \w+ \d", message)


def test_artifacts_hold_the_content(up, week):
    published, refused = artifacts(up, week["published"]), artifacts(up, week["refused"])
    assert {"dataset-card", "dataset-counts", "gate", "dataset-report"} <= published.keys()
    assert "CNV-TOKENS" in published["gate"]["data"]
    assert '"verdict": "failed"' in refused["gate"]["data"]
    assert {"evaluation-verdict", "evaluation-headline", "evaluation-report"} <= artifacts(up, week["evaluate"]).keys()  # fmt: skip
    assert "retrain-refused" in artifacts(up, week["retrain"])
    every = [one for run in week.values() for one in artifacts(up, run).values()]
    assert all(one["description"] for one in some(every))


def test_every_link_leads_somewhere_for_who_signs_in_alone(up, week):
    texts = [
        f"{one['data']} {one['description']}"
        for run in week.values()
        for one in artifacts(up, run).values()
    ]
    links = {link for text in texts for link in ADDRESS.findall(text)}
    assert {link.rpartition("/")[2] for link in links} == {"report.html", "gate.json"}
    user, _, password = up.auth.partition(":")
    reports = up.addresses["reports"]
    with httpx.Client(trust_env=False, timeout=60) as client:
        for link in some({*links, f"{reports}/"}):
            assert link.startswith(f"{reports}/")
            assert client.get(link).status_code == 401
            assert client.get(link, auth=(user, password)).status_code == 200
        page = client.get(f"{reports}/", auth=(user, password)).text
        inner = {f"{reports}{part.partition(chr(34))[0]}" for part in page.split('href="')[1:]}
        assert {client.get(link, auth=(user, password)).status_code for link in some(inner)} == {
            200
        }


def test_what_was_made_is_an_asset_with_what_it_is_made_of(up, week):
    slug = store_slug(LocalStore(up.home))
    name = "prefect.asset.materialization.succeeded"
    kinds = ("datasets", "evaluations")

    def told(kind):
        asset = {"any_resource": {"id": [f"coach://{slug}/{kind}"]}}
        return up.post("/events/filter", filter={"event": {"name": [name]}} | asset)["events"]

    found = {
        kind: until(lambda kind=kind: told(kind), 60) for kind in kinds
    }  # written in the background
    made_by = f"prefect.flow-run.{week['published']['id']}"
    again_by = f"prefect.flow-run.{week['again']['id']}"
    runs = {r["prefect.resource.id"] for e in found["datasets"] for r in e["related"]}
    assert made_by in runs
    assert again_by not in runs, "nothing new is no event"
    (evaluated,) = [e for e in found["evaluations"] if e["payload"]["candidate"] == "good"]
    related = {r["prefect.resource.id"] for r in evaluated["related"]}
    assert {f"coach://{slug}/models", f"coach://{slug}/datasets"} <= related


@pytest.mark.slow("browser")
def test_a_person_follows_the_list_to_a_run_to_its_gate_and_to_the_page(up, week):
    user, _, password = up.auth.partition(":")
    with browser_page() as page:
        page.goto(f"{up.addresses['ui']}/runs")
        sign_in(page, up.auth)
        page.goto(f"{up.addresses['ui']}/runs")
        page.get_by_text(week["evaluate"]["name"]).first.wait_for()
        page.get_by_text("Refused").first.wait_for()
        page.get_by_text("Published").first.wait_for()
        page.set_viewport_size({"width": 1280, "height": 1500})
        picture(page, "runs")
        page.goto(f"{up.addresses['ui']}/runs/flow-run/{week['refused']['id']}")
        page.get_by_text("CNV-TOKENS").first.wait_for()
        picture(page, "refused-run")
        gate = artifacts(up, week["refused"])["gate"]
        page.goto(f"{up.addresses['ui']}/artifacts/artifact/{gate['id']}")
        page.get_by_text("CNV-TOKENS").first.wait_for()
        picture(page, "gate")

    link = ADDRESS.findall(artifacts(up, week["refused"])["refresh-refused"]["data"])[-1]
    signed = {"username": user, "password": password}
    for width in (390, 1100):
        with browser_page(credentials=signed, width=width) as page:
            for name, address in (("reports", f"{up.addresses['reports']}/"), ("refused", link)):
                page.goto(address)
                page.get_by_text("CNV-TOKENS").first.wait_for()
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, "nothing sticks out at the side"
                picture(page, f"{name}-{width}")
