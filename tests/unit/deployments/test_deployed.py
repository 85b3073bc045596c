"""What is deployed is prefect.yaml, but for what an installation sets otherwise."""

import os
from pathlib import Path

import pytest
import yaml

from deployments.deployed import CHECKOUT, WATCH, defined, write_defined
from deployments.installation import Installation, addresses
from deployments.names import WATCH_VARIABLE
from deployments.pool_kinds import POOL_VARIABLE
from deployments.set_up import steps
from tests.support.cases import some
from wearable_coach.errors import BadInput


def as_it_stands():
    return yaml.safe_load((CHECKOUT / "prefect.yaml").read_text(encoding="utf-8"))


def without_intervals(content):
    for deployment in content["deployments"]:
        for schedule in deployment.get("schedules", ()):
            schedule.pop("interval", None)
    return content


def test_where_nothing_is_set_it_is_the_file():
    assert defined({}) == as_it_stands()


def test_the_interval_of_watching_is_what_is_set_and_nothing_else_changes(tmp_path):
    found = defined({WATCH_VARIABLE: "300"})
    (watch,) = (d for d in found["deployments"] if d["name"] == WATCH)
    assert [schedule["interval"] for schedule in watch["schedules"]] == [300]
    written = write_defined(tmp_path, found)
    assert yaml.safe_load(written.read_text(encoding="utf-8")) == found
    assert without_intervals(found) == without_intervals(as_it_stands())
    assert steps(None, written)[0][-3:] == ["--all", "--prefect-file", str(written)]


@pytest.mark.parametrize("given", ["0", "9", "86401", "2m", "-300", "3.5", "\u0663\u0660"])
def test_an_interval_that_cannot_be_is_refused(given):
    with pytest.raises(
        BadInput, match=rf"^{WATCH_VARIABLE}: .* from 10 to 86400; set one, or unset it"
    ):
        defined({WATCH_VARIABLE: given})
    for good in some(("10", "86400", "")):
        defined({WATCH_VARIABLE: good})


def test_what_up_was_told_reaches_set_up_and_whoever_asks_where_it_is():
    told = Installation(Path("/home"), 1, 2, watch_every_s=300)
    assert told.environment(os.environ, auth="a:b")[WATCH_VARIABLE] == "300"
    assert addresses(told)["watch_every_s"] == "300"
    untold = Installation(Path("/home"), 1, 2)
    asked = untold.environment({POOL_VARIABLE: "docker"}, auth="a:b")
    assert asked[POOL_VARIABLE] == "process", "its worker takes no others"
    assert WATCH_VARIABLE not in untold.environment({}, auth="a:b")
    assert "watch_every_s" not in addresses(untold)
