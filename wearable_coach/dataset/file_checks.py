"""Whether the files of a version say one thing: bytes against hashes, lines against records, counts, content."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from wearable_coach.dataset.assembly import content_hash, split_members, training_line
from wearable_coach.dataset.published import RECORDS, Made, VersionFiles
from wearable_coach.errors import BadInput
from wearable_coach.records import CheckResult, Row
from wearable_coach.standards.table import table
from wearable_coach.store.datasets import HASH_CHARACTERS

_VERSION = re.compile(r"\d{8}-[0-9a-f]{12}")
_SHOWN = 3
_MOST = 200
"""Findings that are written down of one check; how many there are is said."""
_LATER = ("suites.json", "columns.parquet")
"""What versions did not hold once."""

_Findings = list[tuple[str, str]]
"""(where, what is wrong there)."""


def file_results(files: VersionFiles, made: Made | None) -> list[CheckResult]:
    """Return what is to be said of a version's files.

    Args:
        files: The version.
        made: How it was made; None compares what needs no recipe.
    """
    results = [_lacks(files, made), _hashes(files)]
    try:
        rows = files.rows
    except BadInput as error:
        return [*results, _unreadable(str(error))]
    if rows is None:
        return results
    results.append(_counts(files, rows))
    if made is not None:
        results += [_lines(files, rows, made.seed), _content(files, rows, made.seed)]
    return results


def _lacks(files: VersionFiles, made: Made | None) -> CheckResult:
    lacking = [(n, "is not in this version") for n in (RECORDS, *_LATER) if n not in files.hashes]
    if made is None:
        lacking.append(("manifest.json", "does not say by which recipe it was made"))
    return _result(
        "FIL-WHOLE", lacking,
        "The version holds all that the gate goes by", "게이트가 보는 파일이 모두 있어요",
        "records, suites, columns, recipe", "all there", severity="warning",
    )  # fmt: skip


def _unreadable(why: str) -> CheckResult:
    return _result(
        "FIL-RECORDS", [(RECORDS, why.partition(": ")[2])],
        "The records can be read", "기록 파일을 읽을 수 있어요", "a records file", "",
    )  # fmt: skip


def _hashes(files: VersionFiles) -> CheckResult:
    wrong: _Findings = []
    for name, digest in sorted(files.hashes.items()):
        data = files.read(name)
        if data is None:
            wrong.append((name, "is missing"))
        elif (found := sha256(data).hexdigest()) != digest:
            wrong.append((name, f"has hash {found[:12]}…, its manifest says {digest[:12]}…"))
    return _result(
        "FIL-HASH", wrong,
        "Every file is, byte for byte, what the manifest says", "모든 파일이 매니페스트의 해시와 바이트까지 같아요",
        f"{len(files.hashes)} hashes of the manifest", f"{len(files.hashes)} files hold",
    )  # fmt: skip


def _counts(files: VersionFiles, rows: Sequence[Row]) -> CheckResult:
    said, lines = files.manifest.get("rows"), _line_counts(files)
    wrong: _Findings = []
    if said != len(rows):
        wrong.append(("manifest.json", f"says {said} rows, the records hold {len(rows)}"))
    per_split = Counter(row.split for row in rows)
    wrong += [
        (name, f"has {lines[split]} lines, the records hold {per_split[split]} rows of {split}")
        for split, name in files.split_files().items()
        if lines[split] != per_split[split]
    ]
    wrong += [
        (RECORDS, f"holds {count} rows of {split}, and there is no file of that split")
        for split, count in sorted(per_split.items(), key=str)
        if split not in lines
    ]
    return _result(
        "FIL-ROWS", wrong,
        "Manifest, records and training files hold the same number of rows", "매니페스트와 기록과 학습 파일의 행 수가 같아요",
        f"{said} rows of the manifest", f"{len(rows):,} rows",
    )  # fmt: skip


def _lines(files: VersionFiles, rows: Sequence[Row], seed: int) -> CheckResult:
    members, wrong = split_members(rows, seed=seed), []
    for split, name in files.split_files().items():
        wanted = [(row.row_id, training_line(row)) for row in members.get(split, [])]
        wrong += _differences(name, _split_lines(files.read(name) or b""), wanted)
    return _result(
        "FIL-LINES", wrong,
        "Every training line is its row of the records, in the order of the seed", "학습 줄이 모두 기록의 행과 같고 차례도 맞아요",
        "byte for byte", f"{len(rows):,} lines hold",
    )  # fmt: skip


def _differences(
    name: str, lines: Sequence[bytes], wanted: Sequence[tuple[str, bytes]]
) -> _Findings:
    """Tell each line that is not where its row belongs: changed, moved, not there, or of no row."""
    places = {line: number for number, line in enumerate(lines, 1)}
    of_rows = {line for _, line in wanted}
    wrong: _Findings = []
    for number, (row_id, line) in enumerate(wanted, 1):
        if number <= len(lines) and lines[number - 1] == line:
            continue
        place = places.get(line)
        what = f"stands on line {place}" if place else "stands on no line"
        wrong.append((row_id, f"belongs on line {number} of {name} and {what}"))
    strange = [n for n, line in enumerate(lines, 1) if line not in of_rows]
    return wrong + [(name, f"line {n} is no row of the records") for n in strange]


def _content(files: VersionFiles, rows: Sequence[Row], seed: int) -> CheckResult:
    said, wrong = str(files.manifest.get("content_sha256")), []
    found = content_hash(rows, seed=seed)
    if found != said:
        wrong.append((RECORDS, f"makes content {found[:12]}…, the manifest says {said[:12]}…"))
    name = files.version
    if _VERSION.fullmatch(name) and name.partition("-")[2] != said[:HASH_CHARACTERS]:
        wrong.append(("manifest.json", f"says content {said[:12]}…, the version is named {name}"))
    return _result(
        "FIL-CONTENT", wrong,
        "The records make the content that names the version", "기록에서 다시 셈한 내용 해시가 버전 이름과 같아요",
        f"content {said[:12]}…", f"content {found[:12]}…",
    )  # fmt: skip


def _line_counts(files: VersionFiles) -> dict[str, int]:
    return {s: len(_split_lines(files.read(n) or b"")) for s, n in files.split_files().items()}


def _split_lines(data: bytes) -> list[bytes]:
    """Return lines with their ends, as bytes are: what Unicode calls the end of a line is none."""
    return [line + b"\n" for line in data.removesuffix(b"\n").split(b"\n")] if data else []


def _result(  # noqa: PLR0913, PLR0917 - a table's columns
    code: str, wrong: _Findings, en: str, ko: str, expected: str, holds: str, *, severity: str = "critical"
) -> CheckResult:  # fmt: skip
    told = "; ".join(f"{where} {what}" for where, what in wrong[:_SHOWN])
    more = f" and {len(wrong) - _SHOWN:,} more" if len(wrong) > _SHOWN else ""
    return CheckResult.model_validate(
        {
            "code": code,
            "rule": table("gate")["rule"],
            "source": "the version's manifest",
            "suite": "files",
            "severity": severity,
            "description_en": en,
            "description_ko": ko,
            "success": not wrong,
            "observed": f"{told}{more}" if wrong else holds,
            "expected": expected,
            "failing_row_ids": tuple(where for where, _ in wrong[:_MOST]),
            "failing_values": tuple(what for _, what in wrong[:_MOST]),
        }
    )
