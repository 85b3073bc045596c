"""What a person gave wrongly, and the same given as the message says: a row a remedy."""

import json
import os
import shutil
import socket
import zipfile
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from openpyxl import Workbook
from typer.testing import CliRunner

from backends.blob.account import Account, open_blob_store, reopened
from backends.local.base_model import TINY_FOLDER, open_base
from deployments.entrypoint import with_secrets
from deployments.installation import keep_secret, worker_limit
from deployments.kept_settings import KeptSettings, kept_settings, own_auth
from deployments.names import WORKER_LIMIT_VARIABLE
from deployments.own_pages import own_hosts
from deployments.prefect_auth import read_auth
from deployments.receiver.rate_limit import read_rates
from deployments.receiver.secrets import open_secrets
from deployments.receiver.signatures import new_secret, read_secrets
from deployments.register_blocks import read_url
from deployments.reports.service import from_environment as reports_of
from flows.openers.chat_models import serving_of
from flows.openers.endpoints_file import endpoints_of
from flows.openers.finetuners import TunerChoices, open_finetuner
from flows.openers.stores import open_store
from tasks.engines.choice import checked_choice
from tasks.engines.dask_cluster import checked_address
from tests.support.adapters import put_model
from tests.support.days import checked_day
from tests.support.generated import generated_dataset
from tests.support.published import rows, small_dataset
from tests.support.serving_days import ScriptedModel
from wearable_coach.chat.asking import Ask, ask_all
from wearable_coach.chat.served import Endpoint
from wearable_coach.cli.app import app
from wearable_coach.cli.evaluate import case_names_given
from wearable_coach.cli.models import models
from wearable_coach.cli.workflow import place_name
from wearable_coach.client.api_keys import ApiKeys, read_api_keys
from wearable_coach.client.connections import Crowd
from wearable_coach.client.endpoint_model import EndpointModel
from wearable_coach.client.endpoint_wire import Wire
from wearable_coach.client.listening import listen
from wearable_coach.client.opening import open_url
from wearable_coach.client.proxies import read_proxies
from wearable_coach.client.transport import way_to
from wearable_coach.dataset.recipe import Recipe, checked_recipe, read_recipe
from wearable_coach.dataset.records_file import read_records
from wearable_coach.evaluation.collecting import Wanted, check_sets, collect_cases
from wearable_coach.evaluation.sets.case_expected import keywords_least
from wearable_coach.evaluation.sets.case_file import read_cases as cases_of
from wearable_coach.evaluation.sets.recorded import read_rows as recorded
from wearable_coach.finetuning.base_models import base_model_row
from wearable_coach.finetuning.datasets import find_dataset
from wearable_coach.finetuning.hyperparameters import checked_hyperparameters
from wearable_coach.finetuning.order import TrainingData
from wearable_coach.finetuning.training_rows import count_rows, read_rows
from wearable_coach.promotion.rule import read_rule
from wearable_coach.records import Message, Vitals
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.serving.inputs import (
    checked_history,
    checked_question,
    need_readings,
)
from wearable_coach.serving.past_days import with_past_days
from wearable_coach.sources import read_days
from wearable_coach.sources.table_options import table_options
from wearable_coach.store import LocalStore
from wearable_coach.store.keys import checked_key
from wearable_coach.verification.rule_page import judged
from wearable_coach.verification.rules import rules

Act = Callable[[Path], Any]


_EXAMPLE = rules()["VER-VALUE-001"].supported


class Given(NamedTuple):
    """A row: what is given wrongly raises the remedy, what it says is taken."""

    file: str
    remedy: str
    wrong: Act
    as_told: Act


def workbook(tmp: Path, rows: list[tuple[object, ...]]) -> Path:
    """Write a workbook with these rows and return it."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(tmp / "a.xlsx")
    return tmp / "a.xlsx"


def zipped(tmp: Path, files: dict[str, str]) -> Path:
    """Write an archive of these files and return it."""
    with zipfile.ZipFile(tmp / "a.zip", "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return tmp / "a.zip"


def taken_out(tmp: Path, *names: str) -> Path:
    """Write zips of Google Takeout, a day each, and return their folder."""
    for day, name in enumerate(names, start=1):
        row = f"Date,Step count\n2026-03-{day:02d},{8000 + day}\n"
        with zipfile.ZipFile(tmp / name, "w") as archive:
            archive.writestr("Takeout/Fit/Daily activity metrics/Daily activity metrics.csv", row)
    return tmp


def written(tmp: Path, text: str | bytes, name: str = "given") -> Path:
    """Write a file and return it."""
    data = text if isinstance(text, bytes) else text.encode()
    (tmp / name).write_bytes(data)
    return tmp / name


def recipe(**changes: Any) -> Any:
    return checked_recipe(Recipe().model_dump() | changes)


def category(**changes: Any) -> Any:
    first, *others = Recipe().model_dump()["categories"]
    return recipe(categories=[first | changes, *others])


def command(*args: str, stdin: str | None = None) -> None:
    """Run a command in this process; its error is raised."""
    found = CliRunner().invoke(app, [*args], input=stdin, catch_exceptions=True)
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    assert found.exit_code == 0, found.output


@contextmanager
def variable(name: str, value: str) -> Any:
    """Set a variable of the environment for a while."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        os.environ.pop(name)
        if before is not None:
            os.environ[name] = before


def turn(role: str = "user", content: str = "네") -> dict[str, str]:
    return {"role": role, "content": content}


def turns(count: int) -> list[dict[str, str]]:
    return [turn(("user", "assistant")[i % 2]) for i in range(count)]


