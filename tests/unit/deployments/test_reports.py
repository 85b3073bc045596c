"""The service of a store's reports: what it shows, to whom, and under which name."""

import base64
import http.client
import json
import os
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from deployments.reports.contents import MOST, contents
from deployments.reports.service import create_app, from_environment
from deployments.reports.shown import is_shown
from tests.support.cases import some
from tests.support.completed_jobs import completed_job
from tests.support.http_face import http_face
from tests.support.scripted_hoster import ScriptedHoster
from wearable_coach.errors import BadInput
from wearable_coach.hosting.making import bring_up, take_down
from wearable_coach.store import LocalStore, Missing
from wearable_coach.store.datasets import json_bytes, mark_latest

AUTH = "admin:right-password"
VERSION, OLDER, REFUSED = "20261128-0123456789ab", "20261127-0123456789ac", "20261126-0123456789ad"
GATE = {
    "results": [
        {"code": "VIT-RHR-RANGE", "severity": "critical", "success": False, "expected": "25 to 120", "observed": "<b>240</b>"},
        {"code": "DST-TWINS", "severity": "warning", "success": True},
    ]
}  # fmt: skip
SHOWN = (
    f"datasets/{VERSION}/report.html",
    f"datasets/{VERSION}/gate.json",
    f"refused/{REFUSED}/report.html",
    f"refused/{REFUSED}/gate.json",
    "models/coach-local-1/report.html",
    "models/coach-local-1/evaluations/abc/report.html",
)
HIDDEN = (
    f"datasets/{VERSION}/records.parquet",
    f"datasets/{VERSION}/train_20261128.jsonl",
    f"datasets/{VERSION}/rejects.jsonl",
    f"datasets/{VERSION}/manifest.json",
    "models/coach-local-1/evaluations/abc/answers.jsonl",
    "models/coach-local-1/evaluations/abc/evaluation.json",
    "models/promoted.json",
    "datasets/latest.json",
    "answers/0123456789abcdef/0123456789abcdef0123456789abcdef-0.json",
    "webhooks/waiting/trial",
    "up/prefect-auth",
)
EVALUATION = {
    "candidate": "<script>alert(1)</script>",
    "decision": {"verdict": "promote"},
    "dataset_version": VERSION,
}


def made(folder):
    store = LocalStore(folder)
    for key in (*SHOWN, *HIDDEN):
        data = json_bytes(GATE) if key.endswith("gate.json") else f"<p>{key}</p>".encode()
        data = json_bytes({"rows": 1500}) if key.endswith("manifest.json") else data
        if key.endswith("evaluation.json"):
            data = json_bytes(EVALUATION)
        if key != "datasets/latest.json":
            store.create(key, data)
    mark_latest(store, VERSION)
    return store


@pytest.fixture
def store(tmp_path):
    return made(tmp_path / "store")


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """The service behind its real server, beside files that are not the store's."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "secret.html").write_text("secret")
    store = made(folder / "store")
    (folder / "store" / "report.html").write_text("secret")
    with http_face(create_app(store, auth=AUTH, hosts=["127.0.0.1"])) as port:
        yield port


@pytest.fixture
def ask(store):
    app = create_app(store, auth=AUTH, hosts=["testserver", "127.0.0.1"])
    client = TestClient(app, raise_server_exceptions=False)

    def asked(path, *, method="GET", auth=AUTH, **headers):
        if auth is not None:
            headers["Authorization"] = f"Basic {base64.b64encode(auth.encode()).decode()}"
        return client.request(method, path, headers=headers, follow_redirects=False)

    return asked


@pytest.mark.parametrize("key", SHOWN)
def test_a_page_is_shown_as_it_lies_in_the_store(ask, store, key):
    answer = ask(f"/{key}")
    assert answer.status_code == 200
    assert answer.content == store.read(key).data
    kind = "text/html" if key.endswith("html") else "application/json"
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert ask(f"/{key}", method="HEAD").status_code == 200


@pytest.mark.parametrize("key", HIDDEN)
def test_the_data_themselves_are_not_there_for_a_browser(ask, key):
    answer = ask(f"/{key}")
    assert answer.status_code == 404
    assert key.encode() not in answer.content


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.html", "/datasets/../../secret.html", "/%2e%2e/secret.html",
        f"/datasets/{VERSION}/..%2f..%2f..%2fsecret.html", f"/datasets/{VERSION}/%2e%2e/%2e%2e/%2e%2e/report.html",
        "//etc/passwd", "/etc/passwd", f"/datasets/{VERSION}//report.html", f"/datasets/{VERSION}/report.html/",
        f"/datasets/{VERSION}/report.html%00", f"/datasets/{VERSION}/report.html%0a", "/models/../datasets/report.html",
        f"/datasets/{VERSION}", f"/datasets/{VERSION}/", "/datasets/", "/models/.hidden/report.html",
        f"/datasets/{VERSION}/data_docs/../records.parquet.html", "/models/promoted.json/report.html",
        "/datasets/99999999-0123456789ab/report.html", "/models/%ed%a0%80/report.html", f"/datasets/{VERSION}/report.html%ff",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_what_is_shown(port, path):
    """Sent raw: a client would tidy the path before."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest("GET", path)
    connection.putheader("Authorization", f"Basic {base64.b64encode(AUTH.encode()).decode()}")
    connection.endheaders()
    answer = connection.getresponse()
    said = answer.read()
    connection.close()
    assert answer.status == 404
    assert b"secret" not in said


