"""What is given to commands that do not expect it: texts, numbers, files, standard input, surroundings."""

import json
import os
from pathlib import Path

FOLDER = "given"
"""Where in the sandbox the files lie; what is written there is written where it should not be."""

TEXTS = (
    "", " ", "-", "--", ".", "..", "/", "\n\n", "\x1b[2J\x07", "'\"$(;`&|", "%s{0}{{7*7}}", "{", "[]",
    "한글 " * 400, "x" * 70_000, "🏃\u200d♀️", "e\u0301", "\udcff", "../../etc/passwd", "~", "~nobody-of-this-name",
    "null", "true", "latest", "Infinity", "block:", "block:no-such", "block:../x", "azure://", "azure://c/p",
    "azure://Not A Container/..", "https://127.0.0.1:9/", "http://[::1", "file:///etc/passwd", "base:", "base:tiny",
    "base:no-such", "local", "azure", "valid,valid", "nope", "20260101-aaaaaaaaaaaa", "coach-local-0123456789ab",
    '{"resting_heart_rate": 61}', '{"resting_heart_rate": "61"}', '{"vitals": {"steps": 1}}', '{"steps": NaN}',
    '{"a": "\\ud800"}', "@", "@given/days.jsonl", "@given/loop", "@/dev/zero", "오늘 운동해도 되나요?",
)  # fmt: skip
NUMBERS = (
    "0", "1", "-1", "7", "42", "1e3", "1_000", "0x10", "٣", "3.5", "nan", "inf", "-inf", "1e400", "1e-400",
    "999999999999999999999999999999", "2147483648", "65536", "", " ", "abc", "--1", "0.1", "１２",
)  # fmt: skip
ODD_PATHS = (
    "no-such", "no/such/folder/x", "x" * 300, "a/" * 3000, "/dev/zero", "/dev/null", "/dev/full", "/dev/stdin",
    "/proc/self/mem", "/proc/self/environ", "/", ".", "", " ", "-", "~nobody-of-this-name/x", "\udcff.jsonl",
    "given/loop", "given/dangling", "given/fifo", "given/folder", "given/days.csv/x", "given/huge", "\x1b[2J",
)  # fmt: skip

_DAY = '{"profile": {"age": 45, "baseline_rhr": 63}, "vitals": {"resting_heart_rate": 66, "steps": 8000}}'
_DEEP = "[" * 100_000
_TURNS = '"messages": [{"role": "user", "content": "오늘 어때요?"}, {"role": "assistant", "content": "66bpm이에요."}]'
_LAUGHS = "a0: &a0 [x]\n" + "".join(
    f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 10)
)
FILES: dict[str, bytes] = {
    "empty": b"",
    "blank": b"\n \n\n",
    "bom.jsonl": b"\xef\xbb\xbf" + _DAY.encode(),
    "utf16.csv": "id,steps\n1,2\n".encode("utf-16"),
    "latin1.csv": "id,steps\né,2\n".encode("latin-1"),
    "binary": bytes(range(256)) * 64,
    "nul.jsonl": _DAY.encode() + b"\0\n",
    "deep.json": _DEEP.encode(),
    "deep-object.json": ('{"vitals": ' * 50_000).encode(),
    "deep.yaml": b"[" * 100_000,
    "indent.yaml": b"\n".join(b" " * i + b"a:" for i in range(3000)),
    "laughs.yaml": _LAUGHS.encode(),
    "twice.yaml": b"seed: 1\nseed: 2\n",
    "tagged.yaml": b"!!python/object/apply:os.system ['touch given/pwned']\n",
    "odd.yaml": b"? [a, b]\n: 1\n.nan: .inf\n2026-99-99: !!int x\n",
    "date.yaml": b"seed: 2026-99-99\n",
    "digits.json": b'{"vitals": {"steps": ' + b"9" * 5000 + b"}}",
    "nan.jsonl": b'{"vitals": {"steps": NaN, "weight": Infinity, "bmi": -Infinity}}\n',
    "half.jsonl": b'{"vitals": {"\\ud800": 1}}\n',
    "flat.jsonl": b'{"resting_heart_rate": 61}\n',
    "strings.jsonl": b'"text"\n3\nnull\n[]\n',
    "types.jsonl": b'{"vitals": {"steps": [1], "weight": {}, "bmi": true}, "profile": {"age": "x", "sex": 3}}\n',
    "lists.json": b'{"profile": [], "vitals": 3}\n',
    "exponent.jsonl": b'{"vitals": {"weight": 1e308, "bmi": 1e-308, "distance_km": 5e-324}, "profile": {"age": 1e300}}\n',
    "messages.jsonl": b'{"profile": {}, "vitals": {}, "messages": [{"role": "assistant", "content": 3}]}\n',
    "days.jsonl": (_DAY + "\n").encode(),
    "answers.jsonl": (_DAY[:-1] + f', "category": "coaching", {_TURNS}}}\n').encode(),
    "days.csv": b"id,date,resting_heart_rate,steps\nKim,2024-01-01,62,8000\nKim,2024-01-02,63,9000\n",
    "quotes.csv": b'id,steps\n"Kim,2\n' + b"x" * 200_000,
    "twins.csv": b"id,steps,steps\n1,2,3\n",
    "wide.csv": b"id,steps\n" + b"1,2," * 10_000 + b"\n",
    "header.csv": b"id,steps\n",
    "surrogate.csv": b"id,steps\n\xed\xa0\x80,2\n",
    "recipe.yaml": b"seed: 7\n",
    "wrong-recipe.yaml": b"categories: [{name: x, kind: coaching, count: 1e400}]\nsplit: {train: .nan}\nnope: 1\n",
    "days-recipe.json": b'{"sources": {"vitals": ["given/loop", "/dev/zero", "a\\u0000b"]}}',
    "rule.yaml": b"source: mine\nfloors: {nope: {at_least: 2}}\n",
    "prices.yaml": b"prices: {x: 3}\nmodels: {y: [1]}\n",
    "endpoints.yaml": b"endpoints: {gpt: {kind: openai, url: 'http://127.0.0.1:9/v1', retries: 0, timeout_s: 1}}\n",
    "wrong-endpoints.yaml": b"endpoints: {gpt: {url: 3, nope: 1}, 4: []}\n",
    "cases.jsonl": b'{"id": "a", "steps": 8000, "question": "\xec\x98\xa4\xeb\x8a\x98?", "expected": {"keywords": "x"}}\n',
    "wrong-cases.json": b'{"cases": [{"vitals": {"steps": "x"}}, {"nope": 1}], "more": 1}',
    "secrets": b"whsec_" + b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0" + b"\n",
    "wrong-secrets": b"whsec_!!!\nnone\n",
    "keys": b"a-key-that-is-long-enough\n",
    "short-keys": b"x\n",
    "url": b"http://127.0.0.1:9/hook\n",
    "day.json": b'{"resting_heart_rate": 66, "sleep_hr": 5.5}',
    "profile.json": b'{"age": 45}',
}  # fmt: skip
_LLAMA = {"config.json": b'{"model_type": "llama"}', "tokenizer.json": b"{}"}
MODELS: dict[str, dict[str, bytes]] = {
    "model-deep": {"config.json": b"[" * 100_000},
    "model-index": {
        **_LLAMA,
        "x.safetensors": b"",
        "model.safetensors.index.json": b'{"weight_map": [1]}',
    },
    "model-list": {**_LLAMA, "x.safetensors": b"\x02" + bytes(7) + b"[]"},
    "model-long": {**_LLAMA, "x.safetensors": b"\xff" * 16},
    "model-shape": {
        **_LLAMA,
        "x.safetensors": b"\x1f" + bytes(7) + b'{"a": {"data_offsets": [0, 1]}}x',
    },
    "model-sums": {**_LLAMA, "x.safetensors": b"\x02" + bytes(7) + b"{}", "SHA256SUMS": b"\xff\n"},
}