def through_proxy(proxy: str) -> None:
    with variable("HTTPS_PROXY", proxy):
        EndpointModel(Endpoint(url="https://host.invalid/v1", model="m"))


def endpoint(**settings: Any) -> Any:
    return EndpointModel(
        Endpoint(**{"url": "https://h/v1", "model": "m"} | settings), environment={}
    )


def tuner(backend: str, tmp: Path) -> Any:
    store = LocalStore(tmp)
    return open_finetuner(
        backend, store=store, environment={}, today=date(2026, 1, 1), choices=TunerChoices()
    )


def secrets_of(tmp: Path, text: str) -> Any:
    return read_secrets(written(tmp, text))


def read_cases(path: Path) -> Any:
    return cases_of(path, hrmax_formula="tanaka", prompts=PRODUCT_PROMPTS)


def cases(tmp: Path, *rows: object) -> Any:
    return read_cases(written(tmp, "\n".join(json.dumps(r) for r in rows), "cases.jsonl"))


def dataset_in(tmp: Path, name: str = "") -> Any:
    store = LocalStore(tmp)
    version = small_dataset(store).version
    return find_dataset(store, name or version)


def serving(name: str, tmp: Path) -> Any:
    return serving_of(name, store=LocalStore(tmp), environment={})


def own_base(tmp: Path, environment: dict[str, str]) -> Any:
    store = LocalStore(tmp / "store")
    if not store.keys(""):
        put_model(store, "m", {"weights": b"w"}, base_model="mine@sha256:0")
    return serving_of("m", store=store, environment=environment)


def sign_with(secrets: str) -> None:
    with variable("WEARABLE_COACH_WEBHOOK_SECRETS", secrets):
        command("sign", "{}")


def conversation() -> str:
    return json.dumps({"messages": [turn(), turn("assistant", "잘 쉬세요.")]}, ensure_ascii=False)


def rule_with(tmp: Path, measure: str) -> Path:
    rule = yaml.safe_load(Path("wearable_coach/promotion/rule.yaml").read_text(encoding="utf-8"))
    if measure == "weather":
        rule["floors"] = {"weather": {"at_least": 0.5}}
    return written(tmp, yaml.safe_dump(rule))


def of_records(tmp: Path, which: str) -> Any:
    store = LocalStore(tmp)
    if which == "small":
        return recorded(store, small_dataset(store).version)
    generated_dataset(store, 40)
    return recorded(store, which)


def asked_all(tmp: Path, *names: str) -> Any:
    said = (Message(role="user", content="네?"),)
    return ask_all(LocalStore(tmp), ScriptedModel(lambda _: "네."), [Ask(n, said) for n in names])


def gone_then_asked(tmp: Path, *, again: bool) -> None:
    """Answers that are taken out of the store before they are read, and asked anew before the second look."""
    found = asked_all(tmp, "a")
    shutil.rmtree(tmp / "answers")
    if again:
        found = asked_all(tmp, "a")
    _ = found.answers["a"].text


def listening(host: str, port: int = 0) -> None:
    for listener in listen(host, port, Crowd(10)):
        listener.close()


def on_a_taken_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listening("127.0.0.1", taken.getsockname()[1])


def days_before(count: int) -> list[dict[str, Any]]:
    """So many days before, the eldest first."""
    return [YESTERDAY | {"days_ago": ago} for ago in range(count, 0, -1)]


def engine(name: str, *, workers: int = 0, address: str = "") -> None:
    checked_choice(name, workers=workers, dask_address=address)


def opened_elsewhere(sent: str, there: str) -> None:
    """Open a store that was opened here by one account where the environment names another."""

    def named(account: str) -> str:
        return f"DefaultEndpointsProtocol=https;AccountName={account};AccountKey=a2V5"

    here = open_blob_store("azure://box/at", Account(connection_string=named(sent)))
    with variable("AZURE_STORAGE_CONNECTION_STRING", named(there)):
        assert reopened("box/at", here.where("")).where("") == here.where("")


def question(text: str) -> bytes:
    said = (Message(role="user", content=text),)
    return Wire(Endpoint(url="https://h/v1", model="m"), key=None, environment={}).body(said)


INPUTS = "wearable_coach/serving/inputs.py"
RECIPE = "wearable_coach/dataset/recipe.py"
CASES = "wearable_coach/evaluation/sets/case_file.py"
PAST = "wearable_coach/serving/past_days.py"
CHOICE = "tasks/engines/choice.py"
SCHEDULER = "tcp://10.0.0.7:8786"
YESTERDAY = {"days_ago": 1, "sleep_hr": 7.5}
CASE_ROWS = "wearable_coach/evaluation/sets/case_rows.py"
ENDPOINTS = "flows/openers/endpoints_file.py"
WIRE = "wearable_coach/client/endpoint_wire.py"
SHEETS = "wearable_coach/sources/sheets.py"
WEEK = "date,steps,sleep_hr,heart_rate\n" + "".join(
    f"2024-01-0{i},800{i},7,6{i}\n" for i in range(1, 8)
)
TEXTS, OPTIONS = "wearable_coach/sources/text_files.py", "wearable_coach/sources/table_options.py"
MAPPING = "columns: {맥: heart_rate, 걸음: '-'}\nid: who\nmissing: [x, 0]\n"
DAY = {"heart_rate": 60}
GOOD_CSV = "resting_heart_rate,sleep_hr\n60,7\n"
BAD_GOAL = "x\n" * 50

