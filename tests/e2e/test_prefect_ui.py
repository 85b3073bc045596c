"""An operator in front of the Prefect UI."""

import re

import pytest

from tests.support.browser import browser_page, form_field, picture, sign_in
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import read_manifest, versions

pytestmark = [pytest.mark.e2e, pytest.mark.slow("browser")]

REFRESH = "refresh-dataset/refresh"


def test_a_refresh_started_in_the_ui_with_changed_parameters_is_what_was_asked_for(up):
    before = {run["id"] for run in up.asked(REFRESH)}
    with browser_page() as page:
        page.goto(f"{up.addresses['ui']}/deployments")
        sign_in(page, up.auth)
        page.goto(f"{up.addresses['ui']}/deployments")
        page.get_by_text("watch-finetuning").first.wait_for()
        picture(page, "deployments")
        page.get_by_text("refresh", exact=True).first.click()
        page.get_by_role("button", name="Run", exact=True).click()
        page.get_by_text("Custom run").click()

        rows = form_field(page, "rows (Optional)")
        rows.get_by_text("Rows in all; empty takes").wait_for()
        rows.get_by_role("button", name="int").click()
        rows.locator("input[type=number]").fill("60")
        workers = form_field(page, "workers (Optional)").locator("input[type=number]")
        assert workers.input_value() == "0", "the default stands in the form"
        workers.fill("1000")
        workers.scroll_into_view_if_needed()
        picture(page, "custom-run")
        page.get_by_role("button", name="Submit").click()
        page.get_by_text(re.compile("256")).first.wait_for()
        assert {run["id"] for run in up.asked(REFRESH)} == before, (
            "what is not valid starts nothing"
        )
        workers.fill("1")
        page.get_by_role("button", name="Submit").click()
        page.wait_for_url(
            re.compile("/runs/flow-run/|/deployments/deployment/.*tab"), wait_until="commit"
        )

        (run,) = [run for run in up.asked(REFRESH) if run["id"] not in before]
        assert up.ended(run["id"], 180)["type"] == "COMPLETED"
        assert (run["parameters"]["rows"], run["parameters"]["workers"]) == (60, 1)
        store = LocalStore(up.home)
        assert 60 in {read_manifest(store, version)["rows"] for version in versions(store)}

        page.goto(f"{up.addresses['ui']}/runs/flow-run/{run['id']}")
        page.get_by_text("Published", exact=True).first.wait_for()
        picture(page, "run")
        page.get_by_text("Artifacts", exact=True).click()
        page.get_by_text("dataset-report").first.wait_for()
        page.get_by_text("dataset-counts").first.click()
        page.get_by_text("health_interpretation").first.wait_for()
        picture(page, "dataset-counts")
