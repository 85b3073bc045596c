"""What importing costs and takes: ``python -m bench.importing [ROWS]``.

First ROWS rows (1,000,000 by default) of a plain CSV through ``import``: rows a CPU second, and the largest resident set.
Then a table: the same days in every form a table is saved in, with rows in, days out and what was refused.
"""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from wearable_coach.errors import BadInput
from wearable_coach.sources import read_days

_HEADER = ("id", "date", "heart_rate", "resting_heart_rate", "sleep_hr", "steps", "distance_km", "active_calories", "oxygen_saturation", "weight", "bmi")  # fmt: skip
_DAYS_A_PERSON = 365
_FIRST = date(2022, 1, 1)
_MEASURED = """
import pathlib, sys, time
from wearable_coach.cli import main
sys.argv = ["wearable-coach", "import", sys.argv[1], "--out", sys.argv[2]]
begun = time.process_time()
try:
    main()
except SystemExit:
    pass
spent = time.process_time() - begun
status = pathlib.Path("/proc/self/status").read_text().split()  # since its start; getrusage counts the parent's too
print(spent, int(status[status.index("VmHWM:") + 1]) / 1024)
"""


def _rows(count: int) -> Iterator[tuple[object, ...]]:
    draw = Random(1)
    for place in range(count):
        person, day = divmod(place, _DAYS_A_PERSON)
        steps, weight = draw.randint(1500, 18000), 55 + person % 40 + draw.randint(-9, 9) / 10
        yield (
            f"u{person}", _FIRST + timedelta(day), draw.randint(65, 90), draw.randint(50, 64), round(draw.uniform(4.5, 9), 2),
            steps, round(steps * draw.uniform(0.6, 0.8) / 1000, 2), draw.randint(100, 900), draw.randint(94, 99), round(weight, 1),
            round(weight / 1.7**2, 1),
        )  # fmt: skip


def _csv(count: int) -> str:
    return "\n".join(",".join(map(str, row)) for row in (_HEADER, *_rows(count))) + "\n"


def _zip(text: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("days.csv", text)
    return kept.getvalue()


def _xlsx(text: str) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - of the extra `tables`

    book, kept = Workbook(), io.BytesIO()
    for line in text.splitlines():
        book.worksheets[0].append(line.split(","))
    book.save(kept)
    return kept.getvalue()


def _objects(text: str) -> list[dict[str, str]]:
    header, *rows = (line.split(",") for line in text.splitlines())
    return [dict(zip(header, row, strict=True)) for row in rows]


def _parquet(text: str) -> bytes:
    import pyarrow as pa  # noqa: PLC0415 - of the extra `tables`
    import pyarrow.parquet as pq  # noqa: PLC0415

    kept = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(_objects(text)), kept)
    return kept.getvalue()


_FORMS: dict[str, Callable[[str], bytes]] = {
    "CSV, UTF-8": str.encode,
    "CSV, CP949": lambda text: text.encode("cp949"),
    "CSV, UTF-16": lambda text: text.encode("utf-16"),
    "CSV, CR": lambda text: text.replace("\n", "\r").encode(),
    "CSV, semicolons": lambda text: text.replace(",", ";").encode(),
    "CSV, gzip": lambda text: gzip.compress(text.encode()),
    "CSV in a zip": _zip,
    "JSON lines": lambda text: "\n".join(map(json.dumps, _objects(text))).encode(),
    "JSON array": lambda text: json.dumps(_objects(text)).encode(),
    "workbook": _xlsx,
    "Parquet": _parquet,
}
_BROKEN = ("u0,2022-06-01,,,,,,,,,", "u0,2022-06-02,0,0,0,0,0,0,0,0,0", "u0,2022-06-03,720,60,7,8000,5,300,97,70,23", "u0,soon,72,60,7,8000,5,300,97,70,23", "u0,2022-01-01,72,60,7,8000,5,300,97,70,23", ",2022-06-04,72,60,7,8000,5,300,97,70,23", "u0,2022-06-05,72,60,7,8000,50,300,97,70,23", "u0,2022-06-06,many,60,7,8000,5,300,97,70,23")  # fmt: skip
_REFUSED = {
    "minutes": "person,ActivityMinute,Steps\n" + "u,2022-01-01 00:00:00,1\n" * 60,
    "times": "id,timestamp,steps\n" + "".join(f"u,2022-01-01 {h:02d}:10:00,80\n" for h in range(24)),
    "nobody's rows": "date,steps\n" + "".join(f"2022-01-{i % 9 + 1:02d},{800 + i}\n" for i in range(45)),
    "an id a row": "id,date,steps\n" + "".join(f"{i},{_FIRST + timedelta(i)},8000\n" for i in range(45)),
    "minutes as hours": "date,수면 시간\n" + "".join(f"{_FIRST + timedelta(i)},{400 + i}\n" for i in range(45)),
    "total calories": "date,steps,calories\n2022-01-01,8000,2100\n",
}  # fmt: skip


def _table(folder: Path) -> None:
    text = _csv(400) + "\n".join(_BROKEN) + "\n"
    rows = text.count("\n") - 1
    print("| form | rows | days | refused by reason |\n|---|---|---|---|")
    for name, pack in _FORMS.items():
        path = folder / "days"
        path.write_bytes(pack(text))
        result = read_days(path)
        reasons = Counter(reason for reject in result.rejects for reason in reject.reasons)
        told = ", ".join(f"{reason} {n}" for reason, n in sorted(reasons.items()))
        print(f"| {name} | {rows} | {len(result.days)} | {told} |")
    for name, text in _REFUSED.items():
        path = folder / "days.csv"
        path.write_text(text, encoding="utf-8")
        try:
            days = len(read_days(path).days)
            print(f"| {name} | {text.count(chr(10)) - 1} | {days} | **taken** |")
        except BadInput as error:
            print(f"| {name} | {text.count(chr(10)) - 1} | 0 | the file: {str(error)[:110]}… |")


def _speed(folder: Path, count: int) -> None:
    path = folder / "many.csv"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(",".join(map(str, row)) + "\n" for row in (_HEADER, *_rows(count)))
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(path), str(folder / "out.jsonl")],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, megabytes = map(float, done.stdout.split())
    print(f"{count:,} rows: {count / seconds:,.0f} rows a CPU second, {megabytes:,.0f} MB")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        _speed(Path(name), int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
        _table(Path(name))


if __name__ == "__main__":
    main()
