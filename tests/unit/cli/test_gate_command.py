"""`wearable-coach gate`: a published version is gated from its files; what was tampered with is named."""

import io
import json
import shutil

import pyarrow.parquet as pq
import pytest

from tests.support.cases import some
from tests.support.commands import run
from tests.support.made_version import make_version, received, resigned, with_an_impossible_reading
from wearable_coach.dataset.file_checks import file_results
from wearable_coach.dataset.published import FolderOfVersion, VersionFiles, how_made
from wearable_coach.dataset.records_file import read_rows, records_parquet


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_version(tmp_path_factory.mktemp("store"))


@pytest.fixture
def version(made, tmp_path):
    return received(made, tmp_path)


def gated(version):
    done = run("gate", version, "--json")
    return done.code, {r["code"]: r for r in json.loads(done.out)["results"] if not r["success"]}


def damage(version):
    """What is said of the files alone, by code."""
    manifest = json.loads((version / "manifest.json").read_text(encoding="utf-8"))
    files = VersionFiles(FolderOfVersion(version), version.name, manifest)
    return {r.code: r for r in file_results(files, how_made(files)) if not r.success}


def train_lines(version):
    path = version / "train_20260101.jsonl"
    return path, path.read_bytes().splitlines(keepends=True)


def edit_manifest(version, change):
    path = version / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")


def test_a_version_passes_in_its_store_and_as_a_folder_that_somebody_received(made, version):
    in_store = run("gate", made.name, "--out", made.parents[1])
    alone = run("gate", version)
    assert (in_store.code, alone.code) == (0, 0)
    assert in_store.out == alone.out
    assert alone.out.startswith(f"{made.name}: passed, ")
    assert len(alone.out.splitlines()) == 1


def test_a_changed_byte_is_named_with_its_line_and_row(version):
    path, lines = train_lines(version)
    lines[2] = lines[2].replace(b"\xea\xb0\x80", b"\xeb\x82\x98", 1)
    path.write_bytes(b"".join(lines))
    found = damage(version)
    assert found["FIL-HASH"].failing_row_ids == (path.name,)
    (place, strange) = found["FIL-LINES"].failing_values
    assert place == f"belongs on line 3 of {path.name} and stands on no line"
    assert strange == "line 3 is no row of the records"
    assert set(found) == {"FIL-HASH", "FIL-LINES"}


def test_swapped_lines_are_named_even_where_the_hash_was_made_anew(version):
    path, lines = train_lines(version)
    lines[0], lines[4] = lines[4], lines[0]
    path.write_bytes(b"".join(lines))
    resigned(version)
    found = damage(version)
    assert set(found) == {"FIL-LINES"}
    assert found["FIL-LINES"].failing_values == (
        f"belongs on line 1 of {path.name} and stands on line 5",
        f"belongs on line 5 of {path.name} and stands on line 1",
    )


def test_a_line_that_is_gone_is_named_and_counted(version):
    path, lines = train_lines(version)
    path.write_bytes(b"".join(lines[:-1]))
    resigned(version)
    found = damage(version)
    assert set(found) == {"FIL-LINES", "FIL-ROWS"}
    assert (
        f"has {len(lines) - 1} lines, the records hold {len(lines)}" in found["FIL-ROWS"].observed
    )
    (gone,) = found["FIL-LINES"].failing_values
    assert gone == f"belongs on line {len(lines)} of {path.name} and stands on no line"


def test_an_edited_record_is_named_by_the_suites_and_by_its_content(version):
    edited = with_an_impossible_reading(version)
    code, found = gated(version)
    assert code == 1
    assert {"FIL-CONTENT", "VIT-HEART_RATE-RANGE"} <= set(found)
    assert found["VIT-HEART_RATE-RANGE"]["failing_row_ids"] == [edited]
    assert found["VIT-HEART_RATE-RANGE"]["failing_values"] == ["heart_rate 251"]


