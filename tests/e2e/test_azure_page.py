"""The commands of docs/azure.md, word by word and in their order, against the local Azure."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.azure_tuners import running_azure
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.hosting.ledger import HostingLedger
from wearable_coach.store import LocalStore

pytestmark = [pytest.mark.e2e, pytest.mark.slow("services")]

PAGE = Path(__file__).parents[2] / "docs" / "azure.md"
SAYS_NO = ("pipeline", "evaluate", "promote")
"""Commands that end with 1 where the answer is no, as the page says."""
UV = f'#!/bin/sh\nshift\nPATH="{Path(sys.executable).parent}:$PATH" exec "$@"\n'
"""Runs what `uv run` runs, in the environment that the tests have: a test installs nothing."""


def commands():
    """The lines of the consoles in the page's part of that name, from the top."""
    text = PAGE.read_text(encoding="utf-8")
    (part,) = re.findall(r"^## The commands\n(.*?)^## ", text, re.MULTILINE | re.DOTALL)
    blocks = re.findall(r"^```console\n(.*?)^```", part, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def run_all(lines, folder, environment):
    """Run lines in one shell; return each with its exit code and what it printed."""
    tools = folder / "tools"
    tools.mkdir()
    (tools / "uv").write_text(UV)
    (tools / "uv").chmod(0o755)
    marked = "".join(f"{line}\nprintf '\\n@@ %s\\n' $?\n" for line in lines)
    mine = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "WEARABLE_"))}
    mine |= environment | {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "WEARABLE_COACH_HOME": str(folder / "home"),
        "PREFECT_HOME": str(folder / "prefect"),
    }
    done = subprocess.run(
        ["bash"], input=marked, capture_output=True, text=True, check=False, timeout=600,
        env=mine, cwd=PAGE.parents[1],
    )  # fmt: skip
    ended = re.findall(r"(.*?)\n@@ (\d+)\n", done.stdout, re.DOTALL)
    assert len(ended) == len(lines), done.stderr[-3000:]
    return [(line, int(code), said) for line, (said, code) in zip(lines, ended, strict=True)], done.stderr  # fmt: skip


def test_the_commands_of_the_page_lead_to_verdicts_and_leave_nothing_standing(
    tmp_path, monkeypatch
):
    lines = commands()
    kinds = {"foundry", "managed", "serverless"} if _names_foundry(lines) else {"managed", "serverless"}  # fmt: skip
    with running_azure(monkeypatch, region="westus3") as azure:
        ended, told = run_all(lines, tmp_path, azure.environment)
        standing, ever, refused = azure.state.standing(), azure.state.hosted_ever, azure.refused
    unexpected = [
        (line, code)
        for line, code, _ in ended
        if code not in ({0, 1} if any(word in line for word in SAYS_NO) else {0})
    ]
    assert unexpected == [], told[-4000:]
    assert refused == []
    verdicts = [json.loads(text.splitlines()[-1]) for line, _, text in ended if " pipeline " in line]  # fmt: skip
    assert [verdict["verdict"] for verdict in verdicts] == ["hold"] * len(kinds)
    store = LocalStore(tmp_path / "home")
    assert sorted(JobLedger(store).names()) == sorted(verdict["candidate"] for verdict in verdicts)
    records = HostingLedger(store).deployments()
    assert {r.order.kind: r.state for r in records} == dict.fromkeys(kinds, "Gone")
    said = {word: text for line, _, text in ended for word in line.split()}
    assert sorted(said["--unserved"].split()) == sorted(r.name for r in records)
    made = [path for path in ever if not re.search("/onlineEndpoints/.*/deployments/", path)]
    assert len({*made}) == len(kinds)
    (again,) = [path for path in {*made} if made.count(path) > 1]
    assert made.count(again) == 2, "what is known is not deployed again; more questions are another evaluation"  # fmt: skip
    assert "/onlineEndpoints/" in again
    assert json.loads(said["evaluate"].splitlines()[-1])["verdict"] == "reject"
    assert standing == []
    assert "managed" in said["deployments"]
    assert "rejected by evaluation" in said["deployments"]
    assert said["deployments"].count(" Gone ") == len(kinds)
    assert "수면 5.5시간" in said["ask"]


def _names_foundry(lines):
    return any("--backend foundry" in line for line in lines)