STDINS = ("", "closed", "/dev/zero", "/dev/null", "given/days.jsonl", "given/answers.jsonl",
          "given/deep.json", "given/binary", "given/flat.jsonl", "given/half.jsonl", "given/digits.json")  # fmt: skip
SURROUNDINGS: dict[str, dict[str, str | None]] = {
    "plain": {},
    "no-home": {"HOME": None},
    "empty-home": {"HOME": "", "WEARABLE_COACH_HOME": "~/x"},
    "home-is-a-file": {"WEARABLE_COACH_HOME": "given/days.csv"},
    "home-is-a-loop": {"WEARABLE_COACH_HOME": "given/loop"},
    "home-is-too-long": {"WEARABLE_COACH_HOME": "x" * 300},
    "home-is-nobody-s": {"WEARABLE_COACH_HOME": "~nobody-of-this-name/x"},
    "used-store": {"WEARABLE_COACH_HOME": "used"},
    "time-zone": {"TZ": "Not/AZone\x1b[2J"},
    "language": {"LC_ALL": "xx_YY.nonsense", "LANG": "C", "LANGUAGE": "zz"},
    "columns": {"COLUMNS": "0", "LINES": "-1", "TERM": "nonsense"},
    "endpoints": {"WEARABLE_COACH_ENDPOINTS": "given/wrong-endpoints.yaml"},
    "secrets": {"WEARABLE_COACH_WEBHOOK_SECRETS": "block:no-such", "WEARABLE_COACH_API_KEYS": "a,b"},
    "temporary": {"TMPDIR": "/no/such"},
}  # fmt: skip
STREAMS = ("plain", "ascii", "full-output", "closed-output", "full-errors", "closed-errors")
FOLDERS = ("plain", "gone", "few-files")


def lay_out(folder: Path) -> None:
    """Write the files into a sandbox, and what is no file."""
    given = folder / FOLDER
    given.mkdir()
    for name, data in FILES.items():
        (given / name).write_bytes(data)
    (given / "folder").mkdir()
    for name, files in MODELS.items():
        (given / name).mkdir()
        for file, data in files.items():
            (given / name / file).write_bytes(data)
    (given / "loop").symlink_to("loop")
    (given / "dangling").symlink_to("no-such")
    os.mkfifo(given / "fifo")
    with (given / "huge").open("wb") as file:
        file.truncate(3 * 2**30)  # sparse: takes no room


def as_json_words(words: list[str]) -> str:
    """Return a command line as one line that can be read back."""
    return json.dumps([w if len(w) < 80 else f"{w[:40]}… ({len(w)})" for w in words])
