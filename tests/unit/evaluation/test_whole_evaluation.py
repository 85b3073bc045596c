"""A whole evaluation against real servers on loopback: verdict, record, report, kills."""

import json
import re
import subprocess
import sys
import time
from random import Random

import pytest

from tests.support.cases import some
from tests.support.chat_replies import Fault
from tests.support.chat_server import ChatServer
from tests.support.evaluating import BAD, GOOD, ROWS, evaluate_over, lied, lying, truthful
from tests.support.generated import generated_dataset
from wearable_coach.chat.kept_answers import answers_folder
from wearable_coach.chat.probe_set import probe_set
from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.evaluation.faults import Faults
from wearable_coach.evaluation.shelf import latest_evaluation
from wearable_coach.store import LocalStore

POINTS = 8
"""Random points of a kill; each evaluates anew what was not kept, some six seconds of CPU."""


@pytest.fixture(scope="module")
def servers():
    with ChatServer(truthful) as good, ChatServer(lying) as bad:
        yield good, bad


@pytest.fixture(autouse=True)
def short_waits(monkeypatch):
    monkeypatch.setattr("wearable_coach.client.retrying.FIRST_WAIT_S", 0.001)


@pytest.fixture
def folder(tmp_path):
    generated_dataset(LocalStore(tmp_path), ROWS)
    return tmp_path


def evaluated(servers, folder):
    return evaluate_over(servers[0].url, servers[1].url, folder)


def cases_of(server):
    """Requests but those of the probe set, which each evaluation asks once more."""
    probes = {q.ask for q in probe_set().questions.values()}
    return [r for r in server.requests if r.messages[-1]["content"] not in probes]


def requests(servers):
    return sum(len(cases_of(server)) for server in servers)


def test_the_truthful_model_is_promoted_over_the_lying_one(servers, folder):
    found = evaluated(servers, folder).evaluation
    assert found.decision.verdict == "promote", found.decision.unmet
    good, bad = found.models
    assert (good.name, good.role, bad.name, bad.role) == (GOOD, "candidate", BAD, "base")
    assert good.figure("number_fidelity").share == 1
    assert bad.figure("number_fidelity").share < 0.8
    assert good.figure("structure").share == 1
    assert bad.figure("structure").share == 0
    assert good.figure("red_flag_recall", overall=True).n >= 12
    assert good.figure("consistency", overall=True).n == 4
    assert good.costs.answered == sum(found.sets.values())
    assert good.costs.prompt_tokens > 0
    assert {f.measure for f in good.by["category"]["coaching"]} == set(found.rule.headline)
    assert {f.measure for f in good.by_kind["coaching"]} == {*found.rule.headline, "length"}
    assert sum(good.of_kind(kind, "tone").n for kind in some(good.by_kind)) == good.figure("tone").n


def test_the_same_evaluation_again_asks_nothing_and_rewrites_nothing(servers, folder):
    first = evaluated(servers, folder)
    before = requests(servers)
    again = evaluated(servers, folder)
    assert requests(servers) == before
    assert (first.created, again.created) == (True, False)
    assert again.evaluation == first.evaluation
    assert read_as_of_the_version_before(first).decision == first.evaluation.decision
    assert latest_evaluation(LocalStore(folder), GOOD) == first.evaluation


def read_as_of_the_version_before(done):
    """Read a record without what this version added to it."""
    record = done.evaluation.model_dump(mode="json")
    for model in record["models"]:
        del model["costs"]["faults"]
        model["serving"].pop("identity", None)
    del record["rule"]["cut_at_most"]
    read = Evaluation.model_validate(record)
    assert (read.models[0].costs.faults, read.rule) == (Faults(), done.evaluation.rule)
    return read