def test_a_column_of_another_type_is_a_finding_and_no_crash(version):
    path = version / "records.parquet"
    table = pq.read_table(io.BytesIO(path.read_bytes())).to_pylist()
    for row in table:
        row["vitals"]["heart_rate"] = str(row["vitals"]["heart_rate"])
    import pyarrow as pa

    pq.write_table(pa.Table.from_pylist(table), path)
    code, found = gated(version)
    assert code == 1
    assert "heart_rate '" in found["VIT-TYPE"]["failing_values"][0]
    assert found["FIL-HASH"]["failing_row_ids"] == ["records.parquet"]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (lambda m: m.update(rows=59), {"FIL-ROWS"}),
        (lambda m: m["files"].update({"rejects.jsonl": "0" * 64}), {"FIL-HASH"}),
        (lambda m: m.update(content_sha256="0" * 64), {"FIL-CONTENT"}),
        (lambda m: m.update(seed=8), {"FIL-LINES", "FIL-CONTENT"}),
        (lambda m: m["files"].update({"gone.html": "0" * 64}), {"FIL-HASH"}),
    ],
    ids=["rows", "hash", "content", "seed", "file"],
)
def test_a_manifest_that_says_otherwise_is_named(version, change, codes):
    edit_manifest(version, change)
    found = damage(version)
    assert codes <= set(found)


def test_a_recipe_that_orders_other_counts_is_named_by_the_suites(version):
    edit_manifest(version, lambda m: m["recipe"]["categories"][0].update(count=27))
    code, found = gated(version)
    assert code == 1
    assert {"DST-ROWS", "DST-CATEGORY", "DST-ORDERED"} <= set(found)


def test_records_that_cannot_be_read_are_a_finding(version):
    (version / "records.parquet").write_bytes(b"PAR1 no more")
    code, found = gated(version)
    assert code == 1
    assert set(found) == {"FIL-HASH", "FIL-RECORDS"}


def test_what_an_older_version_lacks_is_said_and_is_no_failure(version):
    def older(manifest):
        for name in ("suites.json", "columns.parquet"):
            manifest["files"].pop(name)
            (version / name).unlink()

    edit_manifest(version, older)
    code, found = gated(version)
    assert code == 0
    assert set(found) == {"FIL-WHOLE"}
    assert found["FIL-WHOLE"]["severity"] == "warning"
    assert found["FIL-WHOLE"]["failing_row_ids"] == ["suites.json", "columns.parquet"]


def test_findings_are_a_table_with_ids_values_and_what_is_allowed(version):
    path = version / "records.parquet"
    rows = read_rows(path.read_bytes())
    rows[3] = rows[3].model_copy(
        update={"vitals": rows[3].vitals.model_copy(update={"heart_rate": 251})}
    )
    path.write_bytes(records_parquet(rows))
    done = run("gate", version)
    assert done.code == 1
    lines = done.out.splitlines()
    assert lines[0].startswith(f"{version.name}: refused, ")
    start = next(i for i, line in enumerate(lines) if "VIT-HEART_RATE-RANGE" in line)
    found, allowed, row = lines[start + 1 : start + 4]
    assert found.startswith("  found    1 of ")
    assert allowed == "  allowed  20–250 bpm"
    assert row.split() == [rows[3].row_id, "heart_rate", "251"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("20200101-000000000000",), "there is no '20200101-000000000000'"),
        (("./nowhere",), "version: ./nowhere has no manifest.json"),
        ((), "there is none in"),
    ],
)
def test_what_is_no_version_is_one_line_with_a_remedy(words, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WEARABLE_COACH_HOME", str(tmp_path))
    done = run("gate", *words)
    assert done.code == 2
    (line,) = done.lines
    assert told in line


def test_a_manifest_without_a_recipe_has_its_files_compared_alone(version):
    edit_manifest(version, lambda m: m.pop("recipe"))
    code, found = gated(version)
    assert code == 0
    assert "does not say by which recipe" in " ".join(found["FIL-WHOLE"]["failing_values"])
    (version / "gate.json").write_text("{}")
    code, found = gated(version)
    assert code == 1
    assert found["FIL-HASH"]["failing_row_ids"] == ["gate.json"]


def test_a_recipe_that_cannot_be_read_is_told_and_heals_by_its_copy(made, version):
    edit_manifest(version, lambda m: m["recipe"].update(stratum_floor="x"))
    done = run("gate", version)
    assert done.code == 2
    assert "holds no recipe and seed that this version can read" in done.err
    shutil.copy(made / "manifest.json", version / "manifest.json")
    assert run("gate", version).code == 0


def test_every_result_says_rule_and_source_and_both_languages(version):
    for result in some(json.loads(run("gate", version, "--json").out)["results"]):
        assert all(result[k] for k in ("rule", "source", "expected", "observed", "description_en"))
        assert any("가" <= c <= "힣" for c in result["description_ko"])