@pytest.mark.parametrize("path", ["/", f"/{SHOWN[0]}", "/nowhere", "/HEALTHZ", "/healthz/"])
@pytest.mark.parametrize("auth", [None, "", "admin:wrong", "admin", "admin:right-password ", "ADMIN:right-password"])  # fmt: skip
def test_who_is_not_signed_in_learns_nothing(ask, path, auth):
    answer = ask(path, auth=auth)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic ")
    assert VERSION not in answer.text


@pytest.mark.parametrize("header", ["Basic", "Basic !!", "Bearer x", "Basic YWRtaW4=", "x"])
def test_credentials_that_are_none_open_nothing(ask, header):
    assert ask("/", auth=None, Authorization=header).status_code == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])  # fmt: skip
@pytest.mark.parametrize("path", ["/", f"/{SHOWN[0]}", "/healthz"])
def test_it_is_for_looking_alone(ask, store, method, path):
    answer = ask(path, method=method)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert store.read(SHOWN[0]).data


@pytest.mark.parametrize("host", ["rebound.test", "10.0.0.7:4202", "127.0.0.1.rebound.test", ""])
def test_another_name_than_its_own_is_refused(ask, host):
    assert ask("/", Host=host).status_code == 400


def test_a_page_of_another_site_is_refused(ask):
    assert ask("/", Origin="https://other.example").status_code == 403


def test_health_is_told_without_signing_in_and_tells_nothing_else(ask):
    assert ask("/healthz", auth=None).json() == {"status": "ok", "service": "reports"}


def test_the_first_page_lists_what_happened_and_links_to_what_answers(ask):
    page = ask("/").text
    assert VERSION in page
    assert "1,500 conversations, gate 1 of 2" in page
    assert "VIT-RHR-RANGE: expected 25 to 120, found &lt;b&gt;240&lt;/b&gt;" in page
    assert "verdict promote" in page
    assert "<script" not in page, "what a record holds is text"
    links = [part.partition('"')[0] for part in page.split('href="')[1:]]
    assert {f"/{SHOWN[0]}", f"/{SHOWN[2]}", f"/{SHOWN[5]}"} <= {*links}
    assert {ask(link).status_code for link in some(links)} == {200}


def test_what_stands_at_azure_is_shown_with_its_money(ask, store, tmp_path):
    assert "paid for" not in ask("/").text
    hoster = ScriptedHoster(tmp_path / "azure", states=("Ready",), deleting=0)
    job, at = completed_job(), datetime(2026, 11, 28, tzinfo=UTC)
    bring_up(store, hoster, job, clock=lambda: at, asked_by="evaluation-1")
    store.create("deployments/coach-azure-ffffffffffff.json", b"{")
    found = contents(store)
    assert [line.told for line in found.standing.lines] == [
        "",
        "managed, Ready, 3.67 USD an hour, last asked by evaluation-1",
    ]
    page = TestClient(create_app(store, auth=AUTH, hosts=["testserver"]))
    page.auth = tuple(AUTH.split(":"))
    assert "1 stand, 3.67 USD an hour together" in page.get("/").text
    take_down(store, hoster, job.name, why="rejected", clock=lambda: at)
    assert contents(store).costs == ""