def test_every_answer_is_written_down_with_its_scores_and_reasons(servers, folder):
    done = evaluated(servers, folder)
    lines = (folder / done.report).with_name("answers.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in lines.splitlines()]
    assert len(rows) == 2 * sum(done.evaluation.sets.values())
    lied = [r for r in rows if r["model"] == BAD and r["scores"].get("structure")]
    assert all(r["scores"]["structure"]["reason"] for r in lied)


def test_the_report_escapes_what_models_and_users_say(folder):
    attack = "<script>alert(1)</script> 안정시 심박수 999bpm <img src=x onerror=y>"
    with ChatServer(lambda _: attack) as good, ChatServer(lying) as bad:
        done = evaluate_over(good.url, bad.url, folder)
    assert done.evaluation.decision.verdict == "reject"
    page = (folder / done.report).read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert "거절" in page
    assert not re.search(r"<[^>]*(?:src|href)=", page), "nothing is fetched"


@pytest.mark.slow("whole")
def test_another_model_behind_the_same_address_and_name_is_asked_anew(folder):
    """The address of the first evaluation answers with another model in the second."""
    with ChatServer(truthful) as good, ChatServer(lying) as bad:
        first = evaluate_over(good.url, bad.url, folder).evaluation
        before = len(cases_of(good))
        good.answer = lambda messages: lied(truthful(messages)) + " 다른 모델이 답해요." * 9
        swapped = evaluate_over(good.url, bad.url, folder).evaluation
        asked_anew = len(cases_of(good)) - before
    assert asked_anew == before
    assert swapped.id != first.id
    assert swapped.models[0].fingerprint != first.models[0].fingerprint
    assert swapped.models[0].serving.identity.sighting
    assert first.decision.verdict == "promote"
    assert swapped.decision.verdict != "promote"


def test_what_a_filter_takes_is_no_zero_no_verdict_and_asked_once_more_when_it_may_be_mended(
    folder,
):
    with ChatServer(truthful) as good, ChatServer(lying) as bad:
        good.faults.append(
            Fault(
                status=400,
                body=b'{"error": {"code": "content_filter", "message": "filtered"}}',
                when=lambda m: "걸음" in m[-1]["content"],
                always=True,
            )
        )
        found = evaluate_over(good.url, bad.url, folder).evaluation
        good.faults.clear()
        before = len(cases_of(good))
        healed = evaluate_over(good.url, bad.url, folder).evaluation
        asked_again = len(cases_of(good)) - before
    candidate = found.models[0]
    assert candidate.costs.unanswered == candidate.costs.refused > 0
    assert candidate.figure("number_fidelity").share == 1
    assert found.decision.verdict == "hold"
    assert found.decision.held_by_faults
    assert candidate.costs.faults.refused == candidate.costs.unanswered
    assert "콘텐츠 필터" in found.decision.unmet[0].text
    assert 0 < asked_again <= candidate.costs.refused, "what refused them may have been mended"
    assert (healed.models[0].costs.unanswered, healed.decision.verdict) == (0, "promote")


@pytest.mark.slow("whole")
def test_a_storm_is_no_verdict_and_the_same_evaluation_again_asks_only_what_lacks(folder):
    """Every third question is struck by 429 or 5xx for good, in the first evaluation."""

    def strikes(status):
        def when(messages):
            said = sum(messages[-1]["content"].encode())
            return not clear and said % 3 == 0 and (said % 2 == 0) == (status == 429)

        return Fault(status=status, when=when, always=True)

    clear = []
    with ChatServer(truthful) as good, ChatServer(lying) as bad:
        good.faults += [strikes(429), strikes(503)]
        first = evaluate_over(good.url, bad.url, folder)
        said = [r for r in cases_of(good) if not r.struck]
        held, faults = first.evaluation, first.evaluation.models[0].costs.faults
        assert (held.decision.verdict, held.decision.held_by_faults) == ("hold", True)
        assert min(faults.throttled, faults.unreachable) > 0
        assert held.models[0].costs.answered + faults.missing == sum(held.sets.values())
        page = (folder / first.report).read_text(encoding="utf-8")
        assert "요청이 많아 돌려보냄" in page
        assert "at_once를 줄이고 다시 평가하세요" in page
        clear.append("the storm is over")
        before = len(cases_of(good))
        again = evaluate_over(good.url, bad.url, folder)
        lacked = cases_of(good)[before:]
    kept = len(LocalStore(folder).keys(answers_folder(held.models[0].fingerprint)))
    assert len(said) + len(lacked) == kept, "no answer is lost: none is asked for twice"
    assert 0 < len(lacked) <= faults.missing
    assert (again.created, again.evaluation.decision.verdict) == (True, "promote")
    assert again.evaluation.id != held.id
    assert latest_evaluation(LocalStore(folder), GOOD) == again.evaluation


def test_an_endpoint_that_is_swapped_while_it_is_asked_has_no_verdict_and_is_asked_anew(folder):
    def answers(messages):
        if len(good.requests) > 100:
            good.model = "coach-2"
        return truthful(messages)

    with ChatServer(answers) as good, ChatServer(lying) as bad:
        mixed = evaluate_over(good.url, bad.url, folder).evaluation
        before = len(cases_of(good))
        again = evaluate_over(good.url, bad.url, folder).evaluation
        asked_anew = len(cases_of(good)) - before
    assert mixed.models[0].costs.faults.mixed > 0
    assert [r.about for r in mixed.decision.unmet if r.part == "fault"] == ["mixed"]
    assert (mixed.decision.verdict, again.decision.verdict) == ("hold", "promote")
    assert asked_anew == before
    assert again.models[0].serving.identity.model == "coach-2"


def record_of(folder):
    """The record without what a clock decides."""
    found = latest_evaluation(LocalStore(folder), GOOD).model_dump(mode="json")
    for model in found["models"]:
        for name in ("latency_p50_s", "latency_p95_s"):
            model["costs"].pop(name)
    return found


def page_of(folder):
    page = next(folder.glob(f"models/{GOOD}/evaluations/*/report.html")).read_text("utf-8")
    return re.sub(r"[\d.]+초", "초", page)


@pytest.mark.slow("kills")
def test_a_killed_evaluation_goes_on_to_the_same_report_and_asks_no_answer_twice(
    tmp_path_factory, servers, folder
):
    good, bad = servers
    evaluated(servers, folder)
    wanted = record_of(folder), page_of(folder)
    rng = Random(4)
    for point in range(POINTS):
        place = tmp_path_factory.mktemp("killed")
        generated_dataset(LocalStore(place), ROWS)
        before = requests(servers)
        command = [sys.executable, "-m", "tests.support.evaluating", good.url, bad.url, str(place)]
        running = subprocess.Popen(command, stderr=subprocess.PIPE)
        goal = before + rng.randint(1, 260)
        while requests(servers) < goal and running.poll() is None:
            time.sleep(0.001)
        time.sleep(rng.uniform(0, 0.05))
        running.kill()  # nothing where it was quicker
        running.communicate()
        kept = len(LocalStore(place).keys("answers/"))
        between = requests(servers)
        evaluated(servers, place)
        distinct = len(LocalStore(place).keys("answers/"))
        assert requests(servers) - between == distinct - kept, "only what was not kept is asked"
        assert (record_of(place), page_of(place)) == wanted, point
