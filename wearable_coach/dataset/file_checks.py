"""Whether the files of a version say one thing: bytes against hashes, lines against records, counts, content."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256

from wearable_coach.dataset.assembly import (
    content_hash,
    content_hash_of_shards,
    shard_hash,
    shard_members,
    split_members,
    training_line,
)
from wearable_coach.dataset.parts import (
    WHOLE,
    Split,
    lacking_parts,
    name_of_all,
    parts_of,
    shards_of,
)
from wearable_coach.dataset.published import SUITES, Made, ShardFiles, VersionFiles
from wearable_coach.errors import BadField
from wearable_coach.records import CheckResult, Row
from wearable_coach.standards.table import table
from wearable_coach.store.datasets import HASH_CHARACTERS

_VERSION = re.compile(r"\d{8}-[0-9a-f]{12}")
_SHOWN = 3
_MOST = 200
"""Findings that are written down of one check; how many there are is said."""
_Findings = list[tuple[str, str]]
"""(where, what is wrong there)."""


def file_results(files: VersionFiles, made: Made | None) -> list[CheckResult]:
    """Return what is to be said of a version's files; each is read once, those of one shard at a time.

    Args:
        files: The version.
        made: How it was made; None compares what needs no recipe.
    """
    found = _Found()
    there = [_shard_is_there(files, made, shard, found) for shard in files.shards()]
    for name in sorted(set(files.hashes) - found.seen):
        _whole(files, name, found)
    results = [_lacks(files, made), _hashes(files, found)]
    if found.unreadable:
        return [*results, _unreadable(found)]
    if not there or not all(there):
        return results
    results.append(_counts(files, found))
    if made is not None:
        results += [_lines(found), _content(files, found)]
    return results


class _Found:
    """What was found in the files that were read so far."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.damaged: _Findings = []
        self.unreadable: _Findings = []
        self.counts: _Findings = []
        self.lines: _Findings = []
        self.rows = 0
        self.digests: list[str] = []
        """`shard_hash` of each shard's rows; of a version of one part its `content_hash`."""


def _whole(files: VersionFiles, name: str, found: _Found) -> bytes | None:
    """Read a file, and note where it is not what the manifest says."""
    data, digest = files.read(name), files.hashes[name]
    found.seen.add(name)
    if data is None:
        found.damaged.append((name, "is missing"))
    elif (own := sha256(data).hexdigest()) != digest:
        found.damaged.append((name, f"has hash {own[:12]}…, its manifest says {digest[:12]}…"))
    return data


def _shard_is_there(
    files: VersionFiles, made: Made | None, shard: ShardFiles, found: _Found
) -> bool:
    """Compare the files of a shard with one another; return whether its rows are there."""
    data = _whole(files, shard.records, found)
    texts = {name: _whole(files, name, found) or b"" for name in shard.splits.values()}
    try:
        rows = files.rows_of(shard.records, data) if data is not None else None
    except BadField as error:
        found.unreadable.append((shard.records, error.what))
        return False
    if rows is None:
        return False
    found.rows += len(rows)
    lines = {split: _split_lines(texts[name]) for split, name in shard.splits.items()}
    found.counts += _other_counts(shard, rows, lines)
    if made is not None:
        is_whole = shards_of(files.hashes) == 0
        members = (
            split_members(rows, seed=made.seed)
            if is_whole
            else shard_members(rows, seed=made.seed, shard=shard.number)
        )
        for split, name in shard.splits.items():
            wanted = [(row.row_id, training_line(row)) for row in members.get(split, [])]
            found.lines += _differences(name, lines[split], wanted)
        found.digests.append(content_hash(rows, seed=made.seed) if is_whole else shard_hash(rows))
    return True


def _other_counts(
    shard: ShardFiles, rows: Sequence[Row], lines: Mapping[Split, Sequence[bytes]]
) -> _Findings:
    per_split = Counter(str(row.split) for row in rows)
    wrong = [
        (
            name,
            f"has {len(lines[split])} lines, the records hold {per_split[split]} rows of {split}",
        )
        for split, name in shard.splits.items()
        if len(lines[split]) != per_split[split]
    ]
    wrong += [
        (shard.records, f"holds {count} rows of {split}, and there is no file of that split")
        for split, count in sorted(per_split.items())
        if split not in lines
    ]
    return wrong


def _lacks(files: VersionFiles, made: Made | None) -> CheckResult:
    lacking = [(n, "is not in this version") for n in _lacking(files.hashes)]
    if made is None:
        lacking.append(("manifest.json", "does not say by which recipe it was made"))
    return _result(
        "FIL-WHOLE", lacking,
        "The version holds all that the gate goes by", "게이트가 보는 파일이 모두 있어요",
        "records, suites, columns, recipe", "all there", severity="warning",
    )  # fmt: skip


def _lacking(hashes: Mapping[str, str]) -> list[str]:
    """Return what a version should name; what versions did not hold once is among it."""
    lacking = lacking_parts(hashes)
    if not parts_of(hashes, "records"):
        lacking.append(WHOLE["records"])
    if SUITES not in hashes:
        lacking.append(SUITES)
    if not parts_of(hashes, "columns"):
        lacking.append(WHOLE["columns"])
    return lacking


def _unreadable(found: _Found) -> CheckResult:
    return _result(
        "FIL-RECORDS", found.unreadable,
        "The records can be read", "기록 파일을 읽을 수 있어요", "a records file", "",
    )  # fmt: skip


def _hashes(files: VersionFiles, found: _Found) -> CheckResult:
    return _result(
        "FIL-HASH", sorted(found.damaged),
        "Every file is, byte for byte, what the manifest says", "모든 파일이 매니페스트의 해시와 바이트까지 같아요",
        f"{len(files.hashes)} hashes of the manifest", f"{len(files.hashes)} files hold",
    )  # fmt: skip


def _counts(files: VersionFiles, found: _Found) -> CheckResult:
    said, wrong = files.manifest.get("rows"), list(found.counts)
    if said != found.rows:
        wrong.insert(0, ("manifest.json", f"says {said} rows, the records hold {found.rows}"))
    return _result(
        "FIL-ROWS", wrong,
        "Manifest, records and training files hold the same number of rows", "매니페스트와 기록과 학습 파일의 행 수가 같아요",
        f"{said} rows of the manifest", f"{found.rows:,} rows",
    )  # fmt: skip


def _lines(found: _Found) -> CheckResult:
    return _result(
        "FIL-LINES", found.lines,
        "Every training line is its row of the records, in the order of the seed", "학습 줄이 모두 기록의 행과 같고 차례도 맞아요",
        "byte for byte", f"{found.rows:,} lines hold",
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


def _content(files: VersionFiles, found: _Found) -> CheckResult:
    said, wrong = str(files.manifest.get("content_sha256")), []
    whole = shards_of(files.hashes) == 0
    own = found.digests[0] if whole else content_hash_of_shards(found.digests)
    if own != said:
        name = name_of_all(parts_of(files.hashes, "records"))
        wrong.append((name, f"makes content {own[:12]}…, the manifest says {said[:12]}…"))
    name = files.version
    if _VERSION.fullmatch(name) and name.partition("-")[2] != said[:HASH_CHARACTERS]:
        wrong.append(("manifest.json", f"says content {said[:12]}…, the version is named {name}"))
    return _result(
        "FIL-CONTENT", wrong,
        "The records make the content that names the version", "기록에서 다시 셈한 내용 해시가 버전 이름과 같아요",
        f"content {said[:12]}…", f"content {own[:12]}…",
    )  # fmt: skip


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
