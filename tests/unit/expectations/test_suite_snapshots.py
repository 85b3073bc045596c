from __future__ import annotations

import json
from pathlib import Path

import pytest

from expectations import snapshot
from expectations.check import build_suite
from tests.support.cases import some

NAMES = ("vitals", "conversations", "dataset")


def test_the_committed_snapshots_are_what_the_builders_make() -> None:
    assert snapshot.stale() == []


@pytest.mark.parametrize("name", NAMES)
def test_every_expectation_says_code_rule_source_and_severity_in_two_languages(
    name: snapshot.SuiteName,
) -> None:
    made = json.loads(snapshot.snapshot(name))
    for expectation in some(made["expectations"]):
        assert set(expectation["meta"]) == {"code", "rule", "source", "severity"}
        assert expectation["severity"] == expectation["meta"]["severity"]
        english, _, korean = expectation["description"].partition(" / ")
        assert english
        assert any("가" <= c <= "힣" for c in korean)
        assert "id" not in expectation


def test_a_snapshot_of_another_suite_is_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "_FOLDER", tmp_path)
    assert snapshot.main(["--write"]) == 0
    assert snapshot.main(["--check"]) == 0
    (tmp_path / "vitals.json").write_text("{}", encoding="utf-8")
    assert snapshot.main(["--check"]) == 1


def test_suites_take_their_ranges_from_the_tables() -> None:
    checks = {c.code: c for c in snapshot.suites()["vitals"]}
    spo2 = checks["VIT-OXYGEN_SATURATION-RANGE"]
    assert (spo2.arguments["min_value"], spo2.arguments["max_value"]) == (50, 100)
    assert spo2.severity == "critical"
    assert checks["VIT-OXYGEN_SATURATION-UNUSUAL"].severity == "warning"


def test_a_number_of_a_run_stands_in_the_snapshot_by_its_name_alone() -> None:
    made = json.loads(snapshot.snapshot("dataset"))["expectations"]
    (rows,) = [e for e in made if e["meta"]["code"] == "DST-ROWS"]
    assert {"$PARAMETER": "rows"} in rows["kwargs"].values()


def test_a_suite_that_has_no_snapshot_is_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "_FOLDER", tmp_path)
    assert snapshot.stale() == list(NAMES)


def test_a_missing_run_time_number_is_a_fault_and_no_pass() -> None:
    from expectations.columns import HeldColumns
    from expectations.validation import Validator

    check = next(c for c in snapshot.suites()["dataset"] if c.code == "DST-ROWS")
    with pytest.raises(Exception, match=r"^No value found for \$PARAMETER rows$"):
        Validator({}).validate("dataset", [check], HeldColumns({"row_id": ["a"]}))


def test_suites_are_great_expectations_suites() -> None:
    suite = build_suite("vitals", snapshot.suites()["vitals"])
    assert type(suite).__module__.startswith("great_expectations")