GIVEN = [
    Given(INPUTS, "give the user's words", lambda _: checked_question(" "), lambda _: checked_question("네")),
    Given(INPUTS, "give at most 2000", lambda _: checked_question("가" * 2001), lambda _: checked_question("가" * 2000)),
    Given(INPUTS, "give [{role, content}, ...] or leave it out", lambda _: checked_history("x"), lambda _: checked_history([])),
    Given(INPUTS, "give the last 40 at most", lambda _: checked_history(turns(42)), lambda _: checked_history(turns(42)[-40:])),
    Given(INPUTS, "end it with the answer, and give the new question as question", lambda _: checked_history(turns(1)), lambda _: checked_history(turns(2))),
    Given(INPUTS, "give at most 4000", lambda _: checked_history([turn(content="가" * 4001), turn("assistant")]), lambda _: checked_history([turn(content="가" * 4000), turn("assistant")])),
    Given(INPUTS, "give an object of named fields", lambda _: checked_day("x", None), lambda _: checked_day(DAY, None)),
    Given(INPUTS, "correct it or leave it out", lambda _: checked_day({"heart_rate": 900}, None), lambda _: checked_day({}, None)),
    Given(INPUTS, "correct them or leave one out", lambda _: checked_day({"weight": 70.0, "bmi": 60.0}, None), lambda _: checked_day({"weight": 70.0}, None)),
    Given(INPUTS, "give one of {}, or up to 40 characters", lambda _: checked_day(DAY, {"goal": BAD_GOAL}), lambda _: checked_day(DAY, {"goal": "x" * 40})),
    Given(INPUTS, "{} needs at least one of the nine readings", lambda _: need_readings(Vitals(), "health_interpretation"), lambda _: need_readings(Vitals(heart_rate=60), "health_interpretation")),
    Given(RECIPE, "known are {}", lambda _: category(strata={"weather": 1}), lambda _: category(strata={"normal": 1}, count=700)),
    Given(RECIPE, "give a number above 0", lambda _: category(strata={"normal": 0}), lambda _: category(strata={"normal": 0.1})),
    Given(RECIPE, "give each its own", lambda _: category(name="coaching"), lambda _: category(name="another")),
    Given(RECIPE, "ask for at least one row", lambda _: recipe(categories=[{"name": "a", "kind": "coaching", "count": 0}]), lambda _: recipe(categories=[{"name": "a", "kind": "coaching", "count": 1}], stratum_floor=0)),
    Given(RECIPE, "make them add up to 1", lambda _: recipe(split={"train": 0.9, "valid": 0.2}), lambda _: recipe(split={"train": 0.8, "valid": 0.2})),
    Given(RECIPE, "lower the floor or raise the count", lambda _: recipe(stratum_floor=400), lambda _: recipe(stratum_floor=4)),
    Given("wearable_coach/dataset/source_mix.py", "add --vitals FILE", lambda _: recipe(sources={"real_share": 0.5}), lambda _: recipe(sources={"real_share": 0.5, "vitals": ["days.csv"]})),
    Given(RECIPE, "give a YAML or JSON file", lambda t: read_recipe(t / "none"), lambda t: read_recipe(written(t, "seed: 7"))),
    Given(RECIPE, "correct it there", lambda t: read_recipe(written(t, "{a: [")), lambda t: read_recipe(written(t, "seed: 7"))),
    Given(ENDPOINTS, "check WEARABLE_COACH_ENDPOINTS", lambda t: endpoints_of(None, {"WEARABLE_COACH_ENDPOINTS": str(t / "none")}), lambda t: endpoints_of(None, {"WEARABLE_COACH_ENDPOINTS": str(written(t, "endpoints: {}"))})),
    Given(ENDPOINTS, "correct it", lambda t: endpoints_of(written(t, "{a: ["), {}), lambda t: endpoints_of(written(t, "endpoints: {}"), {})),
    Given(ENDPOINTS, "write NAME: {kind: …, url: …} under it", lambda t: endpoints_of(written(t, "a: 1"), {}), lambda t: endpoints_of(written(t, "endpoints: {a: {kind: openai, url: 'https://h'}}"), {})),
    Given(ENDPOINTS, "write {}: {kind: …, url: …}", lambda t: endpoints_of(written(t, "endpoints: {a: 1}"), {}), lambda t: endpoints_of(written(t, "endpoints: {a: {kind: openai, url: 'https://h'}}"), {})),
    Given(ENDPOINTS, "export it, and name the variable as key_variable", lambda t: endpoints_of(written(t, "endpoints: {a: {url: 'https://h', key: x}}"), {}), lambda t: endpoints_of(written(t, "endpoints: {a: {url: 'https://h', key_variable: K}}"), {})),
    Given(WIRE, "need https://HOST/… as the endpoint's page shows it", lambda _: endpoint(url="h"), lambda _: endpoint(url="https://h/v1")),
    Given(WIRE, "name the key's variable in key_variable, the version in api_version", lambda _: endpoint(url="https://h/v1?key=x"), lambda _: endpoint()),
    Given(WIRE, "an azure_openai endpoint needs its deployment as model, and api_version", lambda _: endpoint(kind="azure_openai"), lambda _: endpoint(kind="azure_openai", api_version="2026-01-01")),
    Given(WIRE, "export {}=KEY", lambda _: endpoint(key_variable="K"), lambda _: EndpointModel(Endpoint(url="https://h", key_variable="K"), environment={"K": "key"})),
    Given(WIRE, "copy it again", lambda _: EndpointModel(Endpoint(url="https://h"), key="열쇠"), lambda _: EndpointModel(Endpoint(url="https://h"), key="key")),
    Given("wearable_coach/client/transport.py", "need http://HOST:PORT, or unset it", lambda _: through_proxy("ftp://x"), lambda _: through_proxy("http://127.0.0.1:9")),
    Given("wearable_coach/client/opening.py", "what the checkout opens (azure://, block:) serve from there, or give an opener", lambda _: open_url("azure://c"), lambda t: open_url("azure://c", lambda _: LocalStore(t))),
    Given("wearable_coach/client/opening.py", "name the folder that holds models/promoted.json", lambda t: open_url(str(t / "none")), lambda t: open_url(str(t))),
    Given("wearable_coach/client/api_keys.py", "give a file with a key a line", lambda t: read_api_keys(t / "none", {}), lambda t: read_api_keys(written(t, "k" * 16), {})),
    Given("wearable_coach/client/api_keys.py", "write one a line", lambda t: read_api_keys(written(t, "# none"), {}), lambda t: read_api_keys(written(t, "k" * 16), {})),
    Given("wearable_coach/client/api_keys.py", "use at least 16 random ones", lambda _: ApiKeys(("short",)), lambda _: ApiKeys(("k" * 16,))),
    Given("wearable_coach/store/keys.py", "use names joined by /, none of them empty, . or ..", lambda _: checked_key("../x"), lambda _: checked_key("a/x")),
    Given("wearable_coach/evaluation/collecting.py", "name some of {}", lambda _: check_sets(["weather"]), lambda _: check_sets(["safety"])),
    Given("wearable_coach/finetuning/datasets.py", "name one of them or latest", lambda t: dataset_in(t, "none"), lambda t: dataset_in(t, "latest")),
    Given("wearable_coach/finetuning/hyperparameters.py", "the plan's value is {}", lambda _: checked_hyperparameters({"epochs": 0}), lambda _: checked_hyperparameters({"epochs": 3})),
    Given("wearable_coach/finetuning/own_tables.py", "start from a copy of {}", lambda t: base_model_row("m", path=str(written(t, "a: 1"))), lambda t: base_model_row("m", path=str(written(t, Path("wearable_coach/finetuning/models.yaml").read_text(encoding="utf-8"))))),
    Given("wearable_coach/finetuning/training_rows.py", "need user and assistant in turn", lambda _: read_rows(json.dumps({"messages": [turn(), turn()]}).encode(), name="train"), lambda _: read_rows(json.dumps({"messages": [turn(), turn("assistant")]}).encode(), name="train")),
    Given("wearable_coach/promotion/rule.py", "start from a copy of rule.yaml", lambda t: read_rule(written(t, "a: 1")), lambda t: read_rule(written(t, Path("wearable_coach/promotion/rule.yaml").read_text(encoding="utf-8")))),
    Given(CASE_ROWS, "give a JSON or JSON-lines file", lambda t: read_cases(t / "none"), lambda t: cases(t, DAY)),
    Given(CASE_ROWS, "write one object a line", lambda t: read_cases(written(t, "{\n}{")), lambda t: cases(t, DAY, DAY)),
    Given("wearable_coach/evaluation/sets/case_expected.py", "use all, any, or a share such as share:0.6", lambda _: keywords_least("most"), lambda _: keywords_least("share:0.6")),
    Given("wearable_coach/cli/evaluate.py", "write OWN=NAME, such as rhr=resting_heart_rate, or OWN= to leave it out", lambda _: case_names_given(["rhr"]), lambda _: case_names_given(["rhr=resting_heart_rate", "mood="])),
    Given(CASES, "write one JSON object a line", lambda t: read_cases(written(t, "[]")), lambda t: cases(t, DAY)),
    Given("wearable_coach/sources/export_parts.py", "name the zips of each", lambda t: read_days(taken_out(t, "a-001.zip", "b-001.zip")), lambda t: read_days(*sorted(taken_out(t, "a-001.zip", "b-001.zip").glob("*.zip")))),
    Given("wearable_coach/sources/importing.py", "name it once", lambda t: read_days(written(t, GOOD_CSV, "a.csv"), t / "a.csv"), lambda t: read_days(written(t, GOOD_CSV, "a.csv"))),
    Given("wearable_coach/sources/importing.py", "give a file with days in it", lambda t: read_days(written(t, "resting_heart_rate,sleep_hr\n", "a.csv")), lambda t: read_days(written(t, GOOD_CSV, "a.csv"))),
    Given("wearable_coach/sources/importing.py", "give a {} export, or a table with columns such as {}", lambda t: read_days(written(t, "a,b\n1,2\n", "a.csv")), lambda t: read_days(written(t, GOOD_CSV, "a.csv"))),
    Given("wearable_coach/sources/importing.py", "give a file", read_days, lambda t: read_days(written(t, GOOD_CSV, "a.csv"))),
    Given(TEXTS, "give a readable file", lambda t: read_days(t / "none.csv"), lambda t: read_days(written(t, GOOD_CSV, "a.csv"))),
    Given(SHEETS, "give a file with a header and rows", lambda t: read_days(written(t, "", "a.csv")), lambda t: read_days(written(t, GOOD_CSV, "a.csv"))),
    Given(TEXTS, "export it as CSV in UTF-8", lambda t: read_days(written(t, b"\x89PNG\r\n\0\0\0", "a.csv")), lambda t: read_days(written(t, GOOD_CSV, "a.csv"))),
    Given("backends/blob/account.py", "need azure://CONTAINER or azure://CONTAINER/PREFIX", lambda _: open_blob_store("azure://", Account(name="a")), lambda _: open_blob_store("azure://container", Account(name="a", key="a2V5"))),
    Given("backends/blob/account.py", "need 3 to 63 of a-z, 0-9 and single hyphens", lambda _: open_blob_store("azure://C", Account(name="a")), lambda _: open_blob_store("azure://container", Account(name="a", key="a2V5"))),
    Given("backends/blob/account.py", "a SAS token goes into AZURE_STORAGE_SAS_TOKEN, an account into AZURE_STORAGE_ACCOUNT", lambda _: open_blob_store("azure://con?sig=x", Account(name="a")), lambda _: open_blob_store("azure://con", Account.from_environment({"AZURE_STORAGE_ACCOUNT": "a", "AZURE_STORAGE_SAS_TOKEN": "sig=x"}))),
    Given("backends/blob/account.py", "azure:// needs it, or AZURE_STORAGE_CONNECTION_STRING (docs/guide.md)", lambda _: open_blob_store("azure://con", Account.from_environment({})), lambda _: open_blob_store("azure://con", Account.from_environment({"AZURE_STORAGE_ACCOUNT": "a", "AZURE_STORAGE_KEY": "a2V5"}))),
    Given("backends/blob/account.py", "check AZURE_STORAGE_CONNECTION_STRING, AZURE_STORAGE_ACCOUNT and AZURE_STORAGE_KEY", lambda _: open_blob_store("azure://con", Account(connection_string="x")), lambda _: open_blob_store("azure://con", Account(connection_string="DefaultEndpointsProtocol=https;AccountName=a;AccountKey=a2V5;EndpointSuffix=core.windows.net"))),
    Given("wearable_coach/store/opening.py", "name a folder, azure://CONTAINER/PREFIX or block:NAME, and export AZURE_STORAGE_CONNECTION_STRING or AZURE_STORAGE_SAS_TOKEN", lambda _: open_store("https://x", environment={}), lambda t: open_store(str(t), environment={})),
    Given("flows/openers/finetuners.py", "need {}, {}:FOLDER, {}, {} or {}NAME", lambda t: tuner("cloud", t), lambda t: tuner("local", t)),
    Given("deployments/receiver/rate_limit.py", "write it like {} or 5/second", lambda _: read_rates({"WEARABLE_COACH_WEBHOOK_RATE": "often"}), lambda _: read_rates({"WEARABLE_COACH_WEBHOOK_RATE": "5/second"})),
    Given("deployments/entrypoint.py", "unset one", lambda t: with_secrets({"PREFECT_API_AUTH_STRING": "a:b", "PREFECT_API_AUTH_STRING_FILE": str(written(t, "a:b"))}), lambda t: with_secrets({"PREFECT_API_AUTH_STRING_FILE": str(written(t, "a:b"))})),
    Given("deployments/entrypoint.py", "write the secret alone", lambda t: with_secrets({"PREFECT_API_AUTH_STRING_FILE": str(written(t, "a:b\nc"))}), lambda t: with_secrets({"PREFECT_API_AUTH_STRING_FILE": str(written(t, "a:b"))})),
    Given("deployments/installation.py", "set one, or unset it for {}", lambda _: worker_limit({WORKER_LIMIT_VARIABLE: "no"}), lambda _: worker_limit({WORKER_LIMIT_VARIABLE: "1"})),
    Given("deployments/register_blocks.py", "give a file with one URL", lambda t: read_url(t / "none"), lambda t: read_url(written(t, "https://h/x"))),
    Given("deployments/register_blocks.py", "write one line with it", lambda t: read_url(written(t, "h/x")), lambda t: read_url(written(t, "https://h/x"))),
    Given("deployments/reports/service.py", "set it to USER:PASSWORD", lambda t: reports_of({"WEARABLE_COACH_HOME": str(t)}, host="127.0.0.1"), lambda t: reports_of({"WEARABLE_COACH_HOME": str(t), "PREFECT_API_AUTH_STRING": "admin:word"}, host="127.0.0.1")),
    Given("deployments/receiver/signatures.py", "write whsec_ and at least 24 random bytes in base64", lambda t: secrets_of(t, "whsec_x"), lambda t: secrets_of(t, new_secret())),
    Given("deployments/receiver/signatures.py", "name a file with a whsec_… secret a line", lambda t: read_secrets(t / "none"), lambda t: secrets_of(t, new_secret())),
    Given("deployments/receiver/secrets.py", "name a file with a whsec_… secret a line, or block:NAME", lambda _: open_secrets(""), lambda t: open_secrets(str(written(t, new_secret())))),
    Given("wearable_coach/cli/workflow.py", "give one of them", lambda t: command("jobs", "--out", str(t), "--store", str(t)), lambda t: command("jobs", "--out", str(t))),
    Given("wearable_coach/cli/deployments.py", "give a job that `wearable-coach deployments` lists, or --unserved for all whose model is not served", lambda t: command("undeploy", "--out", str(t)), lambda t: command("undeploy", "--unserved", "--out", str(t))),
    Given("wearable_coach/cli/deployments.py", "give one of the two", lambda t: command("undeploy", "JOB", "--unserved", "--out", str(t)), lambda t: command("undeploy", "--unserved", "--out", str(t))),
    Given("wearable_coach/cli/deployments.py", "leave --kind and --force out", lambda t: command("undeploy", "--unserved", "--force", "--out", str(t)), lambda t: command("undeploy", "--unserved", "--out", str(t))),
    Given("wearable_coach/cli/doctor.py", "need one of {}", lambda _: command("doctor", "--only", "x"), lambda _: command("doctor", "--only", "credentials")),
    Given("wearable_coach/cli/refresh.py", "leave --rows, --seed, --vitals and what is said of its tables, --real-share, --recipe and --prefect out", lambda _: command("refresh", "--repair", "v", "--seed", "7"), lambda _: None),
    Given("wearable_coach/cli/ask.py", "leave it out, or use --kind chat", lambda _: command("ask", "네?", "--kind", "interpret", "--vitals", '{"heart_rate": 60}'), lambda t: command("ask", "--kind", "interpret", "--vitals", '{"heart_rate": 60}', "--out", str(t))),
    Given("wearable_coach/cli/ask.py", "give JSON or a file that holds it", lambda t: command("ask", "네?", "--vitals", str(t / "none")), lambda t: command("ask", "네?", "--vitals", str(written(t, "{}")), "--out", str(t))),
    Given("wearable_coach/cli/ask.py", "give an object of named fields", lambda t: command("ask", "네?", "--vitals", str(written(t, "[]"))), lambda t: command("ask", "네?", "--vitals", "{}", "--out", str(t))),
    Given("wearable_coach/cli/ask.py", "give an object such as {}", lambda _: command("ask", "네?", "--vitals", "{x"), lambda t: command("ask", "네?", "--vitals", "{}", "--out", str(t))),
    Given("wearable_coach/cli/ask.py", 'give it, e.g. wearable-coach ask "오늘 운동해도 되나요?"', lambda _: command("ask", stdin=""), lambda t: command("ask", "오늘 운동해도 되나요?", "--out", str(t))),
    Given("wearable_coach/cli/jsonlines_in.py", "give a readable file or - for standard input", lambda t: command("facts", str(t / "none")), lambda _: command("facts", "-", stdin="{}")),
    Given("wearable_coach/cli/jsonlines_in.py", "write one object a line", lambda t: command("facts", str(written(t, "{x"))), lambda t: command("facts", str(written(t, "{}")))),
    Given("wearable_coach/cli/jsonlines_in.py", "save the file as UTF-8", lambda t: command("facts", str(written(t, b"\xff"))), lambda t: command("facts", str(written(t, "{}")))),
    Given("wearable_coach/cli/sign.py", "give the text, or @FILE", lambda t: command("sign", f"@{t / 'none'}", "--secrets", str(written(t, new_secret()))), lambda t: command("sign", "{}", "--secrets", str(written(t, new_secret())))),
    Given("backends/local/base_model.py", "give a folder with a language model, or 'tiny'", lambda t: open_base(str(t / "none")), lambda _: open_base("tiny")),
    Given("backends/local/base_model.py", "give a folder with a language model", lambda t: open_base(str(t)), lambda _: open_base(str(TINY_FOLDER))),
    Given("backends/local/base_model.py", "give a folder with a language model, whose architectures end with ForCausalLM", lambda t: open_base(str(written(t, '{"model_type": "gpt2"}', "config.json").parent)), lambda _: open_base(str(TINY_FOLDER))),
    Given("flows/openers/chat_models.py", "need {}tiny or {}FOLDER", lambda t: serving("base:", t), lambda t: serving("base:tiny", t)),
    Given("flows/openers/chat_models.py", "need {}tiny, {}FOLDER, {}NAME, an entry of the endpoints file, or a model that `wearable-coach jobs` lists", lambda t: serving("nobody", t), lambda t: serving("base:tiny", t)),
    Given("flows/openers/chat_models.py", "set WEARABLE_COACH_LOCAL_BASE_MODEL to that base's folder", lambda t: own_base(t, {}), lambda t: own_base(t, {"WEARABLE_COACH_LOCAL_BASE_MODEL": "/base"})),
    Given("wearable_coach/cli/jsonlines_in.py", "write one flat object a line", lambda t: command("facts", str(written(t, "[" * 100_000))), lambda t: command("facts", str(written(t, "{}")))),
    Given("wearable_coach/cli/sign.py", "give --secrets FILE", lambda _: sign_with("block:x"), lambda t: command("sign", "{}", "--secrets", str(written(t, new_secret())))),
    Given("wearable_coach/cli/verify.py", "give [{role, content}, ...]", lambda t: command("verify", str(written(t, '{"messages": 1}'))), lambda t: command("verify", str(written(t, conversation())))),
    Given("wearable_coach/cli/verify.py", "there is no answer to judge", lambda t: command("verify", str(written(t, json.dumps({"messages": [turn()]})))), lambda t: command("verify", str(written(t, conversation())))),
    Given("wearable_coach/client/transport.py", "need https://HOST/… as the endpoint's page shows it", lambda _: way_to("http://h:x"), lambda _: way_to("https://h")),
    Given("wearable_coach/evaluation/collecting.py", "name others with --sets or a file with --cases", lambda t: collect_cases(LocalStore(t), Wanted(sets=())), lambda t: collect_cases(LocalStore(t), Wanted(sets=("file",), case_files=(str(written(t, '{"heart_rate": 60}')),)))),
    Given("wearable_coach/promotion/rule.py", "known are {}", lambda t: read_rule(rule_with(t, "weather")), lambda t: read_rule(rule_with(t, "safety"))),
    Given(INPUTS, "{}known are {}", lambda _: checked_day({"pulse": 60}, None), lambda _: checked_day(DAY, None)),
    Given("wearable_coach/evaluation/sets/recorded.py", "name another version, or latest", lambda t: of_records(t, "small"), lambda t: of_records(t, "latest")),
    Given(TEXTS, "save the file as UTF-8", lambda t: read_days(written(t, b"resting_heart_rate,sleep_hr\n60,\xb5\n", "a.csv")), lambda t: read_days(written(t, GOOD_CSV, "a.csv"))),
    Given("wearable_coach/verification/rule_page.py", "teach a reader, or correct the example", lambda _: judged(_EXAMPLE._replace(by="VER-GONE-001"), refused=False), lambda _: judged(_EXAMPLE, refused=False)),
    Given(SHEETS, "close its quotes, or export it again as CSV", lambda t: read_days(written(t, 'steps,weight\n8000,"70\n', "a.csv")), lambda t: read_days(written(t, "steps,weight\n8000,70\n", "a.csv"))),
    Given("wearable_coach/sources/real_days.py", "give one of them", lambda t: read_days(written(t, WEEK, "a.csv"), written(t, WEEK, "b.csv")), lambda t: read_days(written(t, WEEK, "a.csv"))),
    Given(SHEETS, "give an array of objects, or an object a line", lambda t: read_days(written(t, '{\n"steps": 8000\n}', "a.json")), lambda t: read_days(written(t, '{"steps": 8000}', "a.json"))),
    Given("wearable_coach/sources/json_objects.py", "give an array of objects, or an object a line", lambda t: read_days(written(t, '[{"steps": 8000', "a.json")), lambda t: read_days(written(t, '[{"steps": 8000}]', "a.json"))),
    Given("wearable_coach/sources/workbooks.py", "give a readable file", lambda t: read_days(written(t, b"PAR1", "a.parquet")), lambda t: read_days(written(t, GOOD_CSV, "a.csv"))),
    Given("wearable_coach/sources/workbooks.py", "give a file with a header and rows", lambda t: read_days(workbook(t, [])), lambda t: read_days(workbook(t, [("steps",), (8000,)]))),
    Given("wearable_coach/sources/workbooks.py", "unpack it and give its table", lambda t: read_days(zipped(t, {"a.txt": "x", "b.txt": "y"})), lambda t: read_days(written(t, GOOD_CSV, "a.csv"))),
    Given(OPTIONS, "name one of {}, or - to leave the column aside", lambda _: table_options(mapped=["맥=pulse"]), lambda _: table_options(mapped=["맥=heart_rate", "걸음=-"])),
    Given(OPTIONS, "{} is read in {}", lambda _: table_options(mapped=["보=steps:lb"]), lambda _: table_options(mapped=["보=steps:count"])),
    Given(OPTIONS, "write COLUMN=FIELD, such as 심박수=heart_rate", lambda _: table_options(mapped=["steps"]), lambda _: table_options(mapped=["심박수=heart_rate"])),
    Given(OPTIONS, "give a readable file", lambda t: table_options(file=t / "none"), lambda t: table_options(file=written(t, "id: who", "m.yaml"))),
    Given(OPTIONS, "write columns, id and missing as the guide shows", lambda t: table_options(file=written(t, "{", "m.yaml")), lambda t: table_options(file=written(t, MAPPING, "m.yaml"))),
    Given(OPTIONS, "write it as the guide shows", lambda t: table_options(file=written(t, "rows: 3", "m.yaml")), lambda t: table_options(file=written(t, MAPPING, "m.yaml"))),
    Given("wearable_coach/finetuning/training_rows.py", "shorten the row", lambda _: count_rows(TrainingData((rows(2),), (rows(2),)), max_tokens=1), lambda _: count_rows(TrainingData((rows(2),), (rows(2),)), max_tokens=8192)),
    Given("wearable_coach/finetuning/training_rows.py", "name another dataset, or make a new one with `wearable-coach refresh`", lambda _: read_rows(b"\xff", name="train"), lambda _: read_rows(rows(2), name="train")),
    Given("wearable_coach/dataset/records_file.py", "name another dataset, or make a new one with `wearable-coach refresh`", lambda _: read_records(b"no parquet"), lambda t: of_records(t, "latest")),
    Given(WIRE, "write the character whole", lambda _: question("\ud800"), lambda _: question("😀")),
    Given("deployments/installation.py", "name another with --{}", lambda t: keep_secret(written(t, "") / "secrets", new_secret(), option="webhook-secrets"), lambda t: keep_secret(t / "secrets", new_secret(), option="webhook-secrets")),
    Given("wearable_coach/chat/outcomes.py", "evaluate again", lambda t: gone_then_asked(t, again=False), lambda t: gone_then_asked(t, again=True)),
    Given("wearable_coach/chat/asking.py", "give each its own", lambda t: asked_all(t, "a", "a"), lambda t: asked_all(t, "a", "b")),
    Given("deployments/kept_settings.py", "unset it", lambda t: kept_settings({"HOME": str(t), "PREFECT_SERVER_API_BASE_PATH": "/x"}), lambda t: kept_settings({"HOME": str(t)})),
    Given("deployments/kept_settings.py", "take it out", lambda t: kept_settings({"HOME": str(t), "PREFECT_CLIENT_CUSTOM_HEADERS": '{"Authorization": "x"}'}), lambda t: kept_settings({"HOME": str(t)})),
    Given("deployments/prefect_auth.py", "write USER:PASSWORD into it, or delete it and one is made", lambda t: read_auth(written(t, b"\xff")), lambda t: read_auth(written(t, "user:password"))),
    Given("deployments/prefect_auth.py", "write both in letters, digits and signs of ASCII, joined by a colon", lambda t: read_auth(written(t, "비밀")), lambda t: read_auth(written(t, "user:password"))),
    Given("deployments/own_pages.py", "need host names, comma-separated, as coach.example.org or *.example.org", lambda _: own_hosts("127.0.0.1", None, {"WEARABLE_COACH_ALLOWED_HOSTS": "a b"}), lambda _: own_hosts("127.0.0.1", None, {"WEARABLE_COACH_ALLOWED_HOSTS": "*.example.org"})),
    Given("deployments/receiver/signatures.py", "write whsec_ and at least 24 random bytes in base64 on a line", lambda t: secrets_of(t, "# none"), lambda t: secrets_of(t, new_secret())),
    Given("deployments/kept_settings.py", "unset it, or leave --prefect-auth out", lambda t: own_auth(KeptSettings({"PREFECT_SERVER_API_AUTH_STRING": "a:b"}, ()), t / "file"), lambda t: (own_auth(KeptSettings({"PREFECT_SERVER_API_AUTH_STRING": "a:b"}, ()), None), own_auth(KeptSettings({}, ()), t / "file"))),
    Given("wearable_coach/client/listening.py", "choose a free one with --port", lambda _: on_a_taken_port(), lambda _: listening("127.0.0.1")),
    Given("wearable_coach/client/listening.py", "give an address of this machine", lambda _: listening("192.0.2.1"), lambda _: listening("127.0.0.1")),
    Given("wearable_coach/client/listening.py", "give one of this machine, like 127.0.0.1", lambda _: listening("no host"), lambda _: listening("127.0.0.1")),
    Given("wearable_coach/client/proxies.py", "name the proxy's own address", lambda _: read_proxies("0.0.0.0/0", {}), lambda _: read_proxies("10.0.0.5", {})),
    Given("wearable_coach/client/proxies.py", "write them like 10.0.0.5 or 10.0.0.0/24, comma-separated", lambda _: read_proxies("proxy", {}), lambda _: read_proxies("10.0.0.5,10.0.0.0/24", {})),
    Given(INPUTS, "cut texts between whole characters", lambda _: checked_question("네\ud83d"), lambda _: checked_question("네😀")),
    Given(ENDPOINTS, "known is `endpoints:`, and x-… for your own notes", lambda t: endpoints_of(written(t, "endpoints: {}\nnotes: 1"), {}), lambda t: endpoints_of(written(t, "endpoints: {}\nx-notes: 1"), {})),
    Given("wearable_coach/cli/models.py", "need {}", lambda _: models(route="gpu"), lambda _: models(route="foundry")),
    Given("wearable_coach/cli/workflow.py", "give azure://CONTAINER/PREFIX with --store", lambda _: place_name(Path("azure://c/p"), None), lambda _: place_name(None, "azure://c/p")),
    Given(CASE_ROWS, "put it into each case, or take it out", lambda t: read_cases(written(t, '{"cases": [{"heart_rate": 60}], "person": 1}')), lambda t: read_cases(written(t, '{"cases": [{"heart_rate": 60,  "person": "a"}]}'))),
    Given("wearable_coach/finetuning/own_tables.py", "known are {} and rule, start from a copy of {}", lambda t: base_model_row("m", path=str(written(t, "models: {}\nother: 1"))), lambda t: base_model_row("m", path=str(written(t, "models: {}")))),
    Given(PAST, "give [{days_ago, ...readings}, ...] or leave it out", lambda _: with_past_days({}, "yesterday"), lambda _: (with_past_days({}, [YESTERDAY]), with_past_days({}, []))),
    Given(PAST, "give one of them", lambda _: with_past_days({"past": {"sleep_hr": 7}}, [YESTERDAY]), lambda _: (with_past_days({}, [YESTERDAY]), with_past_days({"past": {"sleep_hr": 7}}, []))),
    Given(PAST, "give the last 200 at most", lambda _: with_past_days({}, days_before(201)), lambda _: with_past_days({}, days_before(201)[-200:])),
    Given(PAST, "give each day once", lambda _: with_past_days({}, [YESTERDAY, YESTERDAY]), lambda _: with_past_days({}, [YESTERDAY])),
    Given(PAST, "give an object with days_ago and readings", lambda _: with_past_days({}, [7]), lambda _: with_past_days({}, [YESTERDAY])),
    Given(PAST, "correct it", lambda _: with_past_days({}, [YESTERDAY | {"days_ago": 0}]), lambda _: with_past_days({}, [YESTERDAY])),
    Given(PAST, "known are days_ago, {}", lambda _: with_past_days({}, [YESTERDAY | {"sleep": 7}]), lambda _: with_past_days({}, [YESTERDAY])),
    Given(INPUTS, "give both or leave both out", lambda _: checked_day(DAY, {"past": {"baseline_days": 20}}), lambda _: (checked_day(DAY, {"past": {"baseline_days": 20}, "baseline_rhr": 60}), checked_day(DAY, {"past": {}}))),
    Given("wearable_coach/cli/ask.py", "give a list such as []", lambda _: command("ask", "네?", "--past-days", "[x"), lambda t: command("ask", "네?", "--past-days", "[]", "--out", str(t))),
    Given(CHOICE, "take auto, here, pool or dask", lambda _: engine("ray"), lambda _: [engine(name) for name in ("auto", "here", "pool", "dask")]),
    Given(CHOICE, "take one or the other", lambda _: engine("pool", address=SCHEDULER), lambda _: (engine("pool"), engine("dask", address=SCHEDULER))),
    Given(CHOICE, "take --engine pool", lambda _: engine("here", workers=2), lambda _: engine("pool", workers=2)),
    Given(CHOICE, "leave --workers or --dask-address out", lambda _: engine("dask", workers=2, address=SCHEDULER), lambda _: (engine("dask", workers=2), engine("dask", address=SCHEDULER))),
    Given("tasks/engines/dask_cluster.py", "need tcp://HOST:PORT or tls://HOST:PORT, as the scheduler tells it when it starts, or nothing for a cluster of this machine", lambda _: checked_address("10.0.0.7:8786"), lambda _: [checked_address(a) for a in (SCHEDULER, "tls://10.0.0.7:8786", "")]),
    Given("backends/blob/account.py", "export the same AZURE_STORAGE_ACCOUNT, AZURE_STORAGE_BLOB_ENDPOINT or AZURE_STORAGE_CONNECTION_STRING where the workers run", lambda _: opened_elsewhere("one", "another"), lambda _: opened_elsewhere("one", "one")),
]  # fmt: skip