def test_a_record_that_is_damaged_hides_no_other(store, tmp_path):
    (tmp_path / "store" / "datasets" / VERSION / "manifest.json").write_bytes(b"\xff{")
    store.create(f"datasets/{OLDER}/manifest.json", json_bytes({"rows": 60}))
    found = contents(store).versions.lines
    assert {(line.name, line.told) for line in found} == {
        (VERSION, "gate 1 of 2"),
        (OLDER, "60 conversations"),
    }


def test_a_version_that_was_never_finished_is_not_listed(store):
    store.create(f"datasets/{OLDER}/report.html", b"half")
    assert [line.name for line in contents(store).versions.lines] == [VERSION]


def test_of_many_the_newest_are_listed_and_the_rest_counted(store):
    for n in range(MOST + 3):
        store.create(f"refused/20260101-{n:012x}/gate.json", json_bytes(GATE))
    refused = contents(store).refused
    assert (len(refused.lines), refused.older) == (MOST, 4)
    assert [line.at for line in refused.lines] == sorted(
        (line.at for line in refused.lines), reverse=True
    )


def test_a_store_that_is_away_is_told_and_its_place_is_not(tmp_path):
    (tmp_path / "secret").write_text("a file")
    away = LocalStore(tmp_path / "secret")
    client = TestClient(create_app(away, auth=AUTH, hosts=["testserver"]))
    client.auth = tuple(AUTH.split(":"))
    for path in ("/", f"/{SHOWN[0]}", "/healthz"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "secret" not in answer.text


def test_what_is_gone_is_not_there(ask, store):
    store.remove(SHOWN[0])
    with pytest.raises(Missing):
        store.read(SHOWN[0])
    assert ask(f"/{SHOWN[0]}").status_code == 404


def test_it_does_not_start_open(tmp_path):
    with pytest.raises(BadInput, match="PREFECT_API_AUTH_STRING: not set"):
        from_environment({"WEARABLE_COACH_HOME": str(tmp_path)}, host="127.0.0.1")
    with pytest.raises(BadInput, match="holds no USER:PASSWORD"):
        from_environment({"PREFECT_API_AUTH_STRING": "word"}, host="127.0.0.1")


def test_it_is_asked_under_the_address_that_links_hold(tmp_path):
    told = {
        "WEARABLE_COACH_HOME": str(tmp_path),
        "PREFECT_SERVER_API_AUTH_STRING": AUTH,
        "WEARABLE_COACH_REPORTS_URL": "https://reports.example/",
        "WEARABLE_COACH_ALLOWED_HOSTS": "reports",
    }
    client = TestClient(from_environment(told, host="0.0.0.0"))  # noqa: S104 - as in a container
    names = ("reports.example", "reports", "127.0.0.1", "localhost:4202", "other.example")
    codes = [client.get("/healthz", headers={"Host": name}).status_code for name in names]
    assert codes == [200, 200, 200, 200, 400]


def test_data_docs_fetch_their_own_parts_and_run_nothing(ask, store):
    docs = f"datasets/{VERSION}/data_docs"
    for name in ("index.html", "static/docs.css", "static/logo.svg"):
        store.create(f"{docs}/{name}", b"docs")
        answer = ask(f"/{docs}/{name}")
        assert answer.status_code == 200
        policy = answer.headers["content-security-policy"]
        assert "style-src 'self'" in policy
        assert "script" not in policy
    assert contents(store).versions.lines[0].pages[-1] == ("Data Docs", f"{docs}/index.html")
    assert not is_shown(f"{docs}/validations/run.parquet")
    assert not is_shown(f"{docs}/static/docs.js")
    assert not is_shown(f"datasets/{VERSION}/data_docs/.secret/index.html")


def test_times_are_those_of_the_store_in_seoul(ask, tmp_path):
    file = tmp_path / "store" / "refused" / REFUSED / "gate.json"
    at = datetime(2026, 11, 27, 17, 0, tzinfo=UTC).timestamp()
    os.utime(file, (at, at))
    assert "2026-11-28 02:00" in ask("/").text
    assert json.loads(file.read_bytes())["results"]
